namespace Hotline.Domain.Distribution;

/// <summary>A piece of work found its agent.</summary>
public readonly record struct Match(Guid Work, Guid Agent);

/// <summary>
/// Decides who gets what. Work goes in the order of its place, which is when it came, put earlier by its priority: since everybody
/// ages alike, that order never changes while they wait. Of the agents who can do it, the one idle longest gets it.
/// <para>After every call of a method no work waits that a free agent could do.</para>
/// <para>
/// Agents with the same skills stand in one row, work with the same demand in another; which rows meet is found once. A decision
/// compares the heads of a few rows instead of everybody with everything.
/// </para>
/// </summary>
public sealed class Distributor(LineRules rules)
{
    private static readonly Comparer<Agent> ByIdle = Comparer<Agent>.Create((a, b) => a.IdleSince != b.IdleSince ? a.IdleSince.CompareTo(b.IdleSince) : a.Id.CompareTo(b.Id));
    private static readonly Comparer<Work> ByPlace = Comparer<Work>.Create((a, b) => a.Place != b.Place ? a.Place.CompareTo(b.Place) : a.Id.CompareTo(b.Id));

    private readonly Dictionary<string, Profile> _profiles = [];
    private readonly Dictionary<Demand, WorkRow> _rows = [];
    private readonly Dictionary<Guid, Agent> _agents = [];
    private readonly Dictionary<Guid, Work> _works = [];
    private readonly PriorityQueue<Work, long> _widening = new();

    /// <summary>Pieces of work that wait.</summary>
    public int Waiting => _works.Count;

    /// <summary>Agents who could take something.</summary>
    public int Free => _agents.Count;

    /// <summary>Work comes into the line, at once to an agent where there is one.</summary>
    /// <param name="place">See <see cref="LineEntry.PlaceAt"/>.</param>
    /// <param name="since">From when the wait counts towards widening.</param>
    /// <returns>The agent; null when it waits.</returns>
    public Guid? Join(Guid id, Demand demand, DateTimeOffset place, DateTimeOffset since, DateTimeOffset now)
    {
        if (_works.ContainsKey(id)) return null;
        var work = new Work { Id = id, Place = place.UtcTicks, Since = since.UtcTicks };
        var row = RowOf(demand.At(rules, since, now));
        if (Best(row) is { } agent)
        {
            Take(agent, row.Demand.Kind);
            return agent.Id;
        }
        _works[id] = work;
        Queue(work, row);
        return null;
    }

    /// <summary>Work leaves the line; false when it does not stand there.</summary>
    public bool Leave(Guid id)
    {
        if (!_works.Remove(id, out var work)) return false;
        work.Row!.Remove(work);
        work.Row = null;
        return true;
    }

    /// <summary>An agent could take a call, or so many messages, or both; what waits for such an agent comes at once. A call takes the whole agent.</summary>
    /// <param name="idleSince">Since when; the longest wins.</param>
    public void Offer(Guid id, Skills skills, DateTimeOffset idleSince, bool call, int messages, ICollection<Match> matches)
    {
        ArgumentNullException.ThrowIfNull(skills);
        ArgumentNullException.ThrowIfNull(matches);
        Withdraw(id);
        if (!call && messages <= 0) return;
        var agent = new Agent { Id = id, IdleSince = idleSince.UtcTicks, Profile = ProfileOf(skills), Call = call, Messages = Math.Max(0, messages) };
        _agents[id] = agent;
        agent.Profile.Add(agent);
        // Somebody who calls waits more than somebody who wrote.
        while (agent.IsFree && (NextFor(agent, WorkKind.Call) ?? NextFor(agent, WorkKind.Message)) is { } work)
        {
            var kind = work.Row!.Demand.Kind;
            Leave(work.Id);
            Take(agent, kind);
            matches.Add(new Match(work.Id, id));
        }
    }

    /// <summary>An agent can take nothing more.</summary>
    public void Withdraw(Guid id)
    {
        if (!_agents.Remove(id, out var agent)) return;
        agent.Profile.Remove(agent);
        (agent.Call, agent.Messages) = (false, 0);
    }

