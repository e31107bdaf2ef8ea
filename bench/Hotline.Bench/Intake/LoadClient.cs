using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Bench.Replay;
using Hotline.Bench.Servers;

namespace Hotline.Bench.Intake;

/// <summary>One measured load.</summary>
internal sealed record Load(long Acknowledged, long Failed, double PerSecond, Percentiles Times)
{
    /// <summary>Processor time the server spent on each message, in milliseconds; unlike the rate it does not depend on what else runs.</summary>
    public double ServerMs { get; init; }
}

/// <summary>Posts the invented demo messages one by one over so many connections; each waits for its answer before the next.</summary>
internal sealed class LoadClient(Uri server) : IDisposable
{
    private static readonly byte[][] Bodies = [.. ReplayFile.Read(Repository.At("config", "demo", "messages.jsonl")).Select(l => l.Message!).Select(Body)];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 256 })
    { BaseAddress = server, DefaultRequestHeaders = { { "X-Api-Key", "demo-intake-key" } } };
    private long _next;

    /// <summary>As long as <paramref name="duration"/>, or until <paramref name="most"/> messages went out.</summary>
    public async Task<Load> Run(int connections, TimeSpan duration, CancellationToken ct, long most = long.MaxValue)
    {
        var times = new ConcurrentBag<List<double>>();
        long acknowledged = 0, failed = 0, left = most;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < duration && Interlocked.Decrement(ref left) >= 0)
            {
                var started = Stopwatch.GetTimestamp();
                if (await Post(Interlocked.Increment(ref _next), ct)) Interlocked.Increment(ref acknowledged);
                else Interlocked.Increment(ref failed);
                mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            times.Add(mine);
        }, ct)));
        return new Load(acknowledged, failed, acknowledged / watch.Elapsed.TotalSeconds, Percentiles.Of(times.SelectMany(t => t)));
    }

    private async Task<bool> Post(long number, CancellationToken ct)
    {
        var rest = Bodies[number % Bodies.Length];
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"externalId":"bench-{{number}}","""));
        var body = new byte[head.Length + rest.Length];
        head.CopyTo(body, 0);
        rest.CopyTo(body, head.Length);
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await _http.PostAsync("api/intake/messages", content, ct);
        return (int)response.StatusCode == 202;
    }

    /// <summary>Everything of the JSON after the id: UTF-8 as it is, no sender.</summary>
    private static byte[] Body(ReplayMessage message) => JsonSerializer.SerializeToUtf8Bytes(new { subject = message.Subject, body = message.Body }, Options)[1..];

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Dispose() => _http.Dispose();
}
