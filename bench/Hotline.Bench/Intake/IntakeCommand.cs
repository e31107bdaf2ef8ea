using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hotline.Bench.Servers;
using Spectre.Console;

namespace Hotline.Bench.Intake;

/// <summary><c>intake</c>: how many messages a second are taken durably, beside what the same machine could do at best.</summary>
internal static class IntakeCommand
{
    private static readonly int[] Connections = [1, 8, 32];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly Option<string?> Postgres = new("--postgres") { Description = "A PostgreSQL on which databases may be created; else HOTLINE_TEST_POSTGRES" };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Length of one load", DefaultValueFactory = _ => 8 };
    private static readonly Option<int> Runs = new("--runs") { Description = "Loads of each kind; the median counts", DefaultValueFactory = _ => 3 };
    private static readonly Option<bool> NoWorker = new("--no-worker") { Description = "Without the routing worker, which otherwise shares the processor" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the figures as JSON" };

    private sealed record Figure(string Provider, int Connections, Load Ours, Load Limit, bool Exact)
    {
        public double Ratio => Ours.PerSecond / Limit.PerSecond;
    }

    public static Command Create()
    {
        var command = new Command("intake", "Durable intake through HTTP, beside the limit measured in the same run.") { Postgres, Seconds, Runs, NoWorker, Json, ServerOptions.NoBuild };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken ct)
    {
        if (!given.GetValue(ServerOptions.NoBuild)) await Repository.BuildApi(ct);
        var json = given.GetValue(Json);
        var facts = $"{Machine.Facts}; routing worker {(given.GetValue(NoWorker) ? "off" : "on")}; {given.GetValue(Seconds)} s a load, median of {given.GetValue(Runs)}";
        if (!json) AnsiConsole.WriteLine(facts);
        var figures = await Measure(given, null, ct);
        var postgres = given.GetValue(Postgres) ?? Environment.GetEnvironmentVariable("HOTLINE_TEST_POSTGRES");
        if (postgres is { Length: > 0 }) figures.AddRange(await Measure(given, postgres, ct));
        else if (!json) AnsiConsole.WriteLine("PostgreSQL is skipped: give --postgres or HOTLINE_TEST_POSTGRES.");
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { facts, figures }, JsonSerializerOptions.Web));
        else Print(figures);
        return figures.TrueForAll(f => f.Exact) ? 0 : 1;
    }

    private static async Task<List<Figure>> Measure(ParseResult given, string? postgres, CancellationToken ct)
    {
        await using var ours = await BenchDatabase.Create(postgres, ct);
        await using var limit = await BenchDatabase.Create(postgres, ct);
        var settings = ours.Settings;
        if (given.GetValue(NoWorker)) settings["Hotline__Surfaces"] = "Agent,Resident,Webhooks";

        List<(Load Load, bool Exact)> oursLoads, limitLoads;
        await using (var server = await ChildServer.StartApi(ours.Folder, settings, ct))
            oursLoads = await Loads(server, ours, given, ct);
        // The same bytes: the product's sealed payload is longer than the request.
        var payload = await ours.Count("avg(length(payload)) FROM incoming_message", ct);
        await using (var server = await LimitServer.Start(limit, payload, ct))
            limitLoads = await Loads(server, limit, given, ct);
        return [.. Connections.Select((n, i) => new Figure(ours.Provider, n, oursLoads[i].Load, limitLoads[i].Load, oursLoads[i].Exact && limitLoads[i].Exact))];
    }

    private static async Task<List<(Load, bool)>> Loads(ChildServer server, BenchDatabase database, ParseResult given, CancellationToken ct)
    {
        using var client = new LoadClient(server.Address);
        // Until the hot code is compiled: the claim is what a server does all day, not in its first seconds.
        var acknowledged = (await client.Run(Connections[^1], WarmUp, ct)).Acknowledged;
        var loads = new List<(Load, bool)>();
        foreach (var connections in Connections)
        {
            var runs = new List<Load>();
            var exact = true;
            for (var i = 0; i < given.GetValue(Runs); i++)
            {
                var before = server.ProcessorTime;
                var load = await client.Run(connections, TimeSpan.FromSeconds(given.GetValue(Seconds)), ct);
                runs.Add(load with { ServerMs = (server.ProcessorTime - before).TotalMilliseconds / Math.Max(1, load.Acknowledged) });
                acknowledged += load.Acknowledged;
                exact &= load.Failed == 0 && await HoldsExactly(database, acknowledged, ct);
            }
            loads.Add((runs.OrderBy(r => r.PerSecond).ElementAt(runs.Count / 2), exact));
        }
        return loads;
    }

    /// <summary>Each acknowledged message is there once, as message, ticket, history and event; and nothing else is.</summary>
    private static async Task<bool> HoldsExactly(BenchDatabase database, long acknowledged, CancellationToken ct)
    {
        foreach (var rows in new[] { "FROM incoming_message", "FROM ticket", "FROM ticket_history WHERE action = 'Receive'", "FROM event_log WHERE kind = 'TicketReceived'" })
            if (await database.Count($"count(*) {rows}", ct) is var held && held != acknowledged)
            {
                await Console.Error.WriteLineAsync($"{acknowledged} messages were acknowledged, but {held} lie in {rows}.");
                return false;
            }
        return true;
    }

    private static void Print(List<Figure> figures)
    {
        var table = new Table().AddColumns("database", "connections", "messages/s", "p50 ms", "p99 ms", "CPU ms", "limit/s", "limit p50", "limit p99", "limit CPU", "ours/limit", "rows exact");
        foreach (var f in figures)
            table.AddRow(f.Provider, $"{f.Connections}", $"{f.Ours.PerSecond:N0}", Percentiles.Show(f.Ours.Times.P50), Percentiles.Show(f.Ours.Times.P99), Percentiles.Show(f.Ours.ServerMs),
                $"{f.Limit.PerSecond:N0}", Percentiles.Show(f.Limit.Times.P50), Percentiles.Show(f.Limit.Times.P99), Percentiles.Show(f.Limit.ServerMs), f.Ratio.ToString("0.00", CultureInfo.InvariantCulture), f.Exact ? "yes" : "NO");
        AnsiConsole.Write(table);
    }
}
