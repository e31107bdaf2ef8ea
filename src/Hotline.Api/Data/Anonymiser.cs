using Hotline.Api.Platform;
using Hotline.Domain.Publishing;
using Hotline.Domain.Records;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// Applies the city's retention rules: takes personal data out of old tickets in place, so that the statistics survive, and deletes
/// old recordings. A ticket under legal hold is left alone; every act stands in the ticket's history.
/// </summary>
internal sealed class Anonymiser(IDbContextFactory<HotlineDb> contexts, PersonalData personal, AttachmentStore store, RetentionPolicy policy, TimeProvider clock)
{
    /// <summary>Bounded, since one transaction holds them all.</summary>
    private const int AtOnce = 50;
    private static readonly IReadOnlyList<TicketState> NotEnded = [.. TicketLifecycle.Open, TicketState.Merged];

    /// <summary>Anonymises up to 50 tickets of those that are due.</summary>
    /// <returns>How many; fewer than asked for when there are no more.</returns>
    public async Task<int> AnonymiseDue(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var due = new List<Guid>();
        foreach (var type in RetentionPolicy.Types)
        {
            var limit = policy.AnonymiseClosedBy(type, now);
            due.AddRange(await db.Tickets.Where(t => t.ClosedAt != null && t.AnonymisedAt == null && t.ClosedAt <= limit && t.Type == type && t.HeldAt == null && !NotEnded.Contains(t.State))
                .OrderBy(t => t.ClosedAt).Select(t => t.Id).Take(AtOnce - due.Count).ToListAsync(ct));
        }
        // What was answered through its master is as old as that.
        due.AddRange(await db.Tickets.Where(t => t.State == TicketState.Merged && t.AnonymisedAt == null && t.HeldAt == null && db.Tickets.Any(m => m.Id == t.MasterId && m.AnonymisedAt != null))
            .OrderBy(t => t.Id).Select(t => t.Id).Take(AtOnce - due.Count).ToListAsync(ct));
        if (due.Count == 0) return 0;
        var files = await Anonymise(db, due, now, ct);
        await DeleteUnused(db, files, ct);
        return due.Count;
    }

    /// <summary>Deletes up to 50 recordings of those that are due.</summary>
    public async Task<int> DeleteRecordingsDue(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var due = new List<Attachment>();
        foreach (var type in RetentionPolicy.Types)
        {
            var limit = policy.DeleteRecordedBy(type, now);
            var ofNone = type is null;
            due.AddRange(await db.Attachments.Where(a => a.Kind == AttachmentKind.Recording && a.AddedAt <= limit && (ofNone && a.TicketId == null || db.Tickets.Any(t => t.Id == a.TicketId && t.Type == type && t.HeldAt == null)))
                .OrderBy(a => a.AddedAt).Take(AtOnce - due.Count).ToListAsync(ct));
        }
        var ids = due.ConvertAll(a => a.TicketId);
        foreach (var ticket in await db.Tickets.Where(t => ids.Contains(t.Id)).ToListAsync(ct))
            foreach (var recording in due.Where(a => a.TicketId == ticket.Id)) ticket.DeleteRecording(recording.FileName, now);
        db.Attachments.RemoveRange(due);
        await db.SaveChangesAsync(ct);
        await DeleteUnused(db, due, ct);
        return due.Count;
    }

