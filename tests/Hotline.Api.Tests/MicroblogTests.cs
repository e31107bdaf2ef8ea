using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Channels.Tests.Microblog;
using Hotline.Domain.Publishing;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class MicroblogOnSqlite(Sqlite fixture) : MicroblogTests(fixture), IClassFixture<Sqlite>;
public sealed class MicroblogOnPostgres(Postgres fixture) : MicroblogTests(fixture), IClassFixture<Postgres>;

/// <summary>The microblogs from the provider's list to the answer below a post, with stand-ins for the providers alone.</summary>
public abstract class MicroblogTests : ThroughTheFrontDoor, IAsyncLifetime
{
    private const string Writer = "resident@example.social";
    private const string Light = "桂子路路灯不亮，晚上很黑，请派人修理。";

    private readonly StubMastodon _mastodon = new();
    private readonly StubWeibo _weibo = new();
    private HotlineHost? _host;

    protected MicroblogTests(HostFixture fixture) : base(fixture) { }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        await _mastodon.DisposeAsync();
        await _weibo.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private (string, string?)[] OnMastodon => [("Hotline:Channels:Mastodon:ApiBaseUrl", _mastodon.Address.ToString()), ("Hotline:Channels:Mastodon:AccessToken", StubMastodon.Token), ("Hotline:Channels:Mastodon:Every", "00:00:01")];

    private (string, string?)[] OnWeibo =>
    [
        ("Hotline:Channels:Weibo:ApiBaseUrl", _weibo.Address.ToString()), ("Hotline:Channels:Weibo:AccessToken", StubWeibo.Token), ("Hotline:Channels:Weibo:Uid", StubWeibo.Uid),
        ("Hotline:Channels:Weibo:DailyCalls", "100000"),
    ];

    /// <summary>A host that has read to the present end.</summary>
    private async Task<HotlineHost> Started(params (string, string?)[] settings)
    {
        _host = Fixture.With(settings);
        await Eventually.Holds(async () => (await Accounts()).Where(a => a["notConfigured"].IsMissing).All(a => !a["lookedAt"].IsMissing), "the accounts are read for the first time");
        if (settings.Any(s => s.Item1.Contains("Mastodon", StringComparison.Ordinal))) await Eventually.Holds(() => Task.FromResult(_mastodon.Listened), "the open connection stands");
        return _host;
    }

    private async Task<IReadOnlyList<Json>> Accounts() => await Accounts(_host!);

    private static async Task<IReadOnlyList<Json>> Accounts(HotlineHost host) =>
        (await (await host.As("admin1")).Get("/api/channels")).Ok().Items.Single(c => c["channel"].Text == "Microblog")["readers"].Items;

    private async Task<IReadOnlyList<Json>> Tickets() => (await (await _host!.As("agent1")).Get("/api/tickets?channel=Microblog&limit=100")).Ok()["items"].Items;

    private async Task<Json> Ticket()
    {
        IReadOnlyList<Json> found = [];
        await Eventually.Holds(async () => (found = await Tickets()).Count > 0, "the message is a ticket");
        return await (await _host!.As("agent1")).Ticket(found.ShouldHaveSingleItem()["id"].Id);
    }

    private async Task<List<(string To, string Visibility, string Text)>> Posted(int count)
    {
        await Eventually.Holds(() => Task.FromResult(_mastodon.Posted.Count >= count), $"{count} answers are out");
        return _mastodon.Posted.ConvertAll(p => (p["in_reply_to_id"]!.ToString(), p["visibility"]!.ToString(), p["content"]!.ToString()));
    }

