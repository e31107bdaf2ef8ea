using System.Diagnostics;
using System.Globalization;
using Hotline.Domain.Distribution;
using Spectre.Console;

namespace Hotline.Bench.Channels;

/// <summary>
/// <c>channels --part line</c>: decisions of the call distribution a second, with 5,000 agents of 200 kinds of skills and 2,000 callers
/// waiting for someone of theirs, beside somebody who looks at everybody each time; and one whole round as a node makes it.
/// </summary>
internal static class LineBench
{
    private const int Agents = 5_000;
    private const int Waiting = 2_000;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(4);
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly LineRules Rules = new();
    private static readonly string[] Languages = ["zh-CN", "en"];
    private static readonly string[] Topics = ["housing", "traffic", "heating", "tax", "health", "school", "water", "noise"];

    public static int Measure()
    {
        AnsiConsole.WriteLine($"{Agents:N0} agents, {Waiting:N0} waiting; one thread, each figure the median of three runs");
        var same = true;
        foreach (var (name, busy) in new[] { ("everybody speaks: an agent becomes free and gets the next caller, another one calls", true), ("half are free: somebody calls and gets the agent idle longest, another agent becomes free", false) })
        {
            var ours = Median(() => Run(new Rows(), busy, Long));
            var plain = Median(() => Run(new Scan(), busy, Long));
            // The same happenings must lead to the same decisions.
            var (mine, theirs) = (Decisions(new Rows(), busy, 3_000), Decisions(new Scan(), busy, 3_000));
            same &= mine.SequenceEqual(theirs);
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {ours:N0} decisions/s; looking at everybody: {plain:N0}/s; {ours / plain:0.0} times; the same decisions: {(mine.SequenceEqual(theirs) ? "yes" : "NO")}"));
        }
        var round = Round();
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a whole round from nothing, {Agents:N0} ready agents and {Waiting:N0} waiting: {round.Milliseconds:0.0} ms, {round.Offers:N0} offers, {round.Offers / round.Milliseconds * 1000:N0} decisions/s (without the database)"));
        return same ? 0 : 1;
    }

    private static double Median(Func<double> run) => new[] { run(), run(), run() }.Order().ElementAt(1);

    private static double Run(IFloor floor, bool busy, TimeSpan time)
    {
        var day = new Day(floor, busy);
        day.Step(2_000);   // warm
        var (begun, decisions) = (Stopwatch.StartNew(), 0);
        while (begun.Elapsed < time) decisions += day.Step(100);
        return decisions / begun.Elapsed.TotalSeconds;
    }

    private static List<Match> Decisions(IFloor floor, bool busy, int steps)
    {
        var day = new Day(floor, busy);
        day.Step(steps);
        return day.Matches;
    }

    private static (double Milliseconds, int Offers) Round()
    {
        var random = new Random(3);
        var skills = Enumerable.Range(0, Agents).ToDictionary(Id, i => (SkillsOf(i), 3));
        var best = (double.MaxValue, 0);
        for (var run = 0; run < 5; run++)
        {
            var seats = skills.Keys.Select((id, i) => { var seat = Seat.Of(id, "agent", "0", Noon); seat.Say(AgentState.Ready, null, Noon.AddSeconds(-i)); seat.See("0", Noon); return seat; }).ToList();
            var entries = Enumerable.Range(0, Waiting).Select(i => LineEntry.Join(Id(1_000_000 + i), DemandOf(random), 0, Noon.AddSeconds(-i % 25), Rules, Noon)).ToList();
            var begun = Stopwatch.GetTimestamp();
            var offers = DistributionRound.Run(Rules, seats, entries, a => skills[a], Noon).Count(n => n.Step == LineStep.Offered);
            var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            if (took < best.Item1) best = (took, offers);
        }
        return best;
    }

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>200 kinds: one or both languages, two or three topics of eight, companies or not.</summary>
    private static Skills SkillsOf(int agent)
    {
        var random = new Random(agent % 200);
        return new Skills(random.Next(4) == 0 ? Languages : [Languages[0]], Topics.OrderBy(_ => random.Next()).Take(2 + random.Next(2)), random.Next(3) == 0);
    }

    private static Demand DemandOf(Random random) => new(WorkKind.Call, random.Next(20) == 0 ? "en" : "zh-CN", random.Next(4) == 0 ? null : Topics[random.Next(Topics.Length)], random.Next(10) == 0);

