namespace Hotline.Api.Tests;

public sealed class RoutingOnSqlite(Sqlite fixture) : RoutingTests(fixture), IClassFixture<Sqlite>;
public sealed class RoutingOnPostgres(Postgres fixture) : RoutingTests(fixture), IClassFixture<Postgres>;

public abstract class RoutingTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    /// <summary>Any certainty is enough: what still waits, waits for another reason.</summary>
    private static readonly (string, string?)[] AnyCertainty = [("Hotline:Routing:AutoDispatch", "true"), ("Hotline:Routing:Threshold", "0")];

    [Fact]
    public async Task A_suggestion_shows_the_words_it_rests_on()
    {
        var ticket = await Given.AReceivedTicket(Given.Cold, subject: "暖气不热");
        var view = await (await Host.As("agent1")).Ticket(ticket.Id);
        var suggestions = view["suggestions"].Items;
        suggestions.Select(s => s["rank"].Number).ShouldBe(Enumerable.Range(1, suggestions.Count).Select(r => (long)r));
        var best = suggestions[0];
        best["categoryCode"].Text.ShouldBe("020401");
        best["departmentCode"].Text.ShouldBe("GR");
        best["reason"].Text.ShouldContain("派单目录");
        best["probability"].Fraction.ShouldBeInRange(0.3, 1);
        var evidence = best["evidence"].Items;
        evidence.ShouldNotBeEmpty();
        foreach (var e in evidence)
        {
            var text = view[e["field"].Text == "Subject" ? "subject" : "body"].Text;
            e["start"].Number.ShouldBeGreaterThanOrEqualTo(0);
            e["length"].Number.ShouldBePositive();
            (e["start"].Number + e["length"].Number).ShouldBeLessThanOrEqualTo(text.Length);
        }
        evidence.Where(e => e["weight"].Fraction > 0).Select(e => view[e["field"].Text == "Subject" ? "subject" : "body"].Text.Substring((int)e["start"].Number, (int)e["length"].Number))
            .ShouldContain(w => w.Contains('暖') || w.Contains('热') || w.Contains('供'));
    }

    [Fact]
    public async Task Without_automatic_dispatch_every_ticket_waits_for_a_person()
    {
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Ticket(ticket.Id))["state"].Text.ShouldBe("Received");
    }

    [Fact]
    public async Task A_certain_ticket_goes_out_alone_when_that_is_allowed()
    {
        using var host = Fixture.With(AnyCertainty);
        var ticket = await host.Given.AReceivedTicket();
        var view = await (await host.As("agent1")).Ticket(ticket.Id);
        view["state"].Text.ShouldBe("Dispatched");
        view["leadDepartment"].Text.ShouldBe("CG");
        view["categoryCode"].Text.ShouldBe("010101");
        view["acceptedBy"].Text.ShouldBe("系统");
        view["deadlines"].Items.Select(d => d["step"].Text).Order().ShouldBe(["Answer", "Handle", "Sign"]);
        view["history"].Items.Select(h => h["actor"].Text).ShouldBe(["resident", "system", "system", "system"]);
        (await (await host.As("handler1")).Do(ticket.Id, "sign"))["state"].Text.ShouldBe("Handling");
    }

    [Fact]
    public async Task Below_the_threshold_a_person_decides()
    {
        using var host = Fixture.With(("Hotline:Routing:AutoDispatch", "true"), ("Hotline:Routing:Threshold", "0"), ("Hotline:Routing:CategoryThresholds:01", "1.01"));
        var ticket = await host.Given.AReceivedTicket();
        (await (await host.As("agent1")).Ticket(ticket.Id))["state"].Text.ShouldBe("Received");
    }

    [Fact]
    public async Task A_category_may_have_its_own_threshold()
    {
        using var host = Fixture.With(("Hotline:Routing:AutoDispatch", "true"), ("Hotline:Routing:Threshold", "1"), ("Hotline:Routing:CategoryThresholds:0101", "0"));
        var noise = await host.Given.AReceivedTicket();
        var cold = await host.Given.AReceivedTicket(Given.Cold);
        (await (await host.As("agent1")).Ticket(noise.Id))["state"].Text.ShouldBe("Dispatched");
        (await (await host.As("agent1")).Ticket(cold.Id))["state"].Text.ShouldBe("Received");
    }

    [Fact]
    public async Task Danger_urgency_and_accusations_against_officials_always_wait_for_a_person()
    {
        using var host = Fixture.With(AnyCertainty);
        var agent = await host.As("agent1");
        foreach (var text in new[] { $"{Given.Noise}我要跳楼，不想活了。", $"{Given.Noise}执法队员索贿，收了好处不管。" })
        {
            var ticket = await host.Given.AReceivedTicket(text);
            (await agent.Ticket(ticket.Id))["state"].Text.ShouldBe("Received", text);
        }
        (await agent.Ticket((await host.Given.AReceivedTicket("，。！")).Id))["state"].Text.ShouldBe("Received", "nothing to judge by");
    }
}
