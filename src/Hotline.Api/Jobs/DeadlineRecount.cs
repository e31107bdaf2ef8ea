using Hotline.Api.Data;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// After a change of the calendar: counts the running deadlines of open tickets again, page by page, and goes on where it stood
/// after a stop. Each ticket whose deadline moves says so in its history. Met deadlines stay as they were counted.
/// </summary>
internal sealed class DeadlineRecount(IDbContextFactory<HotlineDb> contexts, City city, TimeProvider clock, ILogger<DeadlineRecount> log) : RecurringJob(TimeSpan.FromSeconds(3), clock, log)
{
    private const int PageSize = 200;
    /// <summary>Value: the calendar's version, and the last deadline looked at while the count runs.</summary>
    private const string Key = "deadlines.recount";

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var clocks = city.Clock;
        var state = await db.Settings.Where(s => s.Key == Key).Select(s => s.Value).SingleOrDefaultAsync(ct);
        var (version, cursor) = (state?.Split('|') ?? []) is [var v, var c] ? (v, Guid.Parse(c)) : (state, Guid.Empty);
        if (version == clocks.Calendar.Version && cursor == Guid.Empty) return false;
        if (version != clocks.Calendar.Version) cursor = Guid.Empty;

        var page = await db.Deadlines.AsNoTracking().Where(d => d.MetAt == null && !d.Dropped && d.Id > cursor).OrderBy(d => d.Id).Take(PageSize).Select(d => new { d.Id, d.TicketId }).ToListAsync(ct);
        var ids = page.Select(p => p.TicketId).Distinct().ToList();
        var now = Clock.GetUtcNow();
        var moved = 0;
        foreach (var ticket in await db.Tickets.Include(t => t.Deadlines).Where(t => ids.Contains(t.Id)).ToListAsync(ct))
            if (ticket.Recount(clocks, now)) moved++;
        var value = page.Count < PageSize ? clocks.Calendar.Version : $"{clocks.Calendar.Version}|{page[^1].Id}";
        await db.Write(async () =>
        {
            await db.SaveChangesAsync(ct);
            await db.Keep(Key, value, ct);
            return true;
        }, ct);
        if (moved > 0) Log.LogInformation("Calendar {Version}: {Moved} tickets have a new deadline", clocks.Calendar.Version, moved);
        return true;
    }
}
