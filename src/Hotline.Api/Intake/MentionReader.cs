using Hotline.Api.Messaging;
using Hotline.Channels;

namespace Hotline.Api.Intake;

/// <summary>
/// Reads the city's accounts at microblogs into the one queue, page by page: the next page is asked for when this one is on disk,
/// so a storm fills the provider's list and not our memory, and what could not be stored is read again. One node reads an account.
/// </summary>
internal sealed class MentionReader(IEnumerable<IMentionSource> sources, MentionAccounts accounts, MentionIntake intake, TimeProvider clock, ILogger<MentionReader> log) : BackgroundService
{
    /// <summary>Pages of one feed in a row before the others have their turn.</summary>
    private const int MostPages = 25;
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sources.Where(s => s.IsConfigured).SelectMany(s => { var news = new EventSignal(); return new[] { Follow(s, news, stoppingToken), Listen(s, news, stoppingToken) }; }));

    private async Task Follow(IMentionSource source, EventSignal news, CancellationToken ct)
    {
        var due = source.Feeds.ToDictionary(f => f, _ => DateTimeOffset.MinValue);
        var failures = 0;
        var hinted = false;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var next = news.Next;
                try
                {
                    if (await accounts.Take(source.Account, ct))
                    {
                        await accounts.WatchToken(source, ct);
                        foreach (var feed in source.Feeds.Where(f => hinted || due[f] <= clock.GetUtcNow()))
                        {
                            var (wait, failed) = await Read(source, feed, failures, ct);
                            due[feed] = clock.GetUtcNow() + wait;
                            failures = failed ? failures + 1 : 0;
                        }
                    }
                    else foreach (var feed in source.Feeds) due[feed] = clock.GetUtcNow() + TimeSpan.FromSeconds(15);   // another node reads; it may be gone then
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // what could not be stored now is still at the provider
                catch (Exception e)
#pragma warning restore CA1031
                {
                    log.LogError(e, "Reading {Account} failed; trying again", source.Account);
                    foreach (var feed in source.Feeds) due[feed] = clock.GetUtcNow() + TimeSpan.FromSeconds(10);
                }
                var soonest = due.Values.Min() - clock.GetUtcNow();
                // The lease is renewed within its time, and a node that does not read looks whether it should.
                await EventSignal.WaitFor(next, Between(TimeSpan.FromMilliseconds(200), soonest, TimeSpan.FromMinutes(1)), clock, ct);
                hinted = next.IsCompleted;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
        finally
        {
            try { await accounts.Leave(source.Account); }
#pragma warning disable CA1031 // the lease runs out by itself
            catch (Exception e) { log.LogInformation(e, "{Account} is left to its lease", source.Account); }
#pragma warning restore CA1031
        }
    }

    /// <returns>How long until the feed is asked again, and whether it could not be read.</returns>
    private async Task<(TimeSpan Wait, bool Failed)> Read(IMentionSource source, string feed, int failures, CancellationToken ct)
    {
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await source.Read(feed, await accounts.Cursor(source.Account, feed, ct), ct);
            if (page.NotAsked) return (page.Wait ?? source.Every, false);
            if (page.Failure is { } failure)
            {
                log.LogWarning("{Account} {Feed} could not be read: {Failure}", source.Account, feed, failure);
                await accounts.Keep(source.Account, feed, page, failure.Contains("token_refused", StringComparison.Ordinal), ct);
                var backOff = TimeSpan.FromSeconds(Math.Min(LongestBackOff.TotalSeconds, Math.Max(1, source.Every.TotalSeconds) * (1 << Math.Min(failures, 8))));
                return (page.Wait ?? backOff, true);
            }
            if (page.Mentions.Count > 0) await intake.Take(source.Account, page.Mentions, ct);
            await accounts.Keep(source.Account, feed, page, false, ct);
            if (!page.More) return (page.Wait ?? source.Every, false);
            await accounts.Take(source.Account, ct);
        }
        return (TimeSpan.Zero, false);
    }

    /// <summary>Keeps a connection open for hints of news; a lost one costs time, no message.</summary>
    private async Task Listen(IMentionSource source, EventSignal news, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var began = clock.GetTimestamp();
                if (await source.Listen(news.Raise, ct) is not { } why) return;
                log.LogInformation("{Account}: the open connection ended ({Why}); it is opened again", source.Account, why);
                pause = clock.GetElapsedTime(began) > TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(1) : Between(TimeSpan.Zero, pause * 2, TimeSpan.FromMinutes(2));
                await Task.Delay(pause, clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
        }
    }

    private static TimeSpan Between(TimeSpan least, TimeSpan wanted, TimeSpan most) => wanted < least ? least : wanted > most ? most : wanted;
}
