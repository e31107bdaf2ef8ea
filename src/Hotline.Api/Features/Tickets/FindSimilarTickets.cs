using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Past tickets that speak of the same: for duplicates, and for how it was answered before.</summary>
[Allow(Staff = true)]
internal sealed record FindSimilarTickets(Guid TicketId);

/// <param name="Score">0 to 1; 1 would be the same text.</param>
internal sealed record SimilarTicket(TicketRow Ticket, double Score, string? PublicReply);

internal sealed class FindSimilarTicketsHandler(TicketReader reader, HotlineDb db, TicketSearch search, CurrentActor current) : IHandler<FindSimilarTickets, IReadOnlyList<SimilarTicket>>
{
    private const int Shown = 8;
    private const double LeastScore = 0.15;

    public async Task<Result<IReadOnlyList<SimilarTicket>>> Handle(FindSimilarTickets request, CancellationToken ct)
    {
        var visible = reader.Visible(current.Required).AsNoTracking();
        if (await visible.SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is not { } ticket) return TicketErrors.NotFound;
        var hits = (await search.Similar(ticket, Shown * 3, ct)).Where(h => h.Score >= LeastScore).ToList();
        var ids = hits.ConvertAll(h => h.Id);
        var rows = await reader.Rows(await visible.Where(t => ids.Contains(t.Id)).ToListAsync(ct), current.Required, ct);
        var replies = (await db.Replies.AsNoTracking().Where(r => ids.Contains(r.TicketId)).ToListAsync(ct)).ToLookup(r => r.TicketId);
        return hits.Join(rows, h => h.Id, r => r.Id, (h, r) => new SimilarTicket(r, h.Score, replies[r.Id].MaxBy(x => x.RepliedAt)?.PublicText)).Take(Shown).ToList();
    }
}
