using System.CommandLine;
using System.Globalization;

namespace Hotline.Bench.Topics;

/// <summary>How well duplicates and rising topics are found in messages whose events are marked.</summary>
internal static class TopicsCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "JSON Lines of id, subject, body, time", Required = true };
    private static readonly Option<string> Events = new("--events") { Description = "JSON Lines of id, event", Required = true };

    private static readonly Option<bool> List = new("--list") { Description = "also print the subject of each topic in which nobody marked an event" };

    public static Command Create()
    {
        var command = new Command("topics", "pairs of the same event, and rising topics in time order") { Data, Events, List };
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
        ShowReplay(TopicReplay.Measure(messages), given.GetValue(List));
        return 0;
    }

    private static void ShowReplay(ReplayResult replay, bool list)
    {
        Print($"");
        Print($"replayed in time order, {replay.MessagesPerSecond:F0} messages/s; {replay.Alarms} topics told in {replay.Months:F1} months");
        Print($"{"event",-24} {"messages",9} {"told with message",18} {"after the tenth",16}");
        foreach (var one in replay.Events)
            Print($"{one.Event,-24} {one.Messages,9} {(one.ToldAfter is { } n ? n.ToString(CultureInfo.InvariantCulture) : "not told"),18} {(one.DelayFromTenth is { } delay ? $"{delay.TotalDays.ToString("F1", CultureInfo.InvariantCulture)} days" : "-"),16}");
        var large = replay.Events.Where(e => e.Messages >= 10).ToList();
        Print($"told: {replay.Events.Count(e => e.ToldAfter is not null)} of {replay.Events.Count} events, {large.Count(e => e.ToldAfter is not null)} of {large.Count} with ten messages or more, {large.Count(e => e.DelayFromTenth <= TimeSpan.Zero)} of them by the tenth");
        Print($"topics in which nobody marked an event: {replay.Unmarked}, {replay.Unmarked / replay.Months:F1} a month");
        if (list) foreach (var subject in replay.UnmarkedSubjects) Console.WriteLine($"  {subject}");
    }

    private static void Show(string name, PairCounts among, PairCounts everything) =>
        Print($"{name,-24} {among.Precision,9:F3} {among.Recall,7:F3} {among.F1,6:F3}    {everything.Precision,9:F3} {everything.Recall,7:F3} {everything.F1,6:F3}");

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
