using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Ends follow-ups: those overtaken by what became of the ticket, and those whose resident could not be reached and did not
/// answer in the waiting term; their ticket is closed as unreachable, which is no judgement.
/// </summary>
internal sealed class FollowUpKeeper(IDbContextFactory<HotlineDb> contexts, City city, HotlineOptions options, TimeProvider clock, ILogger<FollowUpKeeper> log) : RecurringJob(options.Supervision.Every, clock, log)
{
    private const int PageSize = 100;

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var open = db.FollowUps.Where(f => f.State == FollowUpState.Open || f.State == FollowUpState.Waiting);
        var overtaken = await open.Where(f => db.Tickets.Any(t => t.Id == f.TicketId && (t.State != TicketState.Evaluation || t.Round != f.Round))).OrderBy(f => f.Id).Take(PageSize).ToListAsync(ct);
        foreach (var followUp in overtaken) followUp.Finish(now);
        if (overtaken.Count > 0) await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();

        var over = await db.FollowUps.Where(f => f.State == FollowUpState.Waiting && f.WaitUntil < now).OrderBy(f => f.WaitUntil).Take(PageSize).ToListAsync(ct);
        var ids = over.ConvertAll(f => f.TicketId);
        var tickets = await db.Tickets.Include(t => t.Deadlines).Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        foreach (var followUp in over)
        {
            if (tickets[followUp.TicketId] is not { State: TicketState.Evaluation } ticket || ticket.Round != followUp.Round) continue;
            ticket.GiveUp(city.Clock, now);
            followUp.Finish(now);
        }
        if (over.Count > 0) await db.SaveChangesAsync(ct);
        return overtaken.Count == PageSize || over.Count == PageSize;
    }
}
