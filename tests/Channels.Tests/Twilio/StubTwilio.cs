using System.Collections.Concurrent;
using Hotline.Channels.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Channels.Tests.Twilio;

/// <summary>A request as it reached the stand-in.</summary>
internal sealed record Seen(string Method, string Path, string Query, string? Authorization, string? ContentType, string Body);

/// <summary>A stand-in for Twilio on this machine: answers what the test tells it to and remembers what it was asked.</summary>
internal sealed class StubTwilio : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ServiceProvider services;

    private StubTwilio(WebApplication app)
    {
        this.app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Options = new() { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009", ApiBaseUrl = Address };
        services = new ServiceCollection().AddTwilio(Options).BuildServiceProvider();
    }

    public Uri Address { get; }

    public TwilioOptions Options { get; }

    public ConcurrentQueue<Seen> Requests { get; } = [];

    public IOutgoingChannel Sms => services.GetRequiredService<IOutgoingChannel>();

    public IMediaSource Media => services.GetRequiredService<IMediaSource>();

    public TwilioReceived Received => services.GetRequiredService<TwilioReceived>();

    public IRelayCaller Relay => services.GetRequiredService<IRelayCaller>();

    public static async Task<StubTwilio> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        StubTwilio? stub = null;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            stub!.Requests.Enqueue(new(
                context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "",
                context.Request.Headers.Authorization, context.Request.ContentType, body));
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return stub = new(app);
    }

    /// <summary>Answers every request with one status and JSON text.</summary>
    public static Task<StubTwilio> Answering(int status, string json, string? retryAfter = null) => Start(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(json);
    });

    /// <summary>Never answers; ends when the client gives up.</summary>
    public static async Task<StubTwilio> Hanging()
    {
        var stub = await Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        stub.Options.Timeout = TimeSpan.FromMilliseconds(300);
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await app.DisposeAsync();
    }
}