    /// <summary>Forgets up to 50 each of the messages, calls and unsent texts that never became a ticket's and were kept long enough; what waits in quarantine stays.</summary>
    public async Task<int> ForgetUnclaimedDue(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var limit = policy.ForgetReceivedBy(clock.GetUtcNow());
        var edge = Guid.CreateVersion7(limit);   // ids begin with their time
        byte[] empty = [];
        var messages = await db.Messages.Where(m => m.TicketId == null && m.State != MessageState.Quarantined && m.Id < edge && m.Payload != empty).OrderBy(m => m.Id).Take(AtOnce).ToListAsync(ct);
        foreach (var message in messages) message.Payload = [];   // its identity stays, so that it is known when it comes again
        var calls = await db.Calls.Where(c => c.TicketId == null && c.FromNumber != null && c.FirstHeardAt <= limit).OrderBy(c => c.FirstHeardAt).Take(AtOnce).ToListAsync(ct);
        foreach (var call in calls) call.ForgetCaller();
        var drafts = await db.Drafts.Where(d => d.SavedAt <= limit).OrderBy(d => d.SavedAt).Take(AtOnce).ToListAsync(ct);
        db.Drafts.RemoveRange(drafts);
        await db.SaveChangesAsync(ct);
        return messages.Count + calls.Count + drafts.Count;
    }

    private async Task<List<Attachment>> Anonymise(HotlineDb db, List<Guid> ids, DateTimeOffset now, CancellationToken ct)
    {
        var tickets = await db.Tickets.Where(t => ids.Contains(t.Id)).Include(t => t.Replies).Include(t => t.Ratings).AsSplitQuery().ToListAsync(ct);
        var history = (await db.History.Where(h => ids.Contains(h.TicketId)).OrderBy(h => h.Sequence).ToListAsync(ct)).ToLookup(h => h.TicketId);
        var supplements = (await db.Supplements.Where(s => ids.Contains(s.TicketId)).ToListAsync(ct)).ToLookup(s => s.TicketId);
        var residentIds = tickets.Select(t => t.ResidentId).OfType<Guid>().Distinct().ToList();
        var residents = await db.Residents.Where(r => residentIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var redactions = new Dictionary<Guid, Func<string, string>>();
        foreach (var ticket in tickets)
        {
            var known = personal.KnownOf(ticket.ResidentId is { } id ? residents.GetValueOrDefault(id) : null, ticket);
            string Redact(string text) => Redactor.Redact(text, known).Text;
            if (ticket.Anonymise([.. history[ticket.Id]], Redact, now) is not null) continue;
            foreach (var supplement in supplements[ticket.Id]) supplement.Redact(Redact);
            redactions[ticket.Id] = Redact;
        }
        await TextsBeside.Redact(db, redactions.Keys, id => redactions[id], ct);
        // A resident who has another ticket is still somebody's resident.
        var needed = await db.Tickets.Where(t => residentIds.Contains(t.ResidentId!.Value) && !ids.Contains(t.Id)).Select(t => t.ResidentId!.Value).Distinct().ToListAsync(ct);
        db.Residents.RemoveRange(residents.Values.Where(r => !needed.Contains(r.Id)));
        foreach (var message in await db.Messages.Where(m => ids.Contains(m.Id) || m.TicketId != m.Id && ids.Contains(m.TicketId!.Value)).ToListAsync(ct)) message.Payload = [];
        db.Outgoing.RemoveRange(await db.Outgoing.Where(o => ids.Contains(o.TicketId!.Value)).ToListAsync(ct));
        db.MicroblogThreads.RemoveRange(await db.MicroblogThreads.Where(t => ids.Contains(t.Id)).ToListAsync(ct));
        db.Drafts.RemoveRange(await db.Drafts.Where(d => ids.Contains(d.TicketId)).ToListAsync(ct));
        var files = await db.Attachments.Where(a => ids.Contains(a.TicketId!.Value)).ToListAsync(ct);
        db.Attachments.RemoveRange(files);
        new TicketSearch(db).IndexAgain(tickets);
        await db.SaveChangesAsync(ct);
        return files;
    }

    /// <summary>The bytes go when no other row names them; after the commit, so that a refused change loses nothing.</summary>
    private async Task DeleteUnused(HotlineDb db, IReadOnlyList<Attachment> gone, CancellationToken ct)
    {
        foreach (var sha in gone.Select(a => a.Sha256).OfType<string>().Distinct())
            if (!await db.Attachments.AnyAsync(a => a.Sha256 == sha, ct)) store.Delete(sha);
    }
}
