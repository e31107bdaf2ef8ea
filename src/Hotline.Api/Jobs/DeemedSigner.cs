using Hotline.Api.Data;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Silence counts as a signature: at the end of the window the department has the ticket, and the first contact is due from
/// that instant on. Nodes that meet the same ticket meet its version; one of them signs.
/// </summary>
internal sealed class DeemedSigner(IDbContextFactory<HotlineDb> contexts, City city, TimeProvider clock, ILogger<DeemedSigner> log) : RecurringJob(TimeSpan.FromSeconds(30), clock, log)
{
    private const int BatchSize = 100;

    protected override async Task<bool> Round(CancellationToken ct) => await SignDue(ct) == BatchSize;

    /// <summary>Signs the tickets whose window has ended, the oldest first; answers how many it signed.</summary>
    internal async Task<int> SignDue(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var due = await db.Deadlines.AsNoTracking().Where(d => d.Step == DeadlineStep.Sign && d.MetAt == null && !d.Dropped && d.DueAt <= now).OrderBy(d => d.DueAt).Take(BatchSize).Select(d => d.TicketId).ToListAsync(ct);
        var signed = 0;
        foreach (var id in due)
        {
            var ticket = await db.Tickets.Include(t => t.Deadlines).SingleAsync(t => t.Id == id, ct);
            if (ticket.DeemSigned(city.Clock, now) is null)
            {
                try { await db.SaveChangesAsync(ct); signed++; }
                catch (DbUpdateConcurrencyException) { Log.LogInformation("Ticket {Id} was signed, or changed, by somebody else first", id); }
            }
            db.ChangeTracker.Clear();
        }
        return signed;
    }
}
