using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>
/// One resident's matter from the first message to the published answer. Every move goes through <see cref="TicketLifecycle"/>
/// and leaves a history entry; what moves no state (note, urge, first contact) is a method and a history entry.
/// </summary>
public sealed partial class Ticket
{
    public Guid Id { get; private init; }
    public string Number { get; private init; } = "";
    public Channel Channel { get; private init; }
    public TicketState State { get; private set; }
    public TicketType? Type { get; private set; }
    public Urgency Urgency { get; private set; }
    /// <summary>Order in the queue: 2 danger, critical or very many people, 1 urgent or many people, 0 the rest.</summary>
    public int Priority { get; private set; }
    /// <summary>Kinds of danger found in the text, comma separated; empty when none.</summary>
    public string Dangers { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";
    public string Language { get; private init; } = "zh";
    public string? Place { get; private set; }
    public string? DistrictCode { get; private set; }
    public string? CategoryCode { get; private set; }
    public string? LeadDepartment { get; private set; }
    public Guid? ResidentId { get; private set; }
    public bool Anonymous { get; private init; }
    public bool Confidential { get; private init; }
    /// <summary>Handling rounds: 1, and one more for each rework.</summary>
    public int Round { get; private set; } = 1;
    public Guid? MasterId { get; private set; }

    public DateTimeOffset ReceivedAt { get; private init; }
    public DateTimeOffset? SuggestedAt { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public string? AcceptedBy { get; private set; }
    public DateTimeOffset? DispatchedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public DateTimeOffset? UrgedAt { get; private set; }

    public string? SuggestedCategory { get; private set; }
    public string? SuggestedDepartment { get; private set; }
    public double? SuggestedProbability { get; private set; }
    /// <summary>The registered classifier that advised; null while suggestions are off.</summary>
    public int? ModelVersion { get; private set; }
    /// <summary>Whether that classifier held back; null while suggestions are off.</summary>
    public bool? ModelAbstained { get; private set; }

    public FirstContactOutcome? FirstContactOutcome { get; private set; }
    public DateTimeOffset? FirstContactAt { get; private set; }
    public string? FirstContactBy { get; private set; }
    public string? FirstContactNote { get; private set; }

    /// <summary>Cache of the running deadline on the resident's clock, for sorting and sweeping.</summary>
    public DateTimeOffset? ResidentDueAt { get; private set; }
    /// <summary>Cache of the earliest running deadline on the department's clock; null while that clock stands still.</summary>
    public DateTimeOffset? DepartmentDueAt { get; private set; }

    public string LastActorName { get; private set; } = "";
    public int HistoryCount { get; private set; }
    /// <summary>Hash of the newest history entry; null while none was written under the chain.</summary>
    public byte[]? LastHash { get; private set; }
    public int Version { get; set; }

    public List<TicketDeadline> Deadlines { get; private init; } = [];
    public List<TicketReply> Replies { get; private init; } = [];
    public List<TicketRating> Ratings { get; private init; } = [];

    private readonly List<HistoryEntry> _news = [];
    private readonly List<TicketEvent> _events = [];

    /// <summary>History written since the ticket was loaded; the store saves it in the same transaction.</summary>
    public IReadOnlyList<HistoryEntry> NewHistory => _news;
    /// <summary>Events raised since the ticket was loaded; the store appends them to the log in the same transaction.</summary>
    public IReadOnlyList<TicketEvent> NewEvents => _events;

    public void ClearNews() { _news.Clear(); _events.Clear(); }

    public static Ticket Receive(NewTicket from, Actor actor)
    {
        var ticket = new Ticket
        {
            Id = from.Id, Number = from.Number, Channel = from.Channel, State = TicketState.Received, Type = from.Type, Urgency = from.Urgency,
            Dangers = string.Join(',', from.Dangers), Subject = from.Subject, Body = from.Body, Language = from.Language, Place = from.Place,
            DistrictCode = from.DistrictCode, ResidentId = from.ResidentId, Anonymous = from.Anonymous, Confidential = from.Confidential,
            ReceivedAt = from.ReceivedAt,
        };
        ticket.SetUrgency(from.Dangers.Count > 0 ? Urgency.Critical : from.Urgency);
        ticket.Record("Receive", "TicketReceived", actor, from.StoredAt);
        return ticket;
    }

    /// <summary>The actions of the table that this actor may take now, plus those that move no state; the console shows exactly these.</summary>
    public IReadOnlyList<string> AllowedActions(Actor actor) =>
    [
        .. TicketLifecycle.Table.Where(t => t.From == State && actor.Roles.Overlaps(t.Who) && (t.Guard is TicketGuard.RatingSatisfied or TicketGuard.RatingDissatisfied or TicketGuard.RatingRefused || Holds(t.Guard, actor, null)))
            .Where(t => MayBeAsked(t.Action) && MayBeTaken(t.Action, actor)).Select(t => ActionName(t.Action)).Distinct(),
        .. StatelessActions(actor), .. DisputeActions(actor), .. SupervisionActions(actor),
    ];

    private IEnumerable<string> StatelessActions(Actor actor)
    {
        if (State == TicketState.Handling && actor.Has(Role.Handler, Role.Approver) && IsOwn(actor)) yield return "first-contact";
        if (CanBeCategorised && actor.Has(Role.Dispatcher, Role.Supervisor)) yield return "categorise";
        if (CanBePublished && actor.Has(Role.Publisher, Role.Supervisor)) yield return "publish";
        if (IsOpen && actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor)) yield return "request-items";
        foreach (var part in PartActions(actor)) yield return part;
        if (State is not (TicketState.Archived or TicketState.Withdrawn) && (actor.IsCentre && !actor.Roles.SetEquals([Role.Leader]) || actor.Has(Role.Handler, Role.Approver) && IsOwn(actor) || TakesPart(actor)))
        {
            yield return "note";
            if (actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor, Role.Handler, Role.Approver)) yield return "attach";
        }
        foreach (var action in RecordActions(actor)) yield return action;
    }

