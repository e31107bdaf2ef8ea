namespace Hotline.Api.Tests;

public sealed class ListOnSqlite(Sqlite fixture) : ListTests(fixture), IClassFixture<Sqlite>;
public sealed class ListOnPostgres(Postgres fixture) : ListTests(fixture), IClassFixture<Postgres>;

public abstract class ListTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    [InlineData("queue")]
    [InlineData("due")]
    public async Task Paging_visits_every_ticket_once_while_new_ones_arrive(string sort)
    {
        var ids = new HashSet<Guid>();
        for (var i = 0; i < 7; i++) ids.Add((await Given.AnAcceptedTicket()).Id);
        // Several with the very same instant: the id decides among them.
        var instant = "2026-02-25T10:00:00+08:00";
        for (var i = 0; i < 4; i++)
        {
            var same = await Given.AReceivedTicket(receivedAt: instant);
            await (await Host.As("agent1")).Do(same.Id, "accept", new { categoryCode = "010101" });
            ids.Add(same.Id);
        }
        var agent = await Host.As("agent1");
        var visited = new List<Guid>();
        string? next = null;
        do
        {
            var page = (await agent.Get($"/api/tickets?sort={sort}&limit=3{(next is null ? "" : $"&after={next}")}")).Ok();
            page["items"].Items.Count.ShouldBeLessThanOrEqualTo(3);
            visited.AddRange(page["items"].Items.Select(t => t["id"].Id));
            next = page["next"].IsMissing ? null : page["next"].Text;
            if (visited.Count < 9) await Given.AReceipt(new { externalId = Guid.NewGuid().ToString(), body = "翻页时新到的一件。" });
        }
        while (next is not null);
        visited.Distinct().Count().ShouldBe(visited.Count);
        ids.ShouldBeSubsetOf(visited);
    }

    [Fact]
    public async Task Each_sort_puts_the_tickets_into_its_order()
    {
        await Given.AReceivedTicket(receivedAt: "2026-02-20T09:00:00+08:00");
        await Given.AReceivedTicket("屋里闻到煤气味很大，怀疑燃气泄漏！");
        await Given.AnAcceptedTicket();
        await Given.AnAcceptedTicket("家里暖气不热，很冷。", "020401");
        var newest = await Times("newest", "receivedAt");
        newest.ShouldBe(newest.OrderDescending());
        var oldest = await Times("oldest", "receivedAt");
        oldest.ShouldBe(oldest.Order());
        var due = await Times("due", "residentDueAt");
        due.Count.ShouldBeGreaterThanOrEqualTo(2);
        due.ShouldBe(due.Order());
        (await Items("sort=queue&limit=200"))[0]["dangers"].Texts.ShouldNotBeEmpty();

        async Task<List<DateTimeOffset>> Times(string sort, string field) => [.. (await Items($"sort={sort}&limit=200")).Select(t => t[field].Time)];
    }

    [Fact]
    public async Task Filters_narrow_the_list_to_what_they_say()
    {
        var mine = await Given.AReceivedTicket(Given.Cold, type: "HelpRequest", channel: "WeChat");
        await (await Host.As("agent2")).Do(mine.Id, "accept", new { categoryCode = "020401", urgency = "Urgent" });
        await Given.ADispatchedTicket();
        foreach (var (filter, field, value) in new[]
        {
            ("state=Dispatched", "state", "Dispatched"), ("channel=WeChat", "channel", "WeChat"), ("urgency=Urgent", "urgency", "Urgent"),
            ("type=HelpRequest", "type", "HelpRequest"), ("department=CG", "leadDepartment", "CG"), ("category=0204", "categoryCode", "020401"),
        })
        {
            var items = await Items(filter + "&limit=200");
            items.ShouldNotBeEmpty(filter);
            items.Select(t => t[field].Text).Distinct().ToArray().ShouldBe([value], filter);
        }
        (await (await Host.As("agent2")).Get("/api/tickets?mine=true")).Ok()["items"].Items.Select(t => t["id"].Id).ShouldBe([mine.Id]);
        (await Items("state=Accepted,Dispatched&limit=200")).Select(t => t["state"].Text).Distinct().Order().ShouldBe(["Accepted", "Dispatched"]);
    }

    [Theory]
    [InlineData("state=Nowhere", "state")]
    [InlineData("state=3", "state")]
    [InlineData("channel=Pigeon", "channel")]
    [InlineData("urgency=Mild", "urgency")]
    [InlineData("type=Joke", "type")]
    [InlineData("due=later", "due")]
    [InlineData("sort=random", "sort")]
    [InlineData("after=nonsense", "after")]
    public async Task An_unknown_value_is_named(string query, string field) =>
        (await (await Host.As("agent1")).Get("/api/tickets?" + query)).Refused(400, "request.invalid")["errors"].Names.ShouldBe([field]);

    [Fact]
    public async Task A_page_has_at_least_one_and_at_most_two_hundred_lines()
    {
        await Given.AReceivedTicket();
        (await Items("limit=-5")).Count.ShouldBe(1);
        (await Items("limit=0")).Count.ShouldBe(1);
        (await Items("limit=100000")).Count.ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public async Task Text_is_found_by_two_chinese_characters_and_by_english_words()
    {
        var chinese = await Given.AReceivedTicket("竹简立交桥下的排水篦子被落叶堵住，一下雨就淹。");
        var english = await Given.AReceivedTicket("The trampoline near Yanzhou Park is broken, children may fall.");
        (await Found("篦子")).ShouldBe([chinese.Id]);
        (await Found("落叶 排水")).ShouldBe([chinese.Id]);
        (await Found("trampoline")).ShouldBe([english.Id]);
        (await Found("TRAMPOLINE children")).ShouldBe([english.Id]);
        (await Found("篦子 trampoline")).ShouldBeEmpty();
        (await Found("独角兽")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_is_found_by_its_number_and_by_its_callers_phone()
    {
        var ticket = await Given.AReceivedTicket(sender: "13655556666");
        await Given.AReceivedTicket(sender: "13655557777");
        (await Found(ticket.Number)).ShouldBe([ticket.Id]);
        (await Found("13655556666")).ShouldBe([ticket.Id]);
        (await Found("136-5555-6666")).ShouldBe([ticket.Id]);
        (await Found("+86 13655556666")).ShouldBe([ticket.Id]);
    }

    [Fact]
    public async Task Similar_tickets_come_with_how_they_were_answered()
    {
        var text = "雁影街的旱冰场夜里放很响的迪斯科音乐，整栋楼都睡不着觉。";
        var earlier = await Given.AClosedTicket(text, publicText: "旱冰场已签承诺书，晚十点停止放音乐。");
        var ticket = await Given.AReceivedTicket(text + "已经持续一个月。");
        var similar = (await (await Host.As("agent1")).Get($"/api/tickets/{ticket.Id}/similar")).Ok().Items;
        similar.ShouldNotContain(s => s["ticket"]["id"].Id == ticket.Id);
        var hit = similar.First(s => s["ticket"]["id"].Id == earlier.Id);
        hit["score"].Fraction.ShouldBeInRange(0.15, 1);
        hit["publicReply"].Text.ShouldBe("旱冰场已签承诺书，晚十点停止放音乐。");
    }

    private async Task<IReadOnlyList<Json>> Items(string query) => (await (await Host.As("agent1")).Get("/api/tickets?" + query)).Ok()["items"].Items;

    private async Task<IEnumerable<Guid>> Found(string words) => (await Items($"q={Uri.EscapeDataString(words)}")).Select(t => t["id"].Id);
}
