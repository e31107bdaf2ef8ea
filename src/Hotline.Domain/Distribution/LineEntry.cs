namespace Hotline.Domain.Distribution;

/// <summary>Where a piece of work stands.</summary>
public enum EntryState { Waiting, Offered, Taken, Done }

/// <summary>How a wait ended.</summary>
public enum LineEnding
{
    /// <summary>An agent took it.</summary>
    Answered,
    /// <summary>The caller hung up.</summary>
    Abandoned,
    /// <summary>The caller left a message instead.</summary>
    Voicemail,
    /// <summary>The caller will be called back and keeps the place.</summary>
    CallBack,
    /// <summary>Otherwise: the line closed, the ticket was dealt with by somebody else.</summary>
    Ended,
}

/// <summary>A call or a message in the waiting line. Whatever becomes of an offer, the place stays.</summary>
public sealed class LineEntry
{
    /// <summary>The call's id, or the ticket's.</summary>
    public Guid Id { get; private init; }
    public WorkKind Kind { get; private init; }
    public string? Topic { get; private init; }
    public string Language { get; private init; } = "";
    public bool Enterprise { get; private init; }
    public int Priority { get; private init; }
    /// <summary>Since when the resident waits.</summary>
    public DateTimeOffset Since { get; private init; }
    /// <summary>The place: <see cref="Since"/>, earlier by the priority's worth of waiting. The earliest is next.</summary>
    public DateTimeOffset PlaceAt { get; private init; }
    /// <summary>When this call came into the line; later than <see cref="Since"/> for a call back.</summary>
    public DateTimeOffset JoinedAt { get; private set; }
    public EntryState State { get; private set; }
    /// <summary>Whom it is offered to, or who took it.</summary>
    public Guid? AgentId { get; private set; }
    public DateTimeOffset? OfferUntil { get; private set; }
    /// <summary>How often it was offered.</summary>
    public int Offers { get; private set; }
    /// <summary>Offered to nobody before: the provider asked for a moment.</summary>
    public DateTimeOffset? NotBefore { get; private set; }
    public DateTimeOffset? TakenAt { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }
    public LineEnding? Ending { get; private set; }
    /// <summary>Whole seconds from joining to the end of the wait; null while it waits.</summary>
    public int? WaitedSeconds { get; private set; }
    public int Version { get; private set; }

    public Demand Demand => new(Kind, Language, Topic, Enterprise);

    /// <summary>It stands in line: waiting, or ringing somewhere.</summary>
    public bool InLine => State is EntryState.Waiting or EntryState.Offered;

    public static LineEntry Join(Guid id, Demand demand, int priority, DateTimeOffset since, LineRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (since > now) since = now;
        return new()
        {
            Id = id, Kind = demand.Kind, Topic = demand.Topic, Language = demand.Language ?? "", Enterprise = demand.Enterprise, Priority = priority,
            Since = since, PlaceAt = since - rules.AgeingPerPriority * priority, JoinedAt = now, State = EntryState.Waiting,
        };
    }

    /// <summary>It came back after it had left.</summary>
    public void JoinAgain(DateTimeOffset now)
    {
        if (State != EntryState.Done) return;
        (State, JoinedAt, AgentId, TakenAt, DoneAt, Ending, WaitedSeconds, NotBefore) = (EntryState.Waiting, now, null, null, null, null, null, null);
        Version++;
    }

    public void OfferTo(Guid agent, DateTimeOffset until)
    {
        if (State != EntryState.Waiting) throw new InvalidOperationException($"Work {Id} is {State} and cannot be offered.");
        (State, AgentId, OfferUntil, NotBefore) = (EntryState.Offered, agent, until, null);
        Offers++;
        Version++;
    }

    /// <summary>The offer led to nothing, or the telephone that took it was not there: back to the same place.</summary>
    public void Return(DateTimeOffset? notBefore = null)
    {
        if (State is not (EntryState.Offered or EntryState.Taken)) return;
        (State, AgentId, OfferUntil, TakenAt, Ending, WaitedSeconds, NotBefore) = (EntryState.Waiting, null, null, null, null, null, notBefore);
        Version++;
    }

    public void TakeBy(Guid agent, DateTimeOffset now)
    {
        (State, AgentId, OfferUntil) = (EntryState.Taken, agent, null);
        if (TakenAt is null) (TakenAt, Ending, WaitedSeconds) = (now, LineEnding.Answered, Seconds(now));
        Version++;
    }

    /// <summary>It is over; false when it was already.</summary>
    public bool End(LineEnding ending, DateTimeOffset now)
    {
        if (State == EntryState.Done) return false;
        if (Ending is null) (Ending, WaitedSeconds) = (ending, Seconds(now));
        (State, DoneAt, OfferUntil) = (EntryState.Done, now, null);
        Version++;
        return true;
    }

    private int Seconds(DateTimeOffset now) => (int)Math.Clamp((now - JoinedAt).TotalSeconds, 0, int.MaxValue);
}
