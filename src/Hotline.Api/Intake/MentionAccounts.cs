using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>What is kept of each account at a microblog: how far it is read, by which node, and how its token stands.</summary>
internal sealed class MentionAccounts(IDbContextFactory<HotlineDb> contexts, TimeProvider clock)
{
    /// <summary>A node that is gone leaves the reading to another after this.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private readonly string _node = Guid.NewGuid().ToString("N");

    /// <summary>From this long before its end on the centre is told of a token.</summary>
    public static readonly TimeSpan TokenWarning = TimeSpan.FromDays(7);

    /// <summary>True when this node reads the account for the next minutes; others leave it alone.</summary>
    public async Task<bool> Take(string account, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (now, until) = (clock.GetUtcNow(), clock.GetUtcNow() + Lease);
        Task<int> TakeRow() => db.Write(() => db.MentionAccounts.Where(a => a.Account == account && (a.Owner == _node || a.OwnedUntil == null || a.OwnedUntil < now))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Owner, _node).SetProperty(a => a.OwnedUntil, (DateTimeOffset?)until), ct), ct);
        if (await TakeRow() > 0) return true;
        if (await db.MentionAccounts.AnyAsync(a => a.Account == account, ct)) return false;
        db.MentionAccounts.Add(new MentionAccount { Account = account, Owner = _node, OwnedUntil = until });
        try { await db.SaveChangesAsync(ct); return true; }
        catch (DbUpdateException) { return false; }   // another node was first
    }

    /// <summary>Another node may read at once.</summary>
    public async Task Leave(string account)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Write(() => db.MentionAccounts.Where(a => a.Account == account && a.Owner == _node).ExecuteUpdateAsync(s => s.SetProperty(a => a.OwnedUntil, (DateTimeOffset?)null)));
    }

    /// <summary>Where a feed stands; null before its first reading.</summary>
    public async Task<string?> Cursor(string account, string feed, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.MentionAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Account == account, ct) is { } row ? Cursors(row).GetValueOrDefault(feed) : null;
    }

    /// <summary>What came of one question: a page that is stored now, or why there was none.</summary>
    public async Task Keep(string account, string feed, MentionPage page, bool tell, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.MentionAccounts.SingleAsync(a => a.Account == account, ct);
        var now = clock.GetUtcNow();
        if (page.Failure is { } failure)
        {
            row.ErrorAt ??= now;
            row.Error = failure.Length > 500 ? failure[..500] : failure;
            if (tell) Tell(db, row, now);
        }
        else
        {
            (row.LookedAt, row.Error, row.ErrorAt) = (now, null, null);
            if (page.Mentions.Count > 0) row.TakenAt = now;
            if (page.Cursor is { } cursor)
            {
                var cursors = Cursors(row);
                cursors[feed] = cursor;
                row.Cursors = JsonSerializer.Serialize(cursors);
            }
        }
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Asks once a day when the token ends, and tells the centre in its last week, once a day.</summary>
    public async Task WatchToken(IMentionSource source, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.MentionAccounts.SingleAsync(a => a.Account == source.Account, ct);
        var now = clock.GetUtcNow();
        if (row.TokenAskedAt is not { } asked || now - asked >= TimeSpan.FromDays(1))
        {
            row.TokenAskedAt = now;
            row.TokenEndsAt = await source.AskTokenEnd(ct) ?? row.TokenEndsAt;
        }
        if (row.TokenEndsAt is { } end && end - now <= TokenWarning) Tell(db, row, now);
        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(ct);
    }

    private static void Tell(HotlineDb db, MentionAccount row, DateTimeOffset now)
    {
        if (row.TokenToldAt is { } told && now - told < TimeSpan.FromDays(1)) return;
        row.TokenToldAt = now;
        db.Emit("ChannelTokenEnding", "intake", nameof(MentionAccount), Guid.Empty, now);
    }

    private static Dictionary<string, string> Cursors(MentionAccount row) => JsonSerializer.Deserialize<Dictionary<string, string>>(row.Cursors) ?? [];
}
