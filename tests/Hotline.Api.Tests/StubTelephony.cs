using System.Collections.Concurrent;
using Hotline.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Api.Tests;

/// <summary>One request to the provider's API.</summary>
public sealed record AskedOfTwilio(string Method, string Path, IReadOnlyCollection<KeyValuePair<string, string>> Fields)
{
    public string? this[string name] => Fields.FirstOrDefault(f => f.Key == name).Value;
}

/// <summary>A stand-in for Twilio's voice API on this machine: gives out identities, remembers what it was asked and can be told to fail.</summary>
public sealed class StubTelephony : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubTelephony(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public ConcurrentQueue<AskedOfTwilio> Asked { get; } = [];

    /// <summary>Calls that were made, by identity: the address dialled.</summary>
    public ConcurrentDictionary<string, string> Calls { get; } = [];

    /// <summary>What every call is said to be.</summary>
    public string Status { get; set; } = "in-progress";

    /// <summary>Answers instead of the stand-in when it gives a status.</summary>
    public Func<AskedOfTwilio, int?> Fails { get; set; } = _ => null;

    /// <summary>The sound of every recording.</summary>
    public static byte[] Sound { get; } = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, .. "data"u8, 0, 0, 0, 0];

    public static async Task<StubTelephony> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubTelephony(app);
        app.Run(stub.Answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    /// <summary>Waits for a request that fits; the newest one.</summary>
    public async Task<AskedOfTwilio> WasAsked(Func<AskedOfTwilio, bool> fits, string what)
    {
        AskedOfTwilio? found = null;
        await Eventually.Holds(() => Task.FromResult((found = Asked.LastOrDefault(fits)) is not null), what);
        return found!;
    }

    private async Task Answer(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = http.Request.Path.Value!;
        var asked = new AskedOfTwilio(http.Request.Method, path[(path.IndexOf("/Accounts/", StringComparison.Ordinal) + 45)..], UrlForm.Parse(body.Length > 0 ? body : http.Request.QueryString.Value is { Length: > 0 } query ? query[1..] : "").Fields);
        Asked.Enqueue(asked);
        // A call is made before the failure is told: what the caller does not learn may have happened all the same.
        var made = asked is { Method: "POST", Path: "Calls.json" } ? "CA" + Guid.NewGuid().ToString("N") : null;
        var status = Fails(asked);
        if (made is not null && status is not (429 or 400)) Calls[made] = asked["To"]!;
        if (status is { } failure)
        {
            http.Response.StatusCode = failure;
            await http.Response.WriteAsync(failure == 429 ? """{"code":20429,"message":"Too Many Requests","status":429}""" : "{");
            return;
        }
        if (path.EndsWith(".wav", StringComparison.Ordinal))
        {
            http.Response.ContentType = "audio/wav";
            await http.Response.Body.WriteAsync(Sound);
            return;
        }
        http.Response.StatusCode = asked.Method == "DELETE" ? 204 : made is not null ? 201 : 200;
        if (asked.Method == "DELETE") return;
        http.Response.ContentType = "application/json";
        var known = string.Join(',', Calls.Where(c => c.Value == asked["To"]).Select(c => "{\"sid\":\"" + c.Key + "\",\"status\":\"ringing\"}"));
        await http.Response.WriteAsync(made is not null ? "{\"sid\":\"" + made + "\",\"status\":\"queued\"}"
            : asked is { Method: "GET", Path: "Calls.json" } ? "{\"calls\":[" + known + "],\"next_page_uri\":null}"
            : "{\"sid\":\"CF0123456789abcdef0123456789abcdef\",\"conferences\":[{\"sid\":\"CF0123456789abcdef0123456789abcdef\"}],\"status\":\"" + Status + "\"}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
