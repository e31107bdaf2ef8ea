using Hotline.Api.Data;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>Keeps the count of calls in the database: it holds across restarts and for all nodes together.</summary>
internal sealed class ProviderCallLedger(IDbContextFactory<HotlineDb> contexts) : ICallLedger
{
    public async Task<bool> TryCount(string account, DateOnly day, bool reply, int most, int mostInAll, CancellationToken ct)
    {
        if (most < 1 || mostInAll < 1) return false;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = KeyOf(day);
        var (readings, replies) = reply ? (0, 1) : (1, 0);
        // One statement counts and judges, so two nodes cannot both take the last call.
        return await db.Write(() => reply
            ? db.Database.ExecuteSqlAsync($"""
                INSERT INTO provider_calls (account, day, readings, replies) VALUES ({account}, {key}, {readings}, {replies})
                ON CONFLICT (account, day) DO UPDATE SET replies = provider_calls.replies + 1
                WHERE provider_calls.replies < {most} AND provider_calls.readings + provider_calls.replies < {mostInAll}
                """, ct)
            : db.Database.ExecuteSqlAsync($"""
                INSERT INTO provider_calls (account, day, readings, replies) VALUES ({account}, {key}, {readings}, {replies})
                ON CONFLICT (account, day) DO UPDATE SET readings = provider_calls.readings + 1
                WHERE provider_calls.readings < {most} AND provider_calls.readings + provider_calls.replies < {mostInAll}
                """, ct), ct) > 0;
    }

    /// <summary>A day as the table names it.</summary>
    public static string KeyOf(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
