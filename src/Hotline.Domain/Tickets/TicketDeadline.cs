using System.Globalization;
using Hotline.Domain.Deadlines;

namespace Hotline.Domain.Tickets;

/// <summary>
/// A deadline as it was set, with the calendar and policy it came from, and the facts that moved it since: pauses and extensions.
/// From them the due instant is computed anew each time, never by adding to the last one. Later calendars never rewrite it silently.
/// </summary>
public sealed class TicketDeadline
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public Clock Clock { get; private init; }
    public DeadlineStep Step { get; private init; }
    public int Round { get; private init; }
    public DateTimeOffset StartedAt { get; private init; }
    public DateTimeOffset DueAt { get; private set; }
    /// <summary>When it would be due without extensions; null while there are none. The first figure of "on time" goes by it.</summary>
    public DateTimeOffset? OriginalDueAt { get; private set; }
    /// <summary>Half of the term has passed; null in rows from before it was kept.</summary>
    public DateTimeOffset? HalfAt { get; private set; }
    /// <summary>From here the light is yellow.</summary>
    public DateTimeOffset WarnAt { get; private set; }
    public DateTimeOffset? MetAt { get; private set; }
    /// <summary>When the sweep looks at it next; null when it does not run or has nothing more to tell.</summary>
    public DateTimeOffset? NextAlarmAt { get; private set; }
    /// <summary>True when the clock was stopped without being met: the round ended otherwise.</summary>
    public bool Dropped { get; private set; }
    /// <summary>Since when the clock stands still; null while it runs. A stop that came after the due instant stops nothing.</summary>
    public DateTimeOffset? PausedAt { get; private set; }
    /// <summary>The term promised at the start, such as <c>7wd</c>; null in rows from before it was kept.</summary>
    public string? Term { get; private init; }
    /// <summary>Stops as ISO intervals <c>from/to</c>, separated by semicolons, the last one without an end while it lasts; null when there were none.</summary>
    public string? Pauses { get; private set; }
    /// <summary>Granted extensions such as <c>5wd,3wd</c>; null when there are none.</summary>
    public string? Extensions { get; private set; }
    public string CalendarVersion { get; private set; } = "";
    public string PolicyVersion { get; private init; } = "";
    public bool CalendarMissing { get; private set; }
    public string ExplanationZh { get; private set; } = "";
    public string ExplanationEn { get; private set; } = "";

    public bool Running => MetAt is null && !Dropped;

    public static TicketDeadline Of(Guid ticketId, int round, Deadline deadline) => new()
    {
        Id = Guid.CreateVersion7(deadline.StartedAt), TicketId = ticketId, Clock = deadline.Clock, Step = deadline.Step, Round = round,
        StartedAt = deadline.StartedAt, DueAt = deadline.DueAt, HalfAt = deadline.HalfAt, WarnAt = deadline.WarnAt, NextAlarmAt = deadline.HalfAt, Term = deadline.Term.ToString(), CalendarVersion = deadline.CalendarVersion,
        PolicyVersion = deadline.PolicyVersion, CalendarMissing = deadline.CalendarMissing,
        ExplanationZh = deadline.ExplanationZh, ExplanationEn = deadline.ExplanationEn,
    };

    public DeadlineLight LightAt(DateTimeOffset now) => DeadlineLights.Of(DueAt, WarnAt, now, MetAt, PausedAt is not null);

    public void Meet(DateTimeOffset at)
    {
        MetAt ??= at;
        SetAlarm();
    }

    /// <summary>Runs on as if it had never been met; what has been told already is told no second time.</summary>
    public void Reopen()
    {
        MetAt = null;
        SetAlarm();
    }

    public void Drop()
    {
        Dropped = true;
        SetAlarm();
    }

    /// <summary>What the same facts give on the calendar of today.</summary>
    public Deadline Again(ServiceClock clocks, TicketType type, Urgency urgency, string? category) => Computed(clocks, type, urgency, category, ReadExtensions());

    /// <summary>Takes over what the same facts give on another calendar. True when that moved the due instant.</summary>
    public bool Recount(ServiceClock clocks, TicketType type, Urgency urgency, string? category)
    {
        var before = DueAt;
        Recompute(clocks, type, urgency, category);
        return DueAt != before;
    }

    /// <summary>The clock stops; only a department's ever does.</summary>
    public void Pause(DateTimeOffset at, ServiceClock clocks, TicketType type, Urgency urgency, string? category)
    {
        Pauses = Write([.. ReadPauses(), new Pause(at.ToUniversalTime(), null)]);
        Recompute(clocks, type, urgency, category);
    }

    /// <summary>The clock goes on; nothing happens to one that never stopped.</summary>
    public void Continue(DateTimeOffset at, ServiceClock clocks, TicketType type, Urgency urgency, string? category)
    {
        if (ReadPauses() is not [.., { To: null } last] pauses) return;
        Pauses = Write([.. pauses.SkipLast(1), last with { To = at.ToUniversalTime() }]);
        Recompute(clocks, type, urgency, category);
    }

    public void Extend(Duration by, ServiceClock clocks, TicketType type, Urgency urgency, string? category)
    {
        Extensions = string.Join(',', ReadExtensions().Append(by));
        Recompute(clocks, type, urgency, category);
    }

    /// <summary>In the order they were granted.</summary>
    public IReadOnlyList<Duration> ReadExtensions() => Extensions is null ? [] : [.. Extensions.Split(',').Select(Duration.Parse)];

    public IReadOnlyList<Pause> ReadPauses() => Pauses is null ? [] : [.. Pauses.Split(';').Select(Read)];

    private void Recompute(ServiceClock clocks, TicketType type, Urgency urgency, string? category)
    {
        var extensions = ReadExtensions();
        var now = Computed(clocks, type, urgency, category, extensions);
        (DueAt, HalfAt, WarnAt, CalendarVersion, CalendarMissing, ExplanationZh, ExplanationEn) = (now.DueAt, now.HalfAt, now.WarnAt, now.CalendarVersion, now.CalendarMissing, now.ExplanationZh, now.ExplanationEn);
        OriginalDueAt = extensions.Count == 0 ? null : Computed(clocks, type, urgency, category, []).DueAt;
        PausedAt = now.IsPaused ? ReadPauses()[^1].From : null;
        SetAlarm();
    }

    private Deadline Computed(ServiceClock clocks, TicketType type, Urgency urgency, string? category, IReadOnlyList<Duration> extensions) => Duration.TryParse(Term, out var term)
        ? clocks.Again(PolicyVersion, term, Step, StartedAt, ReadPauses(), extensions)
        : clocks.Calculate(Step, type, urgency, StartedAt, category, ReadPauses(), extensions);

    // The sweep finds out by itself which level has been reached, and tells none of them twice.
    private void SetAlarm() => NextAlarmAt = Running && PausedAt is null ? HalfAt ?? WarnAt : null;

    private static string Write(IEnumerable<Pause> pauses) => string.Join(';', pauses.Select(p => $"{Text(p.From)}/{(p.To is { } to ? Text(to) : "")}"));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static Pause Read(string interval) => interval.Split('/') is [var from, var to]
        ? new Pause(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), to.Length == 0 ? null : DateTimeOffset.Parse(to, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{interval}' is not an interval.");
}
