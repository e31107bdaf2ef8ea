using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hotline.Bench.Intake;
using Hotline.Bench.Replay;
using Hotline.Bench.Servers;
using Hotline.Channels.Twilio;
using Spectre.Console;

namespace Hotline.Bench.Channels;

/// <summary>
/// Signed text message webhooks: as many as can be answered after their commit, and the time of the answer at a steady rate. One
/// in ten comes from a number that has written before and goes on with its ticket. The limit is a bare server that inserts the same rows.
/// </summary>
internal static class SmsBench
{
    private const int Connections = 32;
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Site = "https://12345.bench.example";
    private const string Path = "/webhooks/twilio/sms";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    /// <summary>Messages a second of the steady load.</summary>
    private const double Rate = 500;

    /// <summary>1 when a message was lost, doubled or refused, or a hundredth of the answers of the steady load took longer than a second. PostgreSQL too when HOTLINE_TEST_POSTGRES names one.</summary>
    public static async Task<int> Measure(CancellationToken ct)
    {
        var table = new Table().AddColumns("sms on", $"most/s ({Connections} connections)", "p99 ms", "limit/s", "limit p99 ms", "ours/limit", "steady/s", "p50 ms", "p99 ms", "max ms", "rows exact");
        var right = true;
        foreach (var connection in BenchDatabase.Both)
        {
            await using var ours = await BenchDatabase.Create(connection, ct);
            await using var limit = await BenchDatabase.Create(connection, ct);
            var settings = ours.Settings;
            foreach (var (key, value) in new[] { ("PublicBaseUrl", Site), ("Channels__Twilio__AccountSid", Account), ("Channels__Twilio__AuthToken", Token), ("Channels__Twilio__PhoneNumber", "+15005550009"), ("Channels__Twilio__ApiBaseUrl", "http://127.0.0.1:9") })
                settings[$"Hotline__{key}"] = value;

            Load most, steady, bare;
            bool exact;
            await using (var server = await ChildServer.StartApi(ours.Folder, settings, ct))
            {
                using var client = new Client(server.Address);
                var warm = await client.Most(WarmUp, ct);
                most = await client.Most(Length, ct);
                steady = await client.Steady(Rate, Length, ct);
                var taken = warm.Acknowledged + most.Acknowledged + steady.Acknowledged;
                var held = await ours.Count("count(*) FROM incoming_message", ct);
                exact = held == taken && warm.Failed + most.Failed + steady.Failed == 0;
                if (!exact) await Console.Error.WriteLineAsync($"{taken} were acknowledged, {held} are stored; {warm.Failed + most.Failed + steady.Failed} failed.");
            }
            var payload = await ours.Count("avg(length(payload)) FROM incoming_message", ct);
            await using (var server = await LimitServer.Start(limit, payload, ct))
            {
                using var client = new LoadClient(server.Address);
                await client.Run(Connections, WarmUp / 2, ct);
                bare = await client.Run(Connections, Length, ct);
            }
            table.AddRow(ours.Provider, $"{most.PerSecond:N0}", Percentiles.Show(most.Times.P99), $"{bare.PerSecond:N0}", Percentiles.Show(bare.Times.P99), (most.PerSecond / bare.PerSecond).ToString("0.00", CultureInfo.InvariantCulture),
                $"{steady.PerSecond:N0}", Percentiles.Show(steady.Times.P50), Percentiles.Show(steady.Times.P99), Percentiles.Show(steady.Times.Max), exact ? "yes" : "NO");
            right &= exact && steady.Times.P99 < 1000;
        }
        AnsiConsole.Write(table);
        return right ? 0 : 1;
    }

    private sealed class Client(Uri server) : IDisposable
    {
        private const int Regulars = 1_000;
        private static readonly string[] Texts = [.. ReplayFile.Read(Repository.At("config", "demo", "messages.jsonl")).Select(l => $"{l.Message!.Subject}\n{l.Message.Body}")];
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 512 }) { BaseAddress = server };
        private long _next;

        /// <summary>So many connections, each waiting for its answer before the next.</summary>
        public async Task<Load> Most(TimeSpan duration, CancellationToken ct)
        {
            var (times, failed) = (new ConcurrentBag<double>(), 0L);
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
            {
                while (watch.Elapsed < duration)
                {
                    var begun = Stopwatch.GetTimestamp();
                    if (!await Post(ct)) Interlocked.Increment(ref failed);
                    times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
            }, ct)));
            return new Load(times.Count - failed, failed, (times.Count - failed) / watch.Elapsed.TotalSeconds, Percentiles.Of(times));
        }

        /// <summary>So many a second whatever the answers take; a time counts from the moment the message was due.</summary>
        public async Task<Load> Steady(double perSecond, TimeSpan duration, CancellationToken ct)
        {
            var (times, failed, sent) = (new ConcurrentBag<double>(), 0L, new List<Task>());
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < perSecond * duration.TotalSeconds; i++)
            {
                var due = TimeSpan.FromSeconds(i / perSecond);
                if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : due - watch.Elapsed, ct);
                sent.Add(Task.Run(async () =>
                {
                    if (!await Post(ct)) Interlocked.Increment(ref failed);
                    times.Add((watch.Elapsed - due).TotalMilliseconds);
                }, ct));
            }
            await Task.WhenAll(sent);
            return new Load(times.Count - failed, failed, (times.Count - failed) / watch.Elapsed.TotalSeconds, Percentiles.Of(times));
        }

        private async Task<bool> Post(CancellationToken ct)
        {
            var number = Interlocked.Increment(ref _next);
            var from = number % 10 == 0 ? number / 10 % Regulars : Regulars + number;
            KeyValuePair<string, string>[] form =
            [
                new("MessageSid", string.Create(CultureInfo.InvariantCulture, $"SM{number:x32}")), new("AccountSid", Account), new("From", string.Create(CultureInfo.InvariantCulture, $"+86199{from:00000000}")),
                new("To", "+15005550009"), new("Body", Texts[number % Texts.Length]), new("NumMedia", "0"),
            ];
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Add(TwilioSignature.Header, TwilioSignature.Compute(Token, Site + Path, form));
            using var response = await _http.SendAsync(request, ct);
            return response.IsSuccessStatusCode;
        }

        public void Dispose() => _http.Dispose();
    }
}
