using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Bench.Replay;
using Hotline.Bench.Servers;
using Spectre.Console;

namespace Hotline.Bench.Push;

/// <summary><c>push</c>: from just before the message is sent until every desk holds the notice of its ticket.</summary>
internal static class PushCommand
{
    private static readonly string[] Users = ["agent1", "agent2", "dispatcher1", "supervisor1"];
    private static readonly Option<int> Clients = new("--clients") { Description = "Desks with a live line", DefaultValueFactory = _ => 200 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Messages a second", DefaultValueFactory = _ => 200 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "How long they come", DefaultValueFactory = _ => 15 };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the figures as JSON" };

    private sealed record Figures(int Clients, int Messages, double PerSecond, Percentiles Milliseconds, long Lost, long Twice, double ServerCores, double ServerMegabytes, string Facts);

    public static Command Create()
    {
        var command = new Command("push", "From a message's sending to its notice in every desk's hands.") { Clients, Rate, Seconds, Json, ServerOptions.NoBuild };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken ct)
    {
        if (!given.GetValue(ServerOptions.NoBuild)) await Repository.BuildApi(ct);
        using var folder = new TemporaryFolder();
        await using var server = await ChildServer.StartApi(folder.Path, new Dictionary<string, string> { ["Hotline__Routing__AutoDispatch"] = "true" }, ct);
        var figures = await Measure(server, given, ct);
        if (given.GetValue(Json)) Console.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
        else Print(figures);
        return figures is { Lost: 0, Twice: 0 } ? 0 : 1;
    }

    private static async Task<Figures> Measure(ChildServer server, ParseResult given, CancellationToken ct)
    {
        var sessions = new List<CookieContainer>();
        foreach (var user in Users) sessions.Add(await DeskClient.SignIn(server.Address, user, ct));
        var desks = Enumerable.Range(0, given.GetValue(Clients)).Select(_ => new DeskClient("TicketReceived")).ToList();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            foreach (var (desk, index) in desks.Select((d, i) => (d, i))) await desk.Connect(server.Address, sessions[index % sessions.Count], ct);
            var listening = desks.ConvertAll(d => d.Listen(over.Token));
            var warm = await Feed(server.Address, given.GetValue(Rate), TimeSpan.FromSeconds(20), "warm", ct);   // code is compiled, caches are filled
            var (before, watch) = (server.ProcessorTime, Stopwatch.StartNew());
            var sent = await Feed(server.Address, given.GetValue(Rate), TimeSpan.FromSeconds(given.GetValue(Seconds)), "push", ct);
            var (elapsed, used) = (watch.Elapsed, server.ProcessorTime - before);
            for (var i = 0; i < 100 && desks.Exists(d => d.Heard.Count < warm.Count + sent.Count); i++) await Task.Delay(100, ct);
            await over.CancelAsync();
            await Task.WhenAll(listening);

            var deliveries = desks.SelectMany(d => d.Heard.Where(h => sent.ContainsKey(h.Of)).GroupBy(h => h.Of)).ToList();
            return new Figures(desks.Count, sent.Count, sent.Count / elapsed.TotalSeconds, Percentiles.Of(deliveries.Select(h => Stopwatch.GetElapsedTime(sent[h.Key], h.First().At).TotalMilliseconds)),
                (long)desks.Count * sent.Count - deliveries.Count, deliveries.LongCount(h => h.Count() > 1), used / elapsed, server.Megabytes, Machine.Facts);
        }
        finally
        {
            foreach (var desk in desks) desk.Dispose();
        }
    }

    /// <summary>Tickets by id with the moment just before their message was sent.</summary>
    private static async Task<ConcurrentDictionary<Guid, long>> Feed(Uri server, double rate, TimeSpan duration, string prefix, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-Api-Key", "demo-intake-key" } } };
        var messages = ReplayFile.Read(Repository.At("config", "demo", "messages.jsonl")).Select(l => l.Message!).ToList();
        var sent = new ConcurrentDictionary<Guid, long>();
        var posts = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < rate * duration.TotalSeconds; i++)
        {
            if (TimeSpan.FromSeconds(i / rate) - watch.Elapsed is { Ticks: > 0 } early) await Task.Delay(early, ct);
            posts.Add(Post(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}"), messages[i % messages.Count]));
        }
        await Task.WhenAll(posts);
        return sent;

        async Task Post(string id, ReplayMessage message)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await http.PostAsJsonAsync("api/intake/messages", new { externalId = id, message.Subject, message.Body }, JsonSerializerOptions.Web, ct);
            response.EnsureSuccessStatusCode();
            var receipt = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
            sent[receipt.GetProperty("ticketId").GetGuid()] = started;
        }
    }

    private static void Print(Figures f)
    {
        AnsiConsole.WriteLine(f.Facts);
        var table = new Table().AddColumns("desks", "messages", "messages/s", "p50 ms", "p99 ms", "max ms", "lost", "twice", "server cores", "server MB");
        table.AddRow($"{f.Clients}", $"{f.Messages}", $"{f.PerSecond:N0}", Percentiles.Show(f.Milliseconds.P50), Percentiles.Show(f.Milliseconds.P99), Percentiles.Show(f.Milliseconds.Max),
            $"{f.Lost}", $"{f.Twice}", f.ServerCores.ToString("0.00", CultureInfo.InvariantCulture), $"{f.ServerMegabytes:N0}");
        AnsiConsole.Write(table);
    }
}
