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
    public static readonly Error AlreadyRated = new(ErrorKind.Conflict, "ticket.already_rated");
    public static readonly Error UrgedRecently = new(ErrorKind.Conflict, "ticket.urged_recently");
    public static readonly Error NotOpen = new(ErrorKind.Conflict, "ticket.not_open");
    public static readonly Error NotConfidential = new(ErrorKind.Conflict, "ticket.not_confidential");
    public static readonly Error Held = new(ErrorKind.Conflict, "ticket.held");
    public static readonly Error NotHeld = new(ErrorKind.Conflict, "ticket.not_held");
    public static readonly Error Anonymised = new(ErrorKind.Conflict, "ticket.anonymised");
}
