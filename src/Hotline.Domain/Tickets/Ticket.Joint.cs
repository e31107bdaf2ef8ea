using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>Joint handling and passing down: other units work on parts, the lead answers once.</summary>
public sealed partial class Ticket
{
    /// <summary>Parts ever given out; the next one's number.</summary>
    public int SubTaskCount { get; private set; }

    /// <summary>The parts. Whoever acts on a ticket with parts loads them first.</summary>
    public List<SubTask> SubTasks { get; private init; } = [];

    /// <summary>Parts that the lead waits for.</summary>
    public IEnumerable<SubTask> MissingParts => SubTasks.Where(s => s.Under is null && s.Missing);

    /// <summary>
    /// Gives a part to another unit. The centre and the lead ask other departments to assist; a unit passes down to the units
    /// directly below it. Whoever gives it stays responsible, and their clock runs on.
    /// </summary>
    /// <param name="workingDays">The part's own term; null for the latest day that leaves a working day above it.</param>
    public Error? AddSubTask(City city, string department, string task, int? workingDays, Actor actor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(city);
        if (State is not (TicketState.Dispatched or TicketState.Handling)) return TicketErrors.TransitionNotAllowed(this, "AddSubTask", actor);
        if (actor.Has(Role.Dispatcher, Role.Supervisor)) return GivePart(SubTaskKind.Assisting, city, department, null, task, workingDays, actor, now);
        if (!actor.Has(Role.Handler, Role.Approver)) return TicketErrors.Forbidden("AddSubTask");
        if (IsOwn(actor))
        {
            // Signing comes first: what was not taken over cannot be shared out.
            if (State != TicketState.Handling) return TicketErrors.TransitionNotAllowed(this, "AddSubTask", actor);
            var below = department != LeadDepartment && city.IsWithin(department, LeadDepartment!);
            if (below && city.Department(department)?.Parent != LeadDepartment) return SubTaskErrors.OnlyDirectlyBelow;
            return GivePart(below ? SubTaskKind.PassedDown : SubTaskKind.Assisting, city, department, null, task, workingDays, actor, now);
        }
        if (PartInHand(actor) is not { } held) return TicketErrors.OtherDepartment;
        return city.Department(department)?.Parent == held.Department
            ? GivePart(SubTaskKind.PassedDown, city, department, held, task, workingDays, actor, now)
            : SubTaskErrors.OnlyDirectlyBelow;
    }

    /// <summary>At a dispatch the centre names the departments that assist the lead.</summary>
    public Error? Assist(City city, string department, string task, Actor actor, DateTimeOffset now) =>
        GivePart(SubTaskKind.Assisting, city, department, null, task, null, actor, now);

    public Error? SignSubTask(int sequence, Actor actor, DateTimeOffset now)
    {
        if (OwnPart(sequence, actor, "SignSubTask", out var part, SubTaskState.Pending) is { } refused) return refused;
        part!.Sign(actor, now);
        RecordPart("SignSubTask", "TicketSubTaskSigned", part, actor, now, null);
        return null;
    }

    /// <summary>The unit answers upward; the resident hears of it through the lead's reply alone.</summary>
    /// <param name="overrideReason">Why it answers although a unit below it has not.</param>
    public Error? ReplySubTask(int sequence, string text, IEnumerable<Guid> evidence, string? overrideReason, Actor actor, DateTimeOffset now)
    {
        if (OwnPart(sequence, actor, "ReplySubTask", out var part, SubTaskState.Pending, SubTaskState.Signed) is { } refused) return refused;
        var missing = SubTasks.Where(s => s.Under == sequence && s.Missing).ToList();
        if (missing.Count > 0 && string.IsNullOrWhiteSpace(overrideReason)) return SubTaskErrors.PartMissing(missing);
        part!.Answer(text, evidence, actor, now);
        RecordPart("ReplySubTask", "TicketSubTaskAnswered", part, actor, now, missing.Count > 0 ? overrideReason : null);
        return null;
    }

    public Error? ReturnSubTask(int sequence, string reason, Actor actor, DateTimeOffset now)
    {
        if (OwnPart(sequence, actor, "ReturnSubTask", out var part, SubTaskState.Pending, SubTaskState.Signed) is { } refused) return refused;
        part!.Return(reason, actor, now);
        RecordPart("ReturnSubTask", "TicketSubTaskReturned", part, actor, now, reason);
        DropBelow(part, actor, now);
        return null;
    }

