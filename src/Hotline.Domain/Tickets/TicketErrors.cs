using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>The refusals a ticket can give.</summary>
public static class TicketErrors
{
    public static readonly Error NotFound = Error.NotFound("ticket");

    /// <summary>The state does not allow the action; <c>allowed</c> lists what this actor may do now, <c>by</c> who moved it last.</summary>
    public static Error TransitionNotAllowed(Ticket ticket, TicketAction action, Actor actor) => TransitionNotAllowed(ticket, action.ToString(), actor);

    /// <inheritdoc cref="TransitionNotAllowed(Ticket, TicketAction, Actor)"/>
    public static Error TransitionNotAllowed(Ticket ticket, string action, Actor actor) =>
        new(ErrorKind.Conflict, "ticket.transition_not_allowed")
        {
            Arguments = [action, ticket.State.ToString()],
            Extensions = new Dictionary<string, object?>
            {
                ["allowed"] = ticket.AllowedActions(actor),
                ["state"] = ticket.State.ToString(),
                ["by"] = ticket.LastActorName,
            },
        };

    public static Error Forbidden(TicketAction action) => Forbidden(action.ToString());

    public static Error Forbidden(string action) => new(ErrorKind.Forbidden, "ticket.forbidden") { Arguments = [action] };

    public static readonly Error OtherDepartment = new(ErrorKind.Forbidden, "ticket.other_department");
    public static readonly Error SamePerson = new(ErrorKind.Conflict, "ticket.same_person");
    public static readonly Error NothingToPublish = new(ErrorKind.Conflict, "ticket.nothing_to_publish");
    public static readonly Error NotProposed = new(ErrorKind.Conflict, "ticket.publication_not_proposed");
    public static readonly Error Confidential = new(ErrorKind.Conflict, "ticket.confidential_not_published");
    public static readonly Error MergeIntoItself = Error.Field("masterId", "ticket.merge_into_itself");
    public static readonly Error MergeTargetNotOpen = new(ErrorKind.Conflict, "ticket.merge_target_not_open");
    public static readonly Error HasMembers = new(ErrorKind.Conflict, "ticket.has_members");
    public static readonly Error ReworkForSupervisor = new(ErrorKind.Conflict, "rework.for_supervisor");
    public static readonly Error ReopenTooLate = new(ErrorKind.Conflict, "reopen.too_late");
    public static readonly Error MemberNotReopened = new(ErrorKind.Conflict, "reopen.member");
    public static readonly Error AlreadyRated = new(ErrorKind.Conflict, "ticket.already_rated");
    public static readonly Error UrgedRecently = new(ErrorKind.Conflict, "ticket.urged_recently");
    public static readonly Error NotOpen = new(ErrorKind.Conflict, "ticket.not_open");

    public static readonly Error InCoordination = new(ErrorKind.Conflict, "ticket.in_coordination");
    public static readonly Error NotInCoordination = new(ErrorKind.Conflict, "ticket.not_in_coordination");
    public static readonly Error ReturnForbidden = new(ErrorKind.Conflict, "return.forbidden");
    public static readonly Error ReturnPending = new(ErrorKind.Conflict, "return.pending");
    public static readonly Error ReturnNotPending = new(ErrorKind.Conflict, "return.not_pending");
    public static readonly Error ReturnToTheSame = Error.Field("departmentCode", "return.same_department");
    public static readonly Error CoordinationDecides = Error.Field("departmentCode", "return.coordination_decides");
    public static readonly Error ExtensionPending = new(ErrorKind.Conflict, "extension.pending");
    public static readonly Error ExtensionNotPending = new(ErrorKind.Conflict, "extension.not_pending");
    public static readonly Error LongTermPending = new(ErrorKind.Conflict, "long_term.pending");
    public static readonly Error LongTermNotPending = new(ErrorKind.Conflict, "long_term.not_pending");

    /// <summary>The department asked too late; <c>until</c> says when the window closed.</summary>
    public static Error ReturnWindowOver(DateTimeOffset? until) =>
        new(ErrorKind.Conflict, "return.window_over") { Extensions = new Dictionary<string, object?> { ["until"] = until } };

    /// <summary>An extension is asked for before the handling deadline expires; <c>dueAt</c> says when it did.</summary>
    public static Error ExtensionAfterDue(DateTimeOffset dueAt) =>
        new(ErrorKind.Conflict, "extension.after_due") { Extensions = new Dictionary<string, object?> { ["dueAt"] = dueAt } };

    public static Error ExtensionTimesUsed(int times) => new(ErrorKind.Conflict, "extension.times_used") { Arguments = [$"{times}"] };

    public static Error ExtensionTooLong(decimal most) => Error.Field("workingDays", "extension.too_long", $"{most:0}");
    public static readonly Error NotConfidential = new(ErrorKind.Conflict, "ticket.not_confidential");
    public static readonly Error Held = new(ErrorKind.Conflict, "ticket.held");
    public static readonly Error NotHeld = new(ErrorKind.Conflict, "ticket.not_held");
    public static readonly Error Anonymised = new(ErrorKind.Conflict, "ticket.anonymised");
}
