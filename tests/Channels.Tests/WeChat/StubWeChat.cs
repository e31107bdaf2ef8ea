using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Hotline.Channels.WeChat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Channels.Tests.WeChat;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>
/// A stand-in for WeChat's API on this machine, written from WeChat's documentation: it gives out tokens, refuses those it has
/// ended, and answers everything else as the test tells it to.
/// </summary>
internal sealed class StubWeChat : IAsyncDisposable
{
    public const string AppId = "wx0123456789abcdef";

    private readonly WebApplication _app;
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _answer;
    private int _tokens;

    private StubWeChat(WebApplication app, RequestDelegate answer)
    {
        (_app, _answer) = (app, answer);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Options = new() { AppId = AppId, AppSecret = "a-secret", Token = "aToken", ApiBaseUrl = Address };
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddWeChat(Options).BuildServiceProvider();
    }

    public Uri Address { get; }

    public WeChatOptions Options { get; }

    public StillClock Clock { get; } = new(new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));

    /// <summary>Bodies of the requests for a token.</summary>
    public ConcurrentQueue<string> TokenRequests { get; } = [];

    /// <summary>Everything else that was asked.</summary>
    public ConcurrentQueue<(string Path, string Query, string Body)> Requests { get; } = [];

    /// <summary>The token in force; another one is refused with 40001.</summary>
    public string? ValidToken { get; set; }

    public int TokenLife { get; set; } = 7200;

    /// <summary>What is answered instead of a token; null: a token.</summary>
    public string? TokenRefusal { get; set; }

    public IOutgoingChannel Channel => _services.GetRequiredService<IOutgoingChannel>();

    public IMediaSource Media => _services.GetRequiredService<IMediaSource>();

    public static Task<StubWeChat> Answering(string json) => Start(context => Json(context, json));

    public static async Task<StubWeChat> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        StubWeChat? stub = null;
        app.Run(context => stub!.Handle(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return stub = new(app, answer);
    }

    public static Task Json(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json; encoding=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json)).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Path == "/cgi-bin/stable_token")
        {
            TokenRequests.Enqueue(body);
            await Json(context, TokenRefusal ?? JsonSerializer.Serialize(new { access_token = ValidToken = $"token-{Interlocked.Increment(ref _tokens)}", expires_in = TokenLife }));
            return;
        }

        Requests.Enqueue((context.Request.Path, context.Request.QueryString.Value ?? "", body));
        if (context.Request.Query["access_token"] != ValidToken)
        {
            await Json(context, """{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}""");
            return;
        }

        await _answer(context);
    }
}
