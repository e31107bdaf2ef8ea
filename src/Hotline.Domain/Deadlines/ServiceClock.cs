using Hotline.Domain.Calendar;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Deadlines;

/// <summary>The city's policy in its versions and its calendar, as one thing to hand to a ticket.</summary>
public sealed class ServiceClock
{
    private readonly (ServicePolicy Policy, WorkingCalendar Calendar)[] _versions;

    /// <param name="versions">The versions of one policy, at least one, each effective from a day of its own.</param>
    /// <param name="calendar">The working days, with the city's office hours for policies that name none.</param>
    /// <exception cref="ArgumentException">No version, or two that begin on the same day.</exception>
    public ServiceClock(IEnumerable<ServicePolicy> versions, WorkingCalendar calendar)
    {
        Calendar = calendar;
        _versions = [.. versions.OrderBy(p => p.EffectiveFrom).Select(p => (p, p.OfficeHours.Count == 0 ? calendar : calendar.With([.. p.OfficeHours.Select(OfficeSpan.Parse)])))];
        if (_versions.Length == 0) throw new ArgumentException("A service clock needs a policy.", nameof(versions));
        for (var i = 1; i < _versions.Length; i++)
            if (_versions[i].Policy.EffectiveFrom == _versions[i - 1].Policy.EffectiveFrom)
                throw new ArgumentException($"Policy {_versions[i].Policy.Code}: versions {_versions[i - 1].Policy.Version} and {_versions[i].Policy.Version} begin on the same day.", nameof(versions));
    }

    /// <summary>The working days, with the city's own office hours.</summary>
    public WorkingCalendar Calendar { get; }

    /// <summary>The versions of the policy, the earliest first.</summary>
    public IReadOnlyList<ServicePolicy> Versions => [.. _versions.Select(v => v.Policy)];

    /// <summary>The version under which a clock starts at that moment; before the first one's day, the first.</summary>
    public ServicePolicy PolicyAt(DateTimeOffset instant) => At(instant).Policy;

    /// <summary>The calendar with the office hours in force at that moment.</summary>
    public WorkingCalendar CalendarAt(DateTimeOffset instant) => At(instant).Calendar;

    /// <summary>The end of any other term, such as the return window.</summary>
    public DateTimeOffset After(Duration term, DateTimeOffset from)
    {
        var (policy, calendar) = At(from);
        return DeadlineCalculator.DueAfter(calendar, policy.DueTime, term, from);
    }

    /// <inheritdoc cref="DeadlineCalculator.Calculate(ServicePolicy, WorkingCalendar, TicketType, Urgency, DeadlineStep, DateTimeOffset, IReadOnlyList{Pause}, IReadOnlyList{Duration}, string)"/>
    public Deadline Calculate(DeadlineStep step, TicketType type, Urgency urgency, DateTimeOffset startedAt, string? category = null,
        IReadOnlyList<Pause>? pauses = null, IReadOnlyList<Duration>? extensions = null)
    {
        var (policy, calendar) = At(startedAt);
        return DeadlineCalculator.Calculate(policy, calendar, type, urgency, step, startedAt, pauses, extensions, category);
    }

    /// <summary>
    /// A deadline computed again from the facts stored with it, on the calendar of today: its policy version and its term stay
    /// what they were when the clock started.
    /// </summary>
    public Deadline Again(string policyVersion, Duration term, DeadlineStep step, DateTimeOffset startedAt, IReadOnlyList<Pause>? pauses = null, IReadOnlyList<Duration>? extensions = null)
    {
        var (policy, calendar) = Array.Find(_versions, v => v.Policy.Version == policyVersion);
        if (policy is null) (policy, calendar) = At(startedAt);
        return DeadlineCalculator.Calculate(policy, calendar, term, step, startedAt, pauses, extensions) with { PolicyVersion = policyVersion };
    }

    private (ServicePolicy Policy, WorkingCalendar Calendar) At(DateTimeOffset instant)
    {
        var day = Calendar.DateOf(instant);
        var i = _versions.Length - 1;
        while (i > 0 && _versions[i].Policy.EffectiveFrom > day) i--;
        return _versions[i];
    }
}
