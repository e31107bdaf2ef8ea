using System.CommandLine;
using System.Globalization;
using Hotline.Bench.Intake;
using Spectre.Console;

namespace Hotline.Bench.Servers;

/// <summary><c>start</c>: how soon the server serves, and how much memory it holds.</summary>
internal static class StartCommand
{
    private const int Messages = 5_000;
    private const int Runs = 3;

    public static Command Create()
    {
        var command = new Command("start", "From the start of the process to serving, and memory idle and after 5,000 messages.") { ServerOptions.NoBuild };
        command.SetAction(async (given, ct) =>
        {
            if (!given.GetValue(ServerOptions.NoBuild)) await Repository.BuildApi(ct);
            await Repository.TrainedModel(ct);
            await Run(ct);
        });
        return command;
    }

    private static async Task Run(CancellationToken ct)
    {
        var (fresh, again, idle) = (new List<double>(), new List<double>(), new List<double>());
        double loaded = 0;
        for (var i = 0; i < Runs; i++)
        {
            using var folder = new TemporaryFolder();
            await using (var server = await ChildServer.StartApi(folder.Path, new Dictionary<string, string>(), ct)) fresh.Add(server.StartTime.TotalSeconds);
            await using (var server = await ChildServer.StartApi(folder.Path, new Dictionary<string, string>(), ct))
            {
                again.Add(server.StartTime.TotalSeconds);
                await Task.Delay(TimeSpan.FromSeconds(2), ct);
                idle.Add(server.Megabytes);
                if (i < Runs - 1) continue;
                using var client = new LoadClient(server.Address);
                await client.Run(8, TimeSpan.MaxValue, ct, Messages);
                await Task.Delay(TimeSpan.FromSeconds(2), ct);
                loaded = server.Megabytes;
            }
        }
        AnsiConsole.WriteLine($"{Machine.Facts}; median of {Runs}; SQLite, trained model present");
        var table = new Table().AddColumns("start, fresh folder", "start, existing database", "memory idle", $"memory after {Messages} messages");
        table.AddRow($"{Median(fresh)} s", $"{Median(again)} s", $"{Median(idle)} MB", $"{loaded.ToString("0", CultureInfo.InvariantCulture)} MB");
        AnsiConsole.Write(table);
    }

    private static string Median(List<double> values) => values.Order().ElementAt(values.Count / 2).ToString("0.0", CultureInfo.InvariantCulture);
}
