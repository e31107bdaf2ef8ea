using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>Where departments and the centre disagree (退单, 延期), and where work has to wait (待补充, 挂账).</summary>
public sealed partial class Ticket
{
    /// <summary>The dispute that sends a ticket to the coordination meeting.</summary>
    private const int DisputesBeforeCoordination = 2;

    /// <summary>The return that waits for the centre's decision.</summary>
    public Guid? PendingReturnId { get; private set; }
    public Guid? PendingExtensionId { get; private set; }
    public Guid? PendingLongTermId { get; private set; }
    /// <summary>The last second in which the department may ask to return it.</summary>
    public DateTimeOffset? ReturnUntil { get; private set; }
    /// <summary>Returns that the centre has decided, either way.</summary>
    public int ReturnCount { get; private set; }
    /// <summary>A hard case (疑难): the coordination meeting has to name the unit.</summary>
    public bool InCoordination { get; private set; }
    /// <summary>The unit was designated; it may not return the ticket.</summary>
    public bool ReturnForbidden { get; private set; }
    /// <summary>Where the ticket stood when the resident was asked; null while nobody waits.</summary>
    public TicketState? AskedIn { get; private set; }
    /// <summary>When waiting for the resident, or the long-term listing, ends by itself.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }
    /// <summary>When the next progress note of a long-term listing is due at the latest.</summary>
    public DateTimeOffset? ProgressDueAt { get; private set; }

    /// <summary>What an actor may ask for or decide; the windows of time are narrowed by whoever knows the hour.</summary>
    private IEnumerable<string> DisputeActions(Actor actor)
    {
        var unit = actor.Has(Role.Handler, Role.Approver) && IsOwn(actor);
        var centre = actor.Has(Role.Dispatcher, Role.Supervisor);
        if (unit && State is (TicketState.Dispatched or TicketState.Handling) && !ReturnForbidden && !InCoordination && PendingReturnId is null) yield return "request-return";
        if (centre && PendingReturnId is not null) yield return "reject-return";
        if (actor.Has(Role.Supervisor) && CanBeCoordinated) yield return "coordinate";
        if (unit && State == TicketState.Handling && PendingExtensionId is null) yield return "request-extension";
        if (centre && PendingExtensionId is not null) { yield return "approve-extension"; yield return "reject-extension"; }
        if (actor.Has(Role.Approver) && IsOwn(actor) && State == TicketState.Handling && PendingLongTermId is null && !actor.Has(Role.Supervisor)) yield return "list-long-term";
        if (actor.Has(Role.Supervisor) && PendingLongTermId is not null) { yield return "confirm-long-term"; yield return "reject-long-term"; }
        if (State == TicketState.LongTerm && (unit || actor.Has(Role.Supervisor))) yield return "milestone";
        if (MayMarkGap(actor)) yield return "gap";
    }

    private bool CanBeCoordinated => InCoordination && State is (TicketState.Accepted or TicketState.Dispatched or TicketState.Handling);

    // --- return ---

    /// <summary>The department asks to give the ticket back; its clock runs on until the centre has decided.</summary>
    public Error? RequestReturn(ReturnRequest request, Actor actor, DateTimeOffset now)
    {
        if (OwnUnit("RequestReturn", actor, TicketState.Dispatched, TicketState.Handling) is { } refused) return refused;
        if (ReturnForbidden) return TicketErrors.ReturnForbidden;
        if (InCoordination) return TicketErrors.InCoordination;
        if (PendingReturnId is not null) return TicketErrors.ReturnPending;
        if (ReturnUntil is not { } until || DeadlineLights.IsLate(until, now)) return TicketErrors.ReturnWindowOver(ReturnUntil);
        PendingReturnId = request.Id;
        Record("RequestReturn", "TicketReturnRequested", actor, now, $"{request.Clause}\n{request.Reason}", outcome: request.SuggestedDepartment);
        return null;
    }

    /// <summary>The centre takes it back, and sends it on at once when a department is named. The resident's clock runs on.</summary>
    /// <param name="request">The pending return; null when there is none.</param>
    public Error? ApproveReturn(ReturnRequest? request, string? department, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (CentreDecides("ApproveReturn", actor, request, TicketErrors.ReturnNotPending) is { } refused) return refused;
        if (department is not null && ReturnCount + 1 >= DisputesBeforeCoordination) return TicketErrors.CoordinationDecides;
        var lost = LeadDepartment;
        if (department is not null && department == lost) return TicketErrors.ReturnToTheSame;
        if (Move(TicketAction.ApproveReturn, actor, now, note) is { } impossible) return impossible;
        LeadDepartment = null;
        _events[^1] = _events[^1] with { AlsoFor = lost };
        request!.Decide(RequestDecision.Approved, department, note, actor, now);
        CountDispute();
        return department is null ? null : Dispatch(department, note, actor, clocks, now);
    }

