namespace Hotline.Domain.Distribution;

/// <summary>What a round did.</summary>
public enum LineStep
{
    /// <summary>Work is offered to an agent.</summary>
    Offered,
    /// <summary>An offer came back; the work stands where it stood.</summary>
    Returned,
    /// <summary>An agent's state changed by itself: the wrap-up ended, the browser is gone.</summary>
    SeatMoved,
}

/// <param name="Work">The work offered or returned; null where only the seat moved.</param>
public readonly record struct LineNews(LineStep Step, Guid Agent, Guid? Work = null, WorkKind Kind = WorkKind.Call);

/// <summary>
/// One look at the floor: what has run out comes back, who is gone is gone, and whatever can be done by a free agent is offered.
/// Everything it needs is handed in and nothing is remembered, so any node may make the next round.
/// </summary>
public static class DistributionRound
{
    /// <param name="seats">At least those that are ready, those whose time has come, those not heard of, and those that anything is offered to.</param>
    /// <param name="entries">What waits and what is offered.</param>
    /// <param name="skills">What an agent can do, and how many messages at a time.</param>
    public static IReadOnlyList<LineNews> Run(LineRules rules, IReadOnlyCollection<Seat> seats, IReadOnlyCollection<LineEntry> entries, Func<Guid, (Skills Skills, int Messages)> skills, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(seats);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(skills);
        var news = new List<LineNews>();
        var known = seats.ToDictionary(s => s.AccountId);
        foreach (var seat in seats) Settle(seat, rules, now, news);
        foreach (var entry in entries.Where(e => e.State == EntryState.Offered)) Expire(entry, known, now, news);
        Distribute(rules, known, entries, skills, now, news);
        return news;
    }

    private static void Settle(Seat seat, LineRules rules, DateTimeOffset now, List<LineNews> news)
    {
        if (seat.IsLost(rules, now)) seat.Lose(now);
        else if (!seat.Tick(now)) return;
        news.Add(new LineNews(LineStep.SeatMoved, seat.AccountId));
    }

    private static void Expire(LineEntry entry, Dictionary<Guid, Seat> seats, DateTimeOffset now, List<LineNews> news)
    {
        var agent = entry.AgentId!.Value;
        var seat = seats.GetValueOrDefault(agent);
        var rings = entry.Kind == WorkKind.Call ? seat is { State: AgentState.Ringing } && seat.CallId == entry.Id : seat is { State: not AgentState.Offline };
        if (rings && entry.OfferUntil > now) return;
        if (seat is not null)
        {
            if (entry.Kind == WorkKind.Message) seat.DropMessage();
            if (rings && (entry.Kind == WorkKind.Call || seat.State == AgentState.Ready))
            {
                seat.Miss(StateReason.NoAnswer, now);
                news.Add(new LineNews(LineStep.SeatMoved, agent));
            }
        }
        entry.Return();
        news.Add(new LineNews(LineStep.Returned, agent, entry.Id, entry.Kind));
    }

    private static void Distribute(LineRules rules, Dictionary<Guid, Seat> seats, IReadOnlyCollection<LineEntry> entries, Func<Guid, (Skills Skills, int Messages)> skills, DateTimeOffset now, List<LineNews> news)
    {
        var waiting = entries.Where(e => e.State == EntryState.Waiting && !(e.NotBefore > now)).ToList();
        if (waiting.Count == 0) return;
        var distributor = new Distributor(rules);
        var none = new List<Match>();
        foreach (var seat in seats.Values.Where(s => s.State == AgentState.Ready))
        {
            var (able, capacity) = skills(seat.AccountId);
            distributor.Offer(seat.AccountId, able, seat.IdleSince, call: true, seat.FreeMessages(capacity), none);
        }
        // Callers first, each in the order of their places; then who wrote.
        foreach (var entry in waiting.OrderBy(e => e.Kind).ThenBy(e => e.PlaceAt).ThenBy(e => e.Id))
        {
            if (distributor.Free == 0) return;
            if (distributor.Join(entry.Id, entry.Demand, entry.PlaceAt, entry.Since, now) is not { } agent) continue;
            var seat = seats[agent];
            var until = now + (entry.Kind == WorkKind.Call ? rules.OfferFor : rules.MessageOfferFor);
            if (entry.Kind == WorkKind.Call) seat.Ring(entry.Id, until, now);
            else seat.TakeMessage(now);
            entry.OfferTo(agent, until);
            news.Add(new LineNews(LineStep.Offered, agent, entry.Id, entry.Kind));
        }
    }
}