    /// <summary>Whoever gave a part, or the centre, waits for it no longer.</summary>
    public Error? WithdrawSubTask(int sequence, string reason, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Dispatcher, Role.Supervisor, Role.Handler, Role.Approver)) return TicketErrors.Forbidden("WithdrawSubTask");
        if (SubTasks.Find(s => s.Sequence == sequence) is not { } part) return SubTaskErrors.NotFound;
        if (!MayTakeBack(part, actor)) return TicketErrors.OtherDepartment;
        if (!part.Missing) return SubTaskErrors.NotPossible("WithdrawSubTask", part);
        part.Withdraw(reason, actor, now);
        RecordPart("WithdrawSubTask", "TicketSubTaskWithdrawn", part, actor, now, reason);
        DropBelow(part, actor, now);
        return null;
    }

    private IEnumerable<string> PartActions(Actor actor)
    {
        var unit = actor.Has(Role.Handler, Role.Approver);
        if ((State is TicketState.Dispatched or TicketState.Handling) && actor.Has(Role.Dispatcher, Role.Supervisor)
            || State == TicketState.Handling && unit && (IsOwn(actor) || PartInHand(actor) is not null)) yield return "add-sub-task";
        foreach (var part in SubTasks.OrderBy(s => s.Sequence))
        {
            var own = unit && part.Department == actor.DepartmentCode;
            if (own && part.State == SubTaskState.Pending) yield return $"sub-tasks/{part.Sequence}/sign";
            if (own && part.InWork) { yield return $"sub-tasks/{part.Sequence}/reply"; yield return $"sub-tasks/{part.Sequence}/return"; }
            if (part.Missing && MayTakeBack(part, actor)) yield return $"sub-tasks/{part.Sequence}/withdraw";
        }
    }

    /// <summary>A unit that takes part sees the ticket and puts files and notes beside it; closing and answering stay with the lead.</summary>
    private bool TakesPart(Actor actor) => actor.Has(Role.Handler, Role.Approver) && actor.DepartmentCode is { } own && SubTasks.Exists(s => s.Department == own && s.InWork);

    private SubTask? PartInHand(Actor actor) => SubTasks.Find(s => s.State == SubTaskState.Signed && s.Department == actor.DepartmentCode);

    private bool MayTakeBack(SubTask part, Actor actor) => actor.Has(Role.Dispatcher, Role.Supervisor)
        || actor.Has(Role.Handler, Role.Approver) && actor.DepartmentCode is { } own && own == part.AnswersTo && (part.Under is not null || IsOwn(actor));

    private Error? GivePart(SubTaskKind kind, City city, string department, SubTask? under, string task, int? workingDays, Actor actor, DateTimeOffset now)
    {
        if (department == LeadDepartment) return SubTaskErrors.LeadItself;
        if (SubTasks.Exists(s => s.Department == department && s.InWork)) return SubTaskErrors.AlreadyAsked;
        var above = under?.DueAt ?? Deadlines.FindLast(d => d.Step == DeadlineStep.Handle)!.DueAt;
        if (SubTaskTerm.Of(city.Clock, workingDays, above, now) is not { } term) return SubTaskErrors.DueTooLate;
        var part = SubTask.Of(this, ++SubTaskCount, kind, department, under?.Department ?? LeadDepartment!, under?.Sequence, task, term, actor, now);
        SubTasks.Add(part);
        RecordPart("AddSubTask", "TicketSubTaskAdded", part, actor, now, task);
        return null;
    }

    private Error? OwnPart(int sequence, Actor actor, string action, out SubTask? part, params ReadOnlySpan<SubTaskState> states)
    {
        part = SubTasks.Find(s => s.Sequence == sequence);
        if (!actor.Has(Role.Handler, Role.Approver)) return TicketErrors.Forbidden(action);
        if (part is null) return SubTaskErrors.NotFound;
        if (part.Department != actor.DepartmentCode) return TicketErrors.OtherDepartment;
        return states.Contains(part.State) ? null : SubTaskErrors.NotPossible(action, part);
    }

    private void DropBelow(SubTask part, Actor actor, DateTimeOffset now)
    {
        foreach (var below in SubTasks.Where(s => s.Under == part.Sequence && s.Missing))
        {
            below.Withdraw(null, actor, now);
            AlsoTell(below.Department);
            DropBelow(below, actor, now);
        }
    }

    /// <summary>The matter has ended or left the lead: nobody waits for a part any more, and the units hear of it.</summary>
    private void DropParts(Actor actor, DateTimeOffset now)
    {
        foreach (var part in SubTasks.Where(s => s.Missing))
        {
            part.Withdraw(null, actor, now);
            AlsoTell(part.Department);
        }
    }

    private void RecordPart(string action, string eventName, SubTask part, Actor actor, DateTimeOffset now, string? note)
    {
        Record(action, eventName, actor, now, note, outcome: $"{part.Number[(Number.Length + 1)..]} {part.Department}");
        AlsoTell(part.Department);
        AlsoTell(part.AnswersTo);
    }

    /// <summary>One more department hears of the last event.</summary>
    private void AlsoTell(string? department)
    {
        if (department is null || department == LeadDepartment) return;
        var last = _events[^1];
        _events[^1] = last with { AlsoFor = last.AlsoFor is null ? department : $"{last.AlsoFor},{department}" };
    }
}
