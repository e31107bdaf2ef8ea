using Hotline.Domain.Staff;
using static Hotline.Domain.Staff.Role;
using static Hotline.Domain.Tickets.ClockMove;
using static Hotline.Domain.Tickets.TicketAction;
using static Hotline.Domain.Tickets.TicketState;

namespace Hotline.Domain.Tickets;

/// <summary>What a move does to a clock.</summary>
public enum ClockMove { Keep, Start, Stop }

/// <summary>A condition beyond state and role; the code stands in <see cref="Ticket"/>'s one switch.</summary>
public enum TicketGuard { None, OwnDepartment, RatingSatisfied, RatingDissatisfied }

/// <summary>One row of the table.</summary>
public sealed record Transition(TicketState From, TicketAction Action, TicketState To, Role[] Who,
    ClockMove DepartmentClock, ClockMove ResidentClock, TicketGuard Guard = TicketGuard.None);

/// <summary>THE table of the ticket's life. The document, the console's buttons and the rules all come from it.</summary>
public static class TicketLifecycle
{
    private static readonly Role[] Centre = [Agent, Dispatcher, Supervisor];
    private static readonly Role[] Desk = [Agent, Dispatcher, Supervisor, Role.System];
    private static readonly Role[] Reviewers = [Dispatcher, Supervisor];
    private static readonly Role[] Unit = [Handler, Approver];

    public static readonly IReadOnlyList<Transition> Table =
    [
        // from                   action     to                     who            department resident  guard
        new(Received,             Accept,    Accepted,              Desk,          Keep,      Start),
        new(Received,             Answer,    Answered,              Centre,        Keep,      Stop),
        new(Received,             Redirect,  Redirected,            Centre,        Keep,      Stop),
        new(Received,             Merge,     Merged,                Centre,        Keep,      Keep),
        new(Received,             Withdraw,  Withdrawn,             [Resident],    Keep,      Stop),
        new(Accepted,             Dispatch,  Dispatched,            Desk,          Start,     Keep),
        new(Accepted,             Answer,    Answered,              Centre,        Keep,      Stop),
        new(Accepted,             Redirect,  Redirected,            Centre,        Keep,      Stop),
        new(Accepted,             Merge,     Merged,                Centre,        Keep,      Keep),
        new(Accepted,             Withdraw,  Withdrawn,             [Resident],    Keep,      Stop),
        new(Dispatched,           Sign,      Handling,              Unit,          Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Dispatched,           DeemedSigned, Handling,           [Role.System], Keep,      Keep),
        new(Dispatched,           Recall,    Accepted,              Reviewers,     Stop,      Keep),
        new(Dispatched,           Merge,     Merged,                Reviewers,     Stop,      Keep),
        new(Dispatched,           Withdraw,  Withdrawn,             [Resident],    Stop,      Stop),
        new(Handling,             Reply,     Replied,               Unit,          Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Handling,             Recall,    Accepted,              Reviewers,     Stop,      Keep),
        new(Handling,             Merge,     Merged,                Reviewers,     Stop,      Keep),
        new(Handling,             Withdraw,  Withdrawn,             [Resident],    Stop,      Stop),
        new(Replied,              Approve,   Review,                [Approver],    Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Replied,              SendBack,  Handling,              [Approver],    Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Review,               Approve,   Evaluation,            Reviewers,     Stop,      Keep),
        new(Review,               SendBack,  Handling,              Reviewers,     Keep,      Keep),
        new(Evaluation,           Rate,      Closed,                [Resident],    Keep,      Stop,     TicketGuard.RatingSatisfied),
        new(Evaluation,           Rate,      DissatisfactionReview, [Resident],    Keep,      Keep,     TicketGuard.RatingDissatisfied),
        new(Evaluation,           Close,     Closed,                [Supervisor],  Keep,      Stop),
        new(DissatisfactionReview, Rework,   Handling,              Reviewers,     Start,     Keep),
        new(DissatisfactionReview, Close,    Closed,                [Supervisor],  Keep,      Stop),
        new(DissatisfactionReview, ConfirmLawful, Closed,           [Supervisor],  Keep,      Stop),
        new(Closed,               Reopen,    Handling,              [Resident, Supervisor], Start, Keep),
        new(Closed,               Archive,   Archived,              [Role.System], Keep,      Keep),
        new(Answered,             Archive,   Archived,              [Role.System], Keep,      Keep),
        new(Redirected,           Archive,   Archived,              [Role.System], Keep,      Keep),
        new(Merged,               Unmerge,   Received,              [Dispatcher, Supervisor, Role.System], Keep, Keep),
        new(Merged,               Settle,    Closed,                [Role.System], Keep,      Stop),
    ];

    /// <summary>States without a way out.</summary>
    public static readonly IReadOnlySet<TicketState> Final = new HashSet<TicketState> { Archived, Withdrawn };

    /// <summary>States in which somebody still owes the resident something.</summary>
    public static readonly IReadOnlyList<TicketState> Open =
        [Received, Accepted, Dispatched, Handling, Replied, Review, Evaluation, DissatisfactionReview];

    /// <summary>States in which a department has it, or may have to take it up again: other units' parts live on in these alone.</summary>
    public static readonly IReadOnlySet<TicketState> WithDepartment = new HashSet<TicketState> { Dispatched, Handling, Replied, Review, Evaluation, DissatisfactionReview };

    public static IEnumerable<Transition> From(TicketState state, TicketAction action) =>
        Table.Where(t => t.From == state && t.Action == action);

    /// <summary>The event that a move leaves in the log: <c>TicketAccepted</c>, <c>TicketDispatched</c>, ...</summary>
    public static string EventName(TicketAction action) => action switch
    {
        Accept => "TicketAccepted",
        Answer => "TicketAnswered",
        Dispatch => "TicketDispatched",
        Recall => "TicketRecalled",
        Redirect => "TicketRedirected",
        Merge => "TicketMerged",
        Unmerge => "TicketUnmerged",
        Withdraw => "TicketWithdrawn",
        Sign => "TicketSigned",
        Reply => "TicketReplied",
        Approve => "TicketApproved",
        SendBack => "TicketSentBack",
        Rate => "TicketRated",
        Rework => "TicketReworked",
        Close => "TicketClosed",
        Archive => "TicketArchived",
        DeemedSigned => "TicketDeemedSigned",
        ConfirmLawful => "TicketConfirmedLawful",
        Reopen => "TicketReopened",
        Settle => "TicketSettled",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
