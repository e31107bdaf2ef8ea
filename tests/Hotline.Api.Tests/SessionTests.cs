namespace Hotline.Api.Tests;

public sealed class SessionOnSqlite(Sqlite fixture) : SessionTests(fixture), IClassFixture<Sqlite>;
public sealed class SessionOnPostgres(Postgres fixture) : SessionTests(fixture), IClassFixture<Postgres>;

public abstract class SessionTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task Whoever_signs_in_learns_who_they_are_and_which_desks_are_theirs()
    {
        var person = await Host.AsAgain("handler1");
        var session = (await person.Get("/api/session")).Ok();
        session["userName"].Text.ShouldBe("handler1");
        session["roles"].Texts.ShouldBe(["handler"]);
        session["departmentCode"].Text.ShouldBe("CG");
        session["departmentName"].Text.ShouldBe("城市管理局");
        session["desks"].Texts.ShouldBe(["department", "supervision"]);
        session["staffNumber"].Text.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        var wrong = await Host.Anybody().Post("/api/session", new { userName = "agent2", password = "Wrong-password-1" });
        var unknown = await Host.Anybody().Post("/api/session", new { userName = "nobody-here", password = "Wrong-password-1" });
        wrong.Refused(401, "session.wrong_credentials");
        unknown.Refused(401, "session.wrong_credentials");
        Same.WithoutTrace(unknown).ShouldBe(Same.WithoutTrace(wrong));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        for (var i = 0; i < 5; i++) await Host.Anybody().Post("/api/session", new { userName = "auditor1", password = "Wrong-password-1" });
        (await Host.Anybody().Post("/api/session", new { userName = "auditor1", password = HotlineHost.Password })).Refused(401, "session.locked_out");
        (await Host.AsAgain("leader1")).UserName.ShouldBe("leader1");   // nobody else is locked out
    }

    [Theory]
    [InlineData("""{"password":"x"}""", "userName")]
    [InlineData("""{"userName":"agent1"}""", "password")]
    [InlineData("""{"userName":5,"password":"x"}""", "userName")]
    public async Task A_missing_or_wrongly_typed_field_is_named(string body, string field)
    {
        var answer = await Host.Anybody().Raw(HttpMethod.Post, "/api/session", body);
        answer.Refused(400, "request.invalid")["errors"].Names.ShouldBe([field]);
    }

    [Fact]
    public async Task Without_a_session_nothing_of_the_desks_can_be_read()
    {
        foreach (var path in new[] { "/api/tickets", "/api/tickets/counts", $"/api/tickets/{Guid.NewGuid()}", "/api/events", "/api/events/head", "/api/reference", "/api/outgoing", "/api/access-log", "/api/intake/status", $"/api/drafts?ticketId={Guid.NewGuid()}", $"/api/attachments/{Guid.NewGuid()}" })
            (await Host.Anybody().Get(path)).Refused(401, "session.required");
        (await Host.Anybody().Get("/api/session")).Refused(401, "session.required");
    }

    [Fact]
    public async Task A_session_ends_when_its_owner_signs_out()
    {
        var person = await Host.AsAgain("agent2");
        (await person.Delete("/api/session")).Status.ShouldBe(204);
        (await person.Get("/api/tickets")).Refused(401, "session.required");
    }

    [Fact]
    public async Task An_unsafe_request_without_the_sessions_token_is_refused()
    {
        var person = await Host.AsAgain("agent2");
        var ticket = await Given.AReceivedTicket();
        person.SendsToken = false;
        (await person.Try(ticket.Id, "accept", new { categoryCode = "010101" })).Refused(400, "antiforgery.invalid");
        (await person.Put("/api/drafts", new { ticketId = ticket.Id, field = "note", text = "x" })).Refused(400, "antiforgery.invalid");
        (await person.Delete("/api/session")).Refused(400, "antiforgery.invalid");
        (await person.Upload($"/api/tickets/{ticket.Id}/attachments", [1], "a.png")).Refused(400, "antiforgery.invalid");
        (await person.Ticket(ticket.Id))["state"].Text.ShouldBe("Received");
    }

    [Fact]
    public async Task Every_answer_carries_the_strict_headers()
    {
        foreach (var path in new[] { "/api/tickets", "/api/public/published", "/no-such-page", "/health/live" })
        {
            var answer = await Host.Anybody().Get(path);
            var policy = answer.Header("Content-Security-Policy").ShouldNotBeNull(path);
            policy.ShouldContain("default-src 'self'");
            policy.ShouldContain("object-src 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
            answer.Header("Server").ShouldBeNull();
        }
        (await Host.Anybody().Get("/api/public/published")).Header("Cache-Control").ShouldBe("no-store");
    }

    [Fact]
    public async Task Errors_speak_the_readers_language_and_keep_their_code()
    {
        var reader = Host.Anybody();
        (await reader.Get("/api/tickets")).Json["detail"].Text.ShouldBe("请先登录。");
        reader.Language = "en";
        (await reader.Get("/api/tickets")).Refused(401, "session.required")["detail"].Text.ShouldBe("Sign in first.");
    }

    [Fact]
    public async Task Too_many_sign_ins_from_one_address_have_to_wait()
    {
        using var host = Fixture.With(("Hotline:RateLimits:SignInPerMinute", "2"));
        for (var i = 0; i < 2; i++) (await host.Anybody().Post("/api/session", new { userName = "nobody", password = "x" })).Status.ShouldBe(401);
        var refused = await host.Anybody().Post("/api/session", new { userName = "nobody", password = "x" });
        refused.Refused(429, "rate.limited");
        int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBePositive();
    }
}

/// <summary>Compares refusals by what a reader can tell them apart by.</summary>
internal static class Same
{
    /// <summary>The body without the number of the request, which differs each time.</summary>
    public static string WithoutTrace(Answer answer) =>
        System.Text.RegularExpressions.Regex.Replace(answer.Body, "\"traceId\":\"[^\"]*\"", "");
}
