using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>
/// Sends what was written to <c>outgoing_notice</c>. Without a provider a notice is kept as "not sent" with the reason, in sight of
/// the administrator; nothing is dropped. After a time-out the provider is asked before anything is sent twice.
/// </summary>
internal sealed class OutgoingSender(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, PublicReplyGuard guard, PersonalData personal, EventSignal committed, TimeProvider clock, ILogger<OutgoingSender> log) : BackgroundService
{
    private const int MostAttempts = 8;
    private static readonly TimeSpan LongestOutage = TimeSpan.FromHours(24);
    /// <summary>Many commits a second are one look at the table.</summary>
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(300);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = committed.Next;
                if (await SendDue(stoppingToken) > 0) continue;
                await EventSignal.WaitFor(next, TimeSpan.FromSeconds(15), clock, stoppingToken);
                await Task.Delay(Coalesce, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // notices wait in the database until sending works again
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogError(e, "Sending notices failed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    private async Task<int> SendDue(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var due = await db.Outgoing.Where(o => o.State == OutgoingState.Pending && o.NextAttemptAt <= now).OrderBy(o => o.NextAttemptAt).Take(50).ToListAsync(ct);
        using var scope = scopes.CreateScope();
        var channels = scope.ServiceProvider.GetServices<IOutgoingChannel>().ToList();
        foreach (var notice in due)
        {
            var channel = Channel(channels, notice);
            if (channel is not { IsConfigured: true })
            {
                (notice.State, notice.Reason) = (OutgoingState.NotSent, channel is null ? NoticeReason.Of("notice.no_channel", notice.Channel.ToString()) : NoticeReason.Of("notice.no_provider", channel.WhyNotConfigured));
                db.Emit("NoticeNotSent", "outgoing", nameof(OutgoingNotice), notice.Id, now);
            }
            else await Send(db, notice, channel, ct);
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException) { db.Entry(notice).State = EntityState.Detached; }   // another node has it
        }
        return due.Count;
    }

    /// <summary>Of several providers of one channel the one whose address it is.</summary>
    private IOutgoingChannel? Channel(List<IOutgoingChannel> channels, OutgoingNotice notice)
    {
        var of = channels.FindAll(c => c.Channel.ToString() == notice.Channel.ToString());
        return of.Count < 2 ? of.FirstOrDefault() : of.Find(c => c.Serves(personal.Open(notice.Recipient)));
    }

    /// <summary>When the resident last wrote on the notice's channel; each of their messages is a ticket.</summary>
    private static async Task<DateTimeOffset?> LastHeardAt(HotlineDb db, OutgoingNotice notice, CancellationToken ct)
    {
        var resident = await db.Tickets.Where(t => t.Id == notice.TicketId).Select(t => t.ResidentId).SingleOrDefaultAsync(ct);
        return resident is null ? null
            : await db.Tickets.Where(t => t.ResidentId == resident && t.Channel == notice.Channel).OrderByDescending(t => t.ReceivedAt).Select(t => (DateTimeOffset?)t.ReceivedAt).FirstOrDefaultAsync(ct);
    }

    private async Task Send(HotlineDb db, OutgoingNotice notice, IOutgoingChannel channel, CancellationToken ct)
    {
        var (to, text) = (personal.Open(notice.Recipient), notice.Text);
        string? withheld = null;
        if (channel.IsPublic(to))
        {
            var look = await guard.Look(db, notice, ct);
            if (look.Found.Count > 0) withheld = NoticeReason.Of("notice.personal_data_in_public", string.Join(", ", look.Found));
            if (look.Text is not { } safe)
            {
                (notice.State, notice.Reason) = (OutgoingState.Failed, withheld);
                db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, clock.GetUtcNow());
                return;
            }
            text = safe;
        }
        var message = new OutgoingMessage(notice.Id, to, text, null) { LastHeardAt = await LastHeardAt(db, notice, ct) };
        // A repeat may follow an answer that never arrived: ask the provider first.
        var result = notice.Attempts > 0 ? await channel.Reconcile(message, notice.CreatedAt, ct) : null;
        if (result is not { Outcome: SendOutcome.Accepted })
        {
            notice.Attempts++;
            try { await db.SaveChangesAsync(ct); }   // the attempt is on record before it is made
            catch (DbUpdateConcurrencyException) { return; }
            result = await channel.Send(message, ct);
        }
        var now = clock.GetUtcNow();
        switch (result.Outcome)
        {
            case SendOutcome.Accepted:
                (notice.State, notice.ProviderId, notice.SentAt, notice.Reason) = (OutgoingState.Sent, result.ProviderId, now, withheld);
                break;
            case SendOutcome.Refused:
                (notice.State, notice.Reason) = (OutgoingState.Failed, NoticeReason.Of("notice.refused", $"{result.ErrorCode} {result.ErrorText}"));
                db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                break;
            default:
                // A provider that is lost for hours is no reason to give a resident's message up.
                var goesOn = notice.Attempts < MostAttempts || now - notice.CreatedAt < LongestOutage;
                notice.Reason = NoticeReason.Of(goesOn ? "notice.to_be_retried" : "notice.given_up", $"{result.ErrorCode} {result.ErrorText}");
                notice.NextAttemptAt = now + (result.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(3600, 5 << Math.Min(notice.Attempts, 9))));
                if (goesOn) break;
                notice.State = OutgoingState.Failed;
                db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                break;
        }
    }
}
