using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Puts a file beside a ticket: a photo of the place, a document.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Handler, Role.Approver, Role.Supervisor)]
internal sealed record AttachEvidence(Guid TicketId, Stream Content, string FileName);

internal sealed class AttachEvidenceHandler(TicketReader reader, HotlineDb db, AttachmentStore store, CurrentActor current, TimeProvider clock) : IHandler<AttachEvidence, AttachmentView>
{
    public async Task<Result<AttachmentView>> Handle(AttachEvidence request, CancellationToken ct)
    {
        var actor = current.Required;
        if (await reader.Visible(actor).SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is not { } ticket) return TicketErrors.NotFound;
        if (!ticket.AllowedActions(actor).Contains("attach")) return TicketErrors.NotOpen;
        var saved = await store.Save(request.Content, request.FileName, ct);
        if (saved.Error is { } error) return error;
        var (file, now) = (saved.Value!, clock.GetUtcNow());
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Kind = AttachmentKind.Evidence, State = AttachmentState.Stored, FileName = file.FileName,
            ContentType = file.ContentType, Size = file.Size, Sha256 = file.Sha256, AddedAt = now, AddedBy = actor.DisplayName,
        };
        while (true)
        {
            db.Attachments.Add(attachment);
            ticket.Note("Attach", "TicketAttachmentAdded", file.FileName, actor, now);
            try
            {
                await db.SaveChangesAsync(ct);
                return TicketReader.ViewOf(attachment);
            }
            catch (DbUpdateConcurrencyException)   // a file contradicts nothing that was written meanwhile
            {
                db.ChangeTracker.Clear();
                ticket = await db.Tickets.SingleAsync(t => t.Id == request.TicketId, ct);
            }
        }
    }
}
