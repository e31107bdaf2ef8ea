using Hotline.Domain.Distribution;

namespace Hotline.Domain.Tests.Distribution;

public sealed class DistributorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly LineRules Rules = new();
    private static readonly string[] Languages = ["zh-CN", "en"];
    private static readonly string[] Topics = ["housing", "traffic", "heating", "tax"];
    private static readonly Demand Call = new(WorkKind.Call, "zh-CN", null, false);

    private readonly Distributor _floor = new(Rules);
    private readonly List<Match> _matches = [];

    [Fact]
    public void The_agent_idle_longest_gets_the_call()
    {
        var (early, late) = (Id(1), Id(2));
        Free(late, Noon.AddMinutes(-1));
        Free(early, Noon.AddMinutes(-9));
        Join(Id(10), Call).ShouldBe(early);
        Join(Id(11), Call).ShouldBe(late);
        Join(Id(12), Call).ShouldBeNull();
    }

    [Fact]
    public void Who_came_first_is_served_first_and_a_step_of_priority_is_worth_two_minutes()
    {
        Join(Id(10), Call, since: Noon.AddSeconds(-100));
        Join(Id(11), Call, since: Noon, priority: 1);
        Join(Id(12), Call, since: Noon.AddSeconds(-130));
        Free(Id(1), Noon);
        Free(Id(2), Noon);
        Free(Id(3), Noon);
        _matches.Select(m => m.Work).ShouldBe([Id(12), Id(11), Id(10)]);
    }

    [Fact]
    public void A_topic_and_a_language_are_asked_for_and_given_up_in_time()
    {
        Free(Id(1), Noon, new Skills(["zh-CN"], ["traffic"], false));
        Join(Id(10), Call with { Topic = "housing" }).ShouldBeNull();
        Join(Id(11), new Demand(WorkKind.Call, "en", null, false), since: Noon.AddSeconds(-60)).ShouldBeNull();
        _floor.Widen(Noon + Rules.WidenTopicAfter - TimeSpan.FromTicks(1), _matches);
        _matches.ShouldBeEmpty();
        _floor.Widen(Noon + Rules.WidenTopicAfter, _matches);
        _matches.ShouldHaveSingleItem().ShouldBe(new Match(Id(10), Id(1)));
        Free(Id(2), Noon, new Skills(["zh-CN"], [], true));
        _matches.Count.ShouldBe(1);
        _floor.Widen(Noon.AddSeconds(-60) + Rules.WidenLanguageAfter, _matches);
        _matches[^1].ShouldBe(new Match(Id(11), Id(2)));
    }

    [Fact]
    public void A_company_gets_an_agent_for_companies_first()
    {
        Free(Id(1), Noon.AddMinutes(-5), new Skills([], [], false));
        Free(Id(2), Noon, new Skills([], [], true));
        Join(Id(10), Call with { Enterprise = true }).ShouldBe(Id(2));
    }

    [Fact]
    public void One_call_or_several_messages()
    {
        var message = Call with { Kind = WorkKind.Message };
        _floor.Offer(Id(1), Skills.Everything, Noon, call: true, messages: 2, _matches);
        Join(Id(10), message).ShouldBe(Id(1));
        Join(Id(11), message).ShouldBe(Id(1));
        Join(Id(12), message).ShouldBeNull();
        Join(Id(13), Call).ShouldBe(Id(1));
        Join(Id(14), Call).ShouldBeNull();
        // A caller goes before who wrote, however early; then what the agent has room for.
        _floor.Offer(Id(2), Skills.Everything, Noon, call: true, messages: 1, _matches);
        _matches.ShouldHaveSingleItem().Work.ShouldBe(Id(14));
        _floor.Offer(Id(3), Skills.Everything, Noon, call: false, messages: 1, _matches);
        _matches[^1].Work.ShouldBe(Id(12));
    }

    [Fact]
    public void Who_left_is_not_served_and_who_was_withdrawn_serves_nobody()
    {
        Join(Id(10), Call);
        _floor.Leave(Id(10)).ShouldBeTrue();
        _floor.Leave(Id(10)).ShouldBeFalse();
        Free(Id(1), Noon);
        _matches.ShouldBeEmpty();
        _floor.Withdraw(Id(1));
        Join(Id(11), Call).ShouldBeNull();
        Join(Id(11), Call).ShouldBeNull();
        (_floor.Waiting, _floor.Free).ShouldBe((1, 0));
    }

    /// <summary>Random floors against the plain rule: look at everybody, take the best.</summary>
    [Fact]
    public void It_decides_as_somebody_who_looks_at_everybody_would()
    {
        var made = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var (floor, plain, now, next) = (new Distributor(Rules), new Plain(Rules), Noon, 1);
            for (var step = 0; step < 400; step++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(3_000));
                var (mine, theirs) = (new List<Match>(), new List<Match>());
                floor.Widen(now, mine);
                plain.Settle(now, theirs);
                switch (random.Next(5))
                {
                    case 0 or 1:
                        var demand = new Demand(random.Next(3) == 0 ? WorkKind.Message : WorkKind.Call, Languages[random.Next(2)], random.Next(2) == 0 ? Topics[random.Next(4)] : null, random.Next(4) == 0);
                        var (work, place) = (Id(next++), now - TimeSpan.FromMinutes(random.Next(3)));
                        if (floor.Join(work, demand, place, now, now) is { } taken) mine.Add(new Match(work, taken));
                        plain.Works.Add((work, demand, place, now));
                        plain.Settle(now, theirs);
                        break;
                    case 2 or 3:
                        var skills = new Skills(Languages.Where(_ => random.Next(2) == 0), Topics.Where(_ => random.Next(2) == 0), random.Next(2) == 0);
                        var (agent, call, messages) = (Id(random.Next(1, 30)), random.Next(4) > 0, random.Next(3));
                        floor.Offer(agent, skills, now, call, messages, mine);
                        plain.Agents.RemoveAll(a => a.Id == agent);
                        if (call || messages > 0) plain.Agents.Add(new Plain.Agent { Id = agent, Skills = skills, Idle = now, Call = call, Messages = messages });
                        plain.Settle(now, theirs);
                        break;
                    default:
                        var gone = Id(random.Next(1, next + 1));
                        floor.Leave(gone).ShouldBe(plain.Works.RemoveAll(w => w.Id == gone) > 0);
                        break;
                }
                mine.OrderBy(m => m.Work).ShouldBe(theirs.OrderBy(m => m.Work), $"seed {seed}, step {step}");
                (floor.Waiting, floor.Free).ShouldBe((plain.Works.Count, plain.Agents.Count));
                made += mine.Count;
            }
        }
        made.ShouldBeGreaterThan(2_000);
    }

    private void Free(Guid agent, DateTimeOffset idleSince, Skills? skills = null) => _floor.Offer(agent, skills ?? Skills.Everything, idleSince, call: true, messages: 0, _matches);

    private Guid? Join(Guid work, Demand demand, DateTimeOffset? since = null, int priority = 0)
    {
        var entry = LineEntry.Join(work, demand, priority, since ?? Noon, Rules, Noon);
        return _floor.Join(work, demand, entry.PlaceAt, entry.Since, Noon);
    }

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private sealed class Plain(LineRules rules)
    {
        public List<(Guid Id, Demand Demand, DateTimeOffset Place, DateTimeOffset Since)> Works { get; } = [];
        public List<Agent> Agents { get; } = [];

        public void Settle(DateTimeOffset now, List<Match> matches)
        {
            foreach (var work in Works.OrderBy(w => w.Demand.Kind).ThenBy(w => w.Place).ThenBy(w => w.Id).ToList())
            {
                var demand = work.Demand.At(rules, work.Since, now);
                if (Agents.Where(a => (demand.Kind == WorkKind.Call ? a.Call : a.Messages > 0) && a.Skills.Fit(demand)).OrderBy(a => a.Idle).ThenBy(a => a.Id).FirstOrDefault() is not { } agent) continue;
                matches.Add(new Match(work.Id, agent.Id));
                Works.Remove(work);
                if (demand.Kind == WorkKind.Call || (--agent.Messages == 0 && !agent.Call)) Agents.Remove(agent);
            }
        }

        public sealed class Agent
        {
            public Guid Id { get; init; }
            public required Skills Skills { get; init; }
            public DateTimeOffset Idle { get; init; }
            public bool Call { get; init; }
            public int Messages { get; set; }
        }
    }
}
