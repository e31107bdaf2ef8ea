using System.CommandLine;
using System.Globalization;
using Hotline.Domain.Topics;

namespace Hotline.Bench.Topics;

/// <summary>How well duplicates and rising topics are found in messages whose events are marked.</summary>
internal static class TopicsCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "JSON Lines of id, subject, body, time", Required = true };
    private static readonly Option<string> Events = new("--events") { Description = "JSON Lines of id, event", Required = true };

    private static readonly Option<string?> Examples = new("--examples") { Description = "JSON Lines of subject, body: counted first, as the server counts its city's examples" };
    private static readonly Option<bool> List = new("--list") { Description = "also print subjects of each told topic that is no marked event" };

    public static Command Create()
    {
        var command = new Command("topics", "pairs of the same event, and rising topics in time order") { Data, Events, Examples, List };
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
        ShowReplay(TopicReplay.Measure(messages, Warm(given.GetValue(Examples))), given.GetValue(List));
        return 0;
    }

    private static GramCounts Warm(string? examples)
    {
        var counts = new GramCounts();
        if (examples is null) return counts;
        foreach (var example in MarkedMessages.Texts(examples)) counts.Add(example);
        return counts;
    }

    private static void ShowReplay(ReplayResult replay, bool list)
    {
        Print($"");
        Print($"replayed in time order, {replay.MessagesPerSecond:F0} messages/s; {replay.Told} topics told in {replay.Months:F1} months");
        Print($"{"event",-24} {"messages",9} {"ten within 60 days",19} {"told with message",18} {"in topics",10}");
        foreach (var one in replay.Events)
            Print($"{one.Event,-24} {one.Messages,9} {(one.TenthWithin ? "yes" : "no"),19} {one.ToldAfter?.ToString(CultureInfo.InvariantCulture) ?? "not told",18} {one.Topics,10}");
        var dense = replay.Events.Where(e => e.TenthWithin).ToList();
        Print($"told: {replay.Events.Count(e => e.ToldAfter is not null)} of {replay.Events.Count} events; {dense.Count(e => e.ToldAfter is not null)} of {dense.Count} with ten messages within 60 days, {dense.Count(e => e.ToldAfter <= 10)} of them by the tenth");
        Print($"topics of marked events: {replay.OfEvents}; others: {replay.OtherTopics.Count}, {replay.OtherTopics.Count / replay.Months:F1} a month");
        if (list) foreach (var topic in replay.OtherTopics) Console.WriteLine($"  {topic}");
    }

    private static void Show(string name, PairCounts among, PairCounts everything) =>
        Print($"{name,-24} {among.Precision,9:F3} {among.Recall,7:F3} {among.F1,6:F3}    {everything.Precision,9:F3} {everything.Recall,7:F3} {everything.F1,6:F3}");

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
