using Hotline.Channels.Twilio;

namespace Hotline.Api.Tests;

/// <summary>A city with Twilio, mail and WeChat, at a stand-in for the providers.</summary>
public abstract class ConfiguredChannels(HostFixture fixture) : ThroughTheFrontDoor(fixture), IAsyncLifetime
{
    protected const string Account = "AC0123456789abcdef0123456789abcdef";
    protected const string Token = "0123456789abcdef0123456789abcdef";
    protected const string Site = "https://12345.example.gov";
    protected const string Hotline = "+15005550009";

    private protected StubProvider Twilio { get; private set; } = null!;
    private HotlineHost? _configured;

    public async ValueTask InitializeAsync() => Twilio = await StubProvider.Start();

    public async ValueTask DisposeAsync()
    {
        _configured?.Dispose();
        await Twilio.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected HotlineHost Configured(params (string, string?)[] more) => _configured ??= Fixture.With(
    [
        ("Hotline:PublicBaseUrl", Site), ("Hotline:Channels:Twilio:AccountSid", Account), ("Hotline:Channels:Twilio:AuthToken", Token), ("Hotline:Channels:Twilio:PhoneNumber", Hotline),
        ("Hotline:Channels:Twilio:ApiBaseUrl", Twilio.Address.ToString()), ("Hotline:Reconciliation:Every", "00:00:00.2"), ("Hotline:Channels:Mail:RawKey", "0123456789abcdef"), ("Hotline:Channels:Mail:Address", "hotline@12345.example.gov"),
        ("Hotline:Channels:WeChat:AppId", "wx0123456789abcdef"), ("Hotline:Channels:WeChat:AppSecret", "s"), ("Hotline:Channels:WeChat:Token", "channeltoken"), ("Hotline:Channels:WeChat:ApiBaseUrl", Twilio.Address.ToString()), .. more,
    ]);

    protected static async Task<Json> Channel(HotlineHost host, string name) => (await (await host.As("admin1")).Get("/api/channels")).Ok().Items.Single(c => c["channel"].Text == name);

    /// <summary>An empty list of messages, so that nothing is missing.</summary>
    private protected static (int, string) NothingReceived(SeenRequest seen) => seen.Target.Contains("/Messages.json", StringComparison.Ordinal) ? (200, """{"messages":[],"next_page_uri":null}""") : (404, "{}");

    protected static Dictionary<string, string> Form(string call, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string> { ["CallSid"] = call, ["AccountSid"] = Account, ["From"] = Hotline, ["To"] = "+8613800001111", ["CallStatus"] = "in-progress" };
        foreach (var (name, value) in more) form[name] = value;
        return form;
    }

    protected static async Task<Answer> Report(HotlineHost host, string path, Dictionary<string, string> form, string? signature = null) =>
        await host.Anybody().Raw(HttpMethod.Post, path, await new FormUrlEncodedContent(form).ReadAsStringAsync(), "application/x-www-form-urlencoded", (TwilioSignature.Header, signature ?? TwilioSignature.Compute(Token, Site + path, form)));
}
