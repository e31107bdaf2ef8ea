namespace Hotline.Domain.Topics;

/// <summary>When a group of messages counts as a rising topic.</summary>
public sealed record TopicRules
{
    /// <summary>Messages compared with; bounds the memory (about 10 KB each).</summary>
    public int MostMessages { get; init; } = 10_000;

    /// <summary>A topic that rises fast is never told before it has so many messages within the window.</summary>
    public int LeastMessages { get; init; } = 5;

    /// <summary>The longest of the windows of a fast topic in days; 1, 7 and this one are looked at.</summary>
    public int WindowDays { get; init; } = 30;

    /// <summary>A topic that rises slowly is never told before it has so many messages within the long window.</summary>
    public int LeastInLongWindow { get; init; } = 10;

    /// <summary>The window of a slow topic in days.</summary>
    public int LongWindowDays { get; init; } = 60;

    /// <summary>Told only when chance alone would bring so many messages less often than this.</summary>
    public double Chance { get; init; } = 1e-4;
}

/// <summary>What became of a message.</summary>
/// <param name="Topic">The group it joined or began: the id of the group's first message, or of the topic it was made part of.</param>
/// <param name="Count">Messages of the group so far.</param>
/// <param name="InWindow">Those within the window in which it rises, or the longest one.</param>
/// <param name="Expected">How many its own past on the same weekdays would lead one to expect there.</param>
/// <param name="Rising">The group's rate departs from that past.</param>
public sealed record TopicStep(Guid Topic, int Count, int InWindow, double Expected, bool Rising);

/// <summary>
/// Groups messages by matter as they come and tells when a group grows faster than its own history on the same weekdays. A
/// message joins a group when it is like three of its messages, or all of fewer; being like one is not enough, or chains of
/// pairs would tie a whole district together. Of a group the newest messages stand for all. Deterministic: the same messages
/// in the same order give the same groups. Memory is bounded by <see cref="TopicRules.MostMessages"/>; the group that grew
/// longest ago is forgotten first. Not safe for several threads.
/// </summary>
public sealed class TopicWatch(TopicRules rules, GramCounts counts)
{
    /// <summary>Half a year of the same weekdays.</summary>
    private const int HistoryDays = 182;
    private const int SubjectKeys = 32;
    private const int WholeKeys = 16;
    private const int MostCandidates = 32;
    private const int MostGroups = 5;
    private const int LongestPosting = 64;
    /// <summary>Newest messages of a group that stand for it.</summary>
    private const int Standing = 8;
    /// <summary>A message joins a group when it is like so many of those.</summary>
    private const int Alike = 3;
    /// <summary>N-grams of a message kept to compare with, the rarest.</summary>
    private const int KeptGrams = 800;
    /// <summary>Ids of a group kept, the newest.</summary>
    private const int MostIds = 1_000;

    private sealed class Group(Guid id)
    {
        public Guid Id { get; set; } = id;
        public int Count { get; set; }
        public List<Guid> Ids { get; } = [];
        public Queue<Held> Standing { get; } = new();
        public DayCounts Days { get; } = new();
        public LinkedListNode<Group>? Turn { get; set; }
    }

    private sealed class Held(Matter matter, Group group, ulong[] keys)
    {
        public Matter Matter => matter;
        public Group Group { get; set; } = group;
        public ulong[] Keys => keys;
    }

    private readonly Dictionary<Guid, Group> _groups = [];
    /// <summary>Groups in the order in which they grew last.</summary>
    private readonly LinkedList<Group> _turns = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Dictionary<ulong, List<Held>> _byGram = [];
    private int _firstDay = int.MaxValue;

    /// <summary>Messages compared with.</summary>
    public int Messages { get; private set; }

    /// <summary>Takes the next message in; call it in the order of their time.</summary>
    /// <param name="day">Local calendar day of the message, such as <see cref="DateOnly.DayNumber"/>.</param>
    public TopicStep Add(Guid id, MessageGrams grams, string? place, DateTimeOffset at, int day)
    {
        var (matter, keys) = Read(grams, place, at);
        var group = Nearest(matter, keys) ?? Begin(id);
        Take(group, id, matter, keys, day);
        return Judge(group, day);
    }

    /// <summary>Takes in a message of a topic that was told before, as after a restart: it is counted there and not judged.</summary>
    public void Resume(Guid topic, Guid id, MessageGrams grams, string? place, DateTimeOffset at, int day)
    {
        var (matter, keys) = Read(grams, place, at);
        Take(_groups.GetValueOrDefault(topic) ?? Begin(topic), id, matter, keys, day);
    }

