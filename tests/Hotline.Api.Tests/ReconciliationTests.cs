using System.Text;
using Hotline.Channels.Tests.Mail;
using Hotline.Channels.Tests.Microblog;

namespace Hotline.Api.Tests;

public sealed class ReconciliationOnSqlite(SqliteWithSockets fixture) : ReconciliationTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class ReconciliationOnPostgres(PostgresWithSockets fixture) : ReconciliationTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>The hourly comparison with the providers: what is missing is named and fetched.</summary>
public abstract class ReconciliationTests(HostFixture fixture) : ConfiguredChannels(fixture)
{
    private const string Lost = "SM00000000000000000000000000000001";

    [Fact]
    public async Task A_message_that_never_reached_us_is_missed_named_and_fetched()
    {
        var fetched = $$"""{"sid":"{{Lost}}","account_sid":"{{Account}}","from":"+15005550006","to":"{{Hotline}}","body":"桂子路井盖丢失。","direction":"inbound","num_media":"0","date_sent":"Mon, 02 Mar 2026 00:30:00 +0000"}""";
        var broken = true;
        Twilio.Answer = seen => seen.Target.Contains($"/Messages/{Lost}.json", StringComparison.Ordinal) ? broken ? (500, "{}") : (200, fetched)
            : seen.Target.Contains("/Messages.json", StringComparison.Ordinal) ? (200, $$"""{"messages":[{{fetched}}],"next_page_uri":null}""") : (404, "{}");
        var host = Configured();
        Json view = Json.Parse("null");
        await Eventually.Holds(async () => (view = await Channel(host, "Sms"))["missing"].Number == 1, "the message is missed");
        view["health"].Text.ShouldBe("Alarm");
        view["compared"]["state"].Text.ShouldBe("Missing");
        view["compared"]["missing"].Texts.ShouldBe([Lost]);
        var head = (await (await host.As("supervisor1")).Get("/api/events?after=0&limit=200")).Ok();
        head.ToString().ShouldContain("ChannelMessagesMissing");

        broken = false;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.Holds(async () => (view = await Channel(host, "Sms"))["missing"].Number == 0, "the message is fetched");
        view["health"].Text.ShouldBe("Working", view.ToString());
        var ticket = (await (await host.As("agent1")).Get("/api/tickets?channel=Sms")).Ok()["items"].Items.ShouldHaveSingleItem();
        ticket["subject"].Text.ShouldBe("桂子路井盖丢失");
        var row = (await (await host.As("admin1")).Get("/api/channels/reconciliations?troubled=true")).Ok()["items"].Items.ShouldHaveSingleItem();
        (row["theirCount"].Number, row["ourCount"].Number, row["missingCount"].Number, row["recovered"].Number).ShouldBe((1, 0, 1, 1));
        row["missing"].Texts.ShouldBe([Lost]);   // what happened stays on record
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, "{\"messages\":")]
    [InlineData(200, "[]")]
    [InlineData(200, "{\"messages\":[{\"sid\":\"SM1\",\"direction\":\"inbound\",\"date_sent\":\"yesterday\"}],\"next_page_uri\":\"http://127.0.0.1:9/x\"}")]
    public async Task A_provider_that_cannot_tell_raises_the_alarm_and_is_asked_again(int status, string json)
    {
        Twilio.Answer = _ => (status, json);
        var host = Configured();
        await Eventually.Holds(async () => (await Channel(host, "Sms"))["compared"]["state"].Text == "Failed", "the hour is marked");
        (await Channel(host, "Sms"))["health"].Text.ShouldBe("Alarm");
        Twilio.Answer = NothingReceived;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.Holds(async () => (await Channel(host, "Sms"))["health"].Text == "Working", "the hour is compared");
        (await (await host.As("admin1")).Get("/api/channels/reconciliations?after=x")).Refused(400, "request.invalid");
    }

    private const string Writer = "resident@example.social";
    private const string Light = "桂子路路灯不亮，晚上很黑，请派人修理。";
    /// <summary>Within the last hour that ended.</summary>
    private static readonly DateTimeOffset LastHour = new(2026, 3, 2, 0, 30, 0, TimeSpan.Zero);

    private async Task<HotlineHost> Reading(StubMastodon mastodon)
    {
        var host = Configured(("Hotline:Channels:Mastodon:ApiBaseUrl", mastodon.Address.ToString()), ("Hotline:Channels:Mastodon:AccessToken", StubMastodon.Token), ("Hotline:Channels:Mastodon:Every", "00:00:01"));
        await Eventually.Holds(async () => !(await Channel(host, "Microblog"))["readers"].Items.Single(a => a["notConfigured"].IsMissing)["lookedAt"].IsMissing, "the account is read to its present end");
        return host;
    }

    private static async Task<Json> Compared(HotlineHost host, string channel, string state)
    {
        Json view = Json.Parse("null");
        await Eventually.Holds(async () => (view = await Channel(host, channel))["compared"]["state"].Text == state, $"the hour is {state}");
        return view;
    }

    private static async Task<Json> Row(HotlineHost host, string channel) => (await (await host.As("admin1")).Get("/api/channels/reconciliations?troubled=true")).Ok()["items"].Items.Single(r => r["channel"].Text == channel);

    private static async Task<IReadOnlyList<Json>> Tickets(HotlineHost host, string channel) => (await (await host.As("agent1")).Get($"/api/tickets?channel={channel}")).Ok()["items"].Items;

    [Fact]
    public async Task A_mention_that_the_reading_passed_over_is_missed_fetched_once_and_answered_below_the_right_post()
    {
        await using var mastodon = new StubMastodon();
        mastodon.Mention("从前的事");
        var known = mastodon.PassedOver("机器", LastHour, bot: true);
        var lost = mastodon.PassedOver(Light, LastHour, Writer, "unlisted");
        var more = mastodon.PassedOver("补充：是第三根灯杆。", LastHour.AddMinutes(1), Writer, "direct", inReplyTo: lost);
        var broken = true;
        mastodon.Instead = async (http, asked) =>
        {
            if (!broken || !asked.Path.StartsWith("/api/v1/statuses/", StringComparison.Ordinal)) return false;
            http.Response.StatusCode = 503;
            await StubServer.Json(http, "{}");
            return true;
        };
        var host = await Reading(mastodon);
        var view = await Compared(host, "Microblog", "Missing");
        view["health"].Text.ShouldBe("Alarm");
        view["missing"].Number.ShouldBe(2);
        view["canCount"].Flag.ShouldBeTrue();
        view["compared"]["missing"].Texts.Order().ShouldBe(new[] { lost, more }.Order());
        (await (await host.As("supervisor1")).Get("/api/events?after=0&limit=200")).Ok().ToString().ShouldContain("ChannelMessagesMissing");
        (await Tickets(host, "Microblog")).ShouldBeEmpty();

        broken = false;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Compared(host, "Microblog", "Complete");
        var row = (await Tickets(host, "Microblog")).ShouldHaveSingleItem();
        var ticket = await (await host.As("agent1")).Ticket(row["id"].Id);
        ticket["body"].Text.ShouldBe(Light);
        ticket["supplements"].Items.ShouldHaveSingleItem()["text"].Text.ShouldContain("第三根灯杆");
        await Eventually.Holds(() => Task.FromResult(mastodon.Posted.Count >= 2), "the answers are out");
        mastodon.Posted.ShouldContain(p => p["in_reply_to_id"]!.ToString() == lost && p["visibility"]!.ToString() == "unlisted");
        var compared = await Row(host, "Microblog");
        (compared["theirCount"].Number, compared["ourCount"].Number, compared["missingCount"].Number, compared["recovered"].Number).ShouldBe((2, 0, 2, 2));
        mastodon.Requests.ShouldNotContain(r => r.Path == $"/api/v1/statuses/{known}");
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_reading_took_is_not_missing_and_what_it_has_still_to_take_is_no_alarm()
    {
        Twilio.Answer = NothingReceived;
        await using var mastodon = new StubMastodon();
        var host = await Reading(mastodon);
        await Compared(host, "Microblog", "Complete");
        var behind = true;
        mastodon.Instead = async (http, asked) =>
        {
            if (!behind || asked.Fields["min_id"].Count == 0) return false;
            http.Response.StatusCode = 503;
            await StubServer.Json(http, "{}");
            return true;
        };
        mastodon.Mention(Light, Writer);            // at 02:00
        host.Clock.Advance(TimeSpan.FromMinutes(75));
        await Eventually.Holds(() => Task.FromResult(mastodon.Requests.Count(r => r.Fields["max_id"].Count == 0 && r.Fields["min_id"].Count == 0 && r.Query.Contains("limit=40", StringComparison.Ordinal)) > 3), "the hour is asked for");
        (await (await host.As("admin1")).Get("/api/channels/reconciliations?troubled=true")).Ok()["items"].Items.ShouldBeEmpty();
        (await Channel(host, "Microblog"))["compared"]["until"].Time.ShouldBe(LastHour.AddMinutes(90));

        behind = false;
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        Json view = Json.Parse("null");
        await Eventually.Holds(async () => (view = await Channel(host, "Microblog"))["compared"]["until"].Time == LastHour.AddMinutes(150), "the hour is compared");
        (view["compared"]["state"].Text, view["compared"]["theirCount"].Number, view["compared"]["ourCount"].Number).ShouldBe(("Complete", 1, 1));
        (await Tickets(host, "Microblog")).ShouldHaveSingleItem();
    }

    private async Task<(HotlineHost Host, StubImap Mailbox)> AMailbox(Func<string, string?>? says = null)
    {
        var mailbox = new StubImap(says);
        void Mail(uint uid, string head, string date)
        {
            mailbox.Mails[uid] = Encoding.Latin1.GetBytes($"From: lin@mail.example\r\nTo: hotline@12345.example.gov\r\nSubject: uid {uid}\r\n{head}\r\nThe street lamp is broken.\r\n");
            mailbox.Dates[uid] = date;
        }
        Mail(3, "Message-ID: <lost@mail.example>\r\n", "02-Mar-2026 08:30:00 +0800");
        Mail(4, "", "02-Mar-2026 08:31:00 +0800");
        Mail(5, "Message-ID: <loop@mail.example>\r\nX-Loop: hotline@12345.example.gov\r\n", "02-Mar-2026 08:32:00 +0800");
        Mail(9, "Message-ID: <read@mail.example>\r\n", "02-Mar-2026 08:40:00 +0800");
        var imap = mailbox.Options.Imap;
        var host = Configured(("Hotline:Channels:Mail:Imap:Host", imap.Host), ("Hotline:Channels:Mail:Imap:Port", $"{imap.Port}"), ("Hotline:Channels:Mail:Imap:Security", "None"), ("Hotline:Channels:Mail:Imap:User", imap.User),
            ("Hotline:Channels:Mail:Imap:Password", imap.Password), ("Hotline:Channels:Mail:Imap:Every", "00:00:00.2"));
        await Eventually.Holds(async () => (await Tickets(host, "Email")).Any(t => t["subject"].Text == "uid 9"), "the mailbox is read");
        return (host, mailbox);
    }

    /// <summary>A list that hides the first mails from the reading, which asks for what is above its cursor.</summary>
    private static string? Hiding(string line) => line.Contains(" 1:* (UID RFC822.SIZE)", StringComparison.Ordinal) ? $"* 4 FETCH (UID 9 RFC822.SIZE 100)\r\n{line.Split(' ')[0]} OK\r\n" : null;

    [Fact]
    public async Task A_mail_that_the_reading_passed_over_is_missed_fetched_once_and_leaves_no_mark_in_the_mailbox()
    {
        var broken = true;
        var (host, mailbox) = await AMailbox(line => Hiding(line) ?? (broken && line.Contains("UID FETCH 3 (UID RFC822.SIZE)", StringComparison.Ordinal) ? $"{line.Split(' ')[0]} NO not now\r\n" : null));
        await using var _ = mailbox;
        var view = await Compared(host, "Email", "Missing");
        view["health"].Text.ShouldBe("Alarm");
        view["missing"].Number.ShouldBe(1);
        view["compared"]["missing"].Texts.ShouldContain("lost@mail.example");
        view["compared"]["missing"].Texts.Count.ShouldBe(3);

        broken = false;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Compared(host, "Email", "Complete");
        (await Tickets(host, "Email")).Select(t => t["subject"].Text).Order().ShouldBe(["uid 3", "uid 4", "uid 9"]);
        (await (await host.As("admin1")).Get("/api/intake/set-aside?reason=mail.loop")).Ok()["items"].Items.ShouldHaveSingleItem();
        var row = await Row(host, "Email");
        (row["theirCount"].Number, row["ourCount"].Number, row["missingCount"].Number, row["recovered"].Number).ShouldBe((4, 1, 3, 3));
        mailbox.Commands.ShouldNotContain(c => c.Contains("SELECT") || c.Contains("STORE") || c.Contains("EXPUNGE") || (c.Contains("BODY[") && !c.Contains("PEEK")));
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mails_that_were_read_are_not_missing_whatever_they_are_known_by()
    {
        var (host, mailbox) = await AMailbox();
        await using var _ = mailbox;
        var view = await Compared(host, "Email", "Complete");
        (view["compared"]["theirCount"].Number, view["compared"]["ourCount"].Number, view["compared"]["missingCount"].Number).ShouldBe((4, 4, 0));
        view["health"].Text.ShouldBe("Working", view.ToString());
    }

    [Fact]
    public async Task A_mailbox_that_cannot_tell_raises_the_alarm_and_is_asked_again()
    {
        var broken = true;
        var (host, mailbox) = await AMailbox(line => broken && line.Contains(" BEFORE ", StringComparison.Ordinal) ? $"{line.Split(' ')[0]} BAD what is that\r\n" : null);
        await using var _ = mailbox;
        (await Compared(host, "Email", "Failed"))["health"].Text.ShouldBe("Alarm");
        broken = false;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        (await Compared(host, "Email", "Complete"))["compared"]["theirCount"].Number.ShouldBe(4);
    }

    private const string LostCall = "CA00000000000000000000000000000001";
    private const string Withheld = "CA00000000000000000000000000000002";
    private const string TakenCall = "CA00000000000000000000000000000003";
    private static readonly (string, string?)[] Voice = [("Hotline:Channels:Twilio:ApiKeySid", "SK0123456789abcdef0123456789abcdef"), ("Hotline:Channels:Twilio:ApiKeySecret", "s"), ("Hotline:Channels:Twilio:TwimlAppSid", "AP0123456789abcdef0123456789abcdef")];

    private static string CallOf(string sid, string from) => $$"""{"sid":"{{sid}}","from":"{{from}}","to":"{{Hotline}}","direction":"inbound","status":"failed","start_time":"Mon, 02 Mar 2026 00:30:00 +0000"}""";

    [Fact]
    public async Task A_call_that_never_reached_us_is_missed_and_becomes_a_ticket_to_call_back()
    {
        var broken = true;
        var asked = false;
        Twilio.Answer = seen => seen.Target.Contains("/Calls.json", StringComparison.Ordinal) ? !asked ? (500, "{}") : (200, $$"""{"calls":[{{CallOf(LostCall, "+15005550006")}},{{CallOf(Withheld, "anonymous")}},{{CallOf(TakenCall, "+15005550007")}}],"next_page_uri":null}""")
            : seen.Target.Contains($"/Calls/{LostCall}.json", StringComparison.Ordinal) ? broken ? (500, "{}") : (200, CallOf(LostCall, "+15005550006"))
            : seen.Target.Contains($"/Calls/{Withheld}.json", StringComparison.Ordinal) ? (200, CallOf(Withheld, "anonymous")) : NothingReceived(seen);
        var host = Configured(Voice);
        await Compared(host, "Phone", "Failed");
        var form = Form(TakenCall);
        (form["From"], form["To"], form["CallStatus"]) = ("+15005550007", Hotline, "ringing");
        (await Report(host, "/webhooks/twilio/voice", form)).Status.ShouldBe(200);
        asked = true;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        var view = await Compared(host, "Phone", "Missing");
        view["health"].Text.ShouldBe("Alarm");
        view["missing"].Number.ShouldBe(1);
        view["compared"]["missing"].Texts.ShouldBe([LostCall, Withheld]);

        broken = false;
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await Compared(host, "Phone", "Complete");
        var tickets = await Tickets(host, "Phone");
        tickets.Count.ShouldBe(2);
        tickets.ShouldAllBe(t => t["subject"].Text == "来电未接通 / A call was not connected");
        var agent = await host.As("agent1");
        var all = new List<Json>();
        foreach (var ticket in tickets) all.Add(await agent.Ticket(ticket["id"].Id));
        all.ShouldContain(t => t["body"].Text.Contains("2026-03-02 08:30") && t["body"].Text.Contains("请回拨") && t["body"].Text.Contains("call back"));
        all.ShouldContain(t => t["body"].Text.Contains("无法回拨"));
        all.ShouldAllBe(t => !t["body"].Text.Contains("5550006"));   // the number stands with the resident, sealed
        await Eventually.Holds(() => Task.FromResult(Twilio.Requests.Any(r => r.Method == "POST" && r.Body.Contains("To=%2B15005550006", StringComparison.Ordinal))), "the caller hears that it is known");
        var row = await Row(host, "Phone");
        (row["theirCount"].Number, row["ourCount"].Number, row["missingCount"].Number, row["recovered"].Number).ShouldBe((3, 1, 2, 2));
    }

    [Fact]
    public async Task Calls_are_not_counted_whereTwilio_brings_texts_alone()
    {
        Twilio.Answer = NothingReceived;
        var host = Configured();
        await Compared(host, "Sms", "Complete");
        (await Channel(host, "Phone"))["canCount"].Flag.ShouldBeFalse();
        Twilio.Requests.ShouldNotContain(r => r.Target.Contains("/Calls.json"));
    }
}
