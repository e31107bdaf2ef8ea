using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>Why a part of a matter lies with another unit than the lead.</summary>
public enum SubTaskKind
{
    /// <summary>协办: another department does its share; the lead answers the resident.</summary>
    Assisting,
    /// <summary>下派: a unit below the one that gave it, in the same tree; it answers upward.</summary>
    PassedDown,
}

/// <summary>Where a sub-task stands.</summary>
public enum SubTaskState
{
    /// <summary>待签收.</summary>
    Pending,
#pragma warning disable CA1720 // 已签收 is what a signature makes of it, no type
    /// <summary>已签收, being worked on.</summary>
    Signed,
#pragma warning restore CA1720
    /// <summary>已反馈.</summary>
    Answered,
    /// <summary>已退回: the unit says it is not its share; whoever gave it decides.</summary>
    Returned,
    /// <summary>已撤回: nobody waits for it any more.</summary>
    Withdrawn,
}

/// <summary>A part of a ticket that another unit works on. It never closes or answers the ticket; it feeds the lead's one reply.</summary>
public sealed class SubTask
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    /// <summary>1, 2, 3, ... within the ticket; the number's suffix is <c>-C1</c>, <c>-C2</c>, ...</summary>
    public int Sequence { get; private init; }
    public string Number { get; private init; } = "";
    /// <summary>The ticket's round in which it was given.</summary>
    public int Round { get; private init; }
    public SubTaskKind Kind { get; private init; }
    /// <summary>The unit that works on it.</summary>
    public string Department { get; private init; } = "";
    /// <summary>The unit it answers to.</summary>
    public string AnswersTo { get; private init; } = "";
    /// <summary>The sub-task it is itself a part of, by its sequence; null for a part of the ticket.</summary>
    public int? Under { get; private init; }
    public string Task { get; private init; } = "";
    public SubTaskState State { get; private set; }

    public DateTimeOffset AddedAt { get; private init; }
    public string AddedBy { get; private init; } = "";
    public DateTimeOffset DueAt { get; private init; }
    /// <summary>From here the light is yellow.</summary>
    public DateTimeOffset WarnAt { get; private init; }
    public string CalendarVersion { get; private init; } = "";
    public string PolicyVersion { get; private init; } = "";
    public string ExplanationZh { get; private init; } = "";
    public string ExplanationEn { get; private init; } = "";

    public DateTimeOffset? SignedAt { get; private set; }
    public string? SignedBy { get; private set; }
    /// <summary>When it was answered, returned or withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndedBy { get; private set; }
    /// <summary>What the unit found and did; for returned and withdrawn ones the reason.</summary>
    public string? Reply { get; private set; }
    /// <summary>Ids of the ticket's files that prove it, comma separated; empty when none.</summary>
    public string Evidence { get; private set; } = "";

    /// <summary>Somebody still waits for it: not answered, and not taken back.</summary>
    public bool Missing => State is SubTaskState.Pending or SubTaskState.Signed or SubTaskState.Returned;

    /// <summary>Its unit has it in hand.</summary>
    public bool InWork => State is SubTaskState.Pending or SubTaskState.Signed;

    internal static SubTask Of(Ticket ticket, int sequence, SubTaskKind kind, string department, string answersTo, int? under, string task, SubTaskTerm term, Actor actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Sequence = sequence, Number = $"{ticket.Number}-C{sequence}", Round = ticket.Round, Kind = kind,
        Department = department, AnswersTo = answersTo, Under = under, Task = task, AddedAt = now, AddedBy = actor.DisplayName, DueAt = term.DueAt, WarnAt = term.WarnAt,
        CalendarVersion = term.CalendarVersion, PolicyVersion = term.PolicyVersion, ExplanationZh = term.ExplanationZh, ExplanationEn = term.ExplanationEn,
    };

    internal void Sign(Actor actor, DateTimeOffset now) => (State, SignedAt, SignedBy) = (SubTaskState.Signed, now, actor.DisplayName);

    internal void Answer(string text, IEnumerable<Guid> evidence, Actor actor, DateTimeOffset now)
    {
        End(SubTaskState.Answered, text, actor, now);
        (SignedAt, SignedBy, Evidence) = (SignedAt ?? now, SignedBy ?? actor.DisplayName, string.Join(',', evidence));
    }

    internal void Return(string reason, Actor actor, DateTimeOffset now) => End(SubTaskState.Returned, reason, actor, now);

    internal void Withdraw(string? reason, Actor actor, DateTimeOffset now) => End(SubTaskState.Withdrawn, reason ?? Reply, actor, now);

    private void End(SubTaskState state, string? text, Actor actor, DateTimeOffset now) => (State, Reply, EndedAt, EndedBy) = (state, text, now, actor.DisplayName);
}

/// <summary>The deadline of a sub-task, always in time for whoever has to answer the resident.</summary>
public sealed record SubTaskTerm(DateTimeOffset DueAt, DateTimeOffset WarnAt, string CalendarVersion, string PolicyVersion, string ExplanationZh, string ExplanationEn)
{
    /// <summary>
    /// So many working days from now, or as late as may be: one working day before the deadline above it. Where that day has
    /// passed already (urgent matters run in hours) it is due together with the one above it.
    /// </summary>
    /// <param name="workingDays">Null for the latest day possible.</param>
    /// <param name="above">The deadline of the unit that waits for the answer.</param>
    /// <returns>Null when the days asked for end too late.</returns>
    public static SubTaskTerm? Of(ServiceClock clocks, int? workingDays, DateTimeOffset above, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        var (calendar, dueTime) = (clocks.Calendar, clocks.PolicyAt(now).DueTime.At);
        var dayBefore = calendar.At(calendar.AddWorkingDays(calendar.DateOf(above), -1), dueTime);
        var latest = dayBefore > now ? dayBefore : above;
        var due = workingDays is { } days ? calendar.At(calendar.AddWorkingDays(calendar.DateOf(now), days), dueTime) : latest;
        if (workingDays is not null && due > latest) return null;
        var warn = calendar.At(calendar.AddWorkingDays(calendar.DateOf(due), -1), dueTime);
        var day = calendar.DateOf(above).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var (zh, en) = workingDays is { } n ? ($"自派出次日起{n}个工作日", $"{n} working days from the day after it was given")
            : latest == above ? ($"与上级期限（{day}）同时到期", $"together with the deadline above it, {day}")
            : ($"上级期限（{day}）前1个工作日", $"one working day before the deadline above it, {day}");
        return new SubTaskTerm(due, warn > now ? warn : now, calendar.Version, clocks.PolicyAt(now).Version, zh, en);
    }
}
