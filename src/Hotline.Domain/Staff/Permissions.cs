using Hotline.Domain.Tickets;
using static Hotline.Domain.Staff.Role;

namespace Hotline.Domain.Staff;

/// <summary>What a permission reaches.</summary>
public enum DataScope
{
    /// <summary>Anybody, about nobody: published answers, signing in.</summary>
    Public,
    /// <summary>A resident's own ticket, by number and query code.</summary>
    OwnTicket,
    /// <summary>Another system, by its key.</summary>
    ApiKey,
    /// <summary>The person's own session and drafts.</summary>
    Own,
    /// <summary>One ticket or file: every one for the centre, those of the own unit and below for a department, none for anybody else.</summary>
    Tickets,
    /// <summary>Lists and counts over the same tickets; whoever sees none gets an empty one.</summary>
    TicketLists,
    /// <summary>How this installation works; nothing about residents in clear.</summary>
    Settings,
    /// <summary>Logs and seals.</summary>
    Logs,
}

/// <summary>One row: who may send a request, and what it reaches.</summary>
/// <param name="Request">Name of the API's operation.</param>
/// <param name="Roles">Empty for what needs no account.</param>
/// <param name="Action">Of an action on a ticket: its name, as the refusal says it.</param>
public sealed record Grant(string Request, DataScope Scope, IReadOnlyList<Role> Roles, string? Action = null)
{
    /// <summary>True for what needs no account.</summary>
    public bool IsOpen => Scope is DataScope.Public or DataScope.OwnTicket or DataScope.ApiKey;

    public bool Allows(Role role) => IsOpen || Roles.Contains(role);

    public bool Allows(Actor actor) => IsOpen || actor.Roles.Overlaps(Roles) || actor.Roles.Contains(Role.System);
}

/// <summary>
/// Roles, actions and scopes as one table. The pipeline refuses what a row does not allow; a test sends every pair of role and address
/// over HTTP, and fails for an address without a row. Within a row the lifecycle's state and guard decide further.
/// </summary>
public static class Permissions
{
    /// <summary>The roles that people sign in with.</summary>
    public static readonly IReadOnlyList<Role> StaffRoles = [.. Enum.GetValues<Role>().Where(r => r is not (Resident or Role.System))];

    private static readonly Role[] Centre = [Agent, Dispatcher, Supervisor];
    private static readonly Role[] Reviewers = [Dispatcher, Supervisor];
    private static readonly Role[] Unit = [Handler, Approver];
    private static readonly Role[] Publishers = [Publisher, Supervisor];
    private static readonly Role[] Operators = [Administrator, Supervisor];

