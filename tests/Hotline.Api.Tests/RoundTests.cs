using Hotline.Domain.Tickets;

namespace Hotline.Api.Tests;

public sealed class RoundOnSqlite(Sqlite fixture) : RoundTests(fixture), IClassFixture<Sqlite>;
public sealed class RoundOnPostgres(Postgres fixture) : RoundTests(fixture), IClassFixture<Postgres>;

/// <summary>Dissatisfied, again, confirmed, reopened: every round is kept.</summary>
public abstract class RoundTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task First_and_final_satisfaction_are_both_kept_and_a_third_round_is_a_supervisors()
    {
        var ticket = await Given.AnAnsweredTicket();
        await TheResident.Rates(Host, ticket, false, Satisfaction.VeryDissatisfied, "没解决");
        var dispatcher = await Host.As("dispatcher1");
        (await dispatcher.Do(ticket.Id, "rework", new { reason = "噪声仍在" }))["joint"]["needsSupervision"].Flag.ShouldBeFalse();
        await Answer(ticket);
        await TheResident.Rates(Host, ticket, false, Satisfaction.Dissatisfied, "还是不行");
        var view = await dispatcher.Ticket(ticket.Id);
        (view["joint"]["firstRating"]["satisfaction"].Text, view["joint"]["finalRating"]["satisfaction"].Text).ShouldBe(("VeryDissatisfied", "Dissatisfied"));
        view["joint"]["needsSupervision"].Flag.ShouldBeTrue();
        view["allowedActions"].Texts.ShouldNotContain("rework");
        (await dispatcher.Try(ticket.Id, "rework", new { reason = "再办" })).Refused(409, "rework.for_supervisor");
        (await (await Host.As("supervisor1")).Do(ticket.Id, "rework", new { reason = "提级办理" }))["round"].Number.ShouldBe(3);
        await Answer(ticket);
        await TheResident.IsSatisfied(Host, ticket);
        view = await dispatcher.Ticket(ticket.Id);
        (view["state"].Text, view["joint"]["firstRating"]["satisfaction"].Text, view["joint"]["finalRating"]["satisfaction"].Text).ShouldBe(("Closed", "VeryDissatisfied", "VerySatisfied"));
    }

    [Fact]
    public async Task A_dissatisfaction_without_ground_is_confirmed_and_the_resident_reads_why()
    {
        var ticket = await Given.AnAnsweredTicket(sender: "13800008001");
        await TheResident.IsDissatisfied(Host, ticket);
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "confirm-lawful", new { reasons = "合规" })).Refused(403, "ticket.forbidden");
        var supervisor = await Host.As("supervisor1");
        (await supervisor.Try(ticket.Id, "confirm-lawful", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reasons"]);
        var view = await supervisor.Do(ticket.Id, "confirm-lawful", new { reasons = "经三次检测，声级均在标准以内。" });
        (view["state"].Text, view["history"].Items[^1]["action"].Text).ShouldBe(("Closed", "ConfirmLawful"));
        var tracked = (await Track(ticket)).Ok();
        tracked["lawfulReasons"].Text.ShouldBe("经三次检测，声级均在标准以内。");
        (await supervisor.Get("/api/outgoing?limit=200")).Ok()["items"].Items.ShouldContain(n => n["ticketNumber"].Text == ticket.Number && n["text"].Text.Contains("经复核"));
        (await supervisor.Try(ticket.Id, "confirm-lawful", new { reasons = "再来" })).Refused(409, "ticket.transition_not_allowed");
    }

    [Fact]
    public async Task New_facts_open_a_closed_matter_again_and_the_residents_clock_counts_on()
    {
        Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var ticket = await Given.AClosedTicket();
        var answer = Deadline(await (await Host.As("agent1")).Ticket(ticket.Id), "Answer");
        (await Track(ticket)).Ok()["canReopen"].Flag.ShouldBeTrue();
        (await TheResident.Reopens(Host, ticket, " "))!.Fields.Keys.ShouldBe(["facts"]);
        Host.Clock.Set(new DateTimeOffset(2026, 3, 20, 10, 0, 0, TimeSpan.FromHours(8)));
        (await TheResident.Reopens(Host, ticket, "音响又打开了")).ShouldBeNull();
        var view = await (await Host.AsAgain("agent1")).Ticket(ticket.Id);
        (view["state"].Text, view["round"].Number, view["closedAt"].IsMissing, view["leadDepartment"].Text).ShouldBe(("Handling", 2, true, "CG"));
        view["supplements"].Items[^1]["text"].Text.ShouldBe("音响又打开了");
        var again = Deadline(view, "Answer");
        (again["startedAt"].Time, again["dueAt"].Time, again["metAt"].IsMissing).ShouldBe((answer["startedAt"].Time, answer["dueAt"].Time, true));
        Deadline(view, "Handle")["startedAt"].Time.ShouldBeGreaterThan(new DateTimeOffset(2026, 3, 20, 9, 59, 0, TimeSpan.FromHours(8)));
        view["deadlines"].Items.ShouldNotContain(d => d["step"].Text == "Publish");
        // The answer of the round before stays readable, the new draft does not get out.
        await (await Host.AsAgain("handler1")).Do(ticket.Id, "reply", new { publicText = "尚未放行的第二次答复", result = "Solved", legalBasis = Given.Basis });
        var tracked = await Track(ticket);
        tracked.Ok()["reply"]["publicText"].Text.ShouldContain("商户同意");
        tracked.Body.ShouldNotContain("尚未放行");
    }

    [Fact]
    public async Task After_thirty_days_it_stays_closed()
    {
        Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var ticket = await Given.AClosedTicket();
        Host.Clock.Set(new DateTimeOffset(2026, 4, 1, 10, 5, 0, TimeSpan.FromHours(8)));
        (await TheResident.Reopens(Host, ticket, "又吵了"))!.Code.ShouldBeOneOf("reopen.too_late", "ticket.transition_not_allowed");
        (await (await Host.AsAgain("supervisor1")).Try(ticket.Id, "reopen", new { facts = "又吵了" })).Status.ShouldBe(409);
        (await Track(ticket)).Ok()["canReopen"].Flag.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_a_supervisor_or_the_resident_opens_it_again()
    {
        Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var ticket = await Given.AClosedTicket();
        (await (await Host.AsAgain("dispatcher1")).Try(ticket.Id, "reopen", new { facts = "新" })).Refused(403, "ticket.forbidden");
        var supervisor = await Host.AsAgain("supervisor1");
        (await supervisor.Try(ticket.Id, "reopen", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["facts"]);
        (await supervisor.Do(ticket.Id, "reopen", new { facts = "抽查发现未整改" }))["state"].Text.ShouldBe("Handling");
    }

    [Fact]
    public async Task A_resident_and_a_supervisor_who_open_it_at_once_make_one_round()
    {
        for (var i = 0; i < 3; i++)
        {
            var ticket = await Given.AClosedTicket();
            var supervisor = await Host.As("supervisor1");
            await Task.WhenAll(TheResident.Reopens(Host, ticket, "又吵了"), supervisor.Try(ticket.Id, "reopen", new { facts = "抽查" }));
            var view = await supervisor.Ticket(ticket.Id);
            (view["state"].Text, view["round"].Number, view["history"].Items.Count(h => h["action"].Text == "Reopen")).ShouldBe(("Handling", 2, 1));
        }
    }

    private async Task Answer(GivenTicket ticket)
    {
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "再次处理。", result = "Solved", legalBasis = Given.Basis });
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
    }

    private Task<Answer> Track(GivenTicket ticket) => Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}");

    private static Json Deadline(Json view, string step) => view["deadlines"].Items.Last(d => d["step"].Text == step);
}
