using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Channels.Cti;

namespace Hotline.Channels.Tests.Cti;

public sealed class CtiTests
{
    private const string Key = "0123456789abcdef";
    private const string Ringing = """{"eventId":"e1","event":"ringing","callId":"c1","at":"2026-03-02T10:00:00+08:00","from":"13800000000","dialled":"12345","extension":"1001","more":{"x":1}}""";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly CtiOptions Options = new() { Key = Key };

    private static CtiVerdict Judge(string? time, string? signature, string body = Ringing) => CtiWebhook.Judge(Options, time, signature, Encoding.UTF8.GetBytes(body), Now);

    private static string Unix(int seconds = 0) => (Now.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void The_signature_is_an_hmac_of_time_full_stop_and_body() =>
        CtiWebhook.Sign(Key, "1772416800", "{}"u8).ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), "1772416800.{}"u8)));

    [Theory]
    [InlineData(0, CtiVerdict.Genuine)]
    [InlineData(-300, CtiVerdict.Genuine)]
    [InlineData(-301, CtiVerdict.Stale)]
    [InlineData(301, CtiVerdict.Stale)]
    public void Clocks_may_differ_by_five_minutes(int seconds, CtiVerdict verdict) => Judge(Unix(seconds), CtiWebhook.Sign(Key, Unix(seconds), Encoding.UTF8.GetBytes(Ringing))).ShouldBe(verdict);

    [Fact]
    public void Another_key_body_or_time_is_noticed()
    {
        var body = Encoding.UTF8.GetBytes(Ringing);
        Judge(Unix(), CtiWebhook.Sign("another-key-of-16", Unix(), body)).ShouldBe(CtiVerdict.SignatureWrong);
        Judge(Unix(), CtiWebhook.Sign(Key, Unix(), body), Ringing + " ").ShouldBe(CtiVerdict.SignatureWrong);
        Judge(Unix(1), CtiWebhook.Sign(Key, Unix(), body)).ShouldBe(CtiVerdict.SignatureWrong);
        Judge(Unix(), null).ShouldBe(CtiVerdict.SignatureMissing);
        Judge("soon", "x").ShouldBe(CtiVerdict.SignatureMissing);
        Judge("9223372036854775807", CtiWebhook.Sign(Key, "9223372036854775807", body)).ShouldBe(CtiVerdict.Stale);
        CtiWebhook.Judge(new CtiOptions { Key = "short" }, Unix(), "x", body, Now).ShouldBe(CtiVerdict.NotConfigured);
    }

    [Fact]
    public void An_event_is_read()
    {
        using var json = JsonDocument.Parse(Ringing);
        CtiEvent.TryRead(json.RootElement, out var read, out _).ShouldBeTrue();
        read.ShouldBe(new CtiEvent("e1", CtiEventKind.Ringing, "c1", Now, "13800000000", "12345", "1001", null));
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("""{"event":"ringing","callId":"c","at":"2026-03-02T02:00:00Z"}""", "eventId")]
    [InlineData("""{"eventId":"e","event":"dancing","callId":"c","at":"2026-03-02T02:00:00Z"}""", "event")]
    [InlineData("""{"eventId":"e","event":"ringing","callId":7,"at":"2026-03-02T02:00:00Z"}""", "callId")]
    [InlineData("""{"eventId":"e","event":"ringing","callId":"c","at":"2026-03-02T02:00:00"}""", "at")]
    [InlineData("""{"eventId":"e","event":"ringing","callId":"c","at":"0001-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"eventId":"e","event":"ringing","callId":"c","at":"2026-03-02T02:00:00Z","extension":"1001,1002"}""", "extension")]
    [InlineData("""{"eventId":"e","event":"recording-ready","callId":"c","at":"2026-03-02T02:00:00Z"}""", "recordingUrl")]
    [InlineData("""{"eventId":"e","event":"recording-ready","callId":"c","at":"2026-03-02T02:00:00Z","recordingUrl":"http://u:p@h/x"}""", "recordingUrl")]
    public void A_member_at_fault_is_named(string text, string field)
    {
        using var json = JsonDocument.Parse(text);
        CtiEvent.TryRead(json.RootElement, out _, out var error).ShouldBeFalse();
        error.Field.ShouldBe(field);
    }

    [Theory]
    [InlineData("https://pbx.example.gov/recordings/2026/a.wav", true)]
    [InlineData("https://pbx.example.gov/recordings/../etc/passwd", false)]
    [InlineData("https://pbx.example.gov/recordings/..%2f..%2fetc/passwd", false)]
    [InlineData("https://pbx.example.gov/recordings-of-others/a.wav", false)]
    [InlineData("http://pbx.example.gov/recordings/a.wav", false)]
    [InlineData("https://u:p@pbx.example.gov/recordings/a.wav", false)]
    [InlineData("https://elsewhere.example/recordings/a.wav", false)]
    [InlineData("file:///recordings/a.wav", false)]
    public void Recordings_are_asked_for_below_the_configured_address_only(string address, bool asked)
    {
        using var http = new HttpClient();
        new CtiMedia(http, new() { Key = Key, RecordingBaseUrl = new("https://pbx.example.gov/recordings") }).Serves(new(address)).ShouldBe(asked);
        new CtiMedia(http, Options).Serves(new(address)).ShouldBeFalse();
    }
}
