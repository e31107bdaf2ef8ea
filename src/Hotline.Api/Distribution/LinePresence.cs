using System.Collections.Concurrent;
using Hotline.Api.Data;
using Hotline.Api.Jobs;
using Hotline.Domain.Distribution;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Distribution;

/// <summary>
/// Whose browser is connected to this node. A few times within the time after which an agent counts as gone, each node writes down
/// whom it sees; a browser that says good-bye, such as a closed or reloaded page, has a part of that time to come back.
/// </summary>
internal sealed class LinePresence(LineFloor floor, IDbContextFactory<HotlineDb> contexts, LineRules rules, TimeProvider clock, ILogger<LinePresence> log) : RecurringJob(rules.LostAfter / 3, clock, log)
{
    private readonly ConcurrentDictionary<string, Guid> _connections = new();

    /// <summary>A browser is there: at once, since it may be a reloaded page whose time is nearly up.</summary>
    public async Task Open(string connection, Guid account)
    {
        _connections[connection] = account;
        try { await See([account], CancellationToken.None); }
#pragma warning disable CA1031 // the next round writes it down
        catch (Exception e)
#pragma warning restore CA1031
        { Log.LogWarning(e, "An opened browser could not be noted"); }
    }

    public async Task Close(string connection)
    {
        if (!_connections.TryRemove(connection, out var account) || _connections.Values.Contains(account)) return;
        try
        {
            var seen = Clock.GetUtcNow() - rules.LostAfter * 2 / 3;
            await using var db = await contexts.CreateDbContextAsync();
            await db.Write(() => db.Seats.Where(s => s.AccountId == account && s.State != AgentState.Offline && s.SeenAt > seen).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, seen)));
        }
#pragma warning disable CA1031 // the time without a sign of life tells the same a little later
        catch (Exception e)
#pragma warning restore CA1031
        { Log.LogWarning(e, "A closed browser could not be noted"); }
    }

    protected override async Task<bool> Round(CancellationToken ct)
    {
        var here = _connections.Values.Distinct().ToList();
        if (here.Count > 0) await See(here, ct);
        return false;
    }

    private async Task See(List<Guid> here, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.Seats.AnyAsync(s => here.Contains(s.AccountId) && s.State != AgentState.Offline, ct)) return;
        await db.Write(() => db.Seats.Where(s => here.Contains(s.AccountId) && s.State != AgentState.Offline).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct), ct);
        if (!await db.Seats.AnyAsync(s => here.Contains(s.AccountId) && s.ThenReason == StateReason.Lost, ct)) return;
        // Back during the call: the loss is forgotten.
        await floor.Change(async turn =>
        {
            foreach (var seat in await turn.Db.Seats.Where(s => here.Contains(s.AccountId) && s.ThenReason == StateReason.Lost).ToListAsync(ct))
            {
                seat.See(seat.StaffNumber, turn.Now);
                turn.Tell(seat);
            }
            return true;
        }, ct);
    }
}
