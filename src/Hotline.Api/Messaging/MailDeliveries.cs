using Hotline.Api.Data;
using Hotline.Channels;
using Hotline.Channels.Mail;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>Puts what mail servers report of our mails onto the notices they were.</summary>
internal sealed class MailDeliveries(IDbContextFactory<HotlineDb> contexts, TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>Whether the report is about a notice that went out by mail.</summary>
    public async Task<bool> Knows(MailReport report, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Outgoing.AnyAsync(o => o.Id == report.Mail && o.Channel == Channel.Email, ct);
    }

    /// <summary>Reports come repeated, late and out of order: only what is further along counts, and a final state stays.</summary>
    public async Task Note(MailReport report, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Outgoing.SingleOrDefaultAsync(o => o.Id == report.Mail && o.Channel == Channel.Email, ct) is not { } notice) return;
            var now = clock.GetUtcNow();
            var state = report.State switch { DeliveryState.Delivered => NoticeDelivery.Delivered, DeliveryState.Failed => NoticeDelivery.Failed, _ => NoticeDelivery.Sent };
            // A notice that was never tried cannot have been delivered: whoever says so made it up.
            if (notice.Attempts == 0 || notice.Delivery is { } known && (known >= NoticeDelivery.Delivered || known >= state)) return;
            (notice.State, notice.Delivery, notice.DeliveryAt) = (state == NoticeDelivery.Failed ? OutgoingState.Failed : OutgoingState.Sent, state, now);
            notice.Reason = state == NoticeDelivery.Failed ? NoticeReason.Of("notice.bounced", report.Reason) : null;
            notice.SentAt ??= now;
            if (report.State == DeliveryState.Failed) db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
            try
            {
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries) { /* the sender wrote at the same moment */ }
        }
    }
}
