using Hotline.Domain.Topics;

namespace Hotline.Bench.Topics;

/// <param name="Messages">Marked messages of the event.</param>
/// <param name="ToldAfter">Which of them was the first that came with or after the alarm; null when no alarm was ever about it.</param>
/// <param name="DelayFromTenth">From the tenth marked message until the alarm; negative when the alarm came first.</param>
internal sealed record FoundEvent(string Event, int Messages, int? ToldAfter, TimeSpan? DelayFromTenth);

/// <param name="Unmarked">Alarms about groups in which no event is marked.</param>
internal sealed record ReplayResult(IReadOnlyList<FoundEvent> Events, int Alarms, int Unmarked, double Months, double MessagesPerSecond, IReadOnlyList<string> UnmarkedSubjects);

/// <summary>All messages in the order of their time through the detector that the product runs.</summary>
internal static class TopicReplay
{
    public static ReplayResult Measure(IReadOnlyList<MarkedMessage> messages)
    {
        var watch = new TopicWatch(new TopicRules(), new GramCounts());
        var groups = new Dictionary<Guid, List<MarkedMessage>>();
        var told = new Dictionary<Guid, DateTimeOffset>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        foreach (var message in messages)
        {
            var step = watch.Add(new Guid(message.Index, 0, 0, new byte[8]), message.Grams, message.Place, message.At, DateOnly.FromDateTime(message.At.Date).DayNumber);
            if (!groups.TryGetValue(step.Topic, out var group)) groups[step.Topic] = group = [];
            group.Add(message);
            if (step.Rising) told.TryAdd(step.Topic, message.At);
        }
        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        var events = messages.Where(m => m.Event is not null).GroupBy(m => m.Event!).Select(marked =>
        {
            var at = told.Where(t => groups[t.Key].Count(m => m.Event == marked.Key) * 2 >= groups[t.Key].Count).Select(t => (DateTimeOffset?)t.Value).Min();
            var times = marked.Select(m => m.At).Order().ToList();
            return new FoundEvent(marked.Key, times.Count, at is null ? null : times.Count(t => t <= at), at is null || times.Count < 10 ? null : at - times[9]);
        });
        var unmarked = told.Keys.Where(t => !groups[t].Exists(m => m.Event is not null)).ToList();
        return new ReplayResult([.. events.OrderByDescending(e => e.Messages)], told.Count, unmarked.Count, (messages[^1].At - messages[0].At).TotalDays / 30.4, messages.Count / seconds,
            [.. unmarked.Select(t => $"{groups[t].Count} {groups[t][0].Subject}")]);
    }
}