    /// <summary>Asks less of the agents for work that has waited long enough.</summary>
    public void Widen(DateTimeOffset now, ICollection<Match> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        while (_widening.TryPeek(out var work, out var due) && due <= now.UtcTicks)
        {
            _widening.Dequeue();
            if (work.Row is not { } narrow) continue;   // gone
            narrow.Remove(work);
            work.Row = null;
            var row = RowOf(narrow.Demand.At(rules, new DateTimeOffset(work.Since, TimeSpan.Zero), now));
            if (Best(row) is { } agent)
            {
                _works.Remove(work.Id);
                Take(agent, row.Demand.Kind);
                matches.Add(new Match(work.Id, agent.Id));
            }
            else Queue(work, row);
        }
    }

    private void Queue(Work work, WorkRow row)
    {
        work.Row = row;
        row.Add(work);
        if (row.Demand.Wider(rules) is { } next) _widening.Enqueue(work, work.Since + next.After.Ticks);
    }

    private static Agent? Best(WorkRow row)
    {
        Agent? best = null;
        foreach (var profile in row.Profiles)
            if ((row.Demand.Kind == WorkKind.Call ? profile.Caller : profile.Writer) is { } head && (best is null || ByIdle.Compare(head, best) < 0)) best = head;
        return best;
    }

    private static Work? NextFor(Agent agent, WorkKind kind)
    {
        if (kind == WorkKind.Call ? !agent.Call : agent.Messages == 0) return null;
        Work? best = null;
        foreach (var row in agent.Profile.Rows)
            if (row.Demand.Kind == kind && row.Head is { } head && (best is null || ByPlace.Compare(head, best) < 0)) best = head;
        return best;
    }

    private void Take(Agent agent, WorkKind kind)
    {
        if (kind == WorkKind.Call || (agent.Messages == 1 && !agent.Call)) { Withdraw(agent.Id); return; }
        if (--agent.Messages == 0) agent.Profile.RemoveWriter(agent);
    }

    private Profile ProfileOf(Skills skills)
    {
        if (_profiles.TryGetValue(skills.Key, out var known)) return known;
        var profile = new Profile();
        foreach (var row in _rows.Values) if (skills.Fit(row.Demand)) Meet(profile, row);
        profile.Skills = skills;
        return _profiles[skills.Key] = profile;
    }

    private WorkRow RowOf(Demand demand)
    {
        if (_rows.TryGetValue(demand, out var known)) return known;
        var row = new WorkRow(demand);
        foreach (var profile in _profiles.Values) if (profile.Skills.Fit(demand)) Meet(profile, row);
        return _rows[demand] = row;
    }

    private static void Meet(Profile profile, WorkRow row)
    {
        profile.Rows.Add(row);
        row.Profiles.Add(profile);
    }

    private sealed class Agent
    {
        public required Guid Id { get; init; }
        public required long IdleSince { get; init; }
        public required Profile Profile { get; init; }
        public bool Call { get; set; }
        public int Messages { get; set; }
        public bool IsFree => Call || Messages > 0;
    }

    private sealed class Work
    {
        public required Guid Id { get; init; }
        public required long Place { get; init; }
        public required long Since { get; init; }
        public WorkRow? Row { get; set; }
    }

    /// <summary>Free agents with the same skills, and who of them is idle longest.</summary>
    private sealed class Profile
    {
        private readonly SortedSet<Agent> _callers = new(ByIdle);
        private readonly SortedSet<Agent> _writers = new(ByIdle);

        public Skills Skills { get; set; } = Skills.Everything;
        public List<WorkRow> Rows { get; } = [];
        public Agent? Caller { get; private set; }
        public Agent? Writer { get; private set; }

        public void Add(Agent agent)
        {
            if (agent.Call && _callers.Add(agent)) Caller = _callers.Min;
            if (agent.Messages > 0 && _writers.Add(agent)) Writer = _writers.Min;
        }

        public void Remove(Agent agent)
        {
            if (_callers.Remove(agent)) Caller = _callers.Min;
            RemoveWriter(agent);
        }

        public void RemoveWriter(Agent agent)
        {
            if (_writers.Remove(agent)) Writer = _writers.Min;
        }
    }

    /// <summary>Work with the same demand, and what of it is next.</summary>
    private sealed class WorkRow(Demand demand)
    {
        private readonly SortedSet<Work> _waiting = new(ByPlace);

        public Demand Demand => demand;
        public List<Profile> Profiles { get; } = [];
        public Work? Head { get; private set; }

        public void Add(Work work)
        {
            if (_waiting.Add(work)) Head = _waiting.Min;
        }

        public void Remove(Work work)
        {
            if (_waiting.Remove(work)) Head = _waiting.Min;
        }
    }
}
