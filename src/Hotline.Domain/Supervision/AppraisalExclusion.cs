using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Supervision;

/// <summary>Where a wish to leave a ticket out of appraisal stands.</summary>
public enum ExclusionState { Asked, Granted, Refused, Appealed, GrantedOnAppeal, RefusedOnAppeal }

/// <summary>
/// A department asks to leave a ticket out of its figures (剔除); the supervisor decides, the department may appeal once, the leader
/// decides for good. One for each ticket.
/// </summary>
public sealed class AppraisalExclusion : IVersioned
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Department { get; private init; } = "";
    public ExclusionState State { get; private set; }
    public string Reason { get; private init; } = "";
    public string AskedByName { get; private init; } = "";
    public DateTimeOffset AskedAt { get; private init; }
    public string? Decision { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? AppealReason { get; private set; }
    public string? AppealedByName { get; private set; }
    public DateTimeOffset? AppealedAt { get; private set; }
    public string? FinalDecision { get; private set; }
    public string? FinalByName { get; private set; }
    public DateTimeOffset? FinalAt { get; private set; }
    public int Version { get; set; }

    /// <summary>The ticket is left out.</summary>
    public bool Holds => State is ExclusionState.Granted or ExclusionState.GrantedOnAppeal;

    public static AppraisalExclusion Ask(Ticket ticket, string reason, Actor actor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(actor);
        ticket.Note("AskExclusion", "ExclusionAsked", reason, actor, now);
        return new() { Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Department = ticket.LeadDepartment ?? "", Reason = reason, AskedByName = actor.DisplayName, AskedAt = now };
    }

    public Error? Decide(Ticket ticket, bool granted, string reason, Actor actor, DateTimeOffset now)
    {
        if (State != ExclusionState.Asked) return AlreadyDecided();
        (State, Decision, DecidedByName, DecidedAt) = (granted ? ExclusionState.Granted : ExclusionState.Refused, reason, actor.DisplayName, now);
        ticket.Note("DecideExclusion", "ExclusionDecided", $"{State}: {reason}", actor, now);
        return null;
    }

    public Error? Appeal(Ticket ticket, string reason, Actor actor, DateTimeOffset now)
    {
        if (State != ExclusionState.Refused) return new Error(ErrorKind.Conflict, "exclusion.no_appeal");
        (State, AppealReason, AppealedByName, AppealedAt) = (ExclusionState.Appealed, reason, actor.DisplayName, now);
        ticket.Note("AppealExclusion", "ExclusionAppealed", reason, actor, now);
        return null;
    }

    public Error? DecideAppeal(Ticket ticket, bool granted, string reason, Actor actor, DateTimeOffset now)
    {
        if (State != ExclusionState.Appealed) return AlreadyDecided();
        (State, FinalDecision, FinalByName, FinalAt) = (granted ? ExclusionState.GrantedOnAppeal : ExclusionState.RefusedOnAppeal, reason, actor.DisplayName, now);
        ticket.Note("DecideExclusionAppeal", "ExclusionAppealDecided", $"{State}: {reason}", actor, now);
        return null;
    }

    private Error AlreadyDecided() => new(ErrorKind.Conflict, "exclusion.not_waiting") { Extensions = new Dictionary<string, object?> { ["by"] = FinalByName ?? DecidedByName ?? AppealedByName ?? AskedByName } };
}
