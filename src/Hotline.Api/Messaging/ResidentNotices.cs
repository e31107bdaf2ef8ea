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
    public async Task<Error?> Write(string occasion, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        var members = await db.Tickets.AsNoTracking().Where(t => t.MasterId == ticket.Id).ToListAsync(ct);
        foreach (var told in members.Prepend(ticket))
            if (told.ResidentId is { } id && await db.Residents.FindAsync([id], ct) is { } resident && words.Notice(occasion, told, resident, personal, now) is { } notice)
                db.Outgoing.Add(notice);
        return null;
    }

    /// <summary>To this ticket's own resident and to nobody who merely has the same matter.</summary>
    public async Task<Error?> WriteAlone(string occasion, Ticket ticket, DateTimeOffset now, CancellationToken ct, params (string Name, string Value)[] more)
    {
        if (ticket.ResidentId is { } id && await db.Residents.FindAsync([id], ct) is { } resident && words.Notice(occasion, ticket, resident, personal, now, more) is { } notice)
            db.Outgoing.Add(notice);
        return null;
    }
}