    private interface IFloor
    {
        Guid? Join(Guid id, Demand demand, DateTimeOffset place);
        Guid? Free(Guid agent, Skills skills, DateTimeOffset since);
    }

    /// <summary>The same happenings for each floor. Nobody waits long enough to be given somebody without the skill.</summary>
    private sealed class Day
    {
        private readonly IFloor _floor;
        private readonly Random _random = new(7);
        private readonly Skills[] _skills = [.. Enumerable.Range(0, Agents).Select(SkillsOf)];
        private readonly bool _busy;
        private readonly Queue<int> _speaking = new();
        private int _works = Agents;
        private DateTimeOffset _now = Noon;

        public List<Match> Matches { get; } = [];

        public Day(IFloor floor, bool busy)
        {
            (_floor, _busy) = (floor, busy);
            foreach (var agent in Enumerable.Range(0, Agents).OrderBy(_ => _random.Next()))
                if (busy || _speaking.Count < Agents / 2) _speaking.Enqueue(agent);
                else _floor.Free(Id(agent), _skills[agent], Noon.AddSeconds(-agent));
            if (!busy) return;
            for (var i = 0; i < Waiting; i++) Calls();
        }

        /// <summary>So many rounds of happenings; how many decisions they were.</summary>
        public int Step(int times)
        {
            var decided = 0;
            for (var i = 0; i < times; i++)
            {
                _now += TimeSpan.FromTicks(1);
                if (_busy)
                {
                    if (Frees()) { decided++; Calls(); }
                }
                else if (Calls()) { decided++; Frees(); }
            }
            return decided;
        }

        private bool Calls()
        {
            var work = Id(++_works);
            if (_floor.Join(work, DemandOf(_random), _now) is not { } agent) return false;
            Matched(work, agent);
            return true;
        }

        private bool Frees()
        {
            var agent = _speaking.Dequeue();
            if (_floor.Free(Id(agent), _skills[agent], _now) is not { } work) return false;
            Matched(work, Id(agent));
            return true;
        }

        private void Matched(Guid work, Guid agent)
        {
            _speaking.Enqueue(BitConverter.ToInt32(agent.ToByteArray()));
            if (Matches.Count < 3_000) Matches.Add(new Match(work, agent));
        }
    }

    /// <summary>What the product uses.</summary>
    private sealed class Rows : IFloor
    {
        private readonly Distributor _distributor = new(Rules);
        private readonly List<Match> _matches = [];

        public Guid? Join(Guid id, Demand demand, DateTimeOffset place) => _distributor.Join(id, demand, place, place, place);

        public Guid? Free(Guid agent, Skills skills, DateTimeOffset since)
        {
            _matches.Clear();
            _distributor.Offer(agent, skills, since, call: true, messages: 0, _matches);
            return _matches.Count == 0 ? null : _matches[0].Work;
        }
    }

    /// <summary>Looks at everybody each time.</summary>
    private sealed class Scan : IFloor
    {
        private readonly List<(Guid Id, Demand Demand, DateTimeOffset Place)> _works = [];
        private readonly List<(Guid Id, Skills Skills, DateTimeOffset Idle)> _agents = [];

        public Guid? Join(Guid id, Demand demand, DateTimeOffset place)
        {
            var best = -1;
            for (var i = 0; i < _agents.Count; i++)
                if (_agents[i].Skills.Fit(demand) && (best < 0 || (_agents[i].Idle, _agents[i].Id).CompareTo((_agents[best].Idle, _agents[best].Id)) < 0)) best = i;
            if (best < 0)
            {
                _works.Add((id, demand, place));
                return null;
            }
            var agent = _agents[best].Id;
            _agents.RemoveAt(best);
            return agent;
        }

        public Guid? Free(Guid agent, Skills skills, DateTimeOffset since)
        {
            var best = -1;
            for (var i = 0; i < _works.Count; i++)
                if (skills.Fit(_works[i].Demand) && (best < 0 || (_works[i].Place, _works[i].Id).CompareTo((_works[best].Place, _works[best].Id)) < 0)) best = i;
            if (best < 0)
            {
                _agents.Add((agent, skills, since));
                return null;
            }
            var work = _works[best].Id;
            _works.RemoveAt(best);
            return work;
        }
    }
}
