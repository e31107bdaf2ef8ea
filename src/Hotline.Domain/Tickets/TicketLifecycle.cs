using Hotline.Domain.Staff;
using static Hotline.Domain.Staff.Role;
using static Hotline.Domain.Tickets.ClockMove;
using static Hotline.Domain.Tickets.TicketAction;
using static Hotline.Domain.Tickets.TicketState;

namespace Hotline.Domain.Tickets;

/// <summary>What a move does to a clock.</summary>
public enum ClockMove { Keep, Start, Stop, Pause, Continue }

/// <summary>A condition beyond state and role; the code stands in <see cref="Ticket"/>'s one switch.</summary>
public enum TicketGuard
{
    None, OwnDepartment, RatingSatisfied, RatingDissatisfied,
    /// <summary>The resident was reached and would not judge.</summary>
    RatingRefused,
    /// <summary>Nobody can be asked: the ticket is anonymous or names no way to reach its resident.</summary>
    NobodyToAsk,
    /// <summary>The matter is not with the coordination meeting, which alone names the unit then.</summary>
    NotInCoordination,
    /// <summary>The department has asked to return it, and nobody has decided yet.</summary>
    ReturnPending,
    /// <summary>Where the ticket stood when the resident was asked: it goes back there.</summary>
    AskedWhenReceived, AskedWhenAccepted, AskedWhenHandling,
    /// <summary>The actor's own department had asked.</summary>
    AskedByOwnDepartment,
}

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
    private static readonly Role[] Answerers = [Agent, Dispatcher, Supervisor, Resident, Role.System];

    public static readonly IReadOnlyList<Transition> Table =
    [
        // from                   action     to                     who            department resident  guard
        new(Received,             Accept,    Accepted,              Desk,          Keep,      Start),
        new(Received,             Answer,    Answered,              Centre,        Keep,      Stop),
        new(Received,             Redirect,  Redirected,            Centre,        Keep,      Stop),
        new(Received,             Merge,     Merged,                Centre,        Keep,      Keep),
        new(Received,             Withdraw,  Withdrawn,             [Resident],    Keep,      Stop),
        new(Received,             AskResident, WaitingForResident,  Centre,        Keep,      Keep),
        new(Accepted,             Dispatch,  Dispatched,            Desk,          Start,     Keep,     TicketGuard.NotInCoordination),
        new(Accepted,             Answer,    Answered,              Centre,        Keep,      Stop),
        new(Accepted,             Redirect,  Redirected,            Centre,        Keep,      Stop),
        new(Accepted,             Merge,     Merged,                Centre,        Keep,      Keep),
        new(Accepted,             Withdraw,  Withdrawn,             [Resident],    Keep,      Stop),
        new(Accepted,             AskResident, WaitingForResident,  Centre,        Keep,      Keep),
        new(Dispatched,           Sign,      Handling,              Unit,          Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Dispatched,           DeemedSigned, Handling,           [Role.System], Keep,      Keep),
        new(Dispatched,           Recall,    Accepted,              Reviewers,     Stop,      Keep),
        new(Dispatched,           ApproveReturn, Accepted,          Reviewers,     Stop,      Keep,     TicketGuard.ReturnPending),
        new(Dispatched,           Merge,     Merged,                Reviewers,     Stop,      Keep),
        new(Dispatched,           Withdraw,  Withdrawn,             [Resident],    Stop,      Stop),
        new(Handling,             Reply,     Replied,               Unit,          Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Handling,             Recall,    Accepted,              Reviewers,     Stop,      Keep),
        new(Handling,             ApproveReturn, Accepted,          Reviewers,     Stop,      Keep,     TicketGuard.ReturnPending),
        new(Handling,             AskResident, WaitingForResident,  Unit,          Pause,     Keep,     TicketGuard.OwnDepartment),
        new(Handling,             ListLongTerm, LongTerm,           [Supervisor],  Pause,     Keep),
        new(Handling,             Merge,     Merged,                Reviewers,     Stop,      Keep),
        new(Handling,             Withdraw,  Withdrawn,             [Resident],    Stop,      Stop),
        new(WaitingForResident,   Resume,    Received,              Answerers,     Keep,      Keep,     TicketGuard.AskedWhenReceived),
        new(WaitingForResident,   Resume,    Accepted,              Answerers,     Keep,      Keep,     TicketGuard.AskedWhenAccepted),
        new(WaitingForResident,   Resume,    Handling,              Answerers,     Continue,  Keep,     TicketGuard.AskedWhenHandling),
        new(WaitingForResident,   Resume,    Handling,              Unit,          Continue,  Keep,     TicketGuard.AskedByOwnDepartment),
        new(WaitingForResident,   Withdraw,  Withdrawn,             [Resident],    Stop,      Stop),
        new(LongTerm,             Resume,    Handling,              [Supervisor, Role.System], Continue, Keep),
        new(LongTerm,             Resume,    Handling,              Unit,          Continue,  Keep,     TicketGuard.OwnDepartment),
        new(LongTerm,             Reply,     Replied,               Unit,          Continue,  Keep,     TicketGuard.OwnDepartment),
        new(LongTerm,             Withdraw,  Withdrawn,             [Resident],    Stop,      Stop),
        new(Replied,              Approve,   Review,                [Approver],    Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Replied,              SendBack,  Handling,              [Approver],    Keep,      Keep,     TicketGuard.OwnDepartment),
        new(Review,               Approve,   Evaluation,            Reviewers,     Stop,      Keep),
        new(Review,               SendBack,  Handling,              Reviewers,     Keep,      Keep),
        new(Evaluation,           Rate,      Closed,                [Resident],    Keep,      Stop,     TicketGuard.RatingSatisfied),
        new(Evaluation,           Rate,      DissatisfactionReview, [Resident],    Keep,      Keep,     TicketGuard.RatingDissatisfied),
        new(Evaluation,           CallBack,  Closed,                Centre,        Keep,      Stop,     TicketGuard.RatingSatisfied),
        new(Evaluation,           CallBack,  DissatisfactionReview, Centre,        Keep,      Keep,     TicketGuard.RatingDissatisfied),
        new(Evaluation,           CallBack,  Closed,                Centre,        Keep,      Stop,     TicketGuard.RatingRefused),
        new(Evaluation,           Evaluate,  Closed,                Centre,        Keep,      Stop,     TicketGuard.NobodyToAsk),
        new(Evaluation,           GiveUp,    Closed,                [Role.System], Keep,      Stop),
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
        [Received, Accepted, WaitingForResident, Dispatched, Handling, LongTerm, Replied, Review, Evaluation, DissatisfactionReview];

    /// <summary>States in which a department has it, or may have to take it up again: other units' parts live on in these alone.</summary>
    public static readonly IReadOnlySet<TicketState> WithDepartment = new HashSet<TicketState> { Dispatched, Handling, WaitingForResident, LongTerm, Replied, Review, Evaluation, DissatisfactionReview };

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
        CallBack => "TicketCalledBack",
        Evaluate => "TicketEvaluated",
        GiveUp => "TicketUnreachable",
        Rework => "TicketReworked",
        Close => "TicketClosed",
        Archive => "TicketArchived",
        AskResident => "TicketQuestionAsked",
        Resume => "TicketResumed",
        ApproveReturn => "TicketReturned",
        ListLongTerm => "TicketListedLongTerm",
        DeemedSigned => "TicketDeemedSigned",
        ConfirmLawful => "TicketConfirmedLawful",
        Reopen => "TicketReopened",
        Settle => "TicketSettled",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