    public static readonly IReadOnlyList<Grant> Table =
    [
        new("TakeMessages", DataScope.ApiKey, []),
        new("TrackTicket", DataScope.OwnTicket, []),
        new("SearchPublished", DataScope.Public, []),
        new("ReadPublished", DataScope.Public, []),
        new("SignIn", DataScope.Public, []),
        new("GetSession", DataScope.Public, []),
        new("SignOut", DataScope.Own, StaffRoles),
        new("PreviewDeadline", DataScope.Public, []),
        new("ReadPublicPromises", DataScope.Public, []),
        new("ListDelegations", DataScope.Own, StaffRoles),
        new("ListColleagues", DataScope.Own, StaffRoles),
        new("AppointStandIn", DataScope.Own, StaffRoles),
        new("EndDelegation", DataScope.Own, StaffRoles),
        new("ListDrafts", DataScope.Own, StaffRoles),
        new("SaveDraft", DataScope.Own, StaffRoles),
        new("DiscardDraft", DataScope.Own, StaffRoles),

        new("ListTickets", DataScope.TicketLists, StaffRoles),
        new("CountTickets", DataScope.TicketLists, StaffRoles),
        new("ReadEvents", DataScope.TicketLists, StaffRoles),
        new("GetEventHead", DataScope.TicketLists, StaffRoles),
        new("ListTopics", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListReturns", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListExtensions", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListLongTermListings", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListHardCases", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListGaps", DataScope.TicketLists, [Dispatcher, Supervisor, Leader, Administrator]),
        new("ResolveGap", DataScope.TicketLists, [Supervisor]),
        new("ListPrecedents", DataScope.TicketLists, StaffRoles),
        new("WithdrawPrecedent", DataScope.TicketLists, Operators),
        new("ListSubTasks", DataScope.TicketLists, StaffRoles),
        new("ListWarnings", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ReadLadder", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListLadder", DataScope.TicketLists, StaffRoles),
        new("ListOrders", DataScope.TicketLists, StaffRoles),
        new("GetOrder", DataScope.TicketLists, StaffRoles),
        new("SuggestOrders", DataScope.TicketLists, [Supervisor]),
        new("IssueOrder", DataScope.TicketLists, [Supervisor]),
        new("SignOrder", DataScope.TicketLists, StaffRoles),
        new("AnswerOrder", DataScope.TicketLists, StaffRoles),
        new("ReviewOrder", DataScope.TicketLists, StaffRoles),
        new("SendBackOrder", DataScope.TicketLists, StaffRoles),
        new("CloseOrder", DataScope.TicketLists, StaffRoles),
        new("ListInstructions", DataScope.TicketLists, [Dispatcher, Supervisor, Leader]),
        new("ListFollowUps", DataScope.TicketLists, Centre),
        new("ClaimFollowUp", DataScope.TicketLists, Centre),
        new("ReleaseFollowUp", DataScope.TicketLists, Centre),
        new("ListFlags", DataScope.TicketLists, [Supervisor, Leader]),
        new("DecideFlag", DataScope.TicketLists, [Supervisor]),
        new("ReadAppraisal", DataScope.TicketLists, [Approver, Supervisor, Leader]),
        new("ListAppraisedTickets", DataScope.TicketLists, [Approver, Supervisor, Leader]),
        new("ExportAppraisal", DataScope.TicketLists, [Supervisor, Leader]),
        new("ListExclusions", DataScope.TicketLists, [Approver, Supervisor, Leader]),
        new("AskExclusion", DataScope.TicketLists, [Approver]),
        new("DecideExclusion", DataScope.TicketLists, [Supervisor]),
        new("AppealExclusion", DataScope.TicketLists, [Approver]),
        new("DecideExclusionAppeal", DataScope.TicketLists, [Leader]),
        new("ReadPromises", DataScope.TicketLists, [Supervisor, Leader]),
        new("ReadBrief", DataScope.TicketLists, [Supervisor, Leader]),
        new("ListCalls", DataScope.TicketLists, [Supervisor]),
        new("GetCall", DataScope.TicketLists, [Agent, Dispatcher, Supervisor]),
        new("GetSeat", DataScope.Own, Centre),
        new("SaySeat", DataScope.Own, Centre),
        new("TakePhone", DataScope.Own, Centre),
        new("GetPhonePass", DataScope.Own, Centre),
        new("ExtendWrapUp", DataScope.Own, Centre),
        new("AcceptOffer", DataScope.Own, Centre),
        new("DeclineOffer", DataScope.Own, Centre),
        new("HoldCall", DataScope.Own, Centre),
        new("ResumeCall", DataScope.Own, Centre),
        new("EndCall", DataScope.Own, Centre),
        new("TransferCall", DataScope.Own, Centre),
        new("AddCallParty", DataScope.Own, Centre),
        new("PauseRecording", DataScope.Own, Centre),
        new("ListReadyColleagues", DataScope.Own, Centre),
        new("MonitorCall", DataScope.TicketLists, [Supervisor]),
        new("GetWallboard", DataScope.TicketLists, [Supervisor]),
        new("LogOutSeat", DataScope.TicketLists, [Supervisor]),
        new("ListSkills", DataScope.Settings, Operators),
        new("SaveSkills", DataScope.Settings, Operators),
        new("TakeDownTicket", DataScope.TicketLists, Centre),
        new("GetTicket", DataScope.Tickets, StaffRoles),
        new("FindSimilarTickets", DataScope.Tickets, StaffRoles),
        new("ReadAttachment", DataScope.Tickets, StaffRoles),
        new("RevealResident", DataScope.Tickets, [.. Centre, .. Unit]),
        new("AttachEvidence", DataScope.Tickets, [.. Centre, .. Unit]),
        new("ReleaseAttachment", DataScope.Tickets, Centre),
        new("GetPublicationProposal", DataScope.Tickets, Publishers),

        Move("AcceptTicket", TicketAction.Accept),
        Move("AnswerTicket", TicketAction.Answer),
        Move("DispatchTicket", TicketAction.Dispatch),
        Move("RecallTicket", TicketAction.Recall),
        Move("RedirectTicket", TicketAction.Redirect),
        Move("MergeTicket", TicketAction.Merge),
        Move("UnmergeTicket", TicketAction.Unmerge),
        Move("SignTicket", TicketAction.Sign),
        Move("ReplyTicket", TicketAction.Reply),
        Move("ApproveReply", TicketAction.Approve),
        Move("SendBackReply", TicketAction.SendBack),
        Move("ReworkTicket", TicketAction.Rework),
        Move("CloseTicket", TicketAction.Close),
        Move("AskResident", TicketAction.AskResident),
        Move("ResumeTicket", TicketAction.Resume),
        Move("ApproveReturn", TicketAction.ApproveReturn),
        Move("CallBackTicket", TicketAction.CallBack),
        Move("EvaluateTicket", TicketAction.Evaluate),
        Move("ConfirmLawful", TicketAction.ConfirmLawful),
        Move("ReopenTicket", TicketAction.Reopen),
        Act("RequestReturn", "RequestReturn", Unit),
        Act("RejectReturn", "RejectReturn", Reviewers),
        Act("CoordinateTicket", "Coordinate", [Supervisor]),
        Act("RequestExtension", "RequestExtension", Unit),
        Act("ApproveExtension", "ApproveExtension", Reviewers),
        Act("RejectExtension", "RejectExtension", Reviewers),
        Act("ListLongTerm", "ListLongTerm", [Approver, Supervisor]),
        Act("ConfirmLongTerm", "ConfirmLongTerm", [Supervisor]),
        Act("RejectLongTerm", "RejectLongTerm", [Supervisor]),
        Act("NoteProgress", "Progress", [.. Unit, Supervisor]),
        Act("MarkGap", "Gap", [Dispatcher, Supervisor, Approver]),
        Act("AddSubTask", "AddSubTask", [.. Reviewers, .. Unit]),
        Act("SignSubTask", "SignSubTask", Unit),
        Act("ReplySubTask", "ReplySubTask", Unit),
        Act("ReturnSubTask", "ReturnSubTask", Unit),
        Act("WithdrawSubTask", "WithdrawSubTask", [.. Reviewers, .. Unit]),
        Act("SetRequestItems", "RequestItems", Centre),
        Act("UrgeByCentre", "Urge", [Supervisor]),
        Act("EscalateTicket", "Escalate", [Supervisor]),
        Act("InstructTicket", "Instruct", [Leader]),
        Act("ReportInstruction", "ReportInstruction", Reviewers),
        Act("CategoriseTicket", "Categorise", Reviewers),
        Act("RecordFirstContact", "FirstContact", Unit),
        Act("NoteTicket", "Note", [.. Centre, .. Unit, Publisher]),
        Act("ProposePublication", "ProposePublication", Publishers),
        Act("ConfirmPublication", "Publish", Publishers),
        Act("WithdrawPublication", "WithdrawPublication", Publishers),
        Act("RelayMessage", "Relay", Unit),
        Act("RelayCallTicket", "RelayCall", Unit),
        Act("HoldTicket", "Hold", [Supervisor]),
        Act("ReleaseHold", "ReleaseHold", [Supervisor]),

        new("GetReference", DataScope.Settings, StaffRoles),
        new("ListPolicies", DataScope.Settings, [Dispatcher, Supervisor, Administrator]),
        new("ApplyPolicy", DataScope.Settings, [Administrator]),
        new("ListCallFlows", DataScope.Settings, Operators),
        new("CheckCallFlow", DataScope.Settings, [Administrator]),
        new("WalkCallFlow", DataScope.Settings, [Administrator]),
        new("ApplyCallFlow", DataScope.Settings, [Administrator]),
        new("StartSimulatedCall", DataScope.Settings, [Agent, Supervisor, Administrator]),
        new("GetSimulatedCall", DataScope.Settings, [Agent, Supervisor, Administrator]),
        new("SendSimulatedInput", DataScope.Settings, [Agent, Supervisor, Administrator]),
        new("MoveSimulatedAgent", DataScope.Settings, [Agent, Supervisor]),
        new("ListCalendars", DataScope.Settings, Operators),
        new("PreviewCalendar", DataScope.Settings, [Administrator]),
        new("ApplyCalendar", DataScope.Settings, [Administrator]),
        new("ListUnits", DataScope.Settings, [Dispatcher, Supervisor, Administrator]),
        new("SaveUnit", DataScope.Settings, [Administrator]),
        new("DeleteUnit", DataScope.Settings, [Administrator]),
        new("RehomeTickets", DataScope.Settings, Operators),
        new("ListDutyShifts", DataScope.Settings, [Agent, Dispatcher, Approver, Supervisor, Administrator]),
        new("AddDutyShift", DataScope.Settings, [Approver, Administrator]),
        new("RemoveDutyShift", DataScope.Settings, [Approver, Administrator]),
        new("ListCategories", DataScope.Settings, [Dispatcher, Supervisor, Administrator]),
        new("SaveCategory", DataScope.Settings, [Administrator]),
        new("DeleteCategory", DataScope.Settings, [Administrator]),
        new("ListDuties", DataScope.Settings, [Dispatcher, Supervisor, Administrator]),
        new("SaveDuty", DataScope.Settings, [Administrator]),
        new("DeleteDuty", DataScope.Settings, [Administrator]),
        new("ListStaff", DataScope.Settings, [Administrator]),
        new("SaveStaff", DataScope.Settings, [Administrator]),
        new("GetIntakeStatus", DataScope.Settings, Operators),
        new("ListQuarantine", DataScope.Settings, Operators),
        new("RetryQuarantined", DataScope.Settings, Operators),
        new("ResolveQuarantined", DataScope.Settings, Operators),
        new("ListSetAside", DataScope.Settings, Operators),
        new("TakeSetAside", DataScope.Settings, Operators),
        new("DiscardSetAside", DataScope.Settings, Operators),
        new("ListOutgoing", DataScope.Settings, Operators),
        new("RetryOutgoing", DataScope.Settings, Operators),
        new("GetClassifier", DataScope.Settings, Operators),
        new("ReadDrift", DataScope.Settings, Operators),
        new("ListContradictions", DataScope.Settings, Operators),
        new("TrainClassifier", DataScope.Settings, [Administrator]),
        new("PromoteModel", DataScope.Settings, [Administrator]),
        new("RollBackModel", DataScope.Settings, [Administrator]),
        new("DropExample", DataScope.Settings, [Administrator]),
        new("PlaceHold", DataScope.Settings, Operators),
        new("EndHold", DataScope.Settings, Operators),
        new("ListSubscriptions", DataScope.Settings, [Administrator]),
        new("AddSubscription", DataScope.Settings, [Administrator]),
        new("ChangeSubscription", DataScope.Settings, [Administrator]),
        new("RemoveSubscription", DataScope.Settings, [Administrator]),
        new("RotateSubscriptionSecret", DataScope.Settings, [Administrator]),
        new("ReplaySubscription", DataScope.Settings, [Administrator]),
        new("ListDeliveries", DataScope.Settings, [Administrator]),
        new("ReadDelivery", DataScope.Settings, [Administrator]),
        new("RetryDelivery", DataScope.Settings, [Administrator]),
        new("DropDelivery", DataScope.Settings, [Administrator]),
        new("ListImports", DataScope.Settings, Operators),
        new("UploadImport", DataScope.Settings, Operators),
        new("ReadImport", DataScope.Settings, Operators),
        new("MapImport", DataScope.Settings, Operators),
        new("RunImport", DataScope.Settings, Operators),
        new("DiscardImport", DataScope.Settings, Operators),
        new("ReadImportResult", DataScope.Settings, Operators),
        new("ListChannels", DataScope.Settings, Operators),
        new("TestChannel", DataScope.Settings, Operators),
        new("ListReconciliations", DataScope.Settings, Operators),

        new("ListHolds", DataScope.Logs, [.. Operators, Auditor]),
        new("ReadAccessLog", DataScope.Logs, [Auditor]),
        new("ListDailyRoots", DataScope.Logs, [Auditor, Leader]),
        new("ReadVerification", DataScope.Logs, [Auditor, Leader]),
    ];

    private static readonly Dictionary<string, Grant> ByRequest = Table.ToDictionary(p => p.Request);

    public static Grant? Find(string request) => ByRequest.GetValueOrDefault(request);

    /// <summary>A move of the lifecycle: whoever may make it in any state.</summary>
    private static Grant Move(string request, TicketAction action) =>
        Act(request, action.ToString(), [.. TicketLifecycle.Table.Where(t => t.Action == action).SelectMany(t => t.Who).Where(r => StaffRoles.Contains(r)).Distinct().Order()]);

    private static Grant Act(string request, string action, IReadOnlyList<Role> roles) => new(request, DataScope.Tickets, roles, action);
}
