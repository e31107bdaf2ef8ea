using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>The bytes of a file beside a ticket in the caller's scope, or of the recording of a call that has none, for a supervisor.</summary>
[Allow(Staff = true)]
internal sealed record ReadAttachment(Guid Id);

internal sealed record AttachmentContent(Stream Content, string ContentType, string FileName);

internal sealed class ReadAttachmentHandler(TicketReader reader, HotlineDb db, AttachmentStore store, CurrentActor current) : IHandler<ReadAttachment, AttachmentContent>
{
    public async Task<Result<AttachmentContent>> Handle(ReadAttachment request, CancellationToken ct)
    {
        var attachment = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id && a.State == AttachmentState.Stored, ct);
        return attachment is { Sha256: { } sha } && await MayRead(attachment, ct) && store.Open(sha) is { } content
            ? new AttachmentContent(content, attachment.ContentType, attachment.FileName)
            : Error.NotFound("attachment");
    }

    private async Task<bool> MayRead(Attachment attachment, CancellationToken ct) => attachment.TicketId is { } ticketId
        ? await reader.Visible(current.Required).AnyAsync(t => t.Id == ticketId, ct)
        : current.Required.Has(Role.Supervisor) && await db.Calls.AnyAsync(c => c.RecordingId == attachment.Id, ct);
}
