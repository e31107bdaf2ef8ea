using Hotline.Domain.Calendar;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Supervision;

/// <summary>A rung of the ladder, from the friendly reminder to listed supervision.</summary>
public enum LadderRung
{
    /// <summary>自动提醒: the deadline's light has turned yellow.</summary>
    Reminder,
    /// <summary>黄牌: one working day before the end.</summary>
    YellowCard,
    /// <summary>红牌: past due.</summary>
    RedCard,
    /// <summary>催办通知书: to the unit's leader.</summary>
    UrgeNotice,
    /// <summary>通报批评: written, issued by a person.</summary>
    Criticism,
    /// <summary>挂牌督办: issued by a person.</summary>
    Listing,
}

/// <summary>A fact: this rung was reached by this department on this deadline. Made once, however many nodes look.</summary>
public sealed class LadderEntry
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public Guid DeadlineId { get; private init; }
    public string Department { get; private init; } = "";
    public LadderRung Rung { get; private init; }
    public DeadlineStep Step { get; private init; }
    public int Round { get; private init; }
    public DateTimeOffset DueAt { get; private init; }
    public DateTimeOffset At { get; private init; }
    public string By { get; private init; } = "";
    public string ByName { get; private init; } = "";
    public string? Note { get; private init; }

    public static LadderEntry Of(LadderRung rung, Guid ticketId, string department, TicketDeadline deadline, Actor actor, string? note, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticketId, DeadlineId = deadline.Id, Department = department, Rung = rung, Step = deadline.Step, Round = deadline.Round,
        DueAt = deadline.DueAt, At = at, By = actor.UserName, ByName = actor.DisplayName, Note = note,
    };
}

/// <summary>When each rung is due.</summary>
public static class Ladder
{
    /// <summary>The steps whose term is the department's own; the centre's steps bring no cards.</summary>
    public static readonly IReadOnlyList<DeadlineStep> Supervised = [DeadlineStep.Sign, DeadlineStep.FirstContact, DeadlineStep.Handle];

    /// <summary>Whatever is due no later than this has one working day left at most: the yellow cards of now. A day off belongs to the working day before it.</summary>
    public static DateTimeOffset YellowHorizon(WorkingCalendar calendar, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var today = calendar.DateOf(now);
        var time = calendar.IsWorkingDay(today) ? TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, calendar.TimeZone).DateTime) : new TimeOnly(23, 59, 59);
        return calendar.At(calendar.AddWorkingDays(today, 1), time);
    }

    /// <summary>Whatever was due before this is past due: the red cards of now.</summary>
    public static DateTimeOffset RedHorizon(DateTimeOffset now) => now.AddSeconds(-1);

    /// <summary>A rung is due now when the one before it was reached before this instant. Whole working days begin with their day.</summary>
    public static DateTimeOffset ReachedBefore(WorkingCalendar calendar, Duration term, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (term.IsNaturalTime) return now - term.ToTimeSpan();
        if (!term.IsWholeWorkingDays) return calendar.AddWorkingTime(now, -TimeSpan.FromTicks((long)(calendar.OfficeTimePerDay.Ticks * term.Amount)));
        return calendar.At(calendar.AddWorkingDays(calendar.DateOf(now).AddDays(1), -(int)term.Amount), TimeOnly.MinValue);
    }

    /// <summary>When the rung after one reached at an instant is due.</summary>
    public static DateTimeOffset NextDue(WorkingCalendar calendar, Duration term, DateTimeOffset reachedAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (term.IsNaturalTime) return reachedAt + term.ToTimeSpan();
        if (!term.IsWholeWorkingDays) return calendar.AddWorkingTime(reachedAt, TimeSpan.FromTicks((long)(calendar.OfficeTimePerDay.Ticks * term.Amount)));
        return calendar.At(calendar.AddWorkingDays(calendar.DateOf(reachedAt), (int)term.Amount), TimeOnly.MinValue);
    }

    /// <summary>The term between the rung before and this one.</summary>
    public static Duration TermBefore(this LadderRule rule, LadderRung rung)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rung switch
        {
            LadderRung.UrgeNotice => rule.UrgeNotice,
            LadderRung.Criticism => rule.Criticism,
            LadderRung.Listing => rule.Listing,
            _ => throw new ArgumentOutOfRangeException(nameof(rung)),
        };
    }
}
