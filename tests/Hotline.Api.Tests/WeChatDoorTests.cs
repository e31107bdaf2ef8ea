using System.Globalization;
using System.Xml.Linq;
using Hotline.Channels.WeChat;

namespace Hotline.Api.Tests;

public sealed class WeChatDoorOnSqlite(SqliteWithSockets fixture) : WeChatDoorTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class WeChatDoorOnPostgres(PostgresWithSockets fixture) : WeChatDoorTests(fixture), IClassFixture<PostgresWithSockets>;

public abstract class WeChatDoorTests : ThroughTheFrontDoor, IDisposable
{
    private const string AppId = "wx0123456789abcdef";
    private const string Token = "doorToken";
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string OpenId = "oyORnuP8q7ou2gfYjqLzSIWZf0rs";
    /// <summary>Nobody listens there: sending and fetching stay undone, and nothing leaves this machine.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly Lazy<HotlineHost> _plain;
    private readonly Lazy<HotlineHost> _safe;

    protected WeChatDoorTests(HostFixture fixture) : base(fixture)
    {
        _plain = new(() => fixture.With(Settings(null)));
        _safe = new(() => fixture.With(Settings(Key)));
    }

    public void Dispose()
    {
        foreach (var host in new[] { _plain, _safe })
            if (host.IsValueCreated) host.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private static (string, string?)[] Settings(string? key) =>
    [
        ("Hotline:Channels:WeChat:AppId", AppId), ("Hotline:Channels:WeChat:AppSecret", "a-secret"), ("Hotline:Channels:WeChat:Token", Token),
        ("Hotline:Channels:WeChat:EncodingAesKey", key), ("Hotline:Channels:WeChat:ApiBaseUrl", Nowhere),
    ];

    private static string Xml(string id, string type = "text", string rest = "<Content><![CDATA[桂子路路灯不亮。]]></Content>", string openId = OpenId) =>
        $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>1409735668</CreateTime><MsgType><![CDATA[{type}]]></MsgType>{rest}<MsgId>{id}</MsgId></xml>";

    private static string Query(HotlineHost host, string? cipher = null, string token = Token, int seconds = 0)
    {
        var (time, nonce) = (host.Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        var query = $"?signature={WeChatSignature.Compute(token, time, nonce)}&timestamp={time}&nonce={nonce}";
        return cipher is null ? query : $"{query}&encrypt_type=aes&msg_signature={WeChatSignature.Compute(token, time, nonce, cipher)}";
    }

    private static Task<Answer> Post(HotlineHost host, string query, string body) => host.Anybody().Raw(HttpMethod.Post, "/webhooks/wechat" + query, body, "text/xml");

    private static async Task<IReadOnlyList<Json>> Tickets(HotlineHost host) => (await (await host.As("agent1")).Get("/api/tickets?channel=WeChat")).Ok()["items"].Items;

    [Fact]
    public async Task Without_configuration_the_door_says_what_is_missing()
    {
        (await Post(Host, Query(Host), Xml("1"))).Refused(503, "wechat.not_configured")["detail"].Text.ShouldContain("Hotline:Channels:WeChat:AppId");
        (await Host.Anybody().Get("/webhooks/wechat?echostr=1")).Refused(503, "wechat.not_configured");
    }

    [Fact]
    public async Task The_server_address_is_verified()
    {
        var host = _plain.Value;
        var answer = await host.Anybody().Get($"/webhooks/wechat{Query(host)}&echostr=5823746501");
        (answer.Status, answer.Body, answer.ContentHeaders.ContentType?.MediaType).ShouldBe((200, "5823746501", "text/plain"));
        (await host.Anybody().Get($"/webhooks/wechat{Query(host, token: "other")}&echostr=1")).Refused(403, "wechat.signature_wrong");
    }

    [Fact]
    public async Task A_text_is_a_ticket_whose_number_goes_back_in_the_answer()
    {
        var host = _plain.Value;
        var answer = await Post(host, Query(host), Xml("6054768590064713728"));
        answer.Status.ShouldBe(200, answer.Body);
        var reply = XElement.Parse(answer.Body);
        ((string?)reply.Element("ToUserName"), (string?)reply.Element("FromUserName")).ShouldBe((OpenId, "gh_1"));
        var row = (await Tickets(host)).ShouldHaveSingleItem();
        ((string?)reply.Element("Content")).ShouldNotBeNull().ShouldContain(row["number"].Text);
        var ticket = await (await host.As("agent1")).Ticket(row["id"].Id);
        (ticket["channel"].Text, ticket["subject"].Text).ShouldBe(("WeChat", "桂子路路灯不亮"));
        (await (await host.As("agent1")).Get($"/api/tickets/{row["id"].Text}")).Body.ShouldNotContain(OpenId);
    }

    [Fact]
    public async Task In_the_safe_mode_the_answer_is_sealed_too_and_nothing_is_taken_in_clear()
    {
        var host = _safe.Value;
        var cipher = WeChatCipher.Encrypt(Key, AppId, Xml("1"));
        var answer = await Post(host, Query(host, cipher), $"<xml><ToUserName>gh_1</ToUserName><Encrypt>{cipher}</Encrypt></xml>");
        answer.Status.ShouldBe(200, answer.Body);
        var reply = XElement.Parse(answer.Body);
        string Part(string name) => (string?)reply.Element(name) ?? "";
        Part("MsgSignature").ShouldBe(WeChatSignature.Compute(Token, Part("TimeStamp"), Part("Nonce"), Part("Encrypt")));
        WeChatCipher.TryDecrypt(Key, AppId, Part("Encrypt"), out var inner).ShouldBeTrue();
        inner.ShouldContain((await Tickets(host)).ShouldHaveSingleItem()["number"].Text);
        (await Post(host, Query(host), Xml("2"))).Refused(400, "wechat.wrong_mode");
    }

    [Fact]
    public async Task A_message_delivered_again_is_the_same_ticket_with_the_same_answer()
    {
        var host = _plain.Value;
        var query = Query(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Post(host, query, Xml("7"))));
        answers.ShouldAllBe(a => a.Status == 200);
        answers.Select(a => (string?)XElement.Parse(a.Body).Element("Content")).Distinct().Count().ShouldBe(1);
        (await Post(host, Query(host), Xml("7"))).Status.ShouldBe(200);
        (await Tickets(host)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_forged_stale_or_replayed_request_leaves_nothing_behind()
    {
        var host = _plain.Value;
        (await Post(host, "", Xml("1"))).Refused(400, "wechat.signature_missing");
        (await Post(host, Query(host, token: "other"), Xml("1"))).Refused(403, "wechat.signature_wrong");
        (await Post(host, Query(host, seconds: -400), Xml("1"))).Refused(403, "wechat.stale");
        var query = Query(host);
        (await Post(host, query, Xml("1"))).Status.ShouldBe(200);
        (await Post(host, query, Xml("2", rest: "<Content>另一件事</Content>"))).Refused(403, "wechat.replayed");
        (await Tickets(host)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Hostile_documents_are_refused_and_nothing_breaks()
    {
        var host = _plain.Value;
        (await Post(host, Query(host), "<!DOCTYPE x [<!ENTITY a \"b\">]><xml><Content>&a;</Content></xml>")).Refused(400, "request.invalid");
        (await Post(host, Query(host), "")).Refused(400, "request.invalid");
        (await Post(host, Query(host), Xml("no number"))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["MsgId"]);
        (await Post(host, Query(host), $"<xml>{new string('x', 70 * 1024)}</xml>")).Status.ShouldBe(413);
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_waits_to_be_fetched_and_a_new_follower_is_no_ticket()
    {
        var host = _plain.Value;
        (await Post(host, Query(host), Xml("8", "image", "<PicUrl>http://elsewhere.example/p</PicUrl><MediaId>m1</MediaId>"))).Status.ShouldBe(200);
        var followed = await Post(host, Query(host), $"<xml><ToUserName>gh_1</ToUserName><FromUserName>{OpenId}</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>subscribe</Event></xml>");
        (followed.Status, followed.Body).ShouldBe((200, "success"));
        var ticket = await (await host.As("agent1")).Ticket((await Tickets(host)).ShouldHaveSingleItem()["id"].Id);
        var attachment = ticket["attachments"].Items.ShouldHaveSingleItem();
        (attachment["fileName"].Text, attachment["state"].Text, attachment["kind"].Text).ShouldBe(("picture.jpg", "Fetching", "Resident"));
    }

    [Fact]
    public async Task What_cannot_become_a_ticket_is_kept_and_the_sender_told()
    {
        var host = _plain.Value;
        var answer = await Post(host, Query(host), Xml("9", "hologram", "<Beam/>"));
        answer.Body.ShouldContain("工作人员会处理");
        (await (await host.As("admin1")).Get("/api/intake/quarantine")).Ok()["items"].Items.ShouldHaveSingleItem()["providerId"].Text.ShouldBe("9");
    }

    [Fact]
    public async Task The_resident_hears_by_WeChat_for_two_days_and_then_the_reason_is_on_record()
    {
        var host = _plain.Value;
        foreach (var id in new[] { "10", "11" }) (await Post(host, Query(host), Xml(id, openId: $"oResident-{id}"))).Status.ShouldBe(200);
        var tickets = await Tickets(host);
        await Answer(host, tickets[0]);
        var soon = await Notice(host, tickets[0], "attempts");
        (soon["channel"].Text, soon["state"].Text, soon["to"].Text).ShouldBe(("WeChat", "Pending", "oRe****"));   // the provider cannot be reached; it waits, nothing is lost

        host.Clock.Advance(TimeSpan.FromHours(49));
        await Answer(host, tickets[1]);
        var late = await Notice(host, tickets[1], "reason");
        late["state"].Text.ShouldBe("Failed");
        late["reason"].Text.ShouldContain("48 hours");
    }

    private static async Task Answer(HotlineHost host, Json ticket) => await (await host.AsAgain("agent1")).Do(ticket["id"].Id, "answer", new { publicText = "路灯已登记维修。" });

    private static async Task<Json> Notice(HotlineHost host, Json ticket, string told)
    {
        var notice = Json.Parse("null");
        var admin = await host.AsAgain("admin1");
        await Eventually.Holds(async () => (await admin.Get("/api/outgoing")).Ok()["items"].Items.FirstOrDefault(n => n["ticketNumber"].Text == ticket["number"].Text) is { } found
            && !(notice = found)["reason"].IsMissing, $"the notice is tried and its {told} on record");
        return notice;
    }
}
