using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Lets the department see a file that a confidential resident sent, after somebody of the centre looked at it.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record ReleaseAttachment(Guid Id);

internal sealed class ReleaseAttachmentHandler(TicketReader reader, HotlineDb db, CurrentActor current, TimeProvider clock) : IHandler<ReleaseAttachment, AttachmentView>
{
    public async Task<Result<AttachmentView>> Handle(ReleaseAttachment request, CancellationToken ct)
    {
        while (true)
        {
            if (await db.Attachments.SingleOrDefaultAsync(a => a.Id == request.Id, ct) is not { TicketId: { } ticketId, FromResident: true } attachment
                || await reader.Visible(current.Required).SingleOrDefaultAsync(t => t.Id == ticketId, ct) is not { } ticket) return Error.NotFound("attachment");
            if (attachment.ReleasedAt is not null) return TicketReader.ViewOf(attachment);
            var now = clock.GetUtcNow();
            if (ticket.ReleaseAttachment(attachment.FileName, current.Required, now) is { } refused) return refused;
            (attachment.ReleasedAt, attachment.ReleasedBy) = (now, current.Required.DisplayName);
            try
            {
                await db.SaveChangesAsync(ct);
                return TicketReader.ViewOf(attachment);
            }
            catch (DbUpdateConcurrencyException)   // a release contradicts nothing that was written meanwhile
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
