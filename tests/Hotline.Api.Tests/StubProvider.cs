using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Api.Tests;

/// <summary>A request as it reached the stand-in.</summary>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A stand-in on this machine for a system outside: answers what the test tells it to and remembers what it was asked.</summary>
internal sealed class StubProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubProvider(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public ConcurrentQueue<SeenRequest> Requests { get; } = [];

    /// <summary>Status and JSON text for a request.</summary>
    public Func<SeenRequest, (int Status, string Json)> Answer { get; set; } = _ => (200, "{}");

    public static async Task<StubProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        StubProvider? stub = null;
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var seen = new SeenRequest(http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync());
            var (status, json) = stub!.Answer(seen);
            stub.Requests.Enqueue(seen);
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            if (status is >= 300 and < 400) http.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
            await http.Response.WriteAsync(json);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return stub = new StubProvider(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
