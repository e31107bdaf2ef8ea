using System.CommandLine;
using System.Globalization;

namespace Hotline.Bench.Topics;

/// <summary>How well duplicates and rising topics are found in messages whose events are marked.</summary>
internal static class TopicsCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "JSON Lines of id, subject, body, time", Required = true };
    private static readonly Option<string> Events = new("--events") { Description = "JSON Lines of id, event", Required = true };

    public static Command Create()
    {
        var command = new Command("topics", "pairs of the same event, and rising topics in time order") { Data, Events };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult given)
    {
        var messages = MarkedMessages.Read(given.GetValue(Data)!, given.GetValue(Events)!);
        var (pairs, overall) = PairEvaluation.Measure(messages);
        Print($"{messages.Count} messages, {messages.Count(m => m.Event is not null)} of them in {pairs.Count} events; each event is judged by what was learnt from the others");
        Print($"{"pairs of two marked messages",48}    marked with any other");
        Print($"{"event",-24} {"precision",9} {"recall",7} {"F1",6}    {"precision",9} {"recall",7} {"F1",6}");
        foreach (var result in pairs) Show(result.Event, result.Among, result.Everything);
        Show("all pairs", pairs.Select(p => p.Among).Aggregate((a, b) => a + b), pairs.Select(p => p.Everything).Aggregate((a, b) => a + b));
        Print($"{"mean of the events' F1",-24} {pairs.Average(p => p.Among.F1),24:F3}    {pairs.Average(p => p.Everything.F1),24:F3}");
        Print($"fitted over all events: {string.Join(", ", overall.Weights.Select((w, i) => (i == 0 ? w - overall.Threshold : w).ToString("F2", CultureInfo.InvariantCulture)))} (bias moved so that the threshold is one half)");
        return 0;
    }

    private static void Show(string name, PairCounts among, PairCounts everything) =>
        Print($"{name,-24} {among.Precision,9:F3} {among.Recall,7:F3} {among.F1,6:F3}    {everything.Precision,9:F3} {everything.Recall,7:F3} {everything.F1,6:F3}");

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
