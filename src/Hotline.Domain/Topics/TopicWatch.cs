namespace Hotline.Domain.Topics;

/// <summary>When a group of messages counts as a rising topic.</summary>
public sealed record TopicRules
{
    /// <summary>Newest messages compared with; bounds the memory (about 10 KB each).</summary>
    public int MostMessages { get; init; } = 5_000;

    /// <summary>A topic is never told before it has so many messages within the window.</summary>
    public int LeastMessages { get; init; } = 5;

    /// <summary>The longest of the windows in days; 1, 7 and this one are looked at.</summary>
    public int WindowDays { get; init; } = 30;

    /// <summary>Told only when chance alone would bring so many messages less often than this.</summary>
    public double Chance { get; init; } = 1e-4;
}

/// <summary>What became of a message.</summary>
/// <param name="Topic">The group it joined or began: the id of the group's first message.</param>
/// <param name="Count">Messages of the group so far.</param>
/// <param name="InWindow">Those within the window in which it rises, or the longest one.</param>
/// <param name="Expected">How many its own past on the same weekdays would lead one to expect there.</param>
/// <param name="Rising">The group's rate departs from that past.</param>
public sealed record TopicStep(Guid Topic, int Count, int InWindow, double Expected, bool Rising);

/// <summary>
/// Groups messages by matter as they come and tells when a group grows faster than its own history on the same weekdays.
/// Deterministic: the same messages in the same order give the same groups. Memory is bounded by
/// <see cref="TopicRules.MostMessages"/>. Not safe for several threads.
/// </summary>
public sealed class TopicWatch(TopicRules rules, GramCounts counts)
{
    private const int HistoryDays = 84;
    private const int KeyGrams = 24;
    private const int MostCandidates = 24;
    private const int LongestPosting = 64;
    /// <summary>Expected a day of a matter without a past: one message in twenty days.</summary>
    private const double Unseen = 0.05;

    private sealed class Group(Guid id)
    {
        public Guid Id => id;
        public int Count { get; set; }
        /// <summary>Messages by day, days ascending.</summary>
        public List<(int Day, int Count)> Days { get; } = [];
    }

    private sealed record Held(Guid Id, Matter Matter, Group Group, ulong[] Keys);

    private readonly Queue<Held> _held = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Dictionary<ulong, List<Held>> _byGram = [];
    private int _firstDay = int.MaxValue;

    /// <summary>Takes the next message in; call it in the order of their time.</summary>
    /// <param name="day">Local calendar day of the message, such as <see cref="DateOnly.DayNumber"/>.</param>
    public TopicStep Add(Guid id, MessageGrams grams, string? place, DateTimeOffset at, int day)
    {
        counts.Add(grams);
        var matter = Matter.Of(grams, counts, place, at);
        var keys = Keys(matter);
        var group = Nearest(matter, keys) ?? new Group(id);
        Keep(new Held(id, matter, group, keys));
        _firstDay = Math.Min(_firstDay, day);
        Count(group, day);
        return Judge(group, day);
    }

    /// <summary>True for a message that was taken in and is still compared with.</summary>
    public bool Holds(Guid id) => _ids.Contains(id);

    /// <summary>The messages of a group that are still compared with, in the order they came.</summary>
    public IReadOnlyList<Guid> Members(Guid topic) => [.. _held.Where(h => h.Group.Id == topic).Select(h => h.Id)];

    private Group? Nearest(Matter matter, ulong[] keys)
    {
        var shared = new Dictionary<Held, int>();
        foreach (var key in keys)
            if (_byGram.TryGetValue(key, out var posting))
                foreach (var other in posting) shared[other] = shared.GetValueOrDefault(other) + 1;
        var (best, score) = ((Group?)null, SameMatter.Threshold);
        foreach (var other in shared.OrderByDescending(s => s.Value).ThenByDescending(s => s.Key.Matter.At).Take(MostCandidates).Select(s => s.Key))
            if (SameMatter.Score(matter, other.Matter) is var found && found >= score) (best, score) = (other.Group, found);
        return best;
    }

    private void Keep(Held held)
    {
        _held.Enqueue(held);
        _ids.Add(held.Id);
        foreach (var key in held.Keys)
        {
            if (!_byGram.TryGetValue(key, out var posting)) _byGram[key] = posting = [];
            if (posting.Count == LongestPosting) posting.RemoveAt(0);
            posting.Add(held);
        }
        if (_held.Count <= rules.MostMessages) return;
        var oldest = _held.Dequeue();
        _ids.Remove(oldest.Id);
        foreach (var key in oldest.Keys)
            if (_byGram.TryGetValue(key, out var posting) && posting.Remove(oldest) && posting.Count == 0) _byGram.Remove(key);
    }

    /// <summary>The heaviest n-grams of the subject and of the whole: what can be shared by the same matter only.</summary>
    private static ulong[] Keys(Matter matter)
    {
        var keys = new HashSet<ulong>();
        Heaviest(matter.Grams.Subject, matter.SubjectWeights);
        Heaviest(matter.Grams.Whole, matter.WholeWeights);
        return [.. keys];

        void Heaviest(ReadOnlySpan<ulong> grams, ReadOnlySpan<float> weights)
        {
            var (ordered, by) = (grams.ToArray(), weights.ToArray());
            for (var i = 0; i < by.Length; i++) by[i] = -by[i];
            Array.Sort(by, ordered);
            keys.UnionWith(ordered.AsSpan(0, Math.Min(KeyGrams, ordered.Length)).ToArray());
        }
    }

    private static void Count(Group group, int day)
    {
        group.Count++;
        if (group.Days.Count > 0 && group.Days[^1].Day >= day) group.Days[^1] = (group.Days[^1].Day, group.Days[^1].Count + 1);
        else group.Days.Add((day, 1));
        while (group.Days[0].Day < day - HistoryDays) group.Days.RemoveAt(0);
    }

    private TopicStep Judge(Group group, int day)
    {
        TopicStep? last = null;
        foreach (var window in (ReadOnlySpan<int>)[1, 7, rules.WindowDays])
        {
            var inWindow = 0;
            foreach (var (d, n) in group.Days)
                if (d > day - window) inWindow += n;
            var expected = Expected(group, day, window);
            var rising = inWindow >= rules.LeastMessages && ChanceOf(inWindow, expected) < rules.Chance;
            last = new TopicStep(group.Id, group.Count, inWindow, expected, rising);
            if (rising) return last;
        }
        return last!;
    }

    /// <summary>For each day of the window, the mean of the group's own count on that weekday in the weeks before the window.</summary>
    private double Expected(Group group, int day, int window)
    {
        var sum = 0.0;
        var begins = day - window + 1;
        var reaches = Math.Max(_firstDay, day - HistoryDays);
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var (seen, days, inWindow) = (0, 0, 0);
            for (var d = begins; d <= day; d++)
                if (d % 7 == weekday) inWindow++;
            if (inWindow == 0) continue;
            for (var d = begins - 1; d >= reaches; d--)
                if (d % 7 == weekday) days++;
            foreach (var (d, n) in group.Days)
                if (d < begins && d % 7 == weekday) seen += n;
            sum += inWindow * (seen + Unseen) / (days + 1);
        }
        return sum;
    }

    /// <summary>The Poisson probability of at least <paramref name="count"/> where <paramref name="expected"/> are expected.</summary>
    private static double ChanceOf(int count, double expected)
    {
        var (term, below) = (Math.Exp(-expected), 0.0);
        for (var i = 0; i < count; i++)
        {
            below += term;
            term *= expected / (i + 1);
        }
        return Math.Max(0, 1 - below);
    }
}
