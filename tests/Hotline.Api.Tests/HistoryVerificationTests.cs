using Hotline.Api.Data;
using Hotline.Api.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class HistoryVerificationOnSqlite(Sqlite fixture) : HistoryVerificationTests(fixture), IClassFixture<Sqlite>;
public sealed class HistoryVerificationOnPostgres(Postgres fixture) : HistoryVerificationTests(fixture), IClassFixture<Postgres>;

/// <summary>The chain of each history and the seals of the days, as the operator and the auditor see them.</summary>
public abstract class HistoryVerificationTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task Every_door_and_desk_writes_a_chain_that_holds()
    {
        await Given.APublishedTicket(sender: "13800001111");
        await Given.AReceivedTicket();
        var urged = await Given.ATicketInHand();
        (await TheResident.Urges(Host, urged)).ShouldBeNull();
        var (code, output) = await Verify(Host);
        code.ShouldBe(0, output);
        output.ShouldContain("Every link holds.");
        var result = (await (await Host.As("auditor1")).Get("/api/records/verification")).Ok()["last"];
        result["firstBreak"].IsMissing.ShouldBeTrue();
        result["tickets"].Number.ShouldBeGreaterThanOrEqualTo(3);
        result["entriesBeforeChain"].Number.ShouldBe(0);
    }

    [Theory]
    [InlineData("changed", "entry 2: the entry, or what stands before it, is not what was hashed")]
    [InlineData("note", "entry 5: the note is not the one that was written")]
    [InlineData("deleted", "entry 4: the entry is not there")]
    [InlineData("cut", "entry 5: the entry is not there")]
    public async Task The_first_broken_link_is_named_by_ticket_and_sequence(string what, string told)
    {
        using var host = Fixture.With();
        await host.Given.AReceivedTicket();
        var ticket = await host.Given.ADispatchedTicket();
        await (await host.As("agent1")).Do(ticket.Id, "note", new { text = "内部备注" });
        await using (var db = await Db(host))
        {
            var history = db.History.Where(h => h.TicketId == ticket.Id);
            var rows = what switch
            {
                "changed" => await history.Where(h => h.Sequence == 2).ExecuteUpdateAsync(s => s.SetProperty(h => h.ActorName, "别人")),
                "note" => await history.Where(h => h.Sequence == 5).ExecuteUpdateAsync(s => s.SetProperty(h => h.Note, "换了的备注")),
                "deleted" => await history.Where(h => h.Sequence == 4).ExecuteDeleteAsync(),
                _ => await history.Where(h => h.Sequence == 5).ExecuteDeleteAsync(),
            };
            rows.ShouldBe(1);
        }
        var (code, output) = await Verify(host);
        code.ShouldBe(1, output);
        output.ShouldContain($"BROKEN: ticket {ticket.Number}, {told}");
        (await (await host.As("auditor1")).Get("/api/records/verification")).Ok()["last"]["firstBreak"]["ticketNumber"].Text.ShouldBe(ticket.Number);
    }

    [Fact]
    public async Task Each_ended_day_gets_a_root_chained_to_the_day_before()
    {
        using var host = Fixture.With();
        await host.Given.AReceivedTicket();
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.Given.AReceivedTicket();
        var roots = host.Services.GetRequiredService<DailyRoots>();
        while (await roots.MakeNext(CancellationToken.None) is not null) { }
        var listed = (await (await host.As("auditor1")).Get("/api/records/daily-roots")).Ok()["items"].Items;
        listed.Select(r => r["day"].Text).ShouldBe(["2026-03-03", "2026-03-02"]);
        listed[1]["previous"].IsMissing.ShouldBeTrue();
        listed[0]["previous"].Text.ShouldBe(listed[1]["root"].Text);
        (listed[0]["tickets"].Number, listed[1]["tickets"].Number).ShouldBe((0, 1));
        (await Verify(host)).Code.ShouldBe(0);

        using var printed = new StringWriter();
        (await RecordsCommands.Roots(host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>(), printed, CancellationToken.None)).ShouldBe(0);
        printed.ToString().ShouldStartWith($"2026-03-02 1 2 {listed[1]["merkle"].Text} - {listed[1]["root"].Text}");
    }

    [Fact]
    public async Task A_day_is_not_sealed_before_it_has_settled()
    {
        using var host = Fixture.With();
        await host.Given.AReceivedTicket();
        host.Clock.Set(new DateTimeOffset(2026, 3, 3, 0, 5, 0, TimeSpan.FromHours(8)));
        var roots = host.Services.GetRequiredService<DailyRoots>();
        (await roots.MakeNext(CancellationToken.None)).ShouldBeNull();
        host.Clock.Set(new DateTimeOffset(2026, 3, 3, 0, 11, 0, TimeSpan.FromHours(8)));
        (await roots.MakeNext(CancellationToken.None))!.Day.ShouldBe(new DateOnly(2026, 3, 2));
    }

    [Theory]
    [InlineData("ticket", "the day's entries are not those that were sealed")]
    [InlineData("root", "the row was changed")]
    [InlineData("day", "there is none")]
    public async Task What_a_sealed_day_lost_is_seen_although_the_chains_hold(string what, string told)
    {
        using var host = Fixture.With();
        var ticket = await host.Given.AReceivedTicket();
        await host.Given.AReceivedTicket();
        host.Clock.Advance(TimeSpan.FromDays(4));
        var roots = host.Services.GetRequiredService<DailyRoots>();
        while (await roots.MakeNext(CancellationToken.None) is not null) { }
        await using (var db = await Db(host))
            switch (what)
            {
                case "ticket":
                    await db.History.Where(h => h.TicketId == ticket.Id).ExecuteDeleteAsync();
                    await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteDeleteAsync();
                    break;
                case "root":
                    await db.DailyRoots.Where(r => r.Day == new DateOnly(2026, 3, 3)).ExecuteUpdateAsync(s => s.SetProperty(r => r.Entries, 7));
                    break;
                default:
                    await db.DailyRoots.Where(r => r.Day == new DateOnly(2026, 3, 3)).ExecuteDeleteAsync();
                    break;
            }
        var (code, output) = await Verify(host);
        code.ShouldBe(1, output);
        output.ShouldContain($"BROKEN: the root of 2026-03-0{(what == "ticket" ? 2 : 3)}: {told}");
    }

    [Fact]
    public async Task A_ticket_taken_away_alone_leaves_its_history_as_a_witness()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.AReceivedTicket();
        await using (var db = await Db(host)) await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteDeleteAsync();
        var (code, output) = await Verify(host);
        (code, output.Contains("the ticket is not there, but its history is", StringComparison.Ordinal)).ShouldBe((1, true), output);
    }

    [Fact]
    public async Task What_was_written_before_the_chain_is_counted_and_the_chain_goes_on_from_there()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.AReceivedTicket();
        await using (var db = await Db(host))
        {
            await db.History.ExecuteUpdateAsync(s => s.SetProperty(h => h.Hash, (byte[]?)null));
            await db.Tickets.ExecuteUpdateAsync(s => s.SetProperty(t => t.LastHash, (byte[]?)null));
        }
        await (await host.As("agent1")).Do(ticket.Id, "accept", new { categoryCode = "010101" });
        var (code, output) = await Verify(host);
        code.ShouldBe(0, output);
        output.ShouldContain("2 entries were written before there was a chain");
    }

    private static async Task<(int Code, string Output)> Verify(HotlineHost host)
    {
        using var output = new StringWriter();
        return (await RecordsCommands.Verify(host.Services.GetRequiredService<HistoryVerifier>(), output, CancellationToken.None), output.ToString());
    }

    private static Task<HotlineDb> Db(HotlineHost host) => host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync();
}
