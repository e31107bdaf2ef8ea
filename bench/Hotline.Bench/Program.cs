using System.CommandLine;
using Hotline.Bench;
using Hotline.Bench.Channels;
using Hotline.Bench.Classifier;
using Hotline.Bench.Intake;
using Hotline.Bench.Push;
using Hotline.Bench.Replay;
using Hotline.Bench.Rules;
using Hotline.Bench.Servers;
using Hotline.Bench.Topics;
using Spectre.Console;

var root = new RootCommand("Feeds messages through Hotline's doors and measures what the project claims.")
{
    ReplayCommand.Create(), DemoCommand.Create(), IntakeCommand.Create(), PushCommand.Create(), StartCommand.Create(), LimitServer.Create(), ClassifyCommand.Create(), TopicsCommand.Create(), RulesCommand.Create(), ChannelsCommand.Create(),
};
try
{
    var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
    return await root.Parse(args).InvokeAsync(settings);
}
catch (BenchException e)
{
    AnsiConsole.MarkupLineInterpolated(System.Globalization.CultureInfo.InvariantCulture, $"[red]{e.Message}[/]");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
