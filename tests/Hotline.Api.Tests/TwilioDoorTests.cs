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

    private static async Task<Answer> Send(HotlineHost host, string path, Dictionary<string, string> form, string? signature = null) =>
        await host.Anybody().Raw(HttpMethod.Post, path, await new FormUrlEncodedContent(form).ReadAsStringAsync(), "application/x-www-form-urlencoded",
            (TwilioSignature.Header, signature ?? TwilioSignature.Compute(Token, Site + path, form)));

    private Task<Answer> Send(string path, Dictionary<string, string> form, string? signature = null) => Send(_configured.Value, path, form, signature);

    [Fact]
    public async Task Without_configuration_the_doors_say_what_is_missing()
    {
        foreach (var path in new[] { "/webhooks/twilio/sms", "/webhooks/twilio/voice", "/webhooks/twilio/voice/step?call=x&n=1", "/webhooks/twilio/voice/status" })
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
}
