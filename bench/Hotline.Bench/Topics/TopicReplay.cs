using Hotline.Domain.Topics;

namespace Hotline.Bench.Topics;

/// <param name="Messages">Marked messages of the event.</param>
/// <param name="ToldAfter">With which of them it was told; null when no topic told was ever about it.</param>
/// <param name="Topics">Topics told of it: more than one when its messages fell apart.</param>
/// <param name="TenthWithin">Whether ten of them came within the long window: fewer cannot rise slowly.</param>
internal sealed record FoundEvent(string Event, int Messages, int? ToldAfter, int Topics, bool TenthWithin);

/// <param name="OfEvents">Topics of which half the messages or more, when they were told, were marked with one event.</param>
internal sealed record ReplayResult(IReadOnlyList<FoundEvent> Events, int Told, int OfEvents, double Months, double MessagesPerSecond, IReadOnlyList<string> OtherTopics);

/// <summary>All messages in the order of their time through the detector that the product runs, warmed as the product does with the city's examples.</summary>
internal static class TopicReplay
{
    public static ReplayResult Measure(IReadOnlyList<MarkedMessage> messages, GramCounts counts)
    {
        var rules = new TopicRules();
        var watch = new TopicWatch(rules, counts);
        var groups = new Dictionary<Guid, List<MarkedMessage>>();
        var told = new Dictionary<Guid, (string? Event, int Index)>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        foreach (var message in messages)
        {
            var step = watch.Add(new Guid(message.Index, 0, 0, new byte[8]), message.Grams, message.Place, message.At, DayOf(message));
            if (!groups.TryGetValue(step.Topic, out var group)) groups[step.Topic] = group = [];
            group.Add(message);
            if (step.Rising && !told.ContainsKey(step.Topic)) told[step.Topic] = (EventOf(group), message.Index);
        }
        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        var events = messages.Where(m => m.Event is not null).GroupBy(m => m.Event!).Select(marked =>
        {
            var at = told.Values.Where(t => t.Event == marked.Key).Select(t => t.Index).Order().ToList();
            var days = marked.Select(DayOf).ToList();
            var dense = Enumerable.Range(0, Math.Max(0, days.Count - 9)).Any(i => days[i + 9] - days[i] < rules.LongWindowDays);
            return new FoundEvent(marked.Key, days.Count, at.Count == 0 ? null : marked.Count(m => m.Index <= at[0]), at.Count, dense);
        });
        return new ReplayResult([.. events.OrderByDescending(e => e.Messages)], told.Count, told.Values.Count(t => t.Event is not null), (messages[^1].At - messages[0].At).TotalDays / 30.4, messages.Count / seconds,
            [.. told.Where(t => t.Value.Event is null).Select(t => $"{groups[t.Key].Count}: {string.Join(" / ", groups[t.Key].Select(m => m.Subject).Take(5))}")]);
    }

    private static int DayOf(MarkedMessage message) => DateOnly.FromDateTime(message.At.Date).DayNumber;

    private static string? EventOf(List<MarkedMessage> group) =>
        group.Where(m => m.Event is not null).GroupBy(m => m.Event).MaxBy(g => g.Count()) is { } most && most.Count() * 2 >= group.Count ? most.Key : null;
}
