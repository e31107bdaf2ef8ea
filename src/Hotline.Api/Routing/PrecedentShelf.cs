using Hotline.Api.Data;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Routing;

/// <summary>The precedents in force, kept in memory and read again when one was made or withdrawn, on whichever node.</summary>
internal sealed class PrecedentShelf
{
    private sealed record Copy(DateTimeOffset? ChangedAt, int Count, int Withdrawn, PrecedentBook Book);

    private volatile Copy _copy = new(null, 0, 0, PrecedentBook.Empty);

    public async Task<PrecedentBook> Read(HotlineDb db, CancellationToken ct)
    {
        var now = await db.Precedents.OrderByDescending(p => p.ChangedAt)
            .Select(p => new { p.ChangedAt, Count = db.Precedents.Count(), Withdrawn = db.Precedents.Count(w => w.WithdrawnAt != null) }).FirstOrDefaultAsync(ct);
        var copy = _copy;
        if (now is null) return PrecedentBook.Empty;
        if (copy.ChangedAt == now.ChangedAt && copy.Count == now.Count && copy.Withdrawn == now.Withdrawn) return copy.Book;
        var book = new PrecedentBook(await db.Precedents.AsNoTracking().Where(p => p.WithdrawnAt == null).ToListAsync(ct));
        _copy = new Copy(now.ChangedAt, now.Count, now.Withdrawn, book);
        return book;
    }
}

/// <summary>Turns decided disputes into precedents, in the transaction of the decision.</summary>
internal sealed class DisputeOutcomes(HotlineDb db)
{
    public void Remember(Ticket ticket, string department, string clause, PrecedentOrigin origin, Actor actor, DateTimeOffset now)
    {
        if (ticket.CategoryCode is not null) Remember(Precedent.Of(ticket, department, clause, origin, actor, now));
    }

    public void Remember(Precedent precedent)
    {
        db.Precedents.Add(precedent);
        db.Emit("PrecedentMade", "dispute", nameof(Precedent), precedent.Id, precedent.DecidedAt);
    }

    /// <summary>A return had been approved without a department in view: the one that gets the ticket now is what was decided.</summary>
    /// <returns>True when there was such a return.</returns>
    public async Task<bool> TakenBy(Ticket ticket, string department, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Returns.Where(r => r.TicketId == ticket.Id && r.Decision == RequestDecision.Approved && r.DecidedDepartment == null).ToListAsync(ct);
        foreach (var request in open)
        {
            request.TakenBy(department);
            Remember(ticket, department, request.Clause, PrecedentOrigin.Return, actor, now);
        }
        return open.Count > 0;
    }
}
