using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Bench.Doors;
using Hotline.Bench.Intake;
using Hotline.Bench.Push;
using Hotline.Bench.Replay;
using Hotline.Bench.Servers;
using Hotline.Channels.Cti;
using Spectre.Console;

namespace Hotline.Bench.Channels;

/// <summary>
/// From just before the city's telephone system says that a call rings until the agent's desk, told by its live line, has fetched
/// who calls, what they have open and what is to be known of them. Every caller has written before. Alone, and while messages come
/// as fast as one connection carries them. The limit is one bare insert with its request: both hold one commit that was waited for.
/// </summary>
internal static class ScreenPopBench
{
    private const string Key = "a-key-of-the-bench-and-its-pbx";
    private const int Callers = 300;
    private const int MessagesOfEach = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly (string User, string Extension)[] Desks = [("agent1", "0101"), ("agent2", "0102")];

    private sealed record Pops(int Calls, Percentiles Times, double ServerCores);

    /// <summary>1 when a desk was not told within ten seconds, or a hundredth of the screens took longer than a second. PostgreSQL too when HOTLINE_TEST_POSTGRES names one.</summary>
    public static async Task<int> Measure(CancellationToken ct)
    {
        var table = new Table().AddColumns("screen pop on", "load", "calls", "p50 ms", "p99 ms", "max ms", "server cores", "one insert p50 ms", "ours/insert");
        var right = true;
        foreach (var connection in BenchDatabase.Both)
        {
            await using var ours = await BenchDatabase.Create(connection, ct);
            await using var limit = await BenchDatabase.Create(connection, ct);
            var settings = ours.Settings;
            settings["Hotline__Channels__Cti__Key"] = Key;
            Pops alone, busy;
            Load load;
            await using (var server = await ChildServer.StartApi(ours.Folder, settings, ct))
            {
                await Write(server.Address, ct);
                await Ring(server, "warm", WarmUp, ct);
                alone = await Ring(server, "alone", Length, ct);
                using var messages = new LoadClient(server.Address);
                var coming = messages.Run(1, Length, ct);
                busy = await Ring(server, "busy", Length, ct);
                load = await coming;
            }
            Load bare;
            await using (var server = await LimitServer.Start(limit, payloadBytes: 1000, ct))
            {
                using var client = new LoadClient(server.Address);
                await client.Run(1, WarmUp / 2, ct);
                bare = await client.Run(1, Length / 3, ct);
            }
            foreach (var (pops, beside) in new[] { (alone, "calls alone"), (busy, string.Create(CultureInfo.InvariantCulture, $"{load.PerSecond:N0} messages/s")) })
            {
                table.AddRow(ours.Provider, beside, $"{pops.Calls:N0}", Percentiles.Show(pops.Times.P50), Percentiles.Show(pops.Times.P99), Percentiles.Show(pops.Times.Max),
                    pops.ServerCores.ToString("0.00", CultureInfo.InvariantCulture), Percentiles.Show(bare.Times.P50), (pops.Times.P50 / bare.Times.P50).ToString("0.0", CultureInfo.InvariantCulture));
                right &= pops.Times.P99 < 1000;
            }
        }
        AnsiConsole.Write(table);
        return right ? 0 : 1;
    }

    private static string Number(int caller) => string.Create(CultureInfo.InvariantCulture, $"199{caller:00000000}");

    /// <summary>What the callers wrote before.</summary>
    private static async Task Write(Uri server, CancellationToken ct)
    {
        var texts = ReplayFile.Read(Repository.At("config", "demo", "messages.jsonl")).Select(l => l.Message!).ToList();
        using var door = new ApiDoor(server, "demo-intake-key");
        for (var i = 0; i < Callers * MessagesOfEach; i++)
        {
            var text = texts[i % texts.Count];
            var answer = await door.Send(new ReplayMessage(string.Create(CultureInfo.InvariantCulture, $"before-{i}"), text.Subject, text.Body, null, "Sms", Number(i % Callers)), ct);
            if (answer.Outcome != Outcome.Accepted) throw new BenchException($"A message was answered with {answer.Status}.");
        }
    }

    /// <summary>One call after the other at each desk; the next rings when the one before has ended.</summary>
    private static async Task<Pops> Ring(ChildServer server, string name, TimeSpan duration, CancellationToken ct)
    {
        var times = new ConcurrentBag<double>();
        var (before, watch) = (server.ProcessorTime, Stopwatch.StartNew());
        await Task.WhenAll(Desks.Select((d, i) => Desk(server.Address, d.User, d.Extension, $"{name}-{i}", duration, times, ct)));
        return new Pops(times.Count, Percentiles.Of(times), (server.ProcessorTime - before) / watch.Elapsed);
    }

    private static async Task Desk(Uri server, string user, string extension, string name, TimeSpan duration, ConcurrentBag<double> times, CancellationToken ct)
    {
        var session = await DeskClient.SignIn(server, user, ct);
        var rings = System.Threading.Channels.Channel.CreateUnbounded<Guid>();
        using var desk = new DeskClient("CallRinging") { OnHeard = id => rings.Writer.TryWrite(id) };
        await desk.Connect(server, session, ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var listening = desk.Listen(over.Token);
        using var screen = new HttpClient(new SocketsHttpHandler { CookieContainer = session }) { BaseAddress = server };
        using var pbx = new HttpClient { BaseAddress = server };
        var watch = Stopwatch.StartNew();
        for (var i = 0; watch.Elapsed < duration; i++)
        {
            var call = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
            var begun = Stopwatch.GetTimestamp();
            var told = await Tell(pbx, call, "ringing", extension, Number((i + extension[^1]) % Callers), ct);
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(ct))
            {
                patience.CancelAfter(Patience);
                try { while (await rings.Reader.ReadAsync(patience.Token) != told) { } }
                catch (OperationCanceledException) when (!ct.IsCancellationRequested) { throw new BenchException($"The desk was not told of the call {call} within {Patience.TotalSeconds} seconds."); }
            }
            using (var view = await screen.GetAsync($"api/calls/{told}", ct))
            {
                view.EnsureSuccessStatusCode();
                var who = await view.Content.ReadFromJsonAsync<JsonElement>(ct);
                if (who.GetProperty("tickets").GetArrayLength() < MessagesOfEach) throw new BenchException($"The screen of the call {call} lacks what its caller wrote before.");
            }
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Tell(pbx, call, "ended", extension, null, ct);
        }
        await over.CancelAsync();
        await listening;
    }

    private static async Task<Guid> Tell(HttpClient pbx, string call, string happening, string extension, string? from, CancellationToken ct)
    {
        var now = DateTimeOffset.UtcNow;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { eventId = $"{call}-{happening}", @event = happening, callId = call, at = now.ToString("O", CultureInfo.InvariantCulture), from, dialled = "12345", extension });
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/cti/events") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Add(CtiWebhook.TimeHeader, seconds);
        request.Headers.Add(CtiWebhook.SignatureHeader, CtiWebhook.Sign(Key, seconds, body));
        using var response = await pbx.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("callId").GetGuid();
    }
}
