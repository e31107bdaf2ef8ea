using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>Writes what a resident is to hear into the same transaction as its cause; those of merged tickets hear it too.</summary>
internal sealed class ResidentNotices(HotlineDb db, Acknowledgement words, PersonalData personal)
{
    /// <summary>Always null: a notice that cannot be sent is no reason to refuse the action; it lies in the administrator's list.</summary>
    public async Task<Error?> Write(string occasion, Ticket ticket, DateTimeOffset now, CancellationToken ct, params IReadOnlyList<NoticeWord> more)
    {
        var members = await db.Tickets.AsNoTracking().Where(t => t.MasterId == ticket.Id).ToListAsync(ct);
        foreach (var told in members.Prepend(ticket))
            if (told.ResidentId is { } id && await db.Residents.FindAsync([id], ct) is { } resident && words.Notice(occasion, told, resident, personal, now, more) is { } notice)
                db.Outgoing.Add(notice);
        return null;
    }
}
