using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Supervision;

/// <summary>A deadline as appraisal looks at it.</summary>
/// <param name="OriginalDueAt">Due by the term promised at the start.</param>
/// <param name="DueAt">Due with approved extensions.</param>
public sealed record AppraisedDeadline(DeadlineStep Step, DateTimeOffset StartedAt, DateTimeOffset OriginalDueAt, DateTimeOffset DueAt, DateTimeOffset? MetAt);

/// <summary>The resident's last word on the outcome.</summary>
/// <param name="Partly">The resident called the matter solved in part.</param>
public sealed record AppraisedRating(SolvedExtent Extent, Satisfaction Satisfaction);

/// <summary>Everything that the facts of one ticket are worked out from.</summary>
/// <param name="History">In order of its sequence.</param>
/// <param name="Rating">The newest one; null when nobody judged.</param>
/// <param name="EarlierSameMatter">The same resident brought the same category within the 30 days before.</param>
/// <param name="LaterSameMatter">The same resident brought the same category within 7 days after the end.</param>
/// <param name="ExclusionReason">Null unless the ticket is left out.</param>
public sealed record AppraisalCase(Ticket Ticket, string DepartmentKind, IReadOnlyList<HistoryEntry> History, IReadOnlyList<AppraisedDeadline> Deadlines,
    AppraisedRating? Rating, bool Published, bool EarlierSameMatter, bool LaterSameMatter, string? ExclusionReason);

/// <summary>The one place where an ended ticket becomes a fact of appraisal. Pure: the same case gives the same fact for ever.</summary>
public static class AppraisalFacts
{
    /// <summary>Within so long before it a matter of the same resident and category makes a ticket a repetition.</summary>
    public static readonly TimeSpan RepeatWithin = TimeSpan.FromDays(30);
    /// <summary>Coming again within so long after the end, the resident was not helped at the first contact.</summary>
    public static readonly TimeSpan AgainWithin = TimeSpan.FromDays(7);

    /// <summary>States that count as an end; an archived ticket counts as it had ended before.</summary>
    public static readonly IReadOnlySet<TicketState> Ends =
        new HashSet<TicketState> { TicketState.Closed, TicketState.Answered, TicketState.Redirected, TicketState.Withdrawn };

    /// <summary>Steps of the history that take a dispatch back.</summary>
    private static readonly string[] TakenBack = ["Recall", "ApproveReturn"];

    public static bool HasEnded(TicketState state) => Ends.Contains(state) || state == TicketState.Archived;

