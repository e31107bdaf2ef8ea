using System.Linq.Expressions;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Climbs the lower rungs of the ladder by itself: reminder, yellow card, red card, and the urge notice after it. What is due is
/// read anew from the running deadlines each time, so nothing is missed after a stop and nothing is given twice.
/// </summary>
internal sealed class CardIssuer(IDbContextFactory<HotlineDb> contexts, City city, HotlineOptions options, TimeProvider clock, ILogger<CardIssuer> log) : RecurringJob(options.Supervision.Every, clock, log)
{
    private const int PageSize = 200;
    /// <summary>A reminder that nobody gave for a day comes too late to be one.</summary>
    private static readonly TimeSpan ReminderLasts = TimeSpan.FromDays(1);

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (now, calendar) = (Clock.GetUtcNow(), city.Clock.Calendar);
        var (red, yellow, reminded) = (Ladder.RedHorizon(now), Ladder.YellowHorizon(calendar, now), now - ReminderLasts);
        var noticed = Ladder.ReachedBefore(calendar, city.Clock.PolicyAt(now).Ladder.UrgeNotice, now);
        var more = await Give(db, LadderRung.RedCard, "TicketRedCarded", d => d.DueAt < red, now, ct);
        more |= await Give(db, LadderRung.YellowCard, "TicketYellowCarded", d => d.DueAt >= red && d.DueAt <= yellow && d.WarnAt <= now, now, ct);
        more |= await Give(db, LadderRung.Reminder, "TicketReminded", d => d.DueAt >= red && d.WarnAt <= now && d.WarnAt > reminded, now, ct);
        more |= await Give(db, LadderRung.UrgeNotice, "TicketUrgeNoticed",
            d => d.DueAt < noticed && db.LadderEntries.Any(l => l.TicketId == d.TicketId && l.DeadlineId == d.Id && l.Rung == LadderRung.RedCard && l.At < noticed), now, ct);
        return more;
    }

    private async Task<bool> Give(HotlineDb db, LadderRung rung, string kind, Expression<Func<TicketDeadline, bool>> due, DateTimeOffset now, CancellationToken ct)
    {
        var steps = Ladder.Supervised.ToList();
        var page = await db.Deadlines.AsNoTracking().Where(d => d.MetAt == null && !d.Dropped && d.PausedAt == null && steps.Contains(d.Step)).Where(due)
            .Where(d => !db.LadderEntries.Any(l => l.TicketId == d.TicketId && l.DeadlineId == d.Id && l.Rung == rung))
            .Join(db.Tickets.Where(t => t.LeadDepartment != null), d => d.TicketId, t => t.Id, (d, t) => new { Deadline = d, t.LeadDepartment })
            .OrderBy(x => x.Deadline.DueAt).Take(PageSize).ToListAsync(ct);
        if (page.Count == 0) return false;
        foreach (var x in page)
        {
            db.LadderEntries.Add(LadderEntry.Of(rung, x.Deadline.TicketId, x.LeadDepartment!, x.Deadline, Actor.System, null, now));
            db.Emit(kind, "ticket", nameof(Ticket), x.Deadline.TicketId, now, x.LeadDepartment);
        }
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException)
        {
            // Another node gave some of these first; what is left is found at the next round.
            db.ChangeTracker.Clear();
            Log.LogInformation("{Rung}: another node was faster", rung);
            return false;
        }
        db.ChangeTracker.Clear();
        return page.Count == PageSize;
    }
}
