using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>Writes what a resident is to hear into the same transaction as its cause; those of merged tickets hear it too.</summary>
internal sealed class ResidentNotices(HotlineDb db, Acknowledgement words, MicroblogReplies microblog, PersonalData personal)
{
    /// <summary>Always null: a notice that cannot be sent is no reason to refuse the action; it lies in the administrator's list.</summary>
    public async Task<Error?> Write(string occasion, Ticket ticket, DateTimeOffset now, CancellationToken ct, params IReadOnlyList<NoticeWord> more)
    {
        var members = await db.Tickets.AsNoTracking().Where(t => t.MasterId == ticket.Id).ToListAsync(ct);
        foreach (var told in members.Prepend(ticket)) await WriteToOwn(occasion, told, now, ct, more);
        return null;
    }

    /// <summary>What concerns the ticket's own resident alone, such as the outcome of their own dissatisfaction.</summary>
    /// <inheritdoc cref="Write"/>
    public async Task<Error?> WriteToOwn(string occasion, Ticket ticket, DateTimeOffset now, CancellationToken ct, params IReadOnlyList<NoticeWord> more)
    {
        if (ticket.ResidentId is not { } id || await db.Residents.FindAsync([id], ct) is not { } resident) return null;
        if (words.Notice(occasion, ticket, resident, personal, now, more) is { } notice) db.Outgoing.Add(notice);
        else if (ticket.Channel == Channel.Microblog) await microblog.Tell(db, occasion, ticket, now, more, ct);
        return null;
    }
}
