using Hotline.Channels.Twilio;

namespace Hotline.Api.Tests;

public sealed class TwilioDoorOnSqlite(SqliteWithSockets fixture) : TwilioDoorTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class TwilioDoorOnPostgres(PostgresWithSockets fixture) : TwilioDoorTests(fixture), IClassFixture<PostgresWithSockets>;

public abstract class TwilioDoorTests : ThroughTheFrontDoor, IDisposable
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Site = "https://12345.example.gov";
    /// <summary>Nobody listens there: sending and fetching stay undone, and nothing leaves this machine.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly Lazy<HotlineHost> _configured;

    protected TwilioDoorTests(HostFixture fixture) : base(fixture) => _configured = new(() => fixture.With(
        ("Hotline:PublicBaseUrl", Site), ("Hotline:Channels:Twilio:AccountSid", Account), ("Hotline:Channels:Twilio:AuthToken", Token),
        ("Hotline:Channels:Twilio:PhoneNumber", "+15005550009"), ("Hotline:Channels:Twilio:ApiBaseUrl", Nowhere)));

    public void Dispose()
    {
        if (_configured.IsValueCreated) _configured.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Sid(string kind) => kind + Guid.NewGuid().ToString("N");

    private static Dictionary<string, string> Sms(string sid, string body = "桂子路路灯不亮。") => new()
    { ["MessageSid"] = sid, ["AccountSid"] = Account, ["From"] = "+15005550006", ["To"] = "+15005550009", ["Body"] = body, ["NumMedia"] = "0" };

    private static Dictionary<string, string> Call(string from, string? digits = null)
    {
        var form = new Dictionary<string, string> { ["CallSid"] = Sid("CA"), ["AccountSid"] = Account, ["From"] = from, ["To"] = "+15005550009", ["CallStatus"] = "in-progress" };
        if (digits is not null) form["Digits"] = digits;
        return form;
    }

    private static async Task<Answer> Send(HotlineHost host, string path, Dictionary<string, string> form, string? signature = null) =>
        await host.Anybody().Raw(HttpMethod.Post, path, await new FormUrlEncodedContent(form).ReadAsStringAsync(), "application/x-www-form-urlencoded",
            (TwilioSignature.Header, signature ?? TwilioSignature.Compute(Token, Site + path, form)));

    private Task<Answer> Send(string path, Dictionary<string, string> form, string? signature = null) => Send(_configured.Value, path, form, signature);

    [Fact]
    public async Task Without_configuration_the_doors_say_what_is_missing()
    {
        foreach (var path in new[] { "/webhooks/twilio/sms", "/webhooks/twilio/voice", "/webhooks/twilio/voice/recorded" })
            (await Send(Host, path, Sms(Sid("SM")))).Refused(503, "twilio.not_configured")["detail"].Text.ShouldContain("Hotline:PublicBaseUrl");
    }

    [Fact]
    public async Task A_signed_text_becomes_a_ticket_and_its_acknowledgement_is_kept()
    {
        var host = _configured.Value;
        var answer = await Send("/webhooks/twilio/sms", Sms(Sid("SM")));
        answer.Status.ShouldBe(200, answer.Body);
        answer.ContentHeaders.ContentType?.MediaType.ShouldBe("application/xml");
        var ticket = (await (await host.As("agent1")).Get("/api/tickets?channel=Sms")).Ok()["items"].Items.ShouldHaveSingleItem();
        ticket["subject"].Text.ShouldBe("桂子路路灯不亮");

        Json notice = Json.Parse("null");
        await Eventually.Holds(async () => (notice = (await (await host.As("admin1")).Get("/api/outgoing")).Ok()["items"][0])["reason"].IsMissing == false, "the try is on record with its outcome");
        notice["state"].Text.ShouldBe("Pending");     // the provider cannot be reached; it waits, nothing is lost
        notice["reason"].Text.ShouldNotBeEmpty();
        notice["attempts"].Number.ShouldBeGreaterThan(0);
        notice["ticketNumber"].Text.ShouldBe(ticket["number"].Text);
        notice["text"].Text.ShouldContain(ticket["number"].Text);
        notice["text"].Text.ShouldContain("******");
        notice["to"].Text.ShouldNotContain("5005550006");
    }

    [Fact]
    public async Task A_wrong_or_missing_signature_is_refused()
    {
        (await Send("/webhooks/twilio/sms", Sms(Sid("SM")), "bm90IHRoZSBzaWduYXR1cmU=")).Refused(403, "twilio.signature_wrong");
        (await _configured.Value.Anybody().Raw(HttpMethod.Post, "/webhooks/twilio/sms", "Body=x", "application/x-www-form-urlencoded")).Refused(400, "twilio.signature_missing");
        (await (await _configured.Value.As("agent1")).Get("/api/tickets?channel=Sms")).Ok()["items"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_delivered_again_is_the_same_ticket()
    {
        var sid = Sid("SM");
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Send("/webhooks/twilio/sms", Sms(sid))))) answer.Status.ShouldBe(200);
        (await (await _configured.Value.As("agent1")).Get("/api/tickets?channel=Sms")).Ok()["items"].Items.Count.ShouldBe(1);
        (await (await _configured.Value.As("admin1")).Get("/api/outgoing")).Ok()["items"].Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_field_at_fault_is_named()
    {
        var form = Sms("SM-not-a-sid");
        (await Send("/webhooks/twilio/sms", form)).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["MessageSid"]);
        (await _configured.Value.Anybody().Raw(HttpMethod.Post, "/webhooks/twilio/sms", "{}")).Refused(415, "request.unsupported_type");
    }

    [Fact]
    public async Task A_caller_hears_the_state_of_a_ticket_by_number_and_code()
    {
        var host = _configured.Value;
        var ticket = await host.Given.ADispatchedTicket();
        const string caller = "+15005550011";
        (await Send("/webhooks/twilio/voice", Call(caller))).Body.ShouldContain("/webhooks/twilio/voice/choice");
        (await Send("/webhooks/twilio/voice/choice", Call(caller, "1"))).Body.ShouldContain("/webhooks/twilio/voice/number");
        (await Send("/webhooks/twilio/voice/choice", Call(caller, "2"))).Body.ShouldContain("<Record");
        var asked = await Send("/webhooks/twilio/voice/number", Call(caller, ticket.Number));
        asked.Body.ShouldContain($"/webhooks/twilio/voice/code?number={ticket.Number}");
        var told = await Send($"/webhooks/twilio/voice/code?number={ticket.Number}", Call(caller, Keys(ticket.Code)));
        told.Status.ShouldBe(200);
        told.Body.ShouldContain("已派单");
        told.Body.ShouldContain("城市管理局");
    }

    [Fact]
    public async Task A_caller_who_guesses_codes_is_stopped_even_with_the_right_one()
    {
        var ticket = await _configured.Value.Given.ADispatchedTicket();
        const string caller = "+15005550012";
        for (var i = 0; i < 5; i++)
            (await Send($"/webhooks/twilio/voice/code?number={ticket.Number}", Call(caller, "111111"))).Body.ShouldContain("编号或查询码不正确");
        (await Send($"/webhooks/twilio/voice/code?number={ticket.Number}", Call(caller, Keys(ticket.Code)))).Body.ShouldNotContain("已派单");
        // Another line is not punished for it.
        (await Send($"/webhooks/twilio/voice/code?number={ticket.Number}", Call("+15005550013", Keys(ticket.Code)))).Body.ShouldContain("已派单");
    }

    [Fact]
    public async Task A_voice_message_is_a_ticket_whose_recording_is_being_fetched()
    {
        var recording = Sid("RE");
        var form = Call("+15005550014", "hangup");
        form["RecordingSid"] = recording;
        form["RecordingUrl"] = $"{Nowhere}/2010-04-01/Accounts/{Account}/Recordings/{recording}";
        form["RecordingDuration"] = "12";
        (await Send("/webhooks/twilio/voice/recorded", form)).Status.ShouldBe(200);
        (await Send("/webhooks/twilio/voice/recording", form)).Status.ShouldBe(200);   // both reports name the same recording
        var agent = await _configured.Value.As("agent1");
        var ticket = await agent.Ticket((await agent.Get("/api/tickets?channel=Phone")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id);
        var attachment = ticket["attachments"].Items.ShouldHaveSingleItem();
        attachment["kind"].Text.ShouldBe("Recording");
        attachment["state"].Text.ShouldBe("Fetching");
        (await agent.Get($"/api/attachments/{attachment["id"].Text}")).Refused(404, "attachment.not_found");
    }

    /// <summary>The keys of a telephone that carry the code's characters.</summary>
    private static string Keys(string code) => string.Concat(code.Select(c => char.IsDigit(c) ? c : "22233344455566677778889999"[c - 'A']));
}
