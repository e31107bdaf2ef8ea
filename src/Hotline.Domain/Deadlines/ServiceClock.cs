using Hotline.Domain.Calendar;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Deadlines;

/// <summary>The city's policy and calendar of the day, as one thing to hand to a ticket.</summary>
public sealed record ServiceClock(ServicePolicy Policy, WorkingCalendar Calendar)
{
    public Deadline Calculate(DeadlineStep step, TicketType type, Urgency urgency, DateTimeOffset startedAt) =>
        DeadlineCalculator.Calculate(Policy, Calendar, type, urgency, step, startedAt);

    /// <summary>The end of any other term, such as the return window.</summary>
    public DateTimeOffset After(Duration term, DateTimeOffset from) => DeadlineCalculator.DueAfter(Calendar, Policy.DueTime, term, from);
}
