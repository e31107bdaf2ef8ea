using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Channels.Tests.Microblog;

/// <summary>A request as it reached a stand-in.</summary>
internal sealed record Asked(string Method, string Path, string Query, string Body, IHeaderDictionary Headers)
{
    public IQueryCollection Fields => new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query));

    public Dictionary<string, Microsoft.Extensions.Primitives.StringValues> Form => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Body);
}

/// <summary>A provider's stand-in on this machine: remembers what it was asked, and can be made to fail in every way providers fail.</summary>
internal abstract class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();

    protected StubServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Handle);
        _app.Start();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public ConcurrentQueue<Asked> Requests { get; } = [];

    /// <summary>Answers in the provider's place when it says true.</summary>
    public Func<HttpContext, Asked, Task<bool>>? Instead { get; set; }

    /// <summary>Ends what is still open, such as a stream.</summary>
    protected CancellationToken Stopping => _stopping.Token;

    /// <summary>Every request gets this answer.</summary>
    public void Fail(int status, string body = "", params (string Name, string Value)[] headers) => Instead = async (context, _) =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted);
        return true;
    };

    /// <summary>Half an answer, then the connection is gone.</summary>
    public void BreakOff() => Instead = async (context, _) =>
    {
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync("{\"id\":\"1"u8.ToArray(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
        return true;
    };

    /// <summary>Takes the request in and never answers.</summary>
    public void Hang() => Instead = async (context, _) =>
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping);
        await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return true;
    };

    public static Task Json(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json)).AsTask();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task Answer(HttpContext context, Asked asked);

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = new Asked(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", await reader.ReadToEndAsync(context.RequestAborted), new HeaderDictionary(context.Request.Headers.ToDictionary()));
        Requests.Enqueue(asked);
        if (Instead is null || !await Instead(context, asked))
        {
            await Answer(context, asked);
        }
    }
}
