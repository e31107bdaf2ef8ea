using Hotline.Api.Data;
using Hotline.Api.Intake.ChannelDesk;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Compares, hour by hour, what a provider received for us with what reached our doors; fetches what is missing and raises the alarm
/// that names it. An hour in which the provider could not tell, or something could not be fetched, is compared again.
/// </summary>
internal sealed class Reconciler(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, HotlineOptions options, TimeProvider clock, ILogger<Reconciler> log)
    : RecurringJob(options.Reconciliation.Every, clock, log)
{
    /// <summary>How far back hours are made up for after a standstill.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(7);
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    /// <summary>Named in the alarm; the number tells the rest.</summary>
    private const int Named = 50;

    /// <summary>One hour of each channel.</summary>
    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var more = false;
        foreach (var channel in scope.ServiceProvider.GetServices<IReconcilable>().Where(c => c.WhyNotConfigured is null))
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await NextWindow(db, channel, ct) is not { } window) continue;
            more |= await Compare(db, channel, window.Row, window.Since, ct);
        }
        return more;
    }

    /// <summary>The earliest hour that ended and is not compared, or is due for another try.</summary>
    private async Task<(Reconciliation? Row, DateTimeOffset Since)?> NextWindow(HotlineDb db, IReconcilable channel, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var last = Floor(now - options.Reconciliation.Grace) - Window;
        var first = last - Back + Window;
        var kind = ChannelOf(channel);
        var done = (await db.Reconciliations.Where(r => r.Channel == kind && r.Account == channel.Account && r.Since >= first).ToListAsync(ct)).ToDictionary(r => r.Since.ToUniversalTime());
        // The past of a channel that was never compared is another story: it may have been received elsewhere.
        if (done.Count == 0 && !await db.Reconciliations.AnyAsync(r => r.Channel == kind && r.Account == channel.Account, ct)) first = last;
        for (var since = first; since <= last; since += Window)
        {
            if (!done.TryGetValue(since, out var row))
            {
                if (done.Count == 0 || since > done.Keys.Min()) return (null, since);
                continue;
            }
            if (row.State != ReconciliationState.Complete && row.At + Pause(row.Attempts) <= now) return (row, since);
        }
        return null;
    }

    /// <summary>False when the hour has to wait for our own reader.</summary>
    private async Task<bool> Compare(HotlineDb db, IReconcilable channel, Reconciliation? row, DateTimeOffset since, CancellationToken ct)
    {
        var first = row is null;
        row ??= new Reconciliation { Id = Guid.CreateVersion7(Clock.GetUtcNow()), Channel = ChannelOf(channel), Account = channel.Account, Since = since, Until = since + Window };
        var list = await channel.ListReceived(row.Since, row.Until, ct);
        if (list.IsNotReadYet) return false;
        row.Attempts++;
        row.At = Clock.GetUtcNow();
        if (list.Failure is { } failure)
        {
            (row.State, row.Error) = (ReconciliationState.Failed, Cut(failure));
            Log.LogWarning("{Channel} could not tell what it received from {Since:u}: {Failure}", row.Channel, row.Since, failure);
        }
        else await Judge(db, channel, row, list.Messages, ct);
        try { await Keep(db, row, first, ct); }
        catch (DbUpdateException e) when (first) { Log.LogDebug(e, "Another node compared the hour"); }
        return true;
    }

    /// <summary>What was found, unless another node found it first.</summary>
    private static Task<int> Keep(HotlineDb db, Reconciliation row, bool first, CancellationToken ct) => db.Write(async () =>
    {
        if (first && await db.Reconciliations.AnyAsync(r => r.Channel == row.Channel && r.Account == row.Account && r.Since == row.Since, ct)) return 0;
        if (first) db.Reconciliations.Add(row);
        if (row.State == ReconciliationState.Missing || row.Recovered > 0 && first) db.Emit("ChannelMessagesMissing", "channel", nameof(Reconciliation), row.Id, row.At);
        return await db.SaveChangesAsync(ct);
    }, ct);

    private async Task Judge(HotlineDb db, IReconcilable channel, Reconciliation row, IReadOnlyList<Received> listed, CancellationToken ct)
    {
        var theirs = listed.DistinctBy(m => m.Id, StringComparer.Ordinal).ToList();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in theirs.SelectMany(m => m.Place is { } place ? new[] { m.Id, place } : [m.Id]).Chunk(500)) known.UnionWith(await channel.Known(db, some, ct));
        var missing = theirs.Where(m => !known.Contains(m.Id) && (m.Place is null || !known.Contains(m.Place))).ToList();
        if (row.Attempts == 1 || row.TheirCount == 0) row.OurCount = theirs.Count - missing.Count;
        row.TheirCount = theirs.Count;
        row.Error = null;
        var lost = new List<string>();
        foreach (var message in missing)
            if (await Recover(channel, message, ct) is { } why) { lost.Add(message.Id); row.Error = Cut($"{message.Id}: {why}"); }
            else row.Recovered++;
        if (missing.Count > 0) Log.LogWarning("{Channel} received {Count} messages from {Since:u} that never reached us: {Missing}; {Recovered} were fetched", row.Channel, missing.Count, row.Since, string.Join(", ", missing.Take(Named).Select(m => m.Id)), missing.Count - lost.Count);
        // What was missing stays on record also when it was fetched: somebody has to find out why.
        if (missing.Count > 0 && (row.MissingCount == 0 || lost.Count > 0)) (row.Missing, row.MissingCount) = (string.Join(',', missing.Take(Named).Select(m => m.Id.Replace(',', ' '))), Math.Max(row.MissingCount, missing.Count));
        row.State = lost.Count > 0 ? ReconciliationState.Missing : ReconciliationState.Complete;
    }

    /// <summary>Why it could not be taken in; null when it is on disk. One message must not keep the others, or other channels, waiting.</summary>
    private async Task<string?> Recover(IReconcilable channel, Received message, CancellationToken ct)
    {
        try { return await channel.Recover(message, ct); }
#pragma warning disable CA1031 // it is tried again, and the alarm names it
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LogError(e, "{Message} of {Channel} could not be taken in", message.Id, channel.Channel);
            return e.GetType().Name;
        }
    }

    private static Channel ChannelOf(IReconcilable channel) => Enum.Parse<Channel>(channel.Channel.ToString());

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % Window.Ticks, TimeSpan.Zero);

    private static TimeSpan Pause(int attempts) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts - 1, 8)));

    private static string Cut(string text) => text.Length > 300 ? text[..300] : text;
}
