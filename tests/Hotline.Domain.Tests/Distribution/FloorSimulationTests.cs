using Hotline.Domain.Distribution;

namespace Hotline.Domain.Tests.Distribution;

/// <summary>
/// Half a working day on a floor of 120 agents in virtual time: thousands of callers and writers come, give up, are answered, declined
/// and ignored, and browsers die. Only the look every half second decides, as on a node that hears of nothing.
/// </summary>
public sealed class FloorSimulationTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_waits_longer_than_two_seconds_for_a_free_agent_and_nothing_is_lost(int seed)
    {
        var floor = new Floor(seed);
        floor.Run(TimeSpan.FromHours(4));
        TestContext.Current.TestOutputHelper?.WriteLine(floor.Summary);
        floor.Arrived.ShouldBeGreaterThan(5_000);
        floor.Abandoned.ShouldBeGreaterThan(100);
        floor.Crashed.ShouldBeGreaterThan(50);
        floor.Returned.ShouldBeGreaterThan(200);
        floor.Worst.ShouldBeLessThanOrEqualTo(Longest);
        // Everybody was answered or gave up; nobody waits or rings somewhere for ever.
        floor.Entries.ShouldAllBe(e => e.State == EntryState.Done);
        (floor.Answered + floor.Abandoned).ShouldBe(floor.Arrived);
    }

    private sealed class Floor
    {
        private readonly LineRules _rules = new();
        private readonly Random _random;
        private readonly PriorityQueue<Action, DateTimeOffset> _future = new();
        private readonly List<Seat> _seats = [];
        private readonly Dictionary<Guid, (Skills Skills, int Messages)> _skills = [];
        private readonly Dictionary<Guid, LineEntry> _live = [];
        private readonly HashSet<Guid> _dead = [];
        private DateTimeOffset _now = Begin;
        private DateTimeOffset _looked = Begin;
        private Dictionary<(Guid Work, Guid Agent), DateTimeOffset> _beside = [];
        private int _ids;

        public List<LineEntry> Entries { get; } = [];
        public int Arrived => Entries.Count;
        public int Answered { get; private set; }
        public int Abandoned { get; private set; }
        public int Returned { get; private set; }
        public int Crashed { get; private set; }
        public TimeSpan Worst { get; private set; }
        public string Summary => $"{Arrived} came, {Answered} answered, {Abandoned} gave up, {Returned} offers came back, {Crashed} browsers died, longest wait beside a free agent {Worst.TotalMilliseconds:0} ms";

        public Floor(int seed)
        {
            _random = new Random(seed);
            string[] topics = ["housing", "traffic", "heating", "tax"];
            for (var i = 0; i < 120; i++)
            {
                var seat = Seat.Of(NewId(), $"agent{i}", $"{i:0000}", Begin);
                seat.Say(AgentState.Ready, null, Begin);
                _seats.Add(seat);
                _skills[seat.AccountId] = (new Skills(i % 5 == 0 ? ["zh-CN", "en"] : ["zh-CN"], i % 3 == 0 ? [] : topics.Where((_, t) => (i + t) % 2 == 0), i % 4 == 0), 3);
            }
        }

        public void Run(TimeSpan day)
        {
            var end = Begin + day;
            After(0, () => Arrive(end));
            After(5, Beat);
            for (; _now < end || _live.Count > 0; _now += TimeSpan.FromMilliseconds(500))
            {
                _now.ShouldBeLessThan(end.AddHours(3), "somebody waits for ever");
                while (_future.TryPeek(out var happens, out var at) && at <= _now)
                {
                    _future.Dequeue();
                    var tick = _now;
                    _now = at;
                    happens();
                    _now = tick;
                }
                Look();
                Round();
            }
        }

        private void Arrive(DateTimeOffset end)
        {
            var id = NewId();
            var message = _random.Next(4) == 0;
            var demand = new Demand(message ? WorkKind.Message : WorkKind.Call, _random.Next(20) == 0 ? "en" : "zh-CN", _random.Next(2) == 0 ? new[] { "housing", "traffic", "heating", "tax", "rare" }[_random.Next(5)] : null, _random.Next(10) == 0);
            var entry = LineEntry.Join(id, demand, _random.Next(20) == 0 ? 1 : 0, _now, _rules, _now);
            Entries.Add(entry);
            _live[id] = entry;
            if (!message) After(20 + _random.NextDouble() * 400, () => GiveUp(entry));
            // Two waves above what the floor can do, so that there is a line to speak of.
            var wave = (_now - Begin).TotalHours is > 1 and < 1.5 or > 2.5 and < 3;
            if (_now < end) After(-Math.Log(1 - _random.NextDouble()) * (wave ? 1.1 : 2.6), () => Arrive(end));
        }

        private void GiveUp(LineEntry entry)
        {
            if (!entry.InLine) return;
            if (entry.State == EntryState.Offered) SeatOf(entry).StopRinging(_now);
            entry.End(LineEnding.Abandoned, _now);
            _live.Remove(entry.Id);
            Abandoned++;
        }

        private void Round()
        {
            foreach (var news in DistributionRound.Run(_rules, _seats, [.. _live.Values.Where(e => e.InLine)], a => _skills[a], _now))
            {
                if (news.Step == LineStep.Returned) Returned++;
                if (news.Step != LineStep.Offered) continue;
                var entry = _live[news.Work!.Value];
                // Nobody with an earlier place and the same wish, as it counts by now, was passed over.
                var wish = entry.Demand.At(_rules, entry.Since, _now);
                if (_live.Values.Any(e => e.State == EntryState.Waiting && e.PlaceAt < entry.PlaceAt && e.Demand.At(_rules, e.Since, _now) == wish)) Assert.Fail($"{entry.Id} passed somebody at {_now}");
                Answer(entry, news.Agent);
            }
            // After a round nobody waits whom a free agent could take.
            if (Pairs().Any()) Assert.Fail($"somebody waits beside a free agent at {_now}");
            // One offer per call and agent. Plain loops: this is looked at thirty thousand times.
            var rung = new HashSet<Guid?>();
            foreach (var entry in _live.Values.Where(e => e is { State: EntryState.Offered, Kind: WorkKind.Call }))
                if (!rung.Add(entry.AgentId)) Assert.Fail($"two calls ring at one agent at {_now}");
            foreach (var seat in _seats.Where(s => s.State == AgentState.Ringing))
                if (!_live.ContainsKey(seat.CallId!.Value)) Assert.Fail($"{seat.UserName} is rung for a call that is over at {_now}");
        }

        private void Answer(LineEntry entry, Guid agent)
        {
            var (offer, chance) = (entry.Offers, _random.NextDouble());
            var seat = SeatOf(entry);
            bool Still() => !_dead.Contains(agent) && entry.State == EntryState.Offered && entry.Offers == offer && entry.AgentId == agent;
            if (chance < 0.03) After(2 + _random.NextDouble() * 15, () => Crash(seat));
            else if (chance < 0.06) { /* nobody looks: the offer runs out */ }
            else if (chance < 0.08) After(1, () => { if (Still()) Decline(entry, seat); });
            else After(1 + _random.NextDouble() * 6, () =>
            {
                if (!Still()) return;
                entry.TakeBy(agent, _now);
                if (entry.Kind == WorkKind.Call) seat.Answer(entry.Id, _now);
                Answered++;
                After(60 + _random.NextDouble() * 300, () => Finish(entry, seat));
            });
            After(90 + _random.NextDouble() * 60, () => { if (!_dead.Contains(agent) && seat.State == AgentState.Busy) seat.Say(AgentState.Ready, null, _now); });
        }

        private void Decline(LineEntry entry, Seat seat)
        {
            entry.Return();
            if (entry.Kind == WorkKind.Message) seat.DropMessage();
            seat.Miss(StateReason.Declined, _now);
            Returned++;
        }

        private void Finish(LineEntry entry, Seat seat)
        {
            entry.End(LineEnding.Answered, _now);
            _live.Remove(entry.Id);
            if (entry.Kind == WorkKind.Message) { seat.DropMessage(); return; }
            if (_random.Next(30) == 0) seat.Say(AgentState.Break, StateReason.Rest, _now);
            seat.EndCall(_rules, _now);
            After(400 + _random.NextDouble() * 60, () => { if (!_dead.Contains(seat.AccountId) && seat.State == AgentState.Break) seat.Say(AgentState.Ready, null, _now); });
        }

        private void Crash(Seat seat)
        {
            if (!_dead.Add(seat.AccountId)) return;
            Crashed++;
            After(60, () =>
            {
                _dead.Remove(seat.AccountId);
                seat.See(seat.StaffNumber, _now);
                if (seat.State == AgentState.Offline) seat.Say(AgentState.Ready, null, _now);
            });
        }

        private void Beat()
        {
            foreach (var seat in _seats.Where(s => !_dead.Contains(s.AccountId))) seat.See(seat.StaffNumber, _now);
            After(5, Beat);
        }

        /// <summary>
        /// Before each round: how long has somebody been waiting beside one and the same agent who could? Counted from the look before,
        /// when it may have begun, for as long as it goes on. An agent who comes free and goes to somebody with an earlier place is no
        /// such one for those behind.
        /// </summary>
        private void Look()
        {
            var beside = new Dictionary<(Guid Work, Guid Agent), DateTimeOffset>();
            foreach (var pair in Pairs()) beside[pair] = _beside.GetValueOrDefault(pair, _looked);
            foreach (var since in beside.Values) if (_now - since > Worst) Worst = _now - since;
            (_beside, _looked) = (beside, _now);
        }

        /// <summary>Who waits, with each free agent who could.</summary>
        private IEnumerable<(Guid Work, Guid Agent)> Pairs()
        {
            var ready = _seats.Where(s => s.State == AgentState.Ready && !s.IsLost(_rules, _now)).ToList();
            return from entry in ready.Count == 0 ? [] : _live.Values.Where(e => e.State == EntryState.Waiting)
                   let wish = entry.Demand.At(_rules, entry.Since, _now)
                   from seat in ready
                   where (entry.Kind == WorkKind.Call || seat.Messages < 3) && _skills[seat.AccountId].Skills.Fit(wish)
                   select (entry.Id, seat.AccountId);
        }

        private Seat SeatOf(LineEntry entry) => _seats.First(s => s.AccountId == entry.AgentId);
        private void After(double seconds, Action happens) => _future.Enqueue(happens, _now.AddSeconds(seconds));
        private Guid NewId() => new(++_ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    }
}
