using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class ConflictOnSqlite(Sqlite fixture) : ConflictTests(fixture), IClassFixture<Sqlite>;
public sealed class ConflictOnPostgres(Postgres fixture) : ConflictTests(fixture), IClassFixture<Postgres>;

public abstract class ConflictTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task Each_answer_carries_the_version_that_the_next_action_may_name()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        var read = await agent.Get($"/api/tickets/{ticket.Id}");
        read.Header("ETag").ShouldBe($"\"{read.Json["version"].Text}\"");
        var accepted = await agent.Try(ticket.Id, "accept", new { }, ("If-Match", read.Header("ETag")!));
        accepted.Ok();
        accepted.Header("ETag").ShouldBe($"\"{accepted.Json["version"].Text}\"");
        accepted.Json["version"].Number.ShouldBeGreaterThan(read.Json["version"].Number);
    }

    [Fact]
    public async Task A_stale_version_is_a_conflict_that_shows_both_sides()
    {
        var ticket = await Given.AReceivedTicket();
        var stale = (await (await Host.As("agent1")).Get($"/api/tickets/{ticket.Id}")).Header("ETag")!;
        await (await Host.As("agent2")).Do(ticket.Id, "note", new { text = "先改了一笔" });
        var refused = (await (await Host.As("agent1")).Try(ticket.Id, "accept", new { categoryCode = "010101", place = "松影路" }, ("If-Match", stale))).Refused(409, "ticket.version_conflict");
        refused["current"]["history"].Items[^1]["note"].Text.ShouldBe("先改了一笔");
        refused["yours"]["place"].Text.ShouldBe("松影路");
        refused["by"].Text.ShouldBe("坐席二");
        refused["allowed"].Texts.ShouldContain("accept");
        (await (await Host.As("agent1")).Ticket(ticket.Id))["state"].Text.ShouldBe("Received");
    }

    [Theory]
    [InlineData("three")]
    [InlineData("W/\"3\"")]
    public async Task A_version_that_is_no_number_is_refused(string tag)
    {
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Try(ticket.Id, "accept", new { }, ("If-Match", tag))).Refused(400, "request.precondition_malformed");
    }

    [Fact]
    public async Task An_impossible_move_names_the_possible_ones_and_who_was_last()
    {
        var ticket = await Given.ADispatchedTicket();
        var refused = (await (await Host.As("dispatcher1")).Try(ticket.Id, "approve")).Refused(409, "ticket.transition_not_allowed");
        refused["allowed"].Texts.ShouldContain("recall");
        refused["by"].Text.ShouldBe("派单员");
        refused["current"]["state"].Text.ShouldBe("Dispatched");
    }

    [Fact]
    public async Task Of_two_agents_who_accept_at_once_one_wins_and_the_other_learns_who()
    {
        var (first, second) = (await Host.As("agent1"), await Host.As("agent2"));
        for (var round = 0; round < 5; round++)
        {
            var ticket = await Given.AReceivedTicket();
            var answers = await Task.WhenAll(first.Try(ticket.Id, "accept", new { }), second.Try(ticket.Id, "accept", new { }));
            answers.Select(a => a.Status).Order().ToArray().ShouldBe([200, 409], string.Join('\n', answers.Select(a => a.Body)));
            var winner = answers.Single(a => a.Status == 200).Json["acceptedBy"].Text;
            var refused = answers.Single(a => a.Status == 409).Json;
            refused["by"].Text.ShouldBe(winner);
            refused["current"]["acceptedBy"].Text.ShouldBe(winner);
        }
    }

    [Fact]
    public async Task The_same_submit_again_changes_nothing_and_gets_the_same_answer()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        (await agent.Try(ticket.Id, "accept", new { }, ("Idempotency-Key", "k1"))).Ok();
        var again = (await agent.Try(ticket.Id, "accept", new { }, ("Idempotency-Key", "k1"))).Ok();
        again["state"].Text.ShouldBe("Accepted");
        again["history"].Items.Count(h => h["action"].Text == "Accept").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_submit_many_times_at_once_happens_once()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => agent.Try(ticket.Id, "note", new { text = "同一次提交" }, ("Idempotency-Key", "k2"))));
        answers.Select(a => a.Status).Distinct().ToArray().ShouldBe([200], string.Join('\n', answers.Select(a => a.Body[..Math.Min(200, a.Body.Length)])));
        (await agent.Ticket(ticket.Id))["history"].Items.Count(h => h["action"].Text == "Note").ShouldBe(1);
    }

    [Fact]
    public async Task A_key_belongs_to_one_person_and_one_submit()
    {
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Try(ticket.Id, "note", new { text = "一" }, ("Idempotency-Key", "k3"))).Ok();
        (await (await Host.As("agent2")).Try(ticket.Id, "note", new { text = "二" }, ("Idempotency-Key", "k3"))).Ok();
        (await (await Host.As("agent1")).Try(ticket.Id, "accept", new { }, ("Idempotency-Key", "k3"))).Ok()["state"].Text.ShouldBe("Accepted");
        (await (await Host.As("agent1")).Ticket(ticket.Id))["history"].Items.Count(h => h["action"].Text == "Note").ShouldBe(2);
    }

    [Fact]
    public async Task Many_writers_on_one_ticket_never_lose_a_history_entry()
    {
        var ticket = await Given.AReceivedTicket();
        var people = new[] { await Host.As("agent1"), await Host.As("agent2"), await Host.As("dispatcher1"), await Host.As("supervisor1") };
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => people[i % 4].Try(ticket.Id, "note", new { text = $"第{i}笔" })));
        answers.Select(a => a.Status).ShouldBeSubsetOf([200, 409]);
        var history = (await people[0].Ticket(ticket.Id))["history"].Items;
        history.Count(h => h["action"].Text == "Note").ShouldBe(answers.Count(a => a.Status == 200));
    }

    [Fact]
    public async Task Who_names_no_version_gets_through_although_somebody_wrote_in_between()
    {
        var ticket = await Given.AReceivedTicket();
        var result = await NotedWhileOthersWrite(ticket, new NoteTicket { TicketId = ticket.Id }, others: 2);
        result.Error.ShouldBeNull();
        result.Value!.History.Where(h => h.Action == "Note").Select(h => h.Note).ShouldBe(["别人1", "别人2", "自己"]);
    }

    [Fact]
    public async Task Who_names_a_version_is_told_of_what_came_in_between()
    {
        var ticket = await Given.AReceivedTicket();
        var seen = (int)(await (await Host.As("agent1")).Ticket(ticket.Id))["version"].Number;
        var result = await NotedWhileOthersWrite(ticket, new NoteTicket { TicketId = ticket.Id, IfMatch = seen }, others: 1);
        result.Error!.Code.ShouldBe("ticket.version_conflict");
        result.Error.Extensions.Keys.ShouldBe(["current", "yours", "allowed", "by"], ignoreOrder: true);
    }

    [Fact]
    public async Task Trying_again_comes_to_an_end()
    {
        var ticket = await Given.AReceivedTicket();
        (await NotedWhileOthersWrite(ticket, new NoteTicket { TicketId = ticket.Id }, others: int.MaxValue)).Error!.Code.ShouldBe("ticket.version_conflict");
    }

    /// <summary>A note whose first tries each meet somebody else's write between reading and saving.</summary>
    private async Task<Result<TicketView>> NotedWhileOthersWrite(GivenTicket ticket, NoteTicket command, int others)
    {
        var other = await Host.As("agent2");
        await using var scope = Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new Actor("agent1", "坐席一", new HashSet<Role> { Role.Agent });
        var desk = scope.ServiceProvider.GetRequiredService<TicketDesk>();
        var written = 0;
        return await desk.Act(command, async found =>
        {
            if (written < others) await other.Do(ticket.Id, "note", new { text = $"别人{++written}" });
            found.Note("Note", "TicketNoted", "自己", desk.Actor, desk.Now);
            return (Error?)null;
        }, CancellationToken.None);
    }
}
