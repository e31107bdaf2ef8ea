using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>How many open tickets wait in each state, for the desks' badges. Closed ones are not counted: they are many and nobody waits for them.</summary>
[Allow(Staff = true)]
internal sealed record CountTickets;

internal sealed record TicketCounts(IReadOnlyDictionary<string, int> States, int Overdue, int DueSoon, int Danger);

internal sealed class CountTicketsHandler(TicketReader reader, Data.HotlineDb db, CurrentActor current, TimeProvider clock) : IHandler<CountTickets, TicketCounts>
{
    public async Task<Result<TicketCounts>> Handle(CountTickets request, CancellationToken ct)
    {
        var open = TicketLifecycle.Open.ToList();
        var tickets = reader.Own(current.Required).AsNoTracking().Where(t => open.Contains(t.State));
        var states = await tickets.GroupBy(t => t.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key.ToString(), g => g.Count, ct);
        var now = clock.GetUtcNow();
        var edge = now.AddSeconds(-1);
        var overdue = await tickets.CountAsync(t => t.ResidentDueAt < edge || t.DepartmentDueAt < edge, ct);
        var soon = await tickets.CountAsync(t => db.Deadlines.Any(d => d.TicketId == t.Id && d.MetAt == null && !d.Dropped && d.PausedAt == null && d.WarnAt <= now && d.DueAt >= edge), ct);
        var danger = await tickets.CountAsync(t => t.Priority == 2 && t.Dangers != "" && t.State == TicketState.Received, ct);
        return new TicketCounts(states, overdue, soon, danger);
    }
}