    /// <summary>The fact of a ticket that has ended; null while it has not.</summary>
    public static TicketFact? Of(AppraisalCase from, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (ticket, history) = (from.Ticket, from.History);
        if (!HasEnded(ticket.State) || history.LastOrDefault(h => h.To is { } to && Ends.Contains(to)) is not { } end) return null;

        var (endedAs, closedAt) = (end.To!.Value, end.At);
        var dispatches = history.Count(h => h.Action == "Dispatch");
        var lastDispatch = history.LastOrDefault(h => h.Action == "Dispatch")?.At;
        // A department answers for its own rounds alone: whatever ran before the last dispatch was somebody else's.
        var unit = lastDispatch is null ? null : ticket.LeadDepartment;
        var own = unit is null ? [] : from.Deadlines.Where(d => d.StartedAt >= lastDispatch).ToList();
        var handling = own.Where(d => d.Step == DeadlineStep.Handle).ToList();
        var withdrawn = endedAs == TicketState.Withdrawn;
        var asked = from.Rating is not null || history.Any(h => h.To == TicketState.Evaluation);

        return new TicketFact
        {
            TicketId = ticket.Id, ClosedAt = closedAt, ClosedOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(closedAt, zone).DateTime), EndedAs = endedAs,
            Department = unit ?? "", DepartmentKind = unit is null ? "" : from.DepartmentKind,
            CategoryCode = ticket.CategoryCode, Type = ticket.Type, Channel = ticket.Channel,
            Dispatches = dispatches, WrongDispatches = Math.Min(dispatches, history.Count(h => TakenBack.Contains(h.Action))),
            SignedInTime = history.Any(h => h.Action == "DeemedSigned" && h.At >= lastDispatch) ? false : Kept(own.Where(d => d.Step == DeadlineStep.Sign), d => d.DueAt, closedAt),
            ContactInTime = Countable(ticket) ? Contacted(own.LastOrDefault(d => d.Step == DeadlineStep.FirstContact), closedAt, withdrawn) : null,
            OnTimeOriginal = Kept(handling, d => d.OriginalDueAt, closedAt), OnTimeExtended = Kept(handling, d => d.DueAt, closedAt),
            PromiseKept = withdrawn ? null : Kept(from.Deadlines.Where(d => d.Step == DeadlineStep.Answer), d => d.OriginalDueAt, closedAt),
            Returned = history.Any(h => h.Action == "RequestReturn"), Extended = history.Any(h => h.Action == "ApproveExtension"),
            Reworks = Math.Max(0, ticket.Round - 1),
            Resolution = from.Rating?.Extent switch { SolvedExtent.Yes => Resolution.Solved, SolvedExtent.Partly => Resolution.Partly, SolvedExtent.No => Resolution.NotSolved, _ => null },
            Satisfaction = from.Rating?.Satisfaction,
            Asked = from.Rating is not null ? AskedOutcome.Rated : !asked ? AskedOutcome.NotAsked
                : history.Any(h => h.Outcome == nameof(AskedOutcome.Unreachable)) ? AskedOutcome.Unreachable : AskedOutcome.NoAnswer,
            Repeat = ticket.ResidentId is null || ticket.CategoryCode is null ? null : from.EarlierSameMatter,
            CameAgain = ticket.ResidentId is null || ticket.CategoryCode is null ? null : from.LaterSameMatter,
            FoundFalse = history.LastOrDefault(h => h.At >= closedAt && h.Action is InspectionFlag.AuditPassed or InspectionFlag.AuditFailed) is { } audit ? audit.Action == InspectionFlag.AuditFailed : null,
            Publishable = endedAs is TicketState.Closed or TicketState.Answered && !ticket.Confidential,
            Published = from.Published, CitizenMinutes = Math.Max(0, (long)(closedAt - (ticket.AcceptedAt ?? ticket.ReceivedAt)).TotalMinutes),
            Excluded = from.ExclusionReason is not null, ExclusionReason = from.ExclusionReason,
        };
    }

    /// <summary>Nobody can be contacted who left no contact; a handler's finding that the matter is anonymous counts as such.</summary>
    private static bool Countable(Ticket ticket) => !ticket.Anonymous && ticket.ResidentId is not null && ticket.FirstContactOutcome != FirstContactOutcome.Anonymous;

    /// <summary>One broken term breaks the whole; a term that still had time when the matter ended otherwise says nothing.</summary>
    private static bool? Kept(IEnumerable<AppraisedDeadline> deadlines, Func<AppraisedDeadline, DateTimeOffset> due, DateTimeOffset closedAt)
    {
        bool? kept = null;
        foreach (var deadline in deadlines)
            if (DeadlineLights.IsLate(due(deadline), deadline.MetAt ?? closedAt)) return false;
            else if (deadline.MetAt is not null) kept = true;
        return kept;
    }

    /// <summary>A contact that never took place is one that did not take place in time, unless the resident withdrew before it was due.</summary>
    private static bool? Contacted(AppraisedDeadline? deadline, DateTimeOffset closedAt, bool withdrawn) =>
        deadline is null ? null : deadline.MetAt is { } met ? !DeadlineLights.IsLate(deadline.DueAt, met) : withdrawn && !DeadlineLights.IsLate(deadline.DueAt, closedAt) ? null : false;
}
