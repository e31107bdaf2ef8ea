using Hotline.Api.Data;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>Thirty days after the end a ticket is archived: read only for ever.</summary>
internal sealed class Archivist(IDbContextFactory<HotlineDb> contexts, TimeProvider clock, ILogger<Archivist> log) : RecurringJob(TimeSpan.FromMinutes(10), clock, log)
{
    private static readonly TimeSpan Rest = TimeSpan.FromDays(30);
    private static readonly TicketState[] Ended = [TicketState.Closed, TicketState.Answered, TicketState.Redirected];

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var before = now - Rest;
        var due = await db.Tickets.Where(t => Ended.Contains(t.State) && t.ClosedAt < before).OrderBy(t => t.Id).Take(100).ToListAsync(ct);
        foreach (var ticket in due) ticket.Archive(Actor.System, now);
        await db.SaveChangesAsync(ct);
        return due.Count == 100;
    }
}
