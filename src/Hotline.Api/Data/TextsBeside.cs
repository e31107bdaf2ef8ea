using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>Free texts that people write in rows beside a ticket; a new kind of row with such texts is entered here.</summary>
internal static class TextsBeside
{
    /// <summary>Puts the redacted text in the place of each.</summary>
    /// <param name="redact">The ticket's own redaction: it knows the ticket's resident.</param>
    public static async Task Redact(HotlineDb db, IReadOnlyCollection<Guid> tickets, Func<Guid, Func<string, string>> redact, CancellationToken ct)
    {
        await Of<SubTask>(nameof(SubTask.Task), nameof(SubTask.Reply));
        await Of<ReturnRequest>(nameof(ReturnRequest.Reason), nameof(ReturnRequest.Note));
        await Of<ExtensionRequest>(nameof(ExtensionRequest.Reason), nameof(ExtensionRequest.Note));
        await Of<ResidentQuestion>(nameof(ResidentQuestion.Question));
        await Of<LongTermListing>(nameof(LongTermListing.Reason), nameof(LongTermListing.Note));
        await Of<ProgressNote>(nameof(ProgressNote.Text));
        await Of<LeaderInstruction>(nameof(LeaderInstruction.Text), nameof(LeaderInstruction.Report));
        await Of<LadderEntry>(nameof(LadderEntry.Note));
        var owners = await db.FollowUps.Where(f => tickets.Contains(f.TicketId)).ToDictionaryAsync(f => f.Id, f => f.TicketId, ct);
        foreach (var call in await db.Set<CallTry>().Where(c => owners.Keys.Contains(c.FollowUpId)).ToListAsync(ct)) Put(call, owners[call.FollowUpId], [nameof(CallTry.Note)]);

        async Task Of<T>(params string[] texts) where T : class
        {
            foreach (var row in await db.Set<T>().Where(r => tickets.Contains(EF.Property<Guid>(r, "TicketId"))).ToListAsync(ct))
                Put(row, (Guid)db.Entry(row).Property("TicketId").CurrentValue!, texts);
        }

        void Put(object row, Guid ticket, string[] texts)
        {
            foreach (var name in texts)
                if (db.Entry(row).Property(name) is { CurrentValue: string text } property) property.CurrentValue = redact(ticket)(text);
        }
    }
}
