using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Tests;

public sealed class EventOnSqlite(SqliteWithSockets fixture) : EventTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class EventOnPostgres(PostgresWithSockets fixture) : EventTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>The log that keeps every screen true, and the line that carries it.</summary>
public abstract class EventTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    /// <summary>The log's end once the feed, which may be a moment behind, has seen a ticket that just came.</summary>
    private async Task<long> Head()
    {
        var latest = await Given.AReceivedTicket();
        List<Json> all = [];
        await Eventually.Holds(async () => (all = await All(0)).Exists(n => n["id"].Id == latest.Id && n["kind"].Text == "TicketSuggested"), "the feed follows");
        return all[^1]["seq"].Number;
    }

    private async Task<List<Json>> All(long after, string userName = "agent1", int limit = 500)
    {
        var person = await Host.As(userName);
        var all = new List<Json>();
        while (true)
        {
            var page = (await person.Get($"/api/events?after={after}&limit={limit}")).Ok();
            all.AddRange(page["items"].Items);
            after = page["upTo"].Number;
            if (!page["more"].Flag) return all;
        }
    }

    [Fact]
    public async Task A_context_that_writes_again_and_again_numbers_its_events_in_its_own_transaction()
    {
        await using var db = await Records.Db(Host);
        await using var other = await Records.Db(Host);
        async Task Tell(int number)
        {
            await db.Write(() => { db.Emit("TopicTold", "topic", "Topic", Guid.NewGuid(), Host.Clock.GetUtcNow(), version: number); return Task.FromResult(true); });
        }
        await Tell(1001);
        await Tell(1002);
        await other.Database.OpenConnectionAsync();   // the connection that the first two had
        await Tell(1003);
        (await db.Events.Where(e => e.Version > 1000).OrderBy(e => e.Seq).Select(e => e.Version).ToListAsync()).ShouldBe([1001, 1002, 1003]);
    }

    [Fact]
    public async Task The_log_has_no_gaps_and_no_disorder_while_many_write()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Given.AReceivedTicket()));
        var people = new[] { await Host.As("agent1"), await Host.As("agent2"), await Host.As("dispatcher1") };
        await Task.WhenAll(tickets.SelectMany((t, i) => people.Select(p => p.Try(t.Id, "note", new { text = $"并发{i}" }))).Concat(tickets.Select(t => people[0].Try(t.Id, "accept", new { }))));
        var last = await Given.AReceivedTicket();
        var all = await All(0);
        await Eventually.Holds(async () => (all = await All(0)).Exists(n => n["id"].Id == last.Id && n["kind"].Text == "TicketSuggested"), "the feed follows");
        all.Select(n => n["seq"].Number).ShouldBe(Enumerable.Range(1, all.Count).Select(i => (long)i));
        foreach (var ticket in tickets)
        {
            // What happens beside a ticket, such as a card, carries no version of it.
            var own = all.Where(n => n["id"].Id == ticket.Id && n["version"].Number > 0).Select(n => n["version"].Number).ToList();
            own.ShouldBe(own.Order());
        }
    }

    [Fact]
    public async Task Small_pages_tell_the_same_as_a_large_one()
    {
        await Head();
        var large = (await All(0)).Select(n => n["seq"].Number).ToList();
        (await All(0, limit: 3)).Select(n => n["seq"].Number).Take(large.Count).ShouldBe(large);
    }

    [Theory]
    [InlineData("3000000000")]
    [InlineData("4294967296")]
    [InlineData("9223372036854775807")]
    public async Task Asking_after_the_end_of_the_log_gives_nothing(string after)
    {
        await Head();
        var page = (await (await Host.As("agent1")).Get($"/api/events?after={after}")).Ok();
        page["items"].Items.ShouldBeEmpty();
        page["more"].Flag.ShouldBeFalse();
    }

    [Fact]
    public async Task Notices_carry_no_personal_data()
    {
        var ticket = await Given.AReceivedTicket("王小明的电话13411112222", sender: "13411112222");
        List<Json> own = [];
        await Eventually.Holds(async () => (own = [.. (await All(0)).Where(n => n["id"].Id == ticket.Id)]).Count >= 2, "the feed follows");
        foreach (var notice in own) notice.Names.Order(StringComparer.Ordinal).ShouldBe(["entity", "id", "kind", "seq", "topic", "version"]);
    }

    [Fact]
    public async Task A_connected_desk_hears_at_once_what_happens()
    {
        await using var desk = await DeskClient.Connect(Host, await Host.As("agent2"));
        var head = await desk.Resume(long.MaxValue);
        var ticket = await Given.AReceivedTicket();
        var heard = new List<Json>();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!heard.Exists(n => n["id"].Id == ticket.Id && n["kind"].Text == "TicketSuggested")) heard.AddRange((await desk.Batches.ReadAsync(late.Token))["items"].Items);
        heard.Select(n => n["kind"].Text).ShouldContain("TicketReceived");
        heard.Min(n => n["seq"].Number).ShouldBeGreaterThan(head);
    }

    [Fact]
    public async Task A_rising_topic_comes_over_the_line_to_the_centre_and_to_no_department()
    {
        await using var centre = await DeskClient.Connect(Host, await Host.As("supervisor1"));
        await using var department = await DeskClient.Connect(Host, await Host.As("handler1"));
        await centre.Resume(long.MaxValue);
        await department.Resume(long.MaxValue);
        for (var i = 0; i < 10; i++) await Given.AReceivedTicket($"枫桥湖边的养鸭棚臭气熏天，鸭粪直排湖里，第{i + 1}次来信，请查处。", subject: "枫桥湖养鸭棚臭气");
        Json? topic = null;
        await Eventually.Holds(async () => (topic = (await (await Host.As("supervisor1")).Get("/api/topics")).Ok().Items.FirstOrDefault(t => t["name"].Text.Contains('鸭', StringComparison.Ordinal))) is not null, "the topic is told");
        var told = await Heard(centre, n => n["kind"].Text == "TopicTold" && n["id"].Id == topic!["id"].Id);
        (told["topic"].Text, told["entity"].Text).ShouldBe(("topic", "Topic"));

        var own = await Given.ADispatchedTicket("CG");
        (await Heard(department, n => n["id"].Id == own.Id, never: n => n["topic"].Text == "topic"))["topic"].Text.ShouldBe("ticket");
    }

    /// <summary>Reads the line until a notice comes; fails when one comes before it that must not.</summary>
    private static async Task<Json> Heard(DeskClient desk, Func<Json, bool> wanted, Func<Json, bool>? never = null)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            foreach (var notice in (await desk.Batches.ReadAsync(late.Token))["items"].Items)
            {
                if (never is not null) never(notice).ShouldBeFalse(notice.ToString());
                if (wanted(notice)) return notice;
            }
        }
    }

    [Fact]
    public async Task A_desk_of_a_department_hears_only_of_its_own()
    {
        await using var desk = await DeskClient.Connect(Host, await Host.As("handler1"));
        await desk.Resume(long.MaxValue);
        var other = await Given.ADispatchedTicket("GR");
        var own = await Given.ADispatchedTicket("CG");
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = new List<Json>();
        while (!heard.Exists(n => n["id"].Id == own.Id)) heard.AddRange((await desk.Batches.ReadAsync(late.Token))["items"].Items);
        heard.ShouldNotContain(n => n["id"].Id == other.Id);
    }

    [Fact]
    public async Task Resuming_replays_everything_after_a_number()
    {
        var head = await Head();
        var expected = (await All(0)).Where(n => n["seq"].Number <= head).Select(n => n["seq"].Number).ToList();
        await using var desk = await DeskClient.Connect(Host, await Host.As("agent1"));
        await desk.Resume(0);
        (await desk.ReadUntil(head, from: 0)).Keys.Where(seq => seq <= head).ShouldBe(expected);
    }

    [Fact]
    public async Task A_desk_that_was_cut_ends_with_the_same_set_as_the_database()
    {
        var agent = await Host.As("agent1");
        var seen = new SortedSet<long>();
        var desk = await DeskClient.Connect(Host, agent);
        var from = await desk.Resume(long.MaxValue);
        var known = from;
        for (var round = 0; round < 4; round++)
        {
            var writing = Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Given.AReceivedTicket()));
            await desk.Cut();
            while (desk.Batches.TryRead(out var batch)) foreach (var n in batch["items"].Items) seen.Add(n["seq"].Number);
            desk = await DeskClient.Connect(Host, agent);
            await desk.Resume(known = seen.Count == 0 ? from : seen.Max);
            await writing;
        }
        var head = await Head();
        foreach (var seq in (await desk.ReadUntil(head, known)).Keys) seen.Add(seq);
        await desk.DisposeAsync();
        seen.Where(s => s <= head).ShouldBe((await All(from)).Select(n => n["seq"].Number).Where(s => s <= head));
    }

    [Fact]
    public async Task Nobody_connects_without_a_session() =>
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => DeskClient.Connect(Host, Host.Anybody()));
}
