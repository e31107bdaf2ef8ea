using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Channels;
using Hotline.Channels.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Api.Tests;

/// <param name="To">Digits only.</param>
internal sealed record SentText(string Id, string To, string Text, TimeSpan At, string? Callback);

/// <summary>A stand-in for a provider of text messages on this machine; knows what it has taken on, and can be away.</summary>
internal abstract class SmsProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly long _since = TimeProvider.System.GetTimestamp();

    protected SmsProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            Asked++;
            if (Away)
            {
                http.Response.StatusCode = 503;
                return;
            }
            var (status, json) = Respond(http.Request, body);
            if (Breaks) { http.Abort(); return; }   // it has the message, and nobody hears of it
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(json);
        });
        _app.Start();
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    public ConcurrentQueue<SentText> Sent { get; } = [];
    public int Asked { get; private set; }
    /// <summary>Answers 503 to everything.</summary>
    public bool Away { get; set; }
    /// <summary>Takes messages on and breaks the connection instead of answering.</summary>
    public bool Breaks { get; set; }

    public abstract (string Key, string? Value)[] Settings { get; }

    /// <summary>A resident writes.</summary>
    public abstract Task<Answer> Text(HotlineHost host, string from, string text, string? id = null, bool forged = false);

    /// <summary>A report on a message; states in the words of Twilio.</summary>
    public abstract Task<Answer> Report(HotlineHost host, string id, string state, string? code = null, bool forged = false);

    protected abstract (int Status, string Json) Respond(HttpRequest request, string body);

    protected void Took(string id, string to, string text, string? callback) => Sent.Enqueue(new SentText(id, string.Concat(to.Where(char.IsAsciiDigit)), text, TimeProvider.System.GetElapsedTime(_since), callback));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed class TwilioStandIn : SmsProvider
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Site = "https://12345.example.gov";

    public override (string Key, string? Value)[] Settings =>
    [
        ("Hotline:PublicBaseUrl", Site), ("Hotline:Channels:Twilio:AccountSid", Account), ("Hotline:Channels:Twilio:AuthToken", Token),
        ("Hotline:Channels:Twilio:PhoneNumber", "+15005550009"), ("Hotline:Channels:Twilio:ApiBaseUrl", Address),
    ];

    public override Task<Answer> Text(HotlineHost host, string from, string text, string? id = null, bool forged = false) => Send(host, "/webhooks/twilio/sms", forged, new()
    { ["MessageSid"] = id ?? $"SM{Guid.NewGuid():N}", ["AccountSid"] = Account, ["From"] = "+" + from, ["To"] = "+15005550009", ["Body"] = text, ["NumMedia"] = "0" });

    public override Task<Answer> Report(HotlineHost host, string id, string state, string? code = null, bool forged = false)
    {
        var form = new Dictionary<string, string> { ["MessageSid"] = id, ["AccountSid"] = Account, ["MessageStatus"] = state, ["From"] = "+15005550009", ["To"] = "+15005550006" };
        if (code is not null) form["ErrorCode"] = code;
        return Send(host, "/webhooks/twilio/sms/status", forged, form);
    }

    private static async Task<Answer> Send(HotlineHost host, string path, bool forged, Dictionary<string, string> form) =>
        await host.Anybody().Raw(HttpMethod.Post, path, await new FormUrlEncodedContent(form).ReadAsStringAsync(), "application/x-www-form-urlencoded",
            (TwilioSignature.Header, TwilioSignature.Compute(forged ? "another token" : Token, Site + path, form)));

    protected override (int Status, string Json) Respond(HttpRequest request, string body)
    {
        if (request.Method == "GET")
        {
            var found = Sent.Where(s => request.Query["To"].ToString().Contains(s.To, StringComparison.Ordinal))
                .Select(s => $$"""{"sid":"{{s.Id}}","status":"sent","body":{{System.Text.Json.JsonSerializer.Serialize(s.Text)}},"date_created":"{{DateTimeOffset.UtcNow.AddYears(1):R}}"}""");
            return (200, $$"""{"messages":[{{string.Join(',', found)}}],"next_page_uri":null}""");
        }
        var form = UrlForm.Parse(body);
        var id = $"SM{Guid.NewGuid():N}";
        Took(id, form["To"]!, form["Body"]!, form["StatusCallback"]);
        return (201, $$"""{"sid":"{{id}}","status":"queued"}""");
    }
}

/// <summary>A mainland gateway as its paper might describe it: MD5 over account, time and password going out, HMAC-SHA256 over the body coming in.</summary>
internal sealed class GatewayStandIn : SmsProvider
{
    public const string Site = "https://12345.example.gov";
    private const string PushKey = "a key for pushing";

