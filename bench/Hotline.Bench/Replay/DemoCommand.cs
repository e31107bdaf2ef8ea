using System.CommandLine;
using System.Globalization;
using Hotline.Bench.Doors;
using Hotline.Bench.Servers;
using Spectre.Console;

namespace Hotline.Bench.Replay;

/// <summary><c>demo</c>: a city that never stops talking, until Ctrl-C. It outlives the server.</summary>
internal static class DemoCommand
{
    private static readonly Option<double> PerMinute = new("--per-minute") { Description = "Messages a minute", DefaultValueFactory = _ => 20 };

    public static Command Create()
    {
        var command = new Command("demo", "An endless stream of the invented demo messages, through the API and the web door.") { ServerOptions.To, ServerOptions.Key, PerMinute };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken ct)
    {
        var server = ServerOptions.Address(given);
        var perMinute = given.GetValue(PerMinute);
        if (perMinute <= 0) throw new BenchException("--per-minute must be more than zero.");
        var messages = ReplayFile.Read(Repository.At("config", "demo", "messages.jsonl")).Select(l => l.Message!).ToArray();
        using var api = new Doors.ApiDoor(server, given.GetRequiredValue(ServerOptions.Key));
        using var web = new WebDoor(server);
        var random = new Random(Environment.TickCount);
        try
        {
            while (true)
            {
                random.Shuffle(messages);
                foreach (var message in messages)
                {
                    var fresh = message with { Id = Guid.NewGuid().ToString(), Time = null };
                    await SendSometime(message.Channel is null or "Web" ? web : api, server, fresh, ct);
                    await Task.Delay(TimeSpan.FromMinutes(1 / perMinute), ct);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>Waits for the server as long as it takes; a message that is refused is shown and left behind.</summary>
    private static async Task SendSometime(IDoor door, Uri server, ReplayMessage message, CancellationToken ct)
    {
        for (var told = false; ; await Task.Delay(TimeSpan.FromSeconds(1), ct))
        {
            try
            {
                var answer = await door.Send(message, ct);
                if (answer.Outcome == Outcome.Busy) { await Task.Delay(answer.Wait, ct); continue; }
                var sign = answer.Outcome == Outcome.Refused ? $"refused ({answer.Status})" : "accepted";
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss}  {sign}  {(message.Subject.Length > 0 ? message.Subject : message.Body)}"));
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
            {
                if (!told) AnsiConsole.WriteLine($"Waiting for {server} ...");
                told = true;
            }
        }
    }
}
