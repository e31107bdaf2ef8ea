using System.Buffers.Binary;
using Hotline.Domain.Departments;
using Hotline.Domain.Records;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>Makes the seal of each ended day and recomputes it from the history.</summary>
internal sealed class DailyRoots(IDbContextFactory<HotlineDb> contexts, City city, TimeProvider clock)
{
    /// <summary>After midnight, until what began before it is surely committed.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    /// <summary>Makes the root of the first ended day that has none.</summary>
    /// <returns>Null when every ended day has its root.</returns>
    public async Task<DailyRoot?> MakeNext(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var last = await db.DailyRoots.AsNoTracking().OrderByDescending(r => r.Day).FirstOrDefaultAsync(ct);
        var day = last?.Day.AddDays(1) ?? await FirstDay(db, ct);
        if (day is not { } next || next >= city.Clock.Calendar.DateOf(now - Settling)) return null;
        var root = DailyRoot.Of(next, await HeadsOf(db, next, ct), last?.Root, now);
        db.DailyRoots.Add(root);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException)
        {
            // Another node was faster; its root is as good as this one, for it comes from the same rows.
            db.ChangeTracker.Clear();
            return await db.DailyRoots.AsNoTracking().SingleAsync(r => r.Day == next, ct);
        }
        return root;
    }

    /// <summary>The heads that changed on a day, streamed: memory does not grow with the day.</summary>
    public async Task<DayHeads> HeadsOf(HotlineDb db, DateOnly day, CancellationToken ct)
    {
        // Ids begin with their entry's millisecond, so a day is a range of the primary key.
        var (low, high) = (FirstIdAt(city.Clock.Calendar.At(day, TimeOnly.MinValue)), FirstIdAt(city.Clock.Calendar.At(day.AddDays(1), TimeOnly.MinValue)));
        var heads = new DayHeadsBuilder();
        await foreach (var entry in db.History.AsNoTracking().Where(h => h.Id >= low && h.Id < high && h.Hash != null)
            .OrderBy(h => h.TicketId).ThenBy(h => h.Sequence).Select(h => new { h.TicketId, h.Sequence, h.Hash }).AsAsyncEnumerable().WithCancellation(ct))
            heads.Add(entry.TicketId, entry.Sequence, entry.Hash!);
        return heads.Finish();
    }

    private async Task<DateOnly?> FirstDay(HotlineDb db, CancellationToken ct)
    {
        var first = await db.History.AsNoTracking().Where(h => h.Hash != null).OrderBy(h => h.Id).Select(h => (DateTimeOffset?)h.At).FirstOrDefaultAsync(ct);
        return first is { } at ? city.Clock.Calendar.DateOf(at) : null;
    }

    /// <summary>No UUID version 7 of this millisecond or a later one is smaller.</summary>
    private static Guid FirstIdAt(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
