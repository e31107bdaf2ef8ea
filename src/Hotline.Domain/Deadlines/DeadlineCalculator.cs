using Hotline.Domain.Calendar;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Deadlines;

/// <summary>
/// When a step is due. Whole working days count from the day after the start and end at the policy's due time of
/// the last one; a fraction of a working day runs over office time; hours and minutes are natural time.
/// Extensions lengthen the term; pauses move the department's clock and never the resident's.
/// </summary>
public static class DeadlineCalculator
{
    private static readonly WarningRule Half = new(0.5m, Duration.Minutes(1));

    /// <summary>Computes one deadline from facts alone; the same facts always give the same deadline.</summary>
    /// <param name="policy">The terms promised.</param>
    /// <param name="calendar">The working days.</param>
    /// <param name="type">The ticket's type.</param>
    /// <param name="urgency">The ticket's urgency.</param>
    /// <param name="step">The step asked about.</param>
    /// <param name="startedAt">When its clock started.</param>
    /// <param name="pauses">In any order, overlapping or not; parts before the start and pauses begun after the due instant move nothing.</param>
    /// <param name="extensions">Extensions granted, each counted from the due instant it moves.</param>
    /// <param name="category">The ticket's category code, for terms of its own.</param>
    public static Deadline Calculate(
        ServicePolicy policy,
        WorkingCalendar calendar,
        TicketType type,
        Urgency urgency,
        DeadlineStep step,
        DateTimeOffset startedAt,
        IReadOnlyList<Pause>? pauses = null,
        IReadOnlyList<Duration>? extensions = null,
        string? category = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Calculate(policy, calendar, policy.TermFor(step, type, urgency, category), step, startedAt, pauses, extensions);
    }

    /// <summary>Computes the end of a given term.</summary>
    /// <param name="step">The step that the term limits; null for a term of no step, e.g. to try the calendar out: it runs on the department's clock.</param>
    /// <inheritdoc cref="Calculate(ServicePolicy, WorkingCalendar, TicketType, Urgency, DeadlineStep, DateTimeOffset, IReadOnlyList{Pause}, IReadOnlyList{Duration}, string)"/>
    public static Deadline Calculate(ServicePolicy policy, WorkingCalendar calendar, Duration term, DeadlineStep? step, DateTimeOffset startedAt,
        IReadOnlyList<Pause>? pauses = null, IReadOnlyList<Duration>? extensions = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(calendar);
        extensions ??= [];
        var clock = step == DeadlineStep.Answer ? Clock.Resident : Clock.Department;
        var counted = extensions.Count == 0 ? term : extensions[^1];

        var dueAt = DueAfter(calendar, policy.DueTime, term, startedAt);
        foreach (var extension in extensions) dueAt = DueAfter(calendar, policy.DueTime, extension, dueAt);

        DateTimeOffset? standsSince = null;
        var applied = new List<Pause>();
        foreach (var pause in clock == Clock.Resident ? [] : Merged(pauses ?? [], startedAt))
        {
            if (DeadlineLights.IsLate(dueAt, pause.From)) break;
            if (pause.To is { } to)
            {
                dueAt = MovedBy(calendar, counted, dueAt, pause.From, to);
                applied.Add(pause);
            }
            else
            {
                standsSince = pause.From;
            }
        }

        var first = calendar.DateOf(startedAt);
        var last = calendar.DateOf(dueAt);
        var missing = counted.IsNaturalTime && term.IsNaturalTime
            ? []
            : Enumerable.Range(first.Year, last.Year - first.Year + 1).Where(year => !calendar.HasYear(year)).ToArray();
        var facts = new DeadlineExplanation.Facts(calendar, policy.DueTime, step, term, extensions, applied, standsSince is { } since ? calendar.DateOf(since) : null, first, last, missing);
        return new Deadline
        {
            Clock = clock,
            Step = step ?? DeadlineStep.Handle,
            StartedAt = startedAt.ToUniversalTime(),
            DueAt = dueAt,
            HalfAt = WarnAt(Half, calendar, counted, startedAt, dueAt, applied),
            WarnAt = WarnAt(policy.WarnAt, calendar, counted, startedAt, dueAt, applied),
            Term = term,
            CountsNaturalTime = counted.IsNaturalTime,
            IsPaused = standsSince is not null,
            CalendarVersion = calendar.Version,
            PolicyVersion = policy.Version,
            CalendarMissing = missing.Length > 0,
            ExplanationZh = DeadlineExplanation.InChinese(facts),
            ExplanationEn = DeadlineExplanation.InEnglish(facts),
        };
    }