    /// <summary>The ticket stays where it is.</summary>
    public Error? RejectReturn(ReturnRequest? request, string reason, Actor actor, DateTimeOffset now)
    {
        if (CentreDecides("RejectReturn", actor, request, TicketErrors.ReturnNotPending) is { } refused) return refused;
        PendingReturnId = null;
        request!.Decide(RequestDecision.Rejected, LeadDepartment, reason, actor, now);
        CountDispute();
        Record("RejectReturn", "TicketReturnRejected", actor, now, reason);
        return null;
    }

    /// <summary>The coordination meeting names the unit; from now on nobody may return the ticket.</summary>
    public Error? Coordinate(string department, string basis, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor)) return TicketErrors.Forbidden("Coordinate");
        if (!InCoordination) return TicketErrors.NotInCoordination;
        if (!CanBeCoordinated) return TicketErrors.TransitionNotAllowed(this, "Coordinate", actor);
        (InCoordination, ReturnForbidden) = (false, true);
        Record("Coordinate", "TicketCoordinated", actor, now, $"{basis}\n{note}".TrimEnd(), outcome: department);
        if (State != TicketState.Accepted && LeadDepartment == department) return null;
        if (State != TicketState.Accepted && Recall(basis, actor, now) is { } refused) return refused;
        return Dispatch(department, basis, actor, clocks, now);
    }

    private void CountDispute()
    {
        ReturnCount++;
        InCoordination = ReturnCount >= DisputesBeforeCoordination;
    }

    // --- extension ---

    /// <summary>The department asks for more time before its time is over.</summary>
    public Error? RequestExtension(ExtensionRequest request, Actor actor, ExtensionRule rule, DateTimeOffset now)
    {
        if (OwnUnit("RequestExtension", actor, TicketState.Handling) is { } refused) return refused;
        if (PendingExtensionId is not null) return TicketErrors.ExtensionPending;
        if (RunningHandle is not { } handle) return TicketErrors.TransitionNotAllowed(this, "RequestExtension", actor);
        if (DeadlineLights.IsLate(handle.DueAt, now)) return TicketErrors.ExtensionAfterDue(handle.DueAt);
        if (request.WorkingDays > rule.Most.Amount) return TicketErrors.ExtensionTooLong(rule.Most.Amount);
        if (handle.ReadExtensions().Count >= rule.Times) return TicketErrors.ExtensionTimesUsed(rule.Times);
        PendingExtensionId = request.Id;
        Record("RequestExtension", "TicketExtensionRequested", actor, now, $"{request.Reason}\n{request.LegalBasis}", outcome: $"{request.Length}");
        return null;
    }

    /// <summary>The handling deadline moves; the instant it had before is kept.</summary>
    public Error? ApproveExtension(ExtensionRequest? request, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (CentreDecides("ApproveExtension", actor, request, TicketErrors.ExtensionNotPending) is { } refused) return refused;
        if (RunningHandle is not { } handle) return TicketErrors.TransitionNotAllowed(this, "ApproveExtension", actor);
        var before = handle.DueAt;
        handle.Extend(request!.Length, clocks, TypeOrDefault, Urgency, CategoryCode);
        CacheDeadlines();
        PendingExtensionId = null;
        request.Approve(before, handle.DueAt, note, actor, now);
        Record("ApproveExtension", "TicketExtensionApproved", actor, now, note, outcome: $"{request.Length}");
        return null;
    }

    public Error? RejectExtension(ExtensionRequest? request, string reason, Actor actor, DateTimeOffset now)
    {
        if (CentreDecides("RejectExtension", actor, request, TicketErrors.ExtensionNotPending) is { } refused) return refused;
        PendingExtensionId = null;
        request!.Reject(reason, actor, now);
        Record("RejectExtension", "TicketExtensionRejected", actor, now, reason);
        return null;
    }

    // --- waiting for the resident ---

    /// <summary>Asks the resident for what is missing. A department's clock stands still; the resident's never does.</summary>
    public Error? AskResident(string question, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        var from = State;
        if (Move(TicketAction.AskResident, actor, now, question) is { } refused) return refused;
        (AskedIn, WaitsUntil) = (from, clocks.After(clocks.PolicyAt(now).ResidentAnswer, now));
        if (from == TicketState.Handling) PauseDepartment(clocks, now);
        return null;
    }

    /// <summary>Ends the wait for the resident or the long-term listing: work goes on from where it stood.</summary>
    public Error? Resume(string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (Move(TicketAction.Resume, actor, now, note) is { } refused) return refused;
        ContinueDepartment(clocks, now);
        return null;
    }

    /// <summary>Nobody answered in time, or the listing's last day has passed: back to work, and nothing is closed by a machine.</summary>
    public Error? EndWait(ServiceClock clocks, DateTimeOffset now) =>
        WaitsUntil is { } until && DeadlineLights.IsLate(until, now)
            ? Resume(State == TicketState.LongTerm ? "挂账期满，恢复办理" : "诉求人逾期未补充，恢复办理", Actor.System, clocks, now)
            : TicketErrors.TransitionNotAllowed(this, TicketAction.Resume, Actor.System);

    // --- long-term listing ---

    /// <summary>The unit's approver proposes it; a supervisor confirms.</summary>
    public Error? ProposeLongTerm(LongTermListing listing, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Approver)) return TicketErrors.Forbidden(TicketAction.ListLongTerm);
        if (OwnUnit("ListLongTerm", actor, TicketState.Handling) is { } refused) return refused;
        if (PendingLongTermId is not null) return TicketErrors.LongTermPending;
        PendingLongTermId = listing.Id;
        Record("ProposeLongTerm", "TicketLongTermProposed", actor, now, listing.Reason);
        return null;
    }

    /// <summary>A supervisor lists it, on proposal or alone: the department's clock stands still until it is resumed, answered or over.</summary>
    public Error? ListLongTerm(LongTermListing? listing, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (listing is null) return actor.Has(Role.Supervisor) ? TicketErrors.LongTermNotPending : TicketErrors.Forbidden("ListLongTerm");
        if (Move(TicketAction.ListLongTerm, actor, now, note ?? listing.Reason) is { } refused) return refused;
        listing.Decide(RequestDecision.Approved, note, actor, now);
        (WaitsUntil, ProgressDueAt) = (listing.Until, now.AddMonths(1));
        PauseDepartment(clocks, now);
        return null;
    }

    public Error? RejectLongTerm(LongTermListing? listing, string reason, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor)) return TicketErrors.Forbidden("RejectLongTerm");
        if (PendingLongTermId is null || listing is null) return TicketErrors.LongTermNotPending;
        PendingLongTermId = null;
        listing.Decide(RequestDecision.Rejected, reason, actor, now);
        Record("RejectLongTerm", "TicketLongTermRejected", actor, now, reason);
        return null;
    }

    /// <summary>A monthly word to the resident about how far it has come.</summary>
    public Error? NoteProgress(string text, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor) && OwnUnit("Milestone", actor, TicketState.LongTerm) is { } refused) return refused;
        if (State != TicketState.LongTerm) return TicketErrors.TransitionNotAllowed(this, "Milestone", actor);
        ProgressDueAt = now.AddMonths(1);
        Record("Milestone", "TicketProgressNoted", actor, now, text);
        return null;
    }

    // --- matters nobody owns ---

    /// <summary>Puts the matter into the register of gaps: no unit owns it.</summary>
    public Error? MarkGap(string note, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor, Role.Approver)) return TicketErrors.Forbidden("MarkGap");
        if (!actor.Has(Role.Supervisor) && !IsOwn(actor)) return TicketErrors.OtherDepartment;
        if (!MayMarkGap(actor)) return TicketErrors.TransitionNotAllowed(this, "MarkGap", actor);
        Record("MarkGap", "TicketGapMarked", actor, now, note);
        return null;
    }

    private bool MayMarkGap(Actor actor) => CategoryCode is not null && State is (TicketState.Accepted or TicketState.Dispatched or TicketState.Handling)
        && (actor.Has(Role.Supervisor) || actor.Has(Role.Approver) && IsOwn(actor));

    private TicketDeadline? RunningHandle => Deadlines.FindLast(d => d.Step == DeadlineStep.Handle && d.Running);

    private Error? OwnUnit(string action, Actor actor, params ReadOnlySpan<TicketState> states)
    {
        if (!actor.Has(Role.Handler, Role.Approver)) return TicketErrors.Forbidden(action);
        if (!IsOwn(actor)) return TicketErrors.OtherDepartment;
        return states.Contains(State) ? null : TicketErrors.TransitionNotAllowed(this, action, actor);
    }

    private static Error? CentreDecides(string action, Actor actor, object? request, Error nothing) =>
        !actor.Has(Role.Dispatcher, Role.Supervisor) ? TicketErrors.Forbidden(action) : request is null ? nothing : null;

    /// <summary>What was asked for a state that is over now needs no decision any more.</summary>
    private void LapseRequests()
    {
        if (State is not (TicketState.Dispatched or TicketState.Handling)) PendingReturnId = null;
        if (State is not (TicketState.Handling or TicketState.WaitingForResident)) (PendingExtensionId, PendingLongTermId) = (null, null);
        if (State == TicketState.Replied) InCoordination = false;   // by its reply the unit has taken the matter on
        (AskedIn, WaitsUntil, ProgressDueAt) = (null, null, null);
    }

    private void PauseDepartment(ServiceClock clocks, DateTimeOffset now)
    {
        foreach (var deadline in Deadlines.Where(d => d.Clock == Clock.Department && d.Running)) deadline.Pause(now, clocks, TypeOrDefault, Urgency, CategoryCode);
        CacheDeadlines();
    }

    private void ContinueDepartment(ServiceClock clocks, DateTimeOffset now)
    {
        foreach (var deadline in Deadlines.Where(d => d.Clock == Clock.Department && d.Running)) deadline.Continue(now, clocks, TypeOrDefault, Urgency, CategoryCode);
        CacheDeadlines();
    }
}
