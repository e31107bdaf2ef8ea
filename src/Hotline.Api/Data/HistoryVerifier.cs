using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Domain.Records;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>What the whole history was found to be.</summary>
/// <param name="EntriesBeforeChain">Written before there was a chain: nothing vouches for them.</param>
/// <param name="Days">Daily roots checked.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Verification(DateTimeOffset At, long Tickets, long Entries, long EntriesBeforeChain, int Days, BrokenLink? FirstBreak, double Seconds);

/// <summary>The first thing that does not hold: an entry of a ticket, or a day's root.</summary>
/// <param name="TicketNumber">Absent for a day's root.</param>
/// <param name="Sequence">The entry within its ticket.</param>
/// <param name="Day">Present for a day's root only.</param>
/// <param name="Fault">A name of ChainFault, or TicketMissing, RootMissing, RootChanged, RootNotChained, DayRewritten.</param>
internal sealed record BrokenLink(string? TicketNumber, int? Sequence, DateOnly? Day, string Fault);

/// <summary>Walks every ticket's chain and every day's root; memory stays that of a few hundred tickets.</summary>
internal sealed class HistoryVerifier(IDbContextFactory<HotlineDb> contexts, DailyRoots roots, TimeProvider clock)
{
    private const string ResultKey = "records.verification";
    private const int TicketsAtOnce = 500;

    private sealed record Head(Guid Id, string Number, int Count, byte[]? Hash);

    /// <param name="progress">Called now and then with the tickets done so far.</param>
    public async Task<Verification> Run(Action<long>? progress, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(ct);
        long tickets = 0, entries = 0, before = 0;
        BrokenLink? broken = null;
        for (var after = Guid.Empty; broken is null;)
        {
            var from = after;
            var heads = await db.Tickets.AsNoTracking().Where(t => t.Id > from).OrderBy(t => t.Id).Take(TicketsAtOnce)
                .Select(t => new Head(t.Id, t.Number, t.HistoryCount, t.LastHash)).ToListAsync(ct);
            var last = heads.Count < TicketsAtOnce ? Guid.AllBitsSet : heads[^1].Id;
            var history = (await db.History.AsNoTracking().Where(h => h.TicketId > from && h.TicketId <= last).OrderBy(h => h.TicketId).ThenBy(h => h.Sequence).ToListAsync(ct)).ToLookup(h => h.TicketId);
            foreach (var head in heads)
                if ((broken = await BreakIn(db, head, [.. history[head.Id]], ct)) is not null) break;
            // A ticket taken away leaves its history behind.
            if (broken is null && history.Select(h => h.Key).Except(heads.Select(h => h.Id)).FirstOrDefault() is var lost && lost != default && !await db.Tickets.AnyAsync(t => t.Id == lost, ct))
                broken = new BrokenLink(lost.ToString(), null, null, "TicketMissing");
            tickets += heads.Count;
            entries += history.Sum(h => (long)h.Count());
            before += history.Sum(h => (long)h.Count(e => e.Hash is null));
            progress?.Invoke(tickets);
            if (last == Guid.AllBitsSet) break;
            after = last;
        }
        var days = 0;
        if (broken is null) (days, broken) = await Days(db, ct);
        return new Verification(clock.GetUtcNow(), tickets, entries, before, days, broken, Math.Round(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 1));
    }

    /// <summary>Keeps a result for the auditor's desk.</summary>
    public async Task Keep(Verification result, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Keep(ResultKey, JsonSerializer.Serialize(result, HotlineJson.Options), ct);
    }

    /// <summary>The last result that was kept; null before the first.</summary>
    public static async Task<Verification?> Last(HotlineDb db, CancellationToken ct) =>
        await db.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Key == ResultKey, ct) is { } kept ? JsonSerializer.Deserialize<Verification>(kept.Value, HotlineJson.Options) : null;

    private static async Task<BrokenLink?> BreakIn(HotlineDb db, Head head, List<HistoryEntry> history, CancellationToken ct)
    {
        if (HistoryChain.FirstBreak(history, head.Count, head.Hash) is null) return null;
        // Somebody may have acted between the two readings: what is broken is broken in one reading of both.
        await using var snapshot = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var now = await db.Tickets.AsNoTracking().Where(t => t.Id == head.Id).Select(t => new Head(t.Id, t.Number, t.HistoryCount, t.LastHash)).SingleOrDefaultAsync(ct);
        if (now is null) return new BrokenLink(head.Number, null, null, "TicketMissing");
        var again = await db.History.AsNoTracking().Where(h => h.TicketId == head.Id).OrderBy(h => h.Sequence).ToListAsync(ct);
        return HistoryChain.FirstBreak(again, now.Count, now.Hash) is { } found ? new BrokenLink(now.Number, found.Sequence, null, found.Fault.ToString()) : null;
    }

    private async Task<(int Days, BrokenLink? Break)> Days(HotlineDb db, CancellationToken ct)
    {
        DailyRoot? before = null;
        var days = 0;
        foreach (var root in await db.DailyRoots.AsNoTracking().OrderBy(r => r.Day).ToListAsync(ct))
        {
            if (before is not null && root.Day != before.Day.AddDays(1)) return (days, new BrokenLink(null, null, before.Day.AddDays(1), "RootMissing"));
            if (!root.Previous.AsSpan().SequenceEqual(before?.Root)) return (days, new BrokenLink(null, null, root.Day, "RootNotChained"));
            if (!DailyRoot.RootOf(root.Day, root.Tickets, root.Entries, root.Merkle, root.Previous).AsSpan().SequenceEqual(root.Root)) return (days, new BrokenLink(null, null, root.Day, "RootChanged"));
            var heads = await roots.HeadsOf(db, root.Day, ct);
            if (heads.Tickets != root.Tickets || heads.Entries != root.Entries || !heads.Merkle.AsSpan().SequenceEqual(root.Merkle)) return (days, new BrokenLink(null, null, root.Day, "DayRewritten"));
            before = root;
            days++;
        }
        return (days, null);
    }
}
