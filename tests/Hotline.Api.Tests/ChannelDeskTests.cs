using Hotline.Channels.Twilio;

namespace Hotline.Api.Tests;

public sealed class ChannelDeskOnSqlite(SqliteWithSockets fixture) : ChannelDeskTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class ChannelDeskOnPostgres(PostgresWithSockets fixture) : ChannelDeskTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>The page of the channels, the comparison with the providers, and calls that hide both numbers.</summary>
public abstract class ChannelDeskTests(HostFixture fixture) : ThroughTheFrontDoor(fixture), IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Site = "https://12345.example.gov";
    private const string Hotline = "+15005550009";
    private const string Lost = "SM00000000000000000000000000000001";

    private StubProvider _twilio = null!;
    private HotlineHost? _configured;

    public async ValueTask InitializeAsync() => _twilio = await StubProvider.Start();

    public async ValueTask DisposeAsync()
    {
        _configured?.Dispose();
        await _twilio.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private HotlineHost Configured(params (string, string?)[] more) => _configured ??= Fixture.With(
    [
        ("Hotline:PublicBaseUrl", Site), ("Hotline:Channels:Twilio:AccountSid", Account), ("Hotline:Channels:Twilio:AuthToken", Token), ("Hotline:Channels:Twilio:PhoneNumber", Hotline),
        ("Hotline:Channels:Twilio:ApiBaseUrl", _twilio.Address.ToString()), ("Hotline:Reconciliation:Every", "00:00:00.2"), ("Hotline:Channels:Mail:RawKey", "0123456789abcdef"), ("Hotline:Channels:Mail:Address", "hotline@12345.example.gov"),
        ("Hotline:Channels:WeChat:AppId", "wx0123456789abcdef"), ("Hotline:Channels:WeChat:AppSecret", "s"), ("Hotline:Channels:WeChat:Token", "channeltoken"), ("Hotline:Channels:WeChat:ApiBaseUrl", _twilio.Address.ToString()), .. more,
    ]);

    private static async Task<Json> Channel(HotlineHost host, string name) => (await (await host.As("admin1")).Get("/api/channels")).Ok().Items.Single(c => c["channel"].Text == name);

    /// <summary>An empty list of messages, so that nothing is missing.</summary>
    private static (int, string) NothingReceived(SeenRequest seen) => seen.Target.Contains("/Messages.json", StringComparison.Ordinal) ? (200, """{"messages":[],"next_page_uri":null}""") : (404, "{}");

    [Fact]
    public async Task Each_channel_says_what_is_missing_for_it()
    {
        (await Channel(Host, "Sms"))["whyNotConfigured"].Text.ShouldContain("Hotline:Channels:Twilio");
        (await Channel(Host, "Email"))["whyNotConfigured"].Text.ShouldContain("Hotline:Channels:Mail");
        (await Channel(Host, "Microblog"))["health"].Text.ShouldBe("NotConfigured");
        (await Channel(Host, "Web"))["health"].Text.ShouldBe("Working");
        var tested = (await (await Host.As("admin1")).Post("/api/channels/Sms/test", new { })).Ok();
        tested["ok"].Flag.ShouldBeFalse();
        tested["steps"][0]["detail"].Text.ShouldContain("Hotline:Channels:Twilio");
        (await (await Host.As("admin1")).Post("/api/channels/Telegraph/test", new { })).Refused(404, "channel.unknown");
        (await (await Host.As("admin1")).Post("/api/channels/Web/test", new { to = "x" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["to"]);
    }

    [Theory]
    [InlineData("Sms", "Incoming")]
    [InlineData("WeChat", "Incoming")]
    [InlineData("Email", "Incoming")]
    [InlineData("Api", "Incoming")]
    [InlineData("Web", "Intake")]
    [InlineData("Counter", "Intake")]
    public async Task A_test_goes_the_real_way_tells_the_time_and_opens_no_ticket(string channel, string part)
    {
        _twilio.Answer = NothingReceived;
        var host = Configured();
        for (var i = 0; i < 2; i++)
        {
            var tested = (await (await host.As("admin1")).Post($"/api/channels/{channel}/test", new { })).Ok();
            tested["ok"].Flag.ShouldBeTrue(tested.ToString());
            tested["steps"][0]["part"].Text.ShouldBe(part);
            tested["steps"][0]["milliseconds"].Number.ShouldBeGreaterThan(0);
            tested["messageId"].IsMissing.ShouldBeFalse();
        }
        var view = await Channel(host, channel);
        view["messages"].Number.ShouldBe(2);
        view["health"].Text.ShouldBe("Working", view.ToString());
        (await (await host.As("agent1")).Get("/api/tickets")).Ok()["items"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_test_can_send_a_text_to_a_number_of_the_operators_own()
    {
        _twilio.Answer = seen => seen.Method == "POST" ? (201, """{"sid":"SM0123456789abcdef0123456789abcdef","status":"queued"}""") : NothingReceived(seen);
        var admin = await Configured().As("admin1");
        var steps = (await admin.Post("/api/channels/Sms/test", new { to = "+1 500 555 0006" })).Ok()["steps"];
        steps.Items.Select(s => s["part"].Text).ShouldBe(["Incoming", "Provider", "Outgoing"]);
        steps.Items.ShouldAllBe(s => s["ok"].Flag);
        _twilio.Requests.Single(r => r.Method == "POST").Body.ShouldContain("To=%2B15005550006");
        (await admin.Post("/api/channels/Sms/test", new { to = "' OR 1=1" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["to"]);
    }

    [Fact]
    public async Task A_message_that_never_reached_us_is_missed_named_and_fetched()
    {
        var fetched = $$"""{"sid":"{{Lost}}","account_sid":"{{Account}}","from":"+15005550006","to":"{{Hotline}}","body":"桂子路井盖丢失。","direction":"inbound","num_media":"0","date_sent":"Mon, 02 Mar 2026 00:30:00 +0000"}""";
        var broken = true;
        _twilio.Answer = seen => seen.Target.Contains($"/Messages/{Lost}.json", StringComparison.Ordinal) ? broken ? (500, "{}") : (200, fetched)
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
        _twilio.Answer = _ => (status, json);
        var host = Configured();
        await Eventually.Holds(async () => (await Channel(host, "Sms"))["compared"]["state"].Text == "Failed", "the hour is marked");
        (await Channel(host, "Sms"))["health"].Text.ShouldBe("Alarm");
        _twilio.Answer = NothingReceived;
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.Holds(async () => (await Channel(host, "Sms"))["health"].Text == "Working", "the hour is compared");
        (await (await host.As("admin1")).Get("/api/channels/reconciliations?after=x")).Refused(400, "request.invalid");
    }

    private static Dictionary<string, string> Form(string call, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string> { ["CallSid"] = call, ["AccountSid"] = Account, ["From"] = Hotline, ["To"] = "+8613800001111", ["CallStatus"] = "in-progress" };
        foreach (var (name, value) in more) form[name] = value;
        return form;
    }

    private static async Task<Answer> Report(HotlineHost host, string path, Dictionary<string, string> form, string? signature = null) =>
        await host.Anybody().Raw(HttpMethod.Post, path, await new FormUrlEncodedContent(form).ReadAsStringAsync(), "application/x-www-form-urlencoded", (TwilioSignature.Header, signature ?? TwilioSignature.Compute(Token, Site + path, form)));

    private const string Leg = "CA0123456789abcdef0123456789abcdef";

    /// <summary>A confidential ticket in hand, and the address of its relayed call.</summary>
    private async Task<(GivenTicket Ticket, string Path)> ARelayedCall(HotlineHost host)
    {
        var ticket = await host.Given.ATicketInHand(sender: "13900002222", confidential: true);
        _twilio.Answer = seen => seen.Target.EndsWith("/Calls.json", StringComparison.Ordinal) ? (201, $$"""{"sid":"{{Leg}}","status":"queued"}""") : NothingReceived(seen);
        var view = await (await host.As("handler1")).Do(ticket.Id, "relay-call", new { callerNumber = "138 0000 1111" });
        await Eventually.Holds(() => Task.FromResult(_twilio.Requests.Any(r => r.Target.EndsWith("/Calls.json", StringComparison.Ordinal))), "the first leg is rung");
        return (ticket, $"/webhooks/twilio/relay/{view["relayCalls"][0]["id"].Text}");
    }

    [Fact]
    public async Task A_department_speaks_with_a_resident_and_neither_sees_the_others_number()
    {
        var host = Configured();
        var (ticket, path) = await ARelayedCall(host);
        var rung = _twilio.Requests.Single(r => r.Target.EndsWith("/Calls.json", StringComparison.Ordinal)).Body;
        rung.ShouldContain("To=%2B8613800001111");
        rung.ShouldContain("From=%2B15005550009");
        rung.ShouldNotContain("13900002222");
        (await (await host.As("handler1")).Try(ticket.Id, "relay-call", new { callerNumber = "13800001111" })).Refused(409, "relay.call_running");

        var bridged = await Report(host, $"{path}/answer", Form(Leg));
        bridged.Body.ShouldContain("+8613900002222</Number>");
        bridged.Body.ShouldContain("callerId=\"+15005550009\"");
        bridged.Body.ShouldContain("record=\"record-from-answer-dual\"");
        bridged.Body.ShouldNotContain("13800001111");
        (await Report(host, $"{path}/notice", Form("CA11111111111111111111111111111111"))).Body.ShouldContain("通话将被录音");

        var recording = Form(Leg, ("RecordingSid", "RE0123456789abcdef0123456789abcdef"), ("RecordingUrl", $"{_twilio.Address}2010-04-01/Accounts/{Account}/Recordings/RE0123456789abcdef0123456789abcdef"), ("RecordingStatus", "completed"));
        for (var i = 0; i < 2; i++) (await Report(host, $"{path}/recording", recording)).Status.ShouldBe(200);
        for (var i = 0; i < 2; i++) (await Report(host, $"{path}/status", Form(Leg, ("CallStatus", "completed"), ("CallDuration", "50")))).Status.ShouldBe(200);
        (await Report(host, $"{path}/done", Form(Leg, ("DialCallStatus", "completed"), ("DialCallDuration", "35")))).Body.ShouldContain("<Hangup");
        (await Report(host, $"{path}/leg", Form("CA22222222222222222222222222222222", ("CallStatus", "busy")))).Status.ShouldBe(200);   // too late to matter

        var handler = await host.As("handler1");
        var seen = await handler.Ticket(ticket.Id);
        var call = seen["relayCalls"].Items.ShouldHaveSingleItem();
        (call["state"].Text, call["outcome"].Text, call["seconds"].Number, call["recorded"].Flag).ShouldBe(("Ended", "Connected", 35, true));
        seen["history"].Items.Select(h => h["action"].Text).ShouldContain("RelayCallEnded");
        seen["attachments"].Items.ShouldBeEmpty();                     // a voice tells who it is: the centre looks first
        seen.ToString().ShouldNotContain("2222");
        seen.ToString().ShouldNotContain("13800001111");
        (await (await host.As("agent1")).Ticket(ticket.Id))["attachments"].Items.ShouldHaveSingleItem()["kind"].Text.ShouldBe("Recording");
        (await Report(host, $"{path}/answer", Form(Leg))).Body.ShouldNotContain("<Dial");   // over is over
    }

    [Theory]
    [InlineData("no-answer", "CallerUnreached")]
    [InlineData("failed", "Failed")]
    public async Task A_first_leg_that_nobody_answers_ends_it(string status, string outcome)
    {
        var host = Configured();
        var (ticket, path) = await ARelayedCall(host);
        await Report(host, $"{path}/status", Form(Leg, ("CallStatus", status)));
        (await (await host.As("handler1")).Ticket(ticket.Id))["relayCalls"][0]["outcome"].Text.ShouldBe(outcome);
        await (await host.As("handler1")).Do(ticket.Id, "relay-call", new { callerNumber = "13800001111" });   // and another try may follow
    }

    [Fact]
    public async Task A_forged_or_foreign_request_learns_nothing()
    {
        var host = Configured();
        var (_, path) = await ARelayedCall(host);
        (await Report(host, $"{path}/answer", Form(Leg), "bm90IHRoZSBzaWduYXR1cmU=")).Refused(403, "twilio.signature_wrong");
        (await Report(host, $"{path}/answer", Form("CA99999999999999999999999999999999"))).Body.ShouldNotContain("<Dial");   // another call than the one we made
        (await Report(host, $"/webhooks/twilio/relay/{Guid.NewGuid()}/answer", Form(Leg))).Body.ShouldNotContain("<Dial");
        (await Report(host, $"{path}/status", Form("nonsense"))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["CallSid"]);
        (await Report(host, $"{path}/status", Form(Leg, ("CallStatus", "completed"), ("CallDuration", "-1")))).Refused(400, "request.invalid");
        (await Report(host, $"/webhooks/twilio/relay/{Guid.NewGuid()}/recording", Form(Leg))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_cannot_be_called_is_said_at_once()
    {
        var host = Configured();
        _twilio.Answer = NothingReceived;
        var handler = await host.As("handler1");
        var plain = await host.Given.ATicketInHand(sender: "13900002222");
        (await handler.Try(plain.Id, "relay-call", new { callerNumber = "13800001111" })).Refused(409, "ticket.not_confidential");
        var mailOnly = await host.Given.ATicketInHand(sender: "somebody@example.org", confidential: true);
        (await handler.Try(mailOnly.Id, "relay-call", new { callerNumber = "13800001111" })).Refused(409, "relay.no_phone");
        var ticket = await host.Given.ATicketInHand(sender: "13900002222", confidential: true);
        foreach (var number in new[] { "", "120", "abc", "+0123456789", "1380000111122223333", "13800001111;postd=9" })
            (await handler.Try(ticket.Id, "relay-call", new { callerNumber = number })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["callerNumber"]);
        var unset = await Host.Given.ATicketInHand(sender: "13900002222", confidential: true);
        (await (await Host.As("handler1")).Try(unset.Id, "relay-call", new { callerNumber = "13800001111" })).Refused(503, "relay.not_configured");
    }

    [Fact]
    public async Task A_call_the_provider_refuses_is_over_and_says_so()
    {
        var host = Configured();
        var ticket = await host.Given.ATicketInHand(sender: "13900002222", confidential: true);
        _twilio.Answer = seen => seen.Method == "POST" ? (400, """{"code":21211,"message":"invalid To"}""") : NothingReceived(seen);
        await (await host.As("handler1")).Do(ticket.Id, "relay-call", new { callerNumber = "13800001111" });
        await Eventually.Holds(async () => (await (await host.As("handler1")).Ticket(ticket.Id))["relayCalls"][0]["outcome"].Text == "Failed", "the call has failed");
    }
}
