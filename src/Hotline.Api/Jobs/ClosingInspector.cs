using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Follows the event log and the days, and puts suspicious closings before the inspector. Where it stands is kept in the
/// database; a flag's key is made of its facts, so that whoever reads the same events again raises nothing twice.
/// </summary>
internal sealed class ClosingInspector(IDbContextFactory<HotlineDb> contexts, MatterWeights weights, City city, HotlineOptions options, TimeProvider clock, ILogger<ClosingInspector> log)
    : RecurringJob(options.Supervision.Every, clock, log)
{
    private const string EventsKey = "inspector.events";
    private const string DaysKey = "inspector.days";
    private const int PageSize = 200;
    private const int MostDays = 14;

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var flags = new ClosingFlags(db, weights, city, options, Clock, Log);
        await LookAtDays(db, flags, ct);
        return await LookAtEvents(db, flags, ct);
    }

    /// <summary>False when the log has nothing more. The first look begins at the log's end: what lies before is past.</summary>
    private static async Task<bool> LookAtEvents(HotlineDb db, ClosingFlags flags, CancellationToken ct)
    {
        if (await Read(db, EventsKey, ct) is not { } stored)
        {
            await db.Keep(EventsKey, $"{await db.Events.MaxAsync(e => (long?)e.Seq, ct) ?? 0}", ct);
            return false;
        }
        var after = long.Parse(stored, CultureInfo.InvariantCulture);
        var events = await db.Events.AsNoTracking().Where(e => e.Seq > after).OrderBy(e => e.Seq).Take(PageSize).Select(e => new { e.Seq, e.Kind, e.EntityId }).ToListAsync(ct);
        if (events.Count == 0) return false;
        foreach (var e in events)
            switch (e.Kind)
            {
                case "TicketAccepted": await flags.TakenOn(e.EntityId, ct); break;
                case "TicketRated" or "TicketCalledBack": await flags.Rated(e.EntityId, ct); break;
                case "TicketReplied": await flags.Replied(e.EntityId, ct); break;
            }
        await db.Keep(EventsKey, $"{events[^1].Seq}", ct);
        return events.Count == PageSize;
    }

    /// <summary>Every day that has ended since the last look, at most two weeks back; a week with its Sunday.</summary>
    private async Task LookAtDays(HotlineDb db, ClosingFlags flags, CancellationToken ct)
    {
        var yesterday = city.Clock.Calendar.DateOf(Clock.GetUtcNow()).AddDays(-1);
        var last = await Read(db, DaysKey, ct) is { } stored ? DateOnly.ParseExact(stored, "O", CultureInfo.InvariantCulture) : yesterday;
        for (var day = last < yesterday.AddDays(-MostDays) ? yesterday.AddDays(-MostDays + 1) : last.AddDays(1); day <= yesterday; day = day.AddDays(1))
        {
            await flags.DayEnded(day, ct);
            if (day.DayOfWeek == DayOfWeek.Sunday) await flags.WeekEnded(day, ct);
        }
        if (last != yesterday || await Read(db, DaysKey, ct) is null) await db.Keep(DaysKey, yesterday.ToString("O", CultureInfo.InvariantCulture), ct);
    }

    private static async Task<string?> Read(HotlineDb db, string key, CancellationToken ct) => (await db.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Key == key, ct))?.Value;
}
