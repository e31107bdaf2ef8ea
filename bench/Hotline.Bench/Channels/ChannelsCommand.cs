using System.CommandLine;
using Spectre.Console;

namespace Hotline.Bench.Channels;

/// <summary><c>channels</c>: what the channels can carry, part by part.</summary>
internal static class ChannelsCommand
{
    private static readonly Option<string?> Part = new("--part") { Description = "Only this part; without it all of them" };

    private static readonly (string Name, Func<CancellationToken, Task<int>> Measure)[] Parts =
    [
        ("sms", SmsBench.Measure),
        ("pop", ScreenPopBench.Measure),
        ("line", _ => Task.FromResult(LineBench.Measure())),
        ("mime", MimeBench.Measure),
    ];

    public static Command Create()
    {
        var command = new Command("channels", "What the channels carry, each part beside a limit measured in the same run.") { Part, ServerOptions.NoBuild };
        command.SetAction(async (given, ct) =>
        {
            var wanted = given.GetValue(Part);
            var parts = Parts.Where(p => wanted is null || p.Name == wanted).ToList();
            if (parts.Count == 0) throw new BenchException($"--part is one of: {string.Join(", ", Parts.Select(p => p.Name))}");
            if (!given.GetValue(ServerOptions.NoBuild) && parts.Exists(p => p.Name is "sms" or "pop")) await Servers.Repository.BuildApi(ct);
            AnsiConsole.WriteLine(Servers.Machine.Facts);
            var worst = 0;
            foreach (var (_, measure) in parts) worst = Math.Max(worst, await measure(ct));
            return worst;
        });
        return command;
    }
}
