using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Puts a file beside a ticket: a photo of the place, a document.</summary>
/// <param name="TakenAt">When a photo was taken, ISO 8601 with an offset, where the camera does not say it.</param>
/// <param name="TakenPlace">Where it was taken, where the camera does not say it.</param>
[Allow(Role.Agent, Role.Dispatcher, Role.Handler, Role.Approver, Role.Supervisor)]
internal sealed record AttachEvidence(Guid TicketId, Stream Content, string FileName, string? TakenAt = null, string? TakenPlace = null);

internal sealed class AttachEvidenceHandler(TicketReader reader, HotlineDb db, AttachmentStore store, CurrentActor current, City city, TimeProvider clock) : IHandler<AttachEvidence, AttachmentView>
{
    public async Task<Result<AttachmentView>> Handle(AttachEvidence request, CancellationToken ct)
    {
        var actor = current.Required;
        if (await reader.Visible(actor).SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is not { } ticket) return TicketErrors.NotFound;
        await db.LoadParts(ticket, ct);
        if (!ticket.AllowedActions(actor).Contains("attach")) return TicketErrors.NotOpen;
        if (Stated(request, out var stated) is { } wrong) return wrong;
        var saved = await store.Save(request.Content, request.FileName, ct);
        if (saved.Error is { } error) return error;
        var (file, now) = (saved.Value!, clock.GetUtcNow());
        var (byCamera, place) = (Instant(file.Taken), file.Taken?.Place);
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Kind = AttachmentKind.Evidence, State = AttachmentState.Stored, FileName = file.FileName,
            ContentType = file.ContentType, Size = file.Size, Sha256 = file.Sha256, AddedAt = now, AddedBy = actor.DisplayName,
            TakenAt = byCamera ?? stated, TakenPlace = place ?? Blank(request.TakenPlace), TakenStated = byCamera is null && stated is not null || place is null && Blank(request.TakenPlace) is not null,
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

    private Error? Stated(AttachEvidence request, out DateTimeOffset? at)
    {
        at = null;
        if (request.TakenPlace is { Length: > 200 }) return Error.Field("takenPlace", "field.too_long");
        if (Blank(request.TakenAt) is not { } text) return null;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stated)) return Error.Field("takenAt", "field.malformed");
        if (stated > clock.GetUtcNow()) return Error.Field("takenAt", "attachment.taken_in_future");
        at = stated;
        return null;
    }

    /// <summary>A camera without a zone runs on the city's time.</summary>
    private DateTimeOffset? Instant(PhotoFacts? taken) => taken?.LocalTime is not { } local ? null : new DateTimeOffset(local, taken.Offset ?? city.Clock.Calendar.TimeZone.GetUtcOffset(local));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
