using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>Free texts that people write in rows beside a ticket; a new kind of row with such texts is entered here.</summary>
internal static class TextsBeside
{
    /// <summary>By the kind of row, which has a ticket's id: its columns of free text.</summary>
    public static readonly IReadOnlyDictionary<Type, IReadOnlyList<string>> Columns = new Dictionary<Type, IReadOnlyList<string>>
    {
        [typeof(SubTask)] = [nameof(SubTask.Task), nameof(SubTask.Reply)],
        [typeof(ReturnRequest)] = [nameof(ReturnRequest.Clause), nameof(ReturnRequest.Reason), nameof(ReturnRequest.Note)],
        [typeof(ExtensionRequest)] = [nameof(ExtensionRequest.Reason), nameof(ExtensionRequest.LegalBasis), nameof(ExtensionRequest.Note)],
        [typeof(ResidentQuestion)] = [nameof(ResidentQuestion.Question)],
        [typeof(LongTermListing)] = [nameof(LongTermListing.Reason), nameof(LongTermListing.Milestones), nameof(LongTermListing.Note)],
        [typeof(ProgressNote)] = [nameof(ProgressNote.Text)],
        [typeof(LeaderInstruction)] = [nameof(LeaderInstruction.Text), nameof(LeaderInstruction.Report)],
        [typeof(LadderEntry)] = [nameof(LadderEntry.Note)],
        [typeof(GapTicket)] = [nameof(GapTicket.Note)],
        [typeof(Precedent)] = [nameof(Precedent.Clause), nameof(Precedent.WithdrawReason)],
        [typeof(AppraisalExclusion)] = [nameof(AppraisalExclusion.Reason), nameof(AppraisalExclusion.Decision), nameof(AppraisalExclusion.AppealReason), nameof(AppraisalExclusion.FinalDecision)],
        [typeof(Publication)] = [nameof(Publication.Title), nameof(Publication.Question), nameof(Publication.Answer)],
        [typeof(TicketFact)] = [nameof(TicketFact.ExclusionReason)],
        [typeof(AccessEntry)] = [nameof(AccessEntry.Reason)],
        [typeof(WebhookDelivery)] = [nameof(WebhookDelivery.Reason)],
        [typeof(RelayCall)] = [nameof(RelayCall.Error)],
    };

    /// <summary>Puts the redacted text in the place of each.</summary>
    /// <param name="redact">The ticket's own redaction: it knows the ticket's resident.</param>
    public static async Task Redact(HotlineDb db, IReadOnlyCollection<Guid> tickets, Func<Guid, Func<string, string>> redact, CancellationToken ct)
    {
        await Of<SubTask>();
        await Of<ReturnRequest>();
        await Of<ExtensionRequest>();
        await Of<ResidentQuestion>();
        await Of<LongTermListing>();
        await Of<ProgressNote>();
        await Of<LeaderInstruction>();
        await Of<LadderEntry>();
        await Of<GapTicket>();
        await Of<Precedent>();
        await Of<AppraisalExclusion>();
        await Of<Publication>();
        await Of<TicketFact>();
        await Of<AccessEntry>();
        await Of<WebhookDelivery>();
        await Of<RelayCall>();
        var owners = await db.FollowUps.Where(f => tickets.Contains(f.TicketId)).ToDictionaryAsync(f => f.Id, f => f.TicketId, ct);
        foreach (var call in await db.Set<CallTry>().Where(c => owners.Keys.Contains(c.FollowUpId)).ToListAsync(ct)) Put(call, owners[call.FollowUpId], [nameof(CallTry.Note)]);

        foreach (var call in await db.Calls.Where(c => tickets.Contains(c.TicketId!.Value)).ToListAsync(ct)) call.ForgetCaller();

        async Task Of<T>() where T : class
        {
            foreach (var row in await db.Set<T>().Where(r => tickets.Contains(EF.Property<Guid>(r, "TicketId"))).ToListAsync(ct))
                Put(row, (Guid)db.Entry(row).Property("TicketId").CurrentValue!, Columns[typeof(T)]);
        }

        void Put(object row, Guid ticket, IReadOnlyList<string> texts)
        {
            foreach (var name in texts)
                if (db.Entry(row).Property(name) is { CurrentValue: string text } property) property.CurrentValue = redact(ticket)(text);
        }
    }
}
