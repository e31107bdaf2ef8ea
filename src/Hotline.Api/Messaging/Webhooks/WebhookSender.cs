using System.Net.Http.Headers;
using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging.Webhooks;

/// <summary>
/// Tells other systems of events: follows the event log for each subscription and sends each event at least once, the events of one
/// ticket in their order. What is not taken is tried again with growing pauses, then lies at the dead-letter desk and holds back
/// the later events of its ticket until somebody decides.
/// </summary>
internal sealed class WebhookSender(IDbContextFactory<HotlineDb> contexts, WebhookPayloads payloads, PersonalData personal, IHttpClientFactory clients, EventSignal committed, HotlineOptions options, TimeProvider clock, ILogger<WebhookSender> log)
    : BackgroundService
{
    public const string Client = "webhooks";
    private const int EventsAtOnce = 500;
    private const int TicketsAtOnce = 64;
    private const int SideBySide = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptDelivered = TimeSpan.FromDays(30);

    private OutgoingWebhookOptions Settings => options.OutgoingWebhooks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = committed.Next;
                if (await Round(stoppingToken)) continue;
                await EventSignal.WaitFor(next, Settings.Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // deliveries wait in the database until sending works again
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogError(e, "Sending webhooks failed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    /// <summary>True while there is more to do now.</summary>
    private async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var active = await db.Subscriptions.AsNoTracking().Where(s => !s.Paused).ToListAsync(ct);
        if (active.Count == 0) return false;
        // A slow receiver keeps its own events waiting, nobody else's.
        var more = await Task.WhenAll(active.Select(s => Serve(s.Id, ct)));
        await Forget(db, ct);
        return more.Contains(true);
    }

    private async Task<bool> Serve(Guid subscription, CancellationToken ct)
    {
        var lagging = await Enqueue(subscription, ct);
        return await DeliverDue(subscription, ct) || lagging;
    }

    /// <summary>Writes the deliveries of the next stretch of the log; true when there is more log.</summary>
    private async Task<bool> Enqueue(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id && !s.Paused, ct) is not { } subscription) return false;
        var events = await db.Events.AsNoTracking().Where(e => e.Seq > subscription.Cursor).OrderBy(e => e.Seq).Take(EventsAtOnce).ToListAsync(ct);
        if (events.Count == 0) return false;
        var kinds = subscription.Kinds.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var wanted = events.Where(e => e.Topic == "ticket" && (kinds.Length == 0 || kinds.Contains(e.Kind))).ToList();
        if (subscription.Systems.Length > 0)
        {
            var systems = subscription.Systems.Split(',');
            var sources = await db.SourcesOf([.. wanted.Select(e => e.EntityId).Distinct()], ct);
            wanted.RemoveAll(e => !sources.TryGetValue(e.EntityId, out var source) || !systems.Contains(source.System));
        }
        var (first, last) = (events[0].Seq, events[^1].Seq);
        var known = await db.Deliveries.Where(d => d.SubscriptionId == id && d.Seq >= first && d.Seq <= last).Select(d => d.Seq).ToListAsync(ct);
        var now = clock.GetUtcNow();
        foreach (var e in wanted.Where(e => !known.Contains(e.Seq)))
            db.Deliveries.Add(new WebhookDelivery { Id = Guid.CreateVersion7(now), SubscriptionId = id, Seq = e.Seq, Kind = e.Kind, TicketId = e.EntityId, At = e.At, NextAttemptAt = now });
        subscription.Cursor = last;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return false; }   // another node was faster, or somebody changed the subscription: the next round looks again
        return events.Count == EventsAtOnce;
    }

    /// <summary>Sends what is due; true when something was delivered, so that what waited behind it has its turn.</summary>
    private async Task<bool> DeliverDue(Guid subscription, CancellationToken ct)
    {
        var due = await Due(subscription, ct);
        var delivered = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (id, stop) =>
        {
            if (await Deliver(id, stop)) Interlocked.Increment(ref delivered);
        });
        return delivered > 0;
    }

    /// <summary>Of each ticket the first event that is not done with, when it is due.</summary>
    private async Task<List<Guid>> Due(Guid subscription, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return await db.Deliveries.Where(d => d.SubscriptionId == subscription && d.State == WebhookDeliveryState.Pending && d.NextAttemptAt <= now
                && !db.Deliveries.Any(e => e.SubscriptionId == subscription && e.TicketId == d.TicketId && e.Seq < d.Seq && (e.State == WebhookDeliveryState.Pending || e.State == WebhookDeliveryState.Dead)))
            .OrderBy(d => d.Seq).Take(TicketsAtOnce).Select(d => d.Id).ToListAsync(ct);
    }

    private async Task<bool> Deliver(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct) is not { State: WebhookDeliveryState.Pending } delivery
            || await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == delivery.SubscriptionId, ct) is not { } subscription) return false;
        var body = await payloads.Write(db, subscription, delivery, clock.GetUtcNow(), ct);
        delivery.Attempts++;
        delivery.NextAttemptAt = clock.GetUtcNow() + Settings.Timeout * 2;   // another node leaves it alone meanwhile
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return false; }
        var (status, error, wait) = body is null ? (204, null, null) : await Post(subscription, delivery, body, ct);
        (delivery.LastStatus, delivery.LastError) = (status, error);
        var now = clock.GetUtcNow();
        if (error is null) (delivery.State, delivery.DoneAt) = (WebhookDeliveryState.Delivered, now);
        else if (delivery.Attempts < Settings.MostAttempts) delivery.NextAttemptAt = now + (wait ?? Pause(delivery.Attempts));
        else
        {
            delivery.State = WebhookDeliveryState.Dead;
            db.Emit("WebhookDead", "webhook", nameof(WebhookDelivery), delivery.Id, now);
            log.LogWarning("Event {Seq} was given up for {Subscription} after {Attempts} tries: {Error}", delivery.Seq, subscription.Name, delivery.Attempts, error);
        }
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return false; }   // dropped or replayed meanwhile: that counts
        return error is null;
    }

    private async Task<(int? Status, string? Error, TimeSpan? Wait)> Post(WebhookSubscription subscription, WebhookDelivery delivery, string body, CancellationToken ct)
    {
        if (AddressGuard.WhyRefused(subscription.Address, Settings.AllowedHosts) is { } refused) return (null, refused, null);
        var now = clock.GetUtcNow();
        var secrets = new List<string> { personal.Open(subscription.Secret) };
        if (subscription.PreviousUntil > now && subscription.PreviousSecret is { } previous) secrets.Add(personal.Open(previous));
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Address) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add(WebhookSignature.IdHeader, delivery.Id.ToString());
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(now));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(delivery.Id.ToString(), now, body, secrets));
        request.Headers.UserAgent.ParseAdd("Hotline-Webhook/1");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Settings.Timeout);
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? (status, null, null) : (status, status is >= 300 and < 400 ? "a redirect is not followed" : $"HTTP {status}", Asked(response.Headers.RetryAfter, now));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return (null, "no answer in time", null); }
        catch (Exception e) when (e is HttpRequestException or IOException) { return (null, Innermost(e), null); }
    }

    /// <summary>What the receiver asked for, within reason.</summary>
    private static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset now) =>
        (header?.Delta ?? header?.Date - now) is { } wait && wait > TimeSpan.Zero ? wait > Longest ? Longest : wait : null;

    /// <summary>5 s, 10 s, 20 s, ... an hour; spread, so that what failed together does not come back together.</summary>
    private static TimeSpan Pause(int attempts)
    {
        var seconds = Math.Min(Longest.TotalSeconds, 5 * Math.Pow(2, attempts - 1));
#pragma warning disable CA5394 // nothing secret about a pause
        return TimeSpan.FromSeconds(seconds * (0.9 + 0.2 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e.Message.Length > 300 ? e.Message[..300] : e.Message;
    }

    private async Task Forget(HotlineDb db, CancellationToken ct)
    {
        var limit = clock.GetUtcNow() - KeptDelivered;
        var old = await db.Deliveries.Where(d => d.State == WebhookDeliveryState.Delivered && d.DoneAt < limit).OrderBy(d => d.Id).Take(EventsAtOnce).ToListAsync(ct);
        if (old.Count == 0) return;
        db.Deliveries.RemoveRange(old);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { db.ChangeTracker.Clear(); }
    }
}
