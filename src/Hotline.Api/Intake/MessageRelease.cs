using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>Makes a ticket of a message that lies in quarantine or was set aside; of two people who do it at once one is refused.</summary>
internal sealed class MessageRelease(HotlineDb db, TicketFactory factory, IntakeWriter writer, MailIntake mails, PersonalData personal, RoutingSignal routing, CurrentActor current)
{
    public async Task<Result<RetriedMessage>> Release(Guid id, MessageState from, string otherwise, CancellationToken ct)
    {
        if (await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } found) return Error.NotFound("message");
        if (found.State != from || found.Payload.Length == 0) return new Error(ErrorKind.Conflict, otherwise);
        // Files are judged and stored before the transaction, as a door does.
        var request = await mails.Again(IntakeRequest.FromJson(personal.Open(found.Payload)), ct);
        try
        {
            var result = await db.Write(() => Release(id, from, request, otherwise, ct), ct);
            if (result.Error is null) routing.Raise();
            return result;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Error(ErrorKind.Conflict, otherwise);
        }
    }

    private async Task<Result<RetriedMessage>> Release(Guid id, MessageState from, IntakeRequest request, string otherwise, CancellationToken ct)
    {
        // Holds the row before anything is made of it: whoever is second waits here and then finds another state.
        if (await db.Messages.Where(m => m.Id == id && m.State == from).ExecuteUpdateAsync(s => s.SetProperty(m => m.Attempts, m => m.Attempts + 1), ct) == 0) return new Error(ErrorKind.Conflict, otherwise);
        var message = await db.Messages.SingleAsync(m => m.Id == id, ct);
        var prepared = factory.Prepare(request, message.StoredAt);
        var made = await writer.Release(db, prepared);
        if (made) (message.State, message.TicketId, message.TicketNumber, message.Error, message.ResolvedBy) = (MessageState.Ticketed, prepared.Stored.TicketId, prepared.Stored.TicketNumber, null, current.Required.UserName);
        else if (from == MessageState.Quarantined) message.Error = prepared.Error;
        await db.SaveChangesAsync(ct);
        return new RetriedMessage(message.TicketId, message.TicketNumber, made ? null : ErrorTexts.Sentence(prepared.Error ?? "", []));
    }
}