    /// <summary>The end of any term that starts at an instant, e.g. of the return window; no pauses, no extensions.</summary>
    public static DateTimeOffset DueAfter(WorkingCalendar calendar, DueTime dueTime, Duration term, DateTimeOffset startedAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (term.IsNaturalTime) return (startedAt + term.ToTimeSpan()).ToUniversalTime();
        return term.IsWholeWorkingDays
            ? calendar.At(calendar.AddWorkingDays(calendar.DateOf(startedAt), (int)term.Amount), dueTime.At)
            : calendar.AddWorkingTime(startedAt, OfficeTime(calendar, term));
    }

    // Days paused are counted as the term counts them: the day the clock stopped does not count, the day it went on does.
    private static DateTimeOffset MovedBy(WorkingCalendar calendar, Duration counted, DateTimeOffset dueAt, DateTimeOffset from, DateTimeOffset to)
    {
        if (counted.IsNaturalTime) return dueAt + (to - from);
        return counted.IsWholeWorkingDays
            ? ShiftDays(calendar, dueAt, calendar.CountWorkingDays(calendar.DateOf(from), calendar.DateOf(to)))
            : calendar.AddWorkingTime(dueAt, calendar.WorkingTimeBetween(from, to));
    }

    private static DateTimeOffset WarnAt(
        WarningRule rule, WorkingCalendar calendar, Duration counted, DateTimeOffset startedAt, DateTimeOffset dueAt, List<Pause> applied)
    {
        var rest = 1 - (double)rule.Share;
        if (counted.IsNaturalTime)
        {
            var running = dueAt - startedAt - applied.Aggregate(TimeSpan.Zero, (sum, p) => sum + (p.To!.Value - p.From));
            var byTime = dueAt - (running * rest);
            return rule.Before.IsNaturalTime && rule.Before.ToTimeSpan() < running ? Earlier(byTime, dueAt - rule.Before.ToTimeSpan()) : byTime;
        }

        var working = calendar.WorkingTimeBetween(startedAt, dueAt)
            - applied.Aggregate(TimeSpan.Zero, (sum, p) => sum + calendar.WorkingTimeBetween(p.From, p.To!.Value));
        var byShare = working > TimeSpan.Zero ? calendar.AddWorkingTime(dueAt, -(working * rest)) : startedAt.ToUniversalTime();
        if (rule.Before.IsNaturalTime) return Earlier(byShare, Later(startedAt.ToUniversalTime(), dueAt - rule.Before.ToTimeSpan()));
        if (counted.IsWholeWorkingDays && rule.Before.IsWholeWorkingDays)
            return counted.Amount > rule.Before.Amount ? Earlier(byShare, ShiftDays(calendar, dueAt, -(int)rule.Before.Amount)) : byShare;
        var before = OfficeTime(calendar, rule.Before);
        return before < working ? Earlier(byShare, calendar.AddWorkingTime(dueAt, -before)) : byShare;
    }

    private static DateTimeOffset ShiftDays(WorkingCalendar calendar, DateTimeOffset instant, int days)
    {
        var local = TimeZoneInfo.ConvertTime(instant, calendar.TimeZone);
        return calendar.At(calendar.AddWorkingDays(DateOnly.FromDateTime(local.DateTime), days), TimeOnly.FromDateTime(local.DateTime));
    }

    private static TimeSpan OfficeTime(WorkingCalendar calendar, Duration term) =>
        TimeSpan.FromTicks((long)(calendar.OfficeTimePerDay.Ticks * term.Amount));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    // Overlapping and touching pauses become one, so that how a pause was recorded changes nothing.
    private static List<Pause> Merged(IReadOnlyList<Pause> pauses, DateTimeOffset startedAt)
    {
        var merged = new List<Pause>();
        foreach (var pause in pauses.OrderBy(p => p.From))
        {
            var current = pause with { From = Later(pause.From, startedAt) };
            if (current.To <= current.From) continue;
            if (merged.Count > 0 && (merged[^1].To is not { } end || current.From <= end))
            {
                var before = merged[^1];
                merged[^1] = before with { To = before.To is { } a && current.To is { } b ? Later(a, b) : null };
            }
            else
            {
                merged.Add(current);
            }
        }

        return merged;
    }
}
