using System.Net;
using System.Text.RegularExpressions;
using Hotline.Api.Data;
using Hotline.Api.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hotline.Api.Tests;

public sealed class TopicsOnSqlite(Sqlite fixture) : TopicTests(fixture), IClassFixture<Sqlite>;
public sealed class TopicsOnPostgres(Postgres fixture) : TopicTests(fixture), IClassFixture<Postgres>;

public abstract partial class TopicTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task Ten_tickets_about_one_matter_are_a_rising_topic_with_its_tickets()
    {
        var tickets = new List<GivenTicket>();
        for (var i = 0; i < 10; i++) tickets.Add(await Given.AReceivedTicket($"鹭洲湾旁边建混凝土搅拌站，灰尘噪音很大，第{i + 1}次来信，请查处。", subject: "鹭洲湾搅拌站扰民"));
        var supervisor = await Host.As("supervisor1");
        Json? topic = null;
        await Eventually.Holds(async () => (topic = await Topic(supervisor, "鹭洲湾")) is not null && topic["count"].Number >= 10, "the topic is told");
        topic!["name"].Text.ShouldContain("搅拌站");
        topic["tickets"].Items.Select(t => t["id"].Id).ShouldBe(tickets.Select(t => t.Id), ignoreOrder: true);
        topic["expected"].Fraction.ShouldBeLessThan(1);
        var events = (await supervisor.Get("/api/events?after=0&limit=1000")).Ok()["items"].Items;
        events.ShouldContain(e => e["kind"].Text == "TopicTold" && e["id"].Id == topic["id"].Id);
    }

    [Fact]
    public async Task After_a_restart_a_told_topic_goes_on_and_is_told_no_second_time()
    {
        using var host = Fixture.With();
        Task<GivenTicket> Arrives(int i) => host.Given.AReceivedTicket($"白鹭洲渡口的浮桥断了两天，第{i + 1}次来信，居民过不了河。", subject: "白鹭洲渡口浮桥断了");
        var supervisor = await host.As("supervisor1");
        for (var i = 0; i < 6; i++) await Arrives(i);
        await Eventually.Holds(async () => await Topic(supervisor, "白鹭洲") is { } t && t["count"].Number == 6, "the topic is told");
        await Follower(host).StopAsync(TestContext.Current.CancellationToken);
        // As a node would have told it whose memory reaches further back: under the id of an older message.
        var older = Guid.CreateVersion7();
        await Told(host, older);

        for (var i = 6; i < 10; i++) await Arrives(i);
        using var again = ActivatorUtilities.CreateInstance<TopicFollower>(host.Services);
        await again.StartAsync(TestContext.Current.CancellationToken);
        await Arrives(10);
        await Eventually.Holds(async () => await Topic(supervisor, "白鹭洲") is { } t && t["count"].Number == 11, "the topic has grown");
        await again.StopAsync(TestContext.Current.CancellationToken);
        var topics = (await supervisor.Get("/api/topics")).Ok().Items;
        topics.ShouldHaveSingleItem()["id"].Id.ShouldBe(older);
    }

    [Fact]
    public async Task Two_nodes_tell_a_topic_once()
    {
        using var host = Fixture.With();
        using var other = ActivatorUtilities.CreateInstance<TopicFollower>(host.Services);
        await other.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 12; i++) await host.Given.AReceivedTicket($"青石坡隧道里的灯全灭了，第{i + 1}次来信，开车很危险。", subject: "青石坡隧道没有灯");
        var supervisor = await host.As("supervisor1");
        await Eventually.Holds(async () => await Topic(supervisor, "青石坡") is { } t && t["count"].Number == 12, "the topic has all its tickets");
        await other.StopAsync(TestContext.Current.CancellationToken);
        await Follower(host).StopAsync(TestContext.Current.CancellationToken);
        (await supervisor.Get("/api/topics")).Ok().Items.ShouldHaveSingleItem()["tickets"].Items.Count.ShouldBe(12);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.TopicTickets.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(12);
        // Each told growth has a ticket at least, so nothing was told twice.
        (await db.Events.CountAsync(e => e.Kind == "TopicTold", TestContext.Current.CancellationToken)).ShouldBeLessThanOrEqualTo(8);
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_whose_group_has_another_id_goes_on_with_the_told_topic()
    {
        using var host = Fixture.With();
        for (var i = 0; i < 4; i++) await host.Given.AReceivedTicket($"杏林桥的桥面塌了一块，第{i + 1}次来信，请封路抢修。", subject: "杏林桥桥面塌陷");
        var told = Guid.CreateVersion7();
        await Told(host, told);
        for (var i = 4; i < 8; i++) await host.Given.AReceivedTicket($"杏林桥的桥面塌了一块，第{i + 1}次来信，请封路抢修。", subject: "杏林桥桥面塌陷");
        var supervisor = await host.As("supervisor1");
        await Eventually.Holds(async () => await Topic(supervisor, "杏林桥") is { } t && t["count"].Number == 8, "all tickets are in the told topic");
        (await supervisor.Get("/api/topics")).Ok().Items.ShouldHaveSingleItem()["id"].Id.ShouldBe(told);
    }

    [Fact]
    public async Task Short_messages_that_share_only_a_rare_name_are_not_offered_for_merging()
    {
        var first = await Given.AReceivedTicket("栖霞坳路的下水道堵了。", subject: "栖霞坳路下水道");
        var second = await Given.AReceivedTicket("栖霞坳路能不能增加公交站？", subject: "栖霞坳路公交站");
        var similar = (await (await Host.As("agent1")).Get($"/api/tickets/{second.Id}/similar")).Ok().Items;
        similar.ShouldNotContain(s => s["ticket"]["id"].Id == first.Id && s["merge"].Flag);
        similar.ShouldNotContain(s => s["ticket"]["id"].Id == first.Id && s["reasons"].Texts.Contains("SameMatter"));
    }

    [Fact]
    public async Task Topics_are_for_those_who_lead_the_centre()
    {
        foreach (var name in new[] { "dispatcher1", "supervisor1", "leader1" }) (await (await Host.As(name)).Get("/api/topics")).Ok();
        foreach (var name in new[] { "agent1", "handler1", "publisher1" }) (await (await Host.As(name)).Get("/api/topics")).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task A_copied_text_is_offered_for_merging_with_the_reason_and_another_matter_is_not()
    {
        const string text = "春笋巷十七号院的水泵房整夜轰鸣，住户都睡不着，请尽快处理。";
        var first = await Given.AReceivedTicket(text);
        var copied = await Given.AReceivedTicket(text);
        var other = await Given.AReceivedTicket("咨询一下老年优待证怎么办理，需要带什么材料。");
        var similar = (await (await Host.As("agent1")).Get($"/api/tickets/{copied.Id}/similar")).Ok().Items;
        var hit = similar.First(s => s["ticket"]["id"].Id == first.Id);
        hit["merge"].Flag.ShouldBeTrue();
        hit["reasons"].Texts.ShouldContain("SameText");
        similar.ShouldNotContain(s => s["ticket"]["id"].Id == other.Id && s["merge"].Flag);
    }

    [Fact]
    public async Task The_resident_hears_that_it_was_reported_and_may_send_all_the_same()
    {
        const string text = "丹桂坊的石桥护栏断了一截，孩子走过很危险，请维修。";
        await Given.AReceivedTicket(text, sender: "13600001234");
        var resident = Host.Anybody();
        var asked = await Sends(resident, text);
        asked.Status.ShouldBe(200);
        var page = WebUtility.HtmlDecode(asked.Body);
        page.ShouldContain("data-testid=\"already-reported\"");
        page.ShouldContain("起已收到 1 件");
        page.ShouldContain(text);
        page.ShouldContain("13612345678");
        page.ShouldNotContain("13600001234");
        page.ShouldNotContain("name=\"askFirst\"");
        (await Sends(resident, text, askFirst: false)).Status.ShouldBe(302);
    }

    [Fact]
    public async Task What_was_told_in_confidence_is_told_to_nobody()
    {
        const string text = "紫藤路的仓库里私自存放大量烟花爆竹，没有任何手续。";
        await Given.AReceivedTicket(text, confidential: true);
        (await Sends(Host.Anybody(), text)).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_published_answer_is_shown_before_sending()
    {
        const string text = "芦苇荡步道的木板烂了好几块，走路容易崴脚，请更换。";
        await Given.APublishedTicket(text, title: "芦苇荡步道木板更换");
        var asked = await Sends(Host.Anybody(), text);
        WebUtility.HtmlDecode(asked.Body).ShouldContain("芦苇荡步道木板更换");
    }

    private static TopicFollower Follower(HotlineHost host) => host.Services.GetServices<IHostedService>().OfType<TopicFollower>().Single();

    /// <summary>Writes all tickets of the host as a told topic of this id, in place of what was told of them.</summary>
    private static async Task Told(HotlineHost host, Guid id)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync(ct);
        await db.TopicTickets.ExecuteDeleteAsync(ct);
        await db.Topics.ExecuteDeleteAsync(ct);
        var tickets = await db.Tickets.Select(t => new { t.Id, t.ReceivedAt }).ToListAsync(ct);
        db.Topics.Add(new Topic { Id = id, Name = "told", Count = tickets.Count, ToldAt = tickets.Max(t => t.ReceivedAt), LastAt = tickets.Max(t => t.ReceivedAt) });
        db.TopicTickets.AddRange(tickets.Select(t => new TopicTicket { TopicId = id, TicketId = t.Id }));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>As a browser without scripts: with the page's own token.</summary>
    private static async Task<Answer> Sends(Person resident, string text, bool askFirst = true)
    {
        var token = Token().Match((await resident.Get("/submit")).Body).Groups[1].Value;
        (string, string)[] fields = [("__RequestVerificationToken", token), ("submissionId", Guid.NewGuid().ToString()), ("body", text), ("phone", "13612345678"), .. askFirst ? [("askFirst", "true")] : Array.Empty<(string, string)>()];
        return await resident.Form("/submit", null, fields);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex Token();

    private static async Task<Json?> Topic(Person desk, string word) => (await desk.Get("/api/topics")).Ok().Items.FirstOrDefault(t => t["name"].Text.Contains(word, StringComparison.Ordinal));
}
