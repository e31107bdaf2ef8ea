using Hotline.Api.Data;
using Hotline.Api.Jobs;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Api.Tests;

public sealed class LadderOnSqlite(WatchfulSqlite fixture) : LadderTests(fixture), IClassFixture<WatchfulSqlite>;
public sealed class LadderOnPostgres(WatchfulPostgres fixture) : LadderTests(fixture), IClassFixture<WatchfulPostgres>;

/// <summary>Reminder, cards, notice, criticism, listing: each in its time, each once.</summary>
public abstract class LadderTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static DateTimeOffset Local(int day, int hour = 0, int minute = 0, int second = 5) => new(2026, 3, day, hour, minute, second, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_department_climbs_the_ladder_rung_by_rung()
    {
        // Seven working days from Monday the 2nd: due on Wednesday the 11th, 24:00.
        var ticket = await Overdue();
        var supervisor = await Host.As("supervisor1");
        Host.Clock.Set(Local(10, 16));
        await Climbs(ticket, "Reminder");
        Host.Clock.Set(Local(11));
        await Climbs(ticket, "Reminder", "YellowCard");
        Host.Clock.Set(Local(11, 23, 59, 50));
        (await Rungs(ticket)).ShouldBe(["Reminder", "YellowCard"]);
        Host.Clock.Set(Local(12));
        await Climbs(ticket, "Reminder", "YellowCard", "RedCard");
        Host.Clock.Set(Local(13));
        await Climbs(ticket, "Reminder", "YellowCard", "RedCard", "UrgeNotice");

        Host.Clock.Set(Local(19, 10));
        (await supervisor.Ticket(ticket))["allowedActions"].Texts.ShouldNotContain("escalate");
        (await supervisor.Try(ticket, "escalate", new { rung = "Criticism", note = "逾期不办" })).Refused(409, "ladder.not_due");
        Host.Clock.Set(Local(20, 10));
        (await supervisor.Ticket(ticket))["allowedActions"].Texts.ShouldContain("escalate");
        (await supervisor.Get("/api/ladder")).Ok()["due"].Items.ShouldContain(d => d["ticket"]["id"].Id == ticket && d["rung"].Text == "Criticism");
        (await supervisor.Try(ticket, "escalate", new { rung = "Listing", note = "越级" })).Refused(409, "ladder.not_due");
        (await (await Host.As("dispatcher1")).Try(ticket, "escalate", new { rung = "Criticism", note = "不是我的权" })).Refused(403, "ticket.forbidden");
        var view = await supervisor.Do(ticket, "escalate", new { rung = "Criticism", note = "逾期不办，通报批评" });
        view["supervision"]["ladder"].Items[^1]["note"].Text.ShouldBe("逾期不办，通报批评");
        view["supervision"]["next"]["rung"].Text.ShouldBe("Listing");
        Host.Clock.Set(Local(27, 10));
        await supervisor.Do(ticket, "escalate", new { rung = "Listing", note = "挂牌督办" });
        (await Rungs(ticket)).ShouldBe(["Reminder", "YellowCard", "RedCard", "UrgeNotice", "Criticism", "Listing"]);
        var unit = (await supervisor.Get("/api/ladder")).Ok()["departments"].Items.Single(d => d["department"].Text == "CG");
        unit["openRed"].Number.ShouldBePositive();
        unit["listings"].Number.ShouldBe(1);
    }

    [Fact]
    public async Task Who_answers_in_time_gets_no_card_and_who_answers_late_climbs_no_further()
    {
        var (early, late) = (await Overdue(), await Overdue());
        await Reply(early);
        Host.Clock.Set(Local(12));
        await Climbs(late, "RedCard");
        await Reply(late);
        Host.Clock.Set(Local(13));
        var other = await Overdue();   // something for the issuer to do meanwhile
        Host.Clock.Set(Local(25));
        await Eventually.Holds(async () => (await Rungs(other)).Contains("RedCard"), "the issuer went on");
        (await Rungs(early)).ShouldBeEmpty();
        (await Rungs(late)).ShouldBe(["RedCard"]);
    }

    [Fact]
    public async Task A_department_sees_its_own_cards_and_an_auditor_none()
    {
        var ticket = await Overdue();
        Host.Clock.Set(Local(12));
        await Climbs(ticket, "RedCard");
        (await (await Host.As("handler1")).Get("/api/ladder/entries?rung=RedCard&limit=200")).Ok()["items"].Items.ShouldContain(l => l["ticket"]["id"].Id == ticket);
        (await (await Host.As("handler2")).Get("/api/ladder/entries?limit=200")).Ok()["items"].Items.ShouldNotContain(l => l["ticket"]["id"].Id == ticket);
        (await (await Host.As("auditor1")).Get("/api/ladder")).Refused(403, "session.forbidden");
        (await (await Host.As("supervisor1")).Get("/api/ladder/entries?rung=Purple")).Refused(400, "request.invalid");
    }

    [Fact]
    public async Task Several_nodes_give_each_card_once()
    {
        using var host = Fixture.With(("Hotline:Supervision:Every", "40.00:00:00"));   // the host's own issuer gives none of them
        var tickets = new List<Guid>();
        for (var i = 0; i < 12; i++) tickets.Add((await host.Given.ADispatchedTicket()).Id);
        host.Clock.Set(Local(24));
        var options = new HotlineOptions { Supervision = { Every = TimeSpan.FromMilliseconds(20) } };
        var nodes = Enumerable.Range(0, 4).Select(_ => new CardIssuer(host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>(), host.Services.GetRequiredService<City>(), options, host.Clock, NullLogger<CardIssuer>.Instance)).ToList();
        await Task.WhenAll(nodes.Select(n => n.StartAsync(CancellationToken.None)));
        await Eventually.Holds(async () => await Count(l => l.Rung == LadderRung.RedCard) >= 12 * 2, "every missed deadline has its red card");
        foreach (var node in nodes) { await node.StopAsync(CancellationToken.None); node.Dispose(); }
        // Two deadlines of each ticket were missed, signing and handling; a ticket deemed signed meanwhile missed another.
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync();
        var given = await db.LadderEntries.Where(l => l.Rung == LadderRung.RedCard).Select(l => new { l.TicketId, l.DeadlineId }).ToListAsync();
        given.ShouldBeUnique();
        (await db.Events.CountAsync(e => e.Kind == "TicketRedCarded")).ShouldBe(given.Count);

        async Task<int> Count(System.Linq.Expressions.Expression<Func<LadderEntry, bool>> which)
        {
            await using var look = await host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync();
            return await look.LadderEntries.CountAsync(which);
        }
    }

    [Fact]
    public async Task A_supervisor_urges_at_any_time_and_the_resident_keeps_their_own_turn()
    {
        Host.Clock.Set(Local(2, 10));
        var ticket = await Given.ATicketInHand();
        var supervisor = await Host.As("supervisor1");
        await supervisor.Do(ticket.Id, "urge", new { note = "今天必须到场" });
        var view = await supervisor.Do(ticket.Id, "urge", new { note = "再催一次" });
        view["history"].Items.Count(h => h["action"].Text == "CentreUrge").ShouldBe(2);
        (await TheResident.Urges(Host, ticket)).ShouldBeNull();
        (await (await Host.As("agent1")).Try(ticket.Id, "urge", new { note = "我也催" })).Refused(403, "ticket.forbidden");
        (await supervisor.Try(ticket.Id, "urge", new { note = "" })).Refused(400, "request.invalid");
    }

    /// <summary>In the hands of CG since Monday the 2nd, the resident contacted; seven working days.</summary>
    private async Task<Guid> Overdue()
    {
        Host.Clock.Set(Local(2, 10));
        var ticket = await Given.ATicketInHand(type: "HelpRequest");
        await (await Host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        return ticket.Id;
    }

    private async Task Reply(Guid ticket)
    {
        await (await Host.As("handler1")).Do(ticket, "reply", new { publicText = "已处理。", result = "Solved" });
        await (await Host.As("approver1")).Do(ticket, "approve");
    }

    private async Task<List<string>> Rungs(Guid ticket) => [.. (await (await Host.As("supervisor1")).Ticket(ticket))["supervision"]["ladder"].Items.Where(l => l["step"].Text == "Handle").Select(l => l["rung"].Text)];

    private Task Climbs(Guid ticket, params string[] rungs) => Eventually.Holds(async () => (await Rungs(ticket)).SequenceEqual(rungs), $"the ladder shows {string.Join(", ", rungs)}");
}
