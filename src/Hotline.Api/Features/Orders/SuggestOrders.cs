using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Orders;

/// <summary>Tickets that call for an order: overdue with a red card, dissatisfied twice, closed falsely. Those under an open order are left out.</summary>
[Allow(Role.Supervisor)]
internal sealed record SuggestOrders;

internal sealed record OrderSuggestion(OrderTrigger Trigger, string Department, string DepartmentName, IReadOnlyList<TicketRow> Tickets);

internal sealed class SuggestOrdersHandler(HotlineDb db, TicketReader tickets, SupervisionReader supervision, CurrentActor current, TimeProvider clock) : IHandler<SuggestOrders, IReadOnlyList<OrderSuggestion>>
{
    private const int Shown = 200;
    /// <summary>Older facts call for no new order.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(90);

    public async Task<Result<IReadOnlyList<OrderSuggestion>>> Handle(SuggestOrders request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (red, since) = (Domain.Supervision.Ladder.RedHorizon(now), now - Recent);
        var steps = Domain.Supervision.Ladder.Supervised.ToList();
        var free = db.Tickets.AsNoTracking().Where(t => t.LeadDepartment != null && !db.SupervisionOrders.Any(o => o.State != OrderState.Closed && o.Tickets.Any(x => x.TicketId == t.Id)));
        var overdue = await db.Deadlines.AsNoTracking().Where(d => d.MetAt == null && !d.Dropped && d.DueAt < red && steps.Contains(d.Step) && db.LadderEntries.Any(l => l.TicketId == d.TicketId && l.DeadlineId == d.Id && l.Rung == LadderRung.RedCard))
            .Join(free, d => d.TicketId, t => t.Id, (d, t) => new { d.DueAt, Ticket = t }).OrderBy(x => x.DueAt).Select(x => x.Ticket).Take(Shown).ToListAsync(ct);
        var unhappy = await free.Where(t => t.State != TicketState.Archived && t.Ratings.Count(r => r.At >= since && (r.Satisfaction == Satisfaction.Dissatisfied || r.Satisfaction == Satisfaction.VeryDissatisfied || r.Extent == SolvedExtent.No)) >= 2).OrderBy(t => t.Id).Take(Shown).ToListAsync(ct);
        // A confirmed flag is answered by one order; a later flag on the same ticket calls for another.
        var untrue = await db.Flags.AsNoTracking().Where(f => f.State == FlagState.Confirmed && f.Department != null && f.DecidedAt >= since).SelectMany(f => f.Tickets, (f, x) => new { f.DecidedAt, x.TicketId })
            .Where(x => !db.SupervisionOrders.Any(o => o.IssuedAt >= x.DecidedAt && o.Tickets.Any(y => y.TicketId == x.TicketId))).Join(free, x => x.TicketId, t => t.Id, (x, t) => t).OrderBy(t => t.Id).Take(Shown).ToListAsync(ct);
        var rows = (await tickets.Rows([.. overdue.Concat(unhappy).Concat(untrue).DistinctBy(t => t.Id)], current.Required, ct)).ToDictionary(r => r.Id);
        return new (OrderTrigger Trigger, List<Ticket> Found)[] { (OrderTrigger.Overdue, overdue), (OrderTrigger.DissatisfiedTwice, unhappy), (OrderTrigger.FalseClosure, untrue) }
            .SelectMany(s => s.Found.DistinctBy(t => t.Id).GroupBy(t => t.LeadDepartment!).Select(g => new OrderSuggestion(s.Trigger, g.Key, supervision.DepartmentName(g.Key), [.. g.Select(t => rows[t.Id])]))).ToList();
    }
}
