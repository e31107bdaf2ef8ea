using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>What the centre decided about a department's request.</summary>
public enum RequestDecision { Approved, Rejected }

/// <summary>A department's wish to give a ticket back (退单), with the clause it appeals to.</summary>
public sealed class ReturnRequest
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    /// <summary>The department that asks.</summary>
    public string Department { get; private init; } = "";
    public string Clause { get; private init; } = "";
    public string? SuggestedDepartment { get; private init; }
    public string Reason { get; private init; } = "";
    /// <summary>Files of the ticket that prove it, comma separated ids; null when there are none.</summary>
    public string? Attachments { get; private init; }
    public string RequestedBy { get; private init; } = "";
    public string RequestedByName { get; private init; } = "";
    public DateTimeOffset RequestedAt { get; private init; }
    /// <summary>Null while undecided; a request that the ticket has outrun stays undecided for ever.</summary>
    public RequestDecision? Decision { get; private set; }
    /// <summary>Whose the matter is by this decision; null while the ticket has not been sent to anybody.</summary>
    public string? DecidedDepartment { get; private set; }
    public string? DecidedBy { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Note { get; private set; }

    public static ReturnRequest Of(Ticket ticket, string clause, string? suggestedDepartment, string reason, IReadOnlyList<Guid> attachments, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Department = ticket.LeadDepartment ?? "", Clause = clause, SuggestedDepartment = suggestedDepartment, Reason = reason,
        Attachments = attachments.Count == 0 ? null : string.Join(',', attachments), RequestedBy = actor.UserName, RequestedByName = actor.DisplayName, RequestedAt = at,
    };

    public void Decide(RequestDecision decision, string? department, string? note, Actor actor, DateTimeOffset at) =>
        (Decision, DecidedDepartment, Note, DecidedBy, DecidedByName, DecidedAt) = (decision, department, note, actor.UserName, actor.DisplayName, at);

    /// <summary>The ticket had come back without a department in view and went to this one later.</summary>
    public void TakenBy(string department) => DecidedDepartment ??= department;
}

/// <summary>A department's wish for more time (延期).</summary>
public sealed class ExtensionRequest
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Department { get; private init; } = "";
    public int WorkingDays { get; private init; }
    /// <summary>The resident reads it when the extension is granted.</summary>
    public string Reason { get; private init; } = "";
    public string LegalBasis { get; private init; } = "";
    public string RequestedBy { get; private init; } = "";
    public string RequestedByName { get; private init; } = "";
    public DateTimeOffset RequestedAt { get; private init; }
    public RequestDecision? Decision { get; private set; }
    public string? DecidedBy { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Note { get; private set; }
    /// <summary>The handling deadline before and after; null unless granted.</summary>
    public DateTimeOffset? DueBefore { get; private set; }
    public DateTimeOffset? DueAfter { get; private set; }

    public Duration Length => Duration.WorkingDays(WorkingDays);

    public static ExtensionRequest Of(Ticket ticket, int workingDays, string reason, string legalBasis, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Department = ticket.LeadDepartment ?? "", WorkingDays = workingDays, Reason = reason, LegalBasis = legalBasis,
        RequestedBy = actor.UserName, RequestedByName = actor.DisplayName, RequestedAt = at,
    };

    public void Approve(DateTimeOffset dueBefore, DateTimeOffset dueAfter, string? note, Actor actor, DateTimeOffset at)
    {
        (DueBefore, DueAfter) = (dueBefore, dueAfter);
        Decide(RequestDecision.Approved, note, actor, at);
    }

    public void Reject(string reason, Actor actor, DateTimeOffset at) => Decide(RequestDecision.Rejected, reason, actor, at);

    private void Decide(RequestDecision decision, string? note, Actor actor, DateTimeOffset at) =>
        (Decision, Note, DecidedBy, DecidedByName, DecidedAt) = (decision, note, actor.UserName, actor.DisplayName, at);
}

/// <summary>A question put to the resident; the answer comes as a supplement.</summary>
public sealed class ResidentQuestion
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Question { get; private init; } = "";
    public string AskedByName { get; private init; } = "";
    public string? Department { get; private init; }
    public DateTimeOffset AskedAt { get; private init; }
    /// <summary>Until when the answer is waited for.</summary>
    public DateTimeOffset Until { get; private init; }

    public static ResidentQuestion Of(Ticket ticket, string question, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Question = question, AskedByName = actor.DisplayName, Department = actor.DepartmentCode,
        AskedAt = at, Until = ticket.WaitsUntil ?? at,
    };
}

/// <summary>A matter that takes long (挂账): why, in which steps, until when. The resident reads all of it once it is confirmed.</summary>
public sealed class LongTermListing
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Department { get; private init; } = "";
    public string Reason { get; private init; } = "";
    /// <summary>JSON array of {at, text}.</summary>
    public string Milestones { get; private init; } = "[]";
    /// <summary>The last second of the listing's last day.</summary>
    public DateTimeOffset Until { get; private init; }
    public string RequestedBy { get; private init; } = "";
    public string RequestedByName { get; private init; } = "";
    public DateTimeOffset RequestedAt { get; private init; }
    public RequestDecision? Decision { get; private set; }
    public string? DecidedBy { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Note { get; private set; }

    public static LongTermListing Of(Ticket ticket, string reason, string milestones, DateTimeOffset until, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Department = ticket.LeadDepartment ?? "", Reason = reason, Milestones = milestones, Until = until,
        RequestedBy = actor.UserName, RequestedByName = actor.DisplayName, RequestedAt = at,
    };

    public void Decide(RequestDecision decision, string? note, Actor actor, DateTimeOffset at) =>
        (Decision, Note, DecidedBy, DecidedByName, DecidedAt) = (decision, note, actor.UserName, actor.DisplayName, at);
}

/// <summary>How far a long-term matter has come; the resident reads it.</summary>
public sealed class ProgressNote
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Text { get; private init; } = "";
    public string ByName { get; private init; } = "";
    public DateTimeOffset At { get; private init; }

    public static ProgressNote Of(Guid ticketId, string text, Actor actor, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(at), TicketId = ticketId, Text = text, ByName = actor.DisplayName, At = at };
}
