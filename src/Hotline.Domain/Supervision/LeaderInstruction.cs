using Hotline.Domain.Staff;

namespace Hotline.Domain.Supervision;

/// <summary>A leader's instruction on a ticket (领导批示), to be reported back by a day.</summary>
public sealed class LeaderInstruction
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Text { get; private init; } = "";
    /// <summary>The last second of the day by which it is to be reported back.</summary>
    public DateTimeOffset ReportBy { get; private init; }
    public string By { get; private init; } = "";
    public string ByName { get; private init; } = "";
    public DateTimeOffset At { get; private init; }
    public string? Report { get; private set; }
    public string? ReportedByName { get; private set; }
    public DateTimeOffset? ReportedAt { get; private set; }

    public static LeaderInstruction Of(Guid ticketId, string text, DateTimeOffset reportBy, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticketId, Text = text, ReportBy = reportBy, By = actor.UserName, ByName = actor.DisplayName, At = at,
    };

    public void ReportBack(string text, Actor actor, DateTimeOffset at) => (Report, ReportedByName, ReportedAt) = (text, actor.DisplayName, at);
}
