using Hotline.Domain.Calendar;

namespace Hotline.Domain.Deadlines;

/// <summary>A stretch during which the department's clock stood still.</summary>
/// <param name="From">When it stopped.</param>
/// <param name="To">When it went on, or null while it still stands.</param>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset? To);

/// <summary>One term of one ticket, computed. All instants are UTC.</summary>
public sealed record Deadline
{
    /// <summary>Whose clock it runs on.</summary>
    public required Clock Clock { get; init; }

    /// <summary>The step it limits.</summary>
    public required DeadlineStep Step { get; init; }

    /// <summary>When the clock started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The last second in time. While <see cref="IsPaused"/> it holds for a clock that went on at once.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When half of the term has passed.</summary>
    public required DateTimeOffset HalfAt { get; init; }

    /// <summary>When the light turns yellow.</summary>
    public required DateTimeOffset WarnAt { get; init; }

    /// <summary>The policy's term, without extensions.</summary>
    public required Duration Term { get; init; }

    /// <summary>True when it runs through nights and holidays (hours, minutes).</summary>
    public required bool CountsNaturalTime { get; init; }

    /// <summary>True when the last pause given has not ended and began before the due instant.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>The calendar it was computed from.</summary>
    public required string CalendarVersion { get; init; }

    /// <summary>The policy version it was computed from.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>True when a day it counts lies in a year whose calendar is not known: the due day is a guess.</summary>
    public required bool CalendarMissing { get; init; }

    /// <summary>Why it is due then, in Chinese.</summary>
    public required string ExplanationZh { get; init; }

    /// <summary>Why it is due then, in English.</summary>
    public required string ExplanationEn { get; init; }

    /// <summary>The light at a moment.</summary>
    public DeadlineLight LightAt(DateTimeOffset now, DateTimeOffset? metAt = null) => DeadlineLights.Of(DueAt, WarnAt, now, metAt, IsPaused);

    /// <summary>
    /// Whole minutes left on this deadline's own clock, negative once past due: office minutes for working-day terms,
    /// natural minutes for terms in hours or minutes.
    /// </summary>
    public int WorkingMinutesLeft(WorkingCalendar calendar, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var left = CountsNaturalTime ? DueAt - now : calendar.WorkingTimeBetween(now, DueAt);
        return (int)Math.Floor(left.TotalMinutes);
    }
}
