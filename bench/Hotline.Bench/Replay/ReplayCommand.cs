using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hotline.Bench.Doors;
using Spectre.Console;

namespace Hotline.Bench.Replay;

/// <summary><c>replay FILE</c>: a file of messages through a real door, safe to run twice.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "JSON Lines: {\"id\", \"subject\", \"body\", \"time\"}; a time without offset is China's" };
    private static readonly Option<double?> Rate = new("--rate") { Description = "Messages a second, such as 50 or 50/s; as fast as the server takes them when absent", CustomParser = ReadRate };
    private static readonly Option<string> Door = new Option<string>("--door") { Description = "web (the residents' form), sms (signed webhook) or api", DefaultValueFactory = _ => "api" }.AcceptOnlyFromAmong("web", "sms", "api");
    private static readonly Option<int> Connections = new("--connections") { Description = "Connections at the same time", DefaultValueFactory = _ => 8 };
    private static readonly Option<int?> Limit = new("--limit") { Description = "Stop after so many lines" };
    private static readonly Option<string?> AccountSid = new("--account-sid") { Description = "sms: the Twilio account; else Hotline__Channels__Twilio__AccountSid" };
    private static readonly Option<string?> AuthToken = new("--auth-token") { Description = "sms: its token, which signs; else Hotline__Channels__Twilio__AuthToken" };
    private static readonly Option<string?> PublicBaseUrl = new("--public-base-url") { Description = "sms: the address the server believes it has; else Hotline__PublicBaseUrl" };

    public static Command Create()
    {
        var command = new Command("replay", "Feed a file of messages through a door. Run it twice: nothing is duplicated.")
            { File, Rate, Door, ServerOptions.To, ServerOptions.Key, Connections, Limit, AccountSid, AuthToken, PublicBaseUrl };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken ct)
    {
        var server = ServerOptions.Address(given);
        var lines = ReplayFile.Read(given.GetRequiredValue(File)).Take(given.GetValue(Limit) ?? int.MaxValue);
        var run = new ReplayRun(OpenDoor(given, server), Math.Clamp(given.GetValue(Connections), 1, 256), given.GetValue(Rate));
        await ServerOptions.MustAnswer(server, ct);
        try
        {
            await AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async view =>
            {
                var bar = view.AddTask("Sending", maxValue: Math.Max(1, lines.Count()));
                await run.Send(lines, () => bar.Increment(1), ct);
            });
        }
        finally
        {
            Print(run.Tally, given.GetRequiredValue(Door));
        }
        return run.Tally.Refused.IsEmpty && run.Tally.Sent == run.Tally.Accepted + run.Tally.Duplicate ? 0 : 1;
    }

    private static Func<IDoor> OpenDoor(ParseResult given, Uri server)
    {
        switch (given.GetRequiredValue(Door))
        {
            case "web": return () => new WebDoor(server);
            case "sms":
                var account = new SmsAccount(Needed(AccountSid, "Hotline__Channels__Twilio__AccountSid"), Needed(AuthToken, "Hotline__Channels__Twilio__AuthToken"), new Uri(Needed(PublicBaseUrl, "Hotline__PublicBaseUrl")));
                return () => new SmsDoor(server, account);
            default:
                var key = given.GetRequiredValue(ServerOptions.Key);
                return () => new Doors.ApiDoor(server, key);
        }

        string Needed(Option<string?> option, string variable) => given.GetValue(option) ?? Environment.GetEnvironmentVariable(variable)
            ?? throw new BenchException($"--door sms needs {option.Name} or the environment variable {variable}: the server refuses what is not signed with its own account.");
    }

    private static double? ReadRate(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (double.TryParse(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0) return rate;
        argument.AddError($"--rate is a number of messages a second, such as 50/s; not '{text}'.");
        return null;
    }

    private static void Print(ReplayTally tally, string door)
    {
        var times = Percentiles.Of(tally.Milliseconds);
        var table = new Table().HideHeaders().Border(TableBorder.None).AddColumns("", "");
        table.AddRow("sent", Number(tally.Sent)).AddRow("accepted", Number(tally.Accepted) + (door == "api" ? "" : "  (this door does not tell a duplicate apart: a sender gets the first receipt again)"));
        if (door == "api") table.AddRow("duplicate", Number(tally.Duplicate));
        table.AddRow("refused", Number(tally.Refused.Values.Sum()));
        foreach (var (kind, count) in tally.Refused.OrderBy(r => r.Key, StringComparer.Ordinal)) table.AddRow($"  {kind}", Number(count));
        table.AddRow("asked to wait", Number(tally.Waits)).AddRow("answer p50 / p99", $"{Percentiles.Show(times.P50)} / {Percentiles.Show(times.P99)} ms");
        table.AddRow("messages/s", tally.Elapsed > TimeSpan.Zero ? Number((int)(tally.Sent / tally.Elapsed.TotalSeconds)) : "-");
        AnsiConsole.Write(table);
        foreach (var reason in tally.Reasons) AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{reason}[/]");
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