    [Fact]
    public async Task A_public_mention_is_a_ticket_answered_in_public_without_its_number_and_in_private_with_it()
    {
        var host = await Started(OnMastodon);
        var id = _mastodon.Mention(Light, Writer);
        var ticket = await Ticket();
        (ticket["channel"].Text, ticket["body"].Text).ShouldBe(("Microblog", Light));
        var code = Records.CodeOf(host, ticket["id"].Id);
        var posted = await Posted(2);
        posted.Select(p => p.Visibility).Order().ShouldBe(["direct", "public"]);
        posted.ShouldAllBe(p => p.To == id && p.Text.Contains($"@{Writer}"));
        var seen = posted.Single(p => p.Visibility == "public").Text;
        foreach (var secret in new[] { code, ticket["number"].Text, "路灯" }) seen.ShouldNotContain(secret);
        seen.ShouldContain("私信");
        var alone = posted.Single(p => p.Visibility == "direct").Text;
        alone.ShouldContain(ticket["number"].Text);
        alone.ShouldContain(code);
        (await (await host.As("agent1")).Get($"/api/tickets/{ticket["id"].Text}")).Body.ShouldNotContain("example.social");
        var listed = (await (await host.As("admin1")).Get("/api/outgoing")).Ok();
        listed.ToString().ShouldNotContain(Writer);
        listed.ToString().ShouldNotContain(code);
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_private_mention_has_no_public_answer()
    {
        await Started(OnMastodon);
        _mastodon.Mention(Light, Writer, "direct");
        await Ticket();
        (await Posted(1)).ShouldHaveSingleItem().Visibility.ShouldBe("direct");
    }

    [Fact]
    public async Task The_same_message_listed_twice_is_one_ticket_with_one_answer_also_for_two_nodes()
    {
        var host = await Started(OnMastodon);
        using var another = host.AnotherNode(("Hotline:Channels:Mastodon:Streaming", "false"));
        var id = _mastodon.Mention(Light, Writer, "direct");
        _mastodon.Mention(Light, Writer, "direct", statusId: id);
        await Ticket();
        await Posted(1);
        _mastodon.Mention("另一件事：下水道堵了。", "other@example.social", "direct");
        await Posted(2);
        (await Tickets()).Count.ShouldBe(2);
        _mastodon.Posted.Count.ShouldBe(2);
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_writer_adds_below_is_a_supplement_and_what_others_add_is_their_own()
    {
        await Started(OnMastodon);
        var id = _mastodon.Mention(Light, Writer);
        var ticket = await Ticket();
        var answer = _mastodon.Posted[(await Posted(2)).FindIndex(p => p.Visibility == "direct")]["id"]!.ToString();
        _mastodon.Mention("补充：是第三根灯杆。", Writer, inReplyTo: id);
        _mastodon.Mention("再补充：旁边还有一根。", Writer, "direct", inReplyTo: answer);
        _mastodon.Mention("我这里也不亮。", "neighbour@example.social", "direct", inReplyTo: id);
        await Eventually.Holds(async () => (await Tickets()).Count == 2, "the neighbour has a ticket");
        var seen = await (await _host!.As("agent1")).Ticket(ticket["id"].Id);
        seen.ToString().ShouldContain("第三根灯杆");
        seen.ToString().ShouldContain("旁边还有一根");
        seen.ToString().ShouldNotContain("我这里也不亮");
    }

    [Fact]
    public async Task News_go_to_the_writer_alone()
    {
        var host = await Started(OnMastodon);
        _mastodon.Mention(Given.Noise, Writer, "unlisted");
        var ticket = await Ticket();
        await Posted(2);
        await Given_routed(host, ticket);
        await (await host.As("agent1")).Do(ticket["id"].Id, "answer", new { publicText = "已请商户关小音量。" });
        var news = (await Posted(3))[2];
        (news.Visibility, news.Text.Contains(ticket["number"].Text)).ShouldBe(("direct", true));
    }

    [Fact]
    public async Task A_storm_of_one_writer_is_kept_and_does_not_bury_the_desk()
    {
        var host = await Started(OnMastodon);
        for (var i = 0; i < 90; i++) _mastodon.Mention($"第{i}遍：{Light}", "storm@example.social", "direct");
        _mastodon.Mention(Light, Writer, "direct");
        await Eventually.Holds(async () => { await using var db = await Records.Db(host); return await db.Messages.CountAsync() == 91; }, "every message is kept");
        (await Tickets()).Count.ShouldBe(21);
        await using (var db = await Records.Db(host))
            (await db.Messages.Where(m => m.State == MessageState.SetAside).Select(m => m.Error).Distinct().ToListAsync()).ShouldBe(["microblog.storm"]);
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_lost_for_an_hour_loses_no_message_and_no_answer()
    {
        var host = await Started(OnMastodon);
        _mastodon.Instead = async (context, asked) =>
        {
            if (asked.Method == "GET") return false;
            context.Response.StatusCode = 503;
            await StubServer.Json(context, "{}");
            return true;
        };
        _mastodon.Mention(Light, Writer, "direct");
        await Ticket();
        _mastodon.Fail(503, "<html>");
        var lost = _mastodon.Mention("断线时写的：井盖破了。", "other@example.social", "direct");
        await Eventually.Holds(async () => (await Accounts()).Any(a => a["error"].ToString().Contains("http.503")), "the outage is shown");
        (await host.Anybody().Get("/health/ready")).Status.ShouldBe(200);
        for (var i = 0; i < 12; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            await using var db = await Records.Db(host);
            await db.Write(() => db.Outgoing.ExecuteUpdateAsync(s => s.SetProperty(o => o.Attempts, 20)));
        }
        _mastodon.Instead = null;
        await Eventually.Holds(async () => (await Tickets()).Count == 2, "what was written meanwhile is read");
        host.Clock.Advance(TimeSpan.FromHours(1));
        var posted = await Posted(2);
        posted.Count.ShouldBe(2);
        posted.ShouldContain(p => p.To == lost);
        await Eventually.Holds(async () => (await Accounts()).All(a => a["error"].IsMissing), "the outage is over");
    }

    [Theory]
    [InlineData("请致电13800005555与我联系")]
    [InlineData("身份证号 11010519491231002X 已登记")]
    [InlineData("王小明先生您好，已为您办理")]
    [InlineData("已到幸福小区3栋2单元501室查看")]
    [InlineData("您的查询码是 {code}，请登录查询")]
    [InlineData("查询码：{spaced}")]
    public async Task A_public_answer_never_carries_personal_data(string text)
    {
        var host = await Started(OnMastodon);
        var id = _mastodon.Mention(Light, Writer);
        var ticket = await Ticket();
        await Posted(2);
        var code = Records.CodeOf(host, ticket["id"].Id);
        text = text.Replace("{code}", code).Replace("{spaced}", string.Join(' ', code.ToLowerInvariant().ToCharArray()));
        await Write(host, ticket["id"].Id, $"mastodon:{id}:public:{Writer}", text);
        await Write(host, ticket["id"].Id, $"mastodon:{id}:direct:{Writer}", text);
        var posted = await Posted(4);
        posted.Where(p => p.Visibility == "public").ShouldAllBe(p => !p.Text.Contains(text));
        posted.Last(p => p.Visibility == "public").Text.ShouldContain(ticket["number"].Text);
        posted.Last(p => p.Visibility == "public").Text.ShouldContain("请勿在公开留言中填写个人信息");
        posted.Last(p => p.Visibility == "direct").Text.ShouldContain(text);
        Json? notice = null;
        await Eventually.Holds(async () => (notice = (await (await host.As("admin1")).Get("/api/outgoing")).Ok()["items"].Items.FirstOrDefault(n => n["reasonCode"].ToString().Contains("personal_data_in_public"))) is not null, "the desk sees why");
        notice!["state"].Text.ShouldBe("Sent");
    }

    [Fact]
    public void The_citys_own_words_for_the_public_name_nobody()
    {
        var replies = Host.Services.GetRequiredService<Acknowledgement>();
        foreach (var occasion in new[] { "publicReply", "publicReplyOnly", "publicNews" })
            foreach (var language in new[] { "zh", "en" })
            {
                var words = replies.Words(occasion, language, "3702002611211000427", "ACEFGH");
                words.ShouldNotBeEmpty();
                words.Length.ShouldBeLessThanOrEqualTo(occasion == "publicReply" ? 400 : 140);
                PublicReplyGuard.Kinds(words, "ACEFGH", new KnownPersonalData()).ShouldBeEmpty(words);
            }
    }

    [Fact]
    public async Task Weibo_is_answered_in_public_alone_with_the_number_and_without_the_code()
    {
        var host = await Started(OnWeibo);
        var post = _weibo.Post(Light);
        var comment = _weibo.Comment("也请看看旁边的井盖。", post, uid: "1700000098");
        await Eventually.Holds(async () => (await Tickets()).Count == 2, "post and comment are tickets");
        await Eventually.Holds(() => Task.FromResult(_weibo.Sent.Count == 2), "both are answered");
        foreach (var row in await Tickets())
        {
            var sent = _weibo.Sent.Single(s => s["text"]!.ToString().Contains(row["number"].Text));
            sent["text"]!.ToString().ShouldNotContain(Records.CodeOf(host, row["id"].Id));
            sent["text"]!.ToString().ShouldContain("12345");
        }
        _weibo.Sent.Select(s => s["cid"]!.ToString()).Order().ShouldBe(["", comment]);
        await using var db = await Records.Db(host);
        var calls = await db.ProviderCalls.SingleAsync();
        (calls.Account, calls.Day, calls.Replies).ShouldBe(($"weibo:{StubWeibo.Uid}", "2026-03-02", 2));
        (calls.Readings + calls.Replies).ShouldBeInRange(_weibo.Requests.Count - 2, _weibo.Requests.Count + 2, "a call may be on its way");
        (await db.Messages.Select(m => m.ProviderId).ToListAsync()).ShouldBe([post, $"comment:{comment}"], ignoreOrder: true);
    }

    [Fact]
    public async Task Weibos_calls_of_a_day_are_counted_over_a_restart_and_no_more_are_made()
    {
        var host = await Started([.. OnWeibo, ("Hotline:Channels:Weibo:DailyCalls", "40"), ("Hotline:Channels:Weibo:ReplyReserve", "2")]);
        using (var another = host.AnotherNode())
        {
            var ledger = another.Services.GetRequiredService<Hotline.Channels.ICallLedger>();
            var day = new DateOnly(2026, 3, 2);
            var account = $"weibo:{StubWeibo.Uid}";
            while (await ledger.TryCount(account, day, false, 38, 40, TestContext.Current.CancellationToken)) { }
        }
        await using (var db = await Records.Db(host)) (await db.ProviderCalls.SingleAsync()).Readings.ShouldBe(38);
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Services.GetRequiredService<Hotline.Channels.ICallLedger>().TryCount($"weibo:{StubWeibo.Uid}", new DateOnly(2026, 3, 2), true, 40, 40, TestContext.Current.CancellationToken)));
        taken.Count(t => t).ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_ends_within_the_week_is_told_to_the_centre()
    {
        _weibo.TokenLife = 3 * 86_400;
        var host = await Started(OnWeibo);
        await Eventually.Holds(async () => (await Accounts()).Any(a => a["tokenEnding"].Flag), "the account is marked");
        (await Accounts()).Single(a => a["tokenEnding"].Flag)["tokenEndsAt"].IsMissing.ShouldBeFalse();
        await Eventually.Holds(async () => { await using var db = await Records.Db(host); return await db.Events.CountAsync(e => e.Kind == "ChannelTokenEnding") == 1; }, "the centre is told once");
        _weibo.Fail(403, """{"error_code":"21327","error":"expired_token","request":"/2/x"}""");
        host.Clock.Advance(TimeSpan.FromDays(4));
        await Eventually.Holds(async () => (await Accounts()).Any(a => a["error"].ToString().Contains("token_refused")), "the refusal is shown");
        await Eventually.Holds(async () => { await using var db = await Records.Db(host); return await db.Events.CountAsync(e => e.Kind == "ChannelTokenEnding") == 2; }, "and told again");
    }

    [Fact]
    public async Task Hostile_mentions_break_nothing()
    {
        var host = await Started(OnMastodon);
        _mastodon.Add("""{"id":"900000","type":"mention","status":{"id":"x y","account":{"acct":"a"}}}""");
        _mastodon.Add("""{"id":"900001","type":"mention","status":null}""");
        _mastodon.Mention("\u0001\u0000<script>alert(1)</script>" + string.Concat(Enumerable.Repeat("😀", 20_000)), "a@example.social", "direct");
        _mastodon.Mention("", "b@example.social", "direct");
        _mastodon.Mention("'; DROP TABLE ticket; --", "c@example.social", "direct", name: new string('名', 5_000));
        await Eventually.Holds(async () => { await using var db = await Records.Db(host); return await db.Messages.CountAsync() == 3; }, "all are kept");
        (await Tickets()).Count.ShouldBe(2);
        (await (await host.As("admin1")).Get("/api/intake/quarantine")).Ok()["items"].Items.ShouldHaveSingleItem();
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_run_the_intake_does_not_see_the_accounts()
    {
        (await (await Host.As("agent1")).Get("/api/channels")).Refused(403, "session.forbidden");
        (await Accounts(Host)).Select(a => a["notConfigured"].Text.Split(' ')[0]).ShouldBe(["Hotline:Channels:Mastodon:ApiBaseUrl", "Hotline:Channels:Weibo:AccessToken"]);
    }

    private static Task Given_routed(HotlineHost host, Json ticket) => host.Given.Routed(ticket["id"].Id);

    private static async Task Write(HotlineHost host, Guid ticket, string to, string text)
    {
        await using var db = await Records.Db(host);
        var now = host.Clock.GetUtcNow();
        db.Outgoing.Add(new OutgoingNotice
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket, Channel = Channel.Microblog, Recipient = host.Services.GetRequiredService<PersonalData>().Seal(to), Text = text, State = OutgoingState.Pending, CreatedAt = now, NextAttemptAt = now,
        });
        db.Emit("NoticeRetried", "outgoing", nameof(OutgoingNotice), Guid.NewGuid(), now);   // wakes the sender
        await db.SaveChangesAsync();
    }
}