    public override (string Key, string? Value)[] Settings =>
    [
        ("Hotline:PublicBaseUrl", Site),
        ("Hotline:Channels:SmsGateway:Name", "stand-in"), ("Hotline:Channels:SmsGateway:Sender", "1069012345"),
        ("Hotline:Channels:SmsGateway:Secrets:account", "city"), ("Hotline:Channels:SmsGateway:Secrets:password", "pw"), ("Hotline:Channels:SmsGateway:Secrets:push", PushKey),
        ("Hotline:Channels:SmsGateway:Send:Address", Address + "/send"),
        ("Hotline:Channels:SmsGateway:Send:Body", """{"account":"{secret.account}","mobile":"{national}","content":"{text}","requestId":"{id}","time":"{time:yyyyMMddHHmmss}","sign":"{sign}"}"""),
        ("Hotline:Channels:SmsGateway:Send:Signature:Algorithm", "Md5"), ("Hotline:Channels:SmsGateway:Send:Signature:Template", "{secret.account}{time:yyyyMMddHHmmss}{secret.password}"),
        ("Hotline:Channels:SmsGateway:Send:Answer:Code", "code"), ("Hotline:Channels:SmsGateway:Send:Answer:Text", "message"), ("Hotline:Channels:SmsGateway:Send:Answer:Id", "data.msgId"),
        ("Hotline:Channels:SmsGateway:Send:Answer:Success:0", "0"), ("Hotline:Channels:SmsGateway:Send:Answer:Success:1", "DUPLICATE"), ("Hotline:Channels:SmsGateway:Send:Answer:Retry:0", "BUSY"),
        .. Door("Incoming"), ("Hotline:Channels:SmsGateway:Incoming:From", "mobile"), ("Hotline:Channels:SmsGateway:Incoming:Text", "content"), ("Hotline:Channels:SmsGateway:Incoming:Id", "moId"),
        .. Door("Reports"), ("Hotline:Channels:SmsGateway:Reports:Items", "reports"), ("Hotline:Channels:SmsGateway:Reports:Id", "msgId"), ("Hotline:Channels:SmsGateway:Reports:State", "status"),
        ("Hotline:Channels:SmsGateway:Reports:Code", "code"), ("Hotline:Channels:SmsGateway:Reports:Sent:0", "sent"), ("Hotline:Channels:SmsGateway:Reports:Delivered:0", "delivered"),
        ("Hotline:Channels:SmsGateway:Reports:Retry:0", "30003"),
    ];

    private static (string, string?)[] Door(string name) =>
    [
        ($"Hotline:Channels:SmsGateway:{name}:Given", "{header.X-Sign}"), ($"Hotline:Channels:SmsGateway:{name}:Signature:Algorithm", "HmacSha256"),
        ($"Hotline:Channels:SmsGateway:{name}:Signature:Key", "{secret.push}"), ($"Hotline:Channels:SmsGateway:{name}:Signature:Template", "{header.X-Time}.{body}"),
        ($"Hotline:Channels:SmsGateway:{name}:Timestamp", "{header.X-Time}"),
    ];

    public override Task<Answer> Text(HotlineHost host, string from, string text, string? id = null, bool forged = false) =>
        Push(host, "messages", System.Text.Json.JsonSerializer.Serialize(new { mobile = from, content = text, moId = id ?? Guid.NewGuid().ToString("N") }), forged);

    public override Task<Answer> Report(HotlineHost host, string id, string state, string? code = null, bool forged = false) =>
        Push(host, "reports", System.Text.Json.JsonSerializer.Serialize(new { reports = new[] { new { msgId = id, status = state, code } } }), forged);

    /// <summary>Any body, signed.</summary>
    /// <param name="late">How long ago it was signed.</param>
    public static Task<Answer> Push(HotlineHost host, string door, string body, bool forged = false, TimeSpan late = default)
    {
        var time = (host.Clock.GetUtcNow() - late).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(forged ? "another key" : PushKey), Encoding.UTF8.GetBytes($"{time}.{body}")));
        return host.Anybody().Raw(HttpMethod.Post, $"/webhooks/sms/{door}", body, "application/json", ("X-Sign", sign), ("X-Time", time));
    }

    protected override (int Status, string Json) Respond(HttpRequest request, string body)
    {
        var message = Json.Parse(body);
#pragma warning disable CA5351 // what such gateways ask for
        var sign = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"city{message["time"].Text}pw")));
#pragma warning restore CA5351
        if (message["sign"].Text != sign || message["account"].Text != "city") return (200, """{"code":"DENIED","message":"wrong signature"}""");
        // Known by the request's own number: the same again is not sent again.
        if (Sent.FirstOrDefault(s => s.Id == message["requestId"].Text) is { } known) return (200, $$$"""{"code":"DUPLICATE","data":{"msgId":"{{{known.Id}}}"}}""");
        Took(message["requestId"].Text, message["mobile"].Text, message["content"].Text, null);
        return (200, $$$"""{"code":0,"data":{"msgId":"{{{message["requestId"].Text}}}"}}""");
    }
}
