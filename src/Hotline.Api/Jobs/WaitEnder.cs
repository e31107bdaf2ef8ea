using Hotline.Api.Data;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>A resident who did not answer in time, a long-term listing whose last day has passed: the ticket goes back to work, nothing is closed.</summary>
internal sealed class WaitEnder(IDbContextFactory<HotlineDb> contexts, City city, TimeProvider clock, ILogger<WaitEnder> log) : RecurringJob(TimeSpan.FromSeconds(5), clock, log)
{
    private const int Most = 50;

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var before = now.AddSeconds(-1);
        var due = await db.Tickets.Where(t => t.WaitsUntil < before).OrderBy(t => t.WaitsUntil).Take(Most).Select(t => t.Id).ToListAsync(ct);
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var ticket = await db.Tickets.Include(t => t.Deadlines).SingleAsync(t => t.Id == id, ct);
            if (ticket.EndWait(city.Clock, now) is not null) continue;
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException) { Log.LogInformation("Ticket {Id} was written meanwhile; it comes again", id); }
        }
        return false;   // what is left over comes at the next round
    }
}
