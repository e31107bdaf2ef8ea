namespace Hotline.Api.Tests;

public sealed class RelayCallOnSqlite(SqliteWithSockets fixture) : RelayCallTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class RelayCallOnPostgres(PostgresWithSockets fixture) : RelayCallTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>Calls between a department and a confidential resident that hide both numbers.</summary>
public abstract class RelayCallTests(HostFixture fixture) : ConfiguredChannels(fixture)
{
    private const string Leg = "CA0123456789abcdef0123456789abcdef";

    /// <summary>A confidential ticket in hand, and the address of its relayed call.</summary>
    private async Task<(GivenTicket Ticket, string Path)> ARelayedCall(HotlineHost host)
    {
        var ticket = await host.Given.ATicketInHand(sender: "13900002222", confidential: true);
        Twilio.Answer = seen => seen.Target.EndsWith("/Calls.json", StringComparison.Ordinal) ? (201, $$"""{"sid":"{{Leg}}","status":"queued"}""") : NothingReceived(seen);
        var view = await (await host.As("handler1")).Do(ticket.Id, "relay-call", new { callerNumber = "138 0000 1111" });
        await Eventually.Holds(() => Task.FromResult(Twilio.Requests.Any(r => r.Target.EndsWith("/Calls.json", StringComparison.Ordinal))), "the first leg is rung");
        return (ticket, $"/webhooks/twilio/relay/{view["relayCalls"][0]["id"].Text}");
    }

    [Fact]
    public async Task A_department_speaks_with_a_resident_and_neither_sees_the_others_number()
    {
        var host = Configured();
        var (ticket, path) = await ARelayedCall(host);
        var rung = Twilio.Requests.Single(r => r.Target.EndsWith("/Calls.json", StringComparison.Ordinal)).Body;
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

        var recording = Form(Leg, ("RecordingSid", "RE0123456789abcdef0123456789abcdef"), ("RecordingUrl", $"{Twilio.Address}2010-04-01/Accounts/{Account}/Recordings/RE0123456789abcdef0123456789abcdef"), ("RecordingStatus", "completed"));
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
        Twilio.Answer = NothingReceived;
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
        Twilio.Answer = seen => seen.Method == "POST" ? (400, """{"code":21211,"message":"invalid To"}""") : NothingReceived(seen);
        await (await host.As("handler1")).Do(ticket.Id, "relay-call", new { callerNumber = "13800001111" });
        await Eventually.Holds(async () => (await (await host.As("handler1")).Ticket(ticket.Id))["relayCalls"][0]["outcome"].Text == "Failed", "the call has failed");
    }
}
