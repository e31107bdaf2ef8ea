using Hotline.Api.Data;
using Hotline.Domain.Departments;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Once after the update that brought appraisal: works out the facts of tickets that had ended before, page by page, and goes on
/// where it stood after a stop. What ends from then on is written with its own ending.
/// </summary>
internal sealed class AppraisalBackfill(IDbContextFactory<HotlineDb> contexts, City city, TimeProvider clock, ILogger<AppraisalBackfill> log) : RecurringJob(TimeSpan.FromMinutes(1), clock, log)
{
    private const int PageSize = 200;
    /// <summary>Value: the last ticket looked at, or <see cref="Done"/>.</summary>
    internal const string Key = "appraisal.backfill";
    private const string Done = "done";

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var filled = await Fill(db, city, ct);
        if (filled > 0) Log.LogInformation("Appraisal: facts of {Count} tickets that had ended", filled);
        return filled == PageSize;
    }

    /// <summary>One page of the work.</summary>
    /// <returns>How many tickets it looked at; fewer than a page means that nothing is left.</returns>
    internal static async Task<int> Fill(HotlineDb db, City city, CancellationToken ct)
    {
        var state = await db.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Key == Key, ct);
        if (state?.Value == Done) return 0;
        var after = state is null ? Guid.Empty : Guid.Parse(state.Value);
        List<TicketState> ended = [.. AppraisalFacts.Ends, TicketState.Archived];
        return await db.Write(async () =>
        {
            var page = await db.Tickets.Where(t => t.Id > after && ended.Contains(t.State)).OrderBy(t => t.Id).Take(PageSize).Select(t => t.Id).ToListAsync(ct);
            // Their rows are locked, so that whoever changes one of them now writes its fact after this one.
            if (page.Count > 0 && !db.IsSqlite) await db.Tickets.Where(t => page.Contains(t.Id)).ExecuteUpdateAsync(s => s.SetProperty(t => t.Version, t => t.Version), ct);
            await AppraisalBook.Write(db, city, page, ct);
            var value = page.Count < PageSize ? Done : $"{page[^1]}";
            await db.Keep(Key, value, ct);
            return page.Count;
        }, ct);
    }
}
