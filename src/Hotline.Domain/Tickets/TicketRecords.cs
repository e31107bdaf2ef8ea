using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>One line of a ticket's history. Never changed, never deleted.</summary>
public sealed class HistoryEntry
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    /// <summary>1, 2, 3, ... within the ticket.</summary>
    public int Sequence { get; private init; }
    public DateTimeOffset At { get; private init; }
    /// <summary>A <see cref="TicketAction"/> name, or one of the happenings that move no state: Receive, Suggest, FirstContact, Urge, Supplement, Note, Categorise, ProposePublication, Publish, WithdrawPublication, AskExclusion, DecideExclusion, AppealExclusion, DecideExclusionAppeal.</summary>
    public string Action { get; private init; } = "";
    public TicketState? From { get; private init; }
    public TicketState? To { get; private init; }
    public string Actor { get; private init; } = "";
    public string ActorName { get; private init; } = "";
    /// <summary>The actor's own unit, null for the centre; at a dispatch the department it goes to.</summary>
    public string? Department { get; private init; }
    /// <summary>What came of it: a name of <see cref="FirstContactOutcome"/>, <see cref="ReplyResult"/>, <see cref="RedirectReason"/> or <see cref="Satisfaction"/>, as the action has it.</summary>
    public string? Outcome { get; private init; }
    /// <summary>Inner note: the staff's eyes only.</summary>
    public string? Note { get; private init; }

    public static HistoryEntry Of(Ticket ticket, int sequence, string action, TicketState? from, TicketState? to, Actor actor, DateTimeOffset at, string? note, string? outcome = null) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Sequence = sequence, At = at, Action = action, From = from, To = to,
        Actor = actor.UserName, ActorName = actor.DisplayName, Department = actor.DepartmentCode ?? (action == nameof(TicketAction.Dispatch) ? ticket.LeadDepartment : null), Outcome = outcome, Note = note,
    };
}

/// <summary>A deadline as it was set: the instant with the calendar and policy it came from. Later calendars never rewrite it silently.</summary>
public sealed class TicketDeadline
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public Clock Clock { get; private init; }
    public DeadlineStep Step { get; private init; }
    public int Round { get; private init; }
    public DateTimeOffset StartedAt { get; private init; }
    /// <summary>The policy's term as it writes it, such as <c>7wd</c>; null in rows older than this column.</summary>
    public string? Term { get; private init; }
    public DateTimeOffset DueAt { get; private set; }
    /// <summary>Half of the term has passed; null in rows older than this column.</summary>
    public DateTimeOffset? HalfAt { get; private set; }
    /// <summary>From here the light is yellow.</summary>
    public DateTimeOffset WarnAt { get; private set; }
    public DateTimeOffset? MetAt { get; private set; }
    /// <summary>When the sweep looks at it next; null when it does not run or has nothing more to tell.</summary>
    public DateTimeOffset? NextAlarmAt { get; private set; }
    /// <summary>True when the clock was stopped without being met: the round ended otherwise.</summary>
    public bool Dropped { get; private set; }
    public string CalendarVersion { get; private set; } = "";
    public string PolicyVersion { get; private init; } = "";
    public bool CalendarMissing { get; private set; }
    public string ExplanationZh { get; private set; } = "";
    public string ExplanationEn { get; private set; } = "";

    public bool Running => MetAt is null && !Dropped;

    public static TicketDeadline Of(Guid ticketId, int round, Deadline deadline) => new()
    {
        Id = Guid.CreateVersion7(deadline.StartedAt), TicketId = ticketId, Clock = deadline.Clock, Step = deadline.Step, Round = round,
        StartedAt = deadline.StartedAt, Term = deadline.Term.ToString(), DueAt = deadline.DueAt, HalfAt = deadline.HalfAt, WarnAt = deadline.WarnAt, NextAlarmAt = deadline.HalfAt, CalendarVersion = deadline.CalendarVersion,
        PolicyVersion = deadline.PolicyVersion, CalendarMissing = deadline.CalendarMissing,
        ExplanationZh = deadline.ExplanationZh, ExplanationEn = deadline.ExplanationEn,
    };

    public void Meet(DateTimeOffset at)
    {
        MetAt ??= at;
        NextAlarmAt = null;
    }

    /// <summary>Takes over what the same facts give on another calendar. True when that moved the due instant.</summary>
    public bool Recount(Deadline again)
    {
        var moved = DueAt != again.DueAt;
        (DueAt, HalfAt, WarnAt) = (again.DueAt, again.HalfAt, again.WarnAt);
        (CalendarVersion, CalendarMissing, ExplanationZh, ExplanationEn) = (again.CalendarVersion, again.CalendarMissing, again.ExplanationZh, again.ExplanationEn);
        if (moved) NextAlarmAt = HalfAt;
        return moved;
    }

    /// <summary>Runs on as if it had never stopped; what has been told already is told no second time.</summary>
    public void Resume()
    {
        MetAt = null;
        NextAlarmAt = HalfAt ?? WarnAt;
    }

    public void Drop()
    {
        Dropped = true;
        NextAlarmAt = null;
    }
}

/// <summary>A department's reply of one round: the words for the resident stand apart from the inner note.</summary>
public sealed class TicketReply
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public int Round { get; private init; }
    public string PublicText { get; private init; } = "";
    public string? InnerNote { get; private init; }
    public ReplyResult Result { get; private init; }
    public string? LegalBasis { get; private init; }
    public string? Department { get; private init; }
    public string RepliedBy { get; private init; } = "";
    public DateTimeOffset RepliedAt { get; private init; }

    public static TicketReply Of(Ticket ticket, string publicText, string? innerNote, ReplyResult result, string? legalBasis, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Round = ticket.Round, PublicText = publicText, InnerNote = innerNote,
        Result = result, LegalBasis = legalBasis, Department = ticket.LeadDepartment, RepliedBy = actor.DisplayName, RepliedAt = at,
    };
}

/// <summary>The resident's judgement: "solved?" and "satisfied?" are asked apart.</summary>
public sealed class TicketRating
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public int Round { get; private init; }
    public bool Solved { get; private init; }
    public Satisfaction Satisfaction { get; private init; }
    public string? Comment { get; private init; }
    public DateTimeOffset At { get; private init; }

    public static TicketRating Of(Ticket ticket, bool solved, Satisfaction satisfaction, string? comment, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Round = ticket.Round, Solved = solved, Satisfaction = satisfaction, Comment = comment, At = at,
    };
}

/// <summary>What the resident added after the first message.</summary>
public sealed class TicketSupplement
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Text { get; private init; } = "";
    public DateTimeOffset At { get; private init; }

    public static TicketSupplement Of(Guid ticketId, string text, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(at), TicketId = ticketId, Text = text, At = at };
}

/// <summary>One of the classifier's top three, joined with the department directory.</summary>
public sealed class TicketSuggestion
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    /// <summary>1 is the best.</summary>
    public int Rank { get; private init; }
    public string CategoryCode { get; private init; } = "";
    public string DepartmentCode { get; private init; } = "";
    public double Probability { get; private init; }
    /// <summary>Why this department: the directory's clause.</summary>
    public string Reason { get; private init; } = "";
    /// <summary>JSON array of {field, start, length, weight}; offsets in UTF-16 units of the original text.</summary>
    public string Evidence { get; private init; } = "[]";

    public static TicketSuggestion Of(Guid ticketId, int rank, string categoryCode, string departmentCode, double probability, string reason, string evidence, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticketId, Rank = rank, CategoryCode = categoryCode, DepartmentCode = departmentCode,
        Probability = probability, Reason = reason, Evidence = evidence,
    };
}
