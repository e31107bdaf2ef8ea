using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>
/// The bytes of a file beside a ticket in the caller's scope, or of the recording of a call that has none, for a supervisor. What a
/// resident sent or said is personal data: its reading is logged.
/// </summary>
/// <param name="Reason">Why it is read; "handling the case" when absent.</param>
[Allow(Staff = true)]
internal sealed record ReadAttachment(Guid Id, string? Reason);

internal sealed record AttachmentContent(Stream Content, string ContentType, string FileName);

internal sealed class ReadAttachmentHandler(TicketReader reader, HotlineDb db, AttachmentStore store, CurrentActor current, AccessBook access, TimeProvider clock) : IHandler<ReadAttachment, AttachmentContent>
{
    private const string UsualReason = "办理诉求";
    private const int LongestReason = 500;
    /// <summary>A player asks for a recording piece by piece: that is one hearing.</summary>
    private static readonly TimeSpan OneReading = TimeSpan.FromMinutes(10);

    public async Task<Result<AttachmentContent>> Handle(ReadAttachment request, CancellationToken ct)
    {
        if (await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id && a.State == AttachmentState.Stored, ct) is not { Sha256: { } sha } attachment) return Error.NotFound("attachment");
        var ticket = attachment.TicketId is { } ticketId ? await reader.Visible(current.Required).AsNoTracking().SingleOrDefaultAsync(t => t.Id == ticketId, ct) : null;
        var mayRead = ticket is not null ? TicketReader.MaySee(attachment, ticket, current.Required)
            : attachment.TicketId is null && current.Required.Has(Role.Supervisor) && await db.Calls.AnyAsync(c => c.RecordingId == attachment.Id, ct);
        if (!mayRead || store.Open(sha) is not { } content) return Error.NotFound("attachment");
        if (ticket is not null && attachment.FromResident) await Log(ticket, attachment, request.Reason, ct);
        return new AttachmentContent(content, attachment.ContentType, attachment.FileName);
    }

    private async Task Log(Ticket ticket, Attachment attachment, string? reason, CancellationToken ct)
    {
        var what = $"{(attachment.Kind == AttachmentKind.Recording ? PersonalReading.Recording : PersonalReading.Attachment)} {attachment.FileName}";
        if ((await access.Since(ticket.Id, what, clock.GetUtcNow() - OneReading, ct)).Count > 0) return;
        var stated = string.IsNullOrWhiteSpace(reason) ? UsualReason : reason.Trim();
        access.Add(ticket.Id, ticket.Number, what, stated.Length > LongestReason ? stated[..LongestReason] : stated);
        await db.SaveChangesAsync(ct);
    }
}
