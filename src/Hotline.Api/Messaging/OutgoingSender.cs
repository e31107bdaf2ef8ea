using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>
/// Sends what was written to <c>outgoing_notice</c>. Without a provider a notice is kept as "not sent" with the reason, in sight of
/// the administrator; nothing is dropped. After a time-out the provider is asked before anything is sent twice.
/// </summary>
internal sealed class OutgoingSender(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, PersonalData personal, EventSignal committed, TimeProvider clock, ILogger<OutgoingSender> log) : BackgroundService
{
    private const int MostAttempts = 8;
    private const int MostMailsAnHour = 20;
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
            var channel = channels.Find(c => c.Channel.ToString() == notice.Channel.ToString());
            if (channel is not { IsConfigured: true })
            {
                (notice.State, notice.Reason) = (OutgoingState.NotSent, channel is null ? NoticeReason.Of("notice.no_channel", notice.Channel.ToString()) : NoticeReason.Of("notice.no_provider", channel.WhyNotConfigured));
                db.Emit("NoticeNotSent", "outgoing", nameof(OutgoingNotice), notice.Id, now);
            }
            else if (notice.Channel == Channel.Email && notice.Attempts == 0 && await IsTooMuchMail(db, notice, now, ct))
            {
                (notice.State, notice.Reason) = (OutgoingState.NotSent, "notice.loop_suspected");
                db.Emit("NoticeNotSent", "outgoing", nameof(OutgoingNotice), notice.Id, now);
            }
            else await Send(db, notice, channel, ct);
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException) { db.Entry(notice).State = EntityState.Detached; }   // another node has it
        }
        return due.Count;
    }

    /// <summary>When the resident last wrote on the notice's channel; each of their messages is a ticket.</summary>
    private static async Task<DateTimeOffset?> LastHeardAt(HotlineDb db, OutgoingNotice notice, CancellationToken ct)
    {
        var resident = await db.Tickets.Where(t => t.Id == notice.TicketId).Select(t => t.ResidentId).SingleOrDefaultAsync(ct);
        return resident is null ? null
            : await db.Tickets.Where(t => t.ResidentId == resident && t.Channel == notice.Channel).OrderByDescending(t => t.ReceivedAt).Select(t => (DateTimeOffset?)t.ReceivedAt).FirstOrDefaultAsync(ct);
    }

    /// <summary>Two machines that mark nothing could answer each other for ever; a person seldom opens so many matters within an hour.</summary>
    private static async Task<bool> IsTooMuchMail(HotlineDb db, OutgoingNotice notice, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddHours(-1);
        var resident = await db.Tickets.Where(t => t.Id == notice.TicketId).Select(t => t.ResidentId).SingleOrDefaultAsync(ct);
        return resident is not null && await db.Tickets.Where(t => t.ResidentId == resident)
            .Join(db.Outgoing.Where(o => o.Channel == Channel.Email && o.SentAt > since), t => t.Id, o => o.TicketId, (t, o) => o.Id).CountAsync(ct) >= MostMailsAnHour;
    }

    /// <summary>The mail answers the resident's last one about the ticket; the first about it is the machine's answer.</summary>
    private static async Task<MailHead> HeadOf(HotlineDb db, OutgoingNotice notice, CancellationToken ct)
    {
        var ticket = await db.Tickets.AsNoTracking().Where(t => t.Id == notice.TicketId).Select(t => new { t.Number, t.Subject }).SingleAsync(ct);
        var came = await db.Messages.AsNoTracking().Where(m => (m.Id == notice.TicketId || m.TicketId != m.Id && m.TicketId == notice.TicketId) && m.Channel == Channel.Email)
            .OrderByDescending(m => m.ReceivedAt).Select(m => m.ProviderId).FirstOrDefaultAsync(ct);
        var answered = came is null || came.StartsWith("sha256:", StringComparison.Ordinal) || came.StartsWith("imap:", StringComparison.Ordinal) ? null : came;
        var isFirst = !await db.Outgoing.AnyAsync(o => o.TicketId == notice.TicketId && o.CreatedAt < notice.CreatedAt, ct);
        return new MailHead(ticket.Number, $"{(came is null ? "" : "Re: ")}[{ticket.Number}] {ticket.Subject}", answered, came is not null && isFirst);
    }

    private async Task Send(HotlineDb db, OutgoingNotice notice, IOutgoingChannel channel, CancellationToken ct)
    {
        var message = new OutgoingMessage(notice.Id, personal.Open(notice.Recipient), notice.Text, null) { LastHeardAt = await LastHeardAt(db, notice, ct) };
        if (notice.Channel == Channel.Email) message = message with { Mail = await HeadOf(db, notice, ct) };
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
                (notice.State, notice.ProviderId, notice.SentAt, notice.Reason) = (OutgoingState.Sent, result.ProviderId, now, null);
                break;
            case SendOutcome.Refused:
                (notice.State, notice.Reason) = (OutgoingState.Failed, NoticeReason.Of("notice.refused", $"{result.ErrorCode} {result.ErrorText}"));
                db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                break;
            default:
                notice.Reason = NoticeReason.Of(notice.Attempts < MostAttempts ? "notice.to_be_retried" : "notice.given_up", $"{result.ErrorCode} {result.ErrorText}");
                notice.NextAttemptAt = now + (result.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(3600, 5 << notice.Attempts)));
                if (notice.Attempts < MostAttempts) break;
                notice.State = OutgoingState.Failed;
                db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                break;
        }
    }
}