    /// <summary>Makes a group part of a topic that was told under another id; of the group's id nothing is left.</summary>
    public void Join(Guid group, Guid topic)
    {
        if (group == topic || !_groups.Remove(group, out var from)) return;
        if (!_groups.TryGetValue(topic, out var into))
        {
            from.Id = topic;
            _groups[topic] = from;
            return;
        }
        into.Count += from.Count;
        into.Ids.AddRange(from.Ids);
        into.Days.Add(from.Days, from.Days.Last - HistoryDays);
        foreach (var held in from.Standing)
        {
            held.Group = into;
            into.Standing.Enqueue(held);
        }
        _turns.Remove(from.Turn!);
        Trim(into);
    }

    /// <summary>True for a message that was taken in and is not forgotten.</summary>
    public bool Holds(Guid id) => _ids.Contains(id);

    /// <summary>The messages of a group in the order they came, the newest thousand; none when the group is forgotten.</summary>
    public IReadOnlyList<Guid> Members(Guid topic) => _groups.TryGetValue(topic, out var group) ? group.Ids : [];

    private (Matter Matter, ulong[] Keys) Read(MessageGrams grams, string? place, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(grams);
        counts.Add(grams);
        var matter = Matter.Of(grams, counts, place, at).Rarest(KeptGrams);
        return (matter, [.. matter.RarestOfSubject(SubjectKeys).Union(matter.RarestOfWhole(WholeKeys))]);
    }

    /// <summary>The group that the message is most like; what counts is the third of those that stand for it.</summary>
    private Group? Nearest(Matter matter, ulong[] keys)
    {
        var shared = new Dictionary<Held, int>();
        foreach (var key in keys)
            if (_byGram.TryGetValue(key, out var posting))
                foreach (var other in posting) shared[other] = shared.GetValueOrDefault(other) + 1;
        var near = shared.OrderByDescending(s => s.Value).ThenByDescending(s => s.Key.Matter.At).Take(MostCandidates)
            .Where(s => SameMatter.Score(matter, s.Key.Matter) >= SameMatter.Threshold).Select(s => s.Key.Group).Distinct().Take(MostGroups);
        var (best, score) = ((Group?)null, SameMatter.Threshold);
        foreach (var group in near)
            if (group.Standing.Select(h => SameMatter.Score(matter, h.Matter)).OrderDescending().Take(Alike).Min() is var found && found >= score) (best, score) = (group, found);
        return best;
    }

    private Group Begin(Guid id)
    {
        var group = new Group(id);
        group.Turn = _turns.AddLast(group);
        return _groups[id] = group;
    }

    private void Take(Group group, Guid id, Matter matter, ulong[] keys, int day)
    {
        _firstDay = Math.Min(_firstDay, day);
        var held = new Held(matter, group, keys);
        foreach (var key in keys)
        {
            if (!_byGram.TryGetValue(key, out var posting)) _byGram[key] = posting = [];
            if (posting.Count == LongestPosting) posting.RemoveAt(0);
            posting.Add(held);
        }
        group.Count++;
        group.Ids.Add(id);
        _ids.Add(id);
        group.Days.Add(day, 1, day - HistoryDays);
        group.Standing.Enqueue(held);
        Messages++;
        Trim(group);
        _turns.Remove(group.Turn!);
        _turns.AddLast(group.Turn!);
        while (Messages > rules.MostMessages || _turns.First!.Value.Days.Last < day - HistoryDays) Forget(_turns.First!.Value);
    }

    private void Trim(Group group)
    {
        while (group.Standing.Count > Standing) Drop(group.Standing.Dequeue());
        if (group.Ids.Count <= MostIds) return;
        _ids.ExceptWith(group.Ids.Take(group.Ids.Count - MostIds));
        group.Ids.RemoveRange(0, group.Ids.Count - MostIds);
    }

    private void Forget(Group group)
    {
        foreach (var held in group.Standing) Drop(held);
        _ids.ExceptWith(group.Ids);
        _groups.Remove(group.Id);
        _turns.Remove(group.Turn!);
    }

    private void Drop(Held held)
    {
        Messages--;
        foreach (var key in held.Keys)
            if (_byGram.TryGetValue(key, out var posting) && posting.Remove(held) && posting.Count == 0) _byGram.Remove(key);
    }

    private TopicStep Judge(Group group, int day)
    {
        TopicStep? last = null;
        var reaches = Math.Max(_firstDay, day - HistoryDays);
        foreach (var (window, least) in (ReadOnlySpan<(int, int)>)[(1, rules.LeastMessages), (7, rules.LeastMessages), (rules.WindowDays, rules.LeastMessages), (rules.LongWindowDays, rules.LeastInLongWindow)])
        {
            var begins = day - window + 1;
            var (inWindow, expected) = (group.Days.Since(begins), group.Days.Expected(begins, day, reaches));
            last = new TopicStep(group.Id, group.Count, inWindow, expected, inWindow >= least && ChanceOf(inWindow, expected) < rules.Chance);
            if (last.Rising) break;
        }
        return last!;
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