    /// <summary>What the table alone cannot say: a further round is a supervisor's to order, and a member follows its master.</summary>
    private bool MayBeTaken(TicketAction action, Actor actor) => action switch
    {
        TicketAction.Rework => Round < OrdinaryRounds || actor.Has(Role.Supervisor),
        TicketAction.Reopen => MasterId is null,
        _ => true,
    };

    /// <summary>The route segment of an action: <c>send-back</c> for <see cref="TicketAction.SendBack"/>.</summary>
    public static string ActionName(TicketAction action) => string.Concat(action.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    public bool IsOpen => TicketLifecycle.Open.Contains(State);

    /// <summary>Closed or directly answered matters are published, unless the resident asked for confidence.</summary>
    public bool CanBePublished => State is TicketState.Closed or TicketState.Answered && !Confidential && MasterId is null;

    /// <summary>Taken on once, and not yet archived.</summary>
    private bool CanBeCategorised => CategoryCode is not null && State is not (TicketState.Received or TicketState.Archived or TicketState.Withdrawn);

    private bool IsOwn(Actor actor) => actor.DepartmentCode is not null && actor.DepartmentCode == LeadDepartment;

    /// <summary>The one way a state changes: table row, role, guard, history, event, clocks.</summary>
    private Error? Move(TicketAction action, Actor actor, DateTimeOffset now, string? note = null, Satisfaction? rating = null, string? outcome = null)
    {
        var rows = TicketLifecycle.From(State, action).ToList();
        if (rows.Count == 0) return TicketErrors.TransitionNotAllowed(this, action, actor);
        rows = rows.Where(r => actor.Roles.Overlaps(r.Who)).ToList();
        if (rows.Count == 0) return TicketErrors.Forbidden(action);
        if (rows.Find(r => Holds(r.Guard, actor, rating)) is not { } row) return rows[0].Guard switch
        {
            TicketGuard.NotInCoordination => TicketErrors.InCoordination,
            TicketGuard.ReturnPending => TicketErrors.ReturnNotPending,
            _ when rows.Exists(r => r.Guard is TicketGuard.OwnDepartment or TicketGuard.AskedByOwnDepartment) => TicketErrors.OtherDepartment,
            _ => TicketErrors.TransitionNotAllowed(this, action, actor),
        };

        var from = State;
        State = row.To;
        LapseRequests();
        if (row.DepartmentClock == ClockMove.Stop) StopClock(Clock.Department, now, met: action == TicketAction.Approve);
        if (row.ResidentClock == ClockMove.Stop) StopClock(Clock.Resident, now, met: true);
        Record(action.ToString(), TicketLifecycle.EventName(action), actor, now, note, from, row.To, outcome: outcome);
        if (!TicketLifecycle.WithDepartment.Contains(State)) DropParts(actor, now);
        return null;
    }

    private bool Holds(TicketGuard guard, Actor actor, Satisfaction? rating) => guard switch
    {
        TicketGuard.None => true,
        TicketGuard.OwnDepartment => IsOwn(actor),
        TicketGuard.RatingSatisfied => rating <= Satisfaction.BasicallySatisfied,
        TicketGuard.RatingDissatisfied => rating > Satisfaction.BasicallySatisfied,
        TicketGuard.NotInCoordination => !InCoordination,
        TicketGuard.ReturnPending => PendingReturnId is not null,
        TicketGuard.AskedWhenReceived => AskedIn == TicketState.Received,
        TicketGuard.AskedWhenAccepted => AskedIn == TicketState.Accepted,
        TicketGuard.AskedWhenHandling => AskedIn == TicketState.Handling,
        TicketGuard.AskedByOwnDepartment => AskedIn == TicketState.Handling && IsOwn(actor),
        TicketGuard.RatingRefused => rating is null,
        TicketGuard.NobodyToAsk => !SomebodyToAsk,
        _ => throw new ArgumentOutOfRangeException(nameof(guard)),
    };

    private void SetUrgency(Urgency urgency) => (Urgency, Priority) = (urgency, Math.Min((int)Urgency.Critical, Math.Max((int)urgency, PriorityByHeads) + (InstructedAt is null ? 0 : 1)));

    private void Record(string action, string eventName, Actor actor, DateTimeOffset at, string? note = null, TicketState? from = null, TicketState? to = null, string? outcome = null)
    {
        LastActorName = actor.DisplayName;
        var entry = HistoryEntry.Of(this, ++HistoryCount, action, from, to, actor, at, note, outcome);
        LastHash = entry.Hash;
        _news.Add(entry);
        _events.Add(new TicketEvent(eventName, Id, at, LeadDepartment));
    }

    private void StartClock(Deadline deadline)
    {
        Deadlines.Add(TicketDeadline.Of(Id, Round, deadline));
        CacheDeadlines();
    }

    private void Meet(DeadlineStep step, DateTimeOffset now)
    {
        Deadlines.FindLast(d => d.Step == step && d.Running)?.Meet(now);
        CacheDeadlines();
    }

    private void StopClock(Clock clock, DateTimeOffset now, bool met)
    {
        foreach (var deadline in Deadlines.Where(d => d.Clock == clock && d.Running))
            if (met) deadline.Meet(now); else deadline.Drop();
        CacheDeadlines();
    }

    private void CacheDeadlines()
    {
        ResidentDueAt = Earliest(Clock.Resident);
        DepartmentDueAt = Earliest(Clock.Department);
        DateTimeOffset? Earliest(Clock clock) =>
            Deadlines.Where(d => d.Clock == clock && d.Running && d.PausedAt is null).Select(d => (DateTimeOffset?)d.DueAt).Min();
    }
}

/// <summary>Everything a ticket is born with.</summary>
public sealed record NewTicket(Guid Id, string Number, Channel Channel, string Subject, string Body, DateTimeOffset ReceivedAt, DateTimeOffset StoredAt)
{
    public TicketType? Type { get; init; }
    public Urgency Urgency { get; init; }
    public IReadOnlyList<string> Dangers { get; init; } = [];
    public string Language { get; init; } = "zh";
    public string? Place { get; init; }
    public string? DistrictCode { get; init; }
    public Guid? ResidentId { get; init; }
    public bool Anonymous { get; init; }
    public bool Confidential { get; init; }
}

/// <summary>A fact for the event log. It names no person.</summary>
/// <param name="Department">The department that may hear of it besides the centre.</param>
/// <param name="AlsoFor">Further departments, comma separated: one that just lost the ticket, those that work on a part.</param>
public sealed record TicketEvent(string Kind, Guid TicketId, DateTimeOffset At, string? Department, string? AlsoFor = null);
