using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Hotline.Domain.Topics;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Past tickets that speak of the same: for duplicates, and for how it was answered before.</summary>
[Allow(Staff = true)]
internal sealed record FindSimilarTickets(Guid TicketId);

/// <summary>Why a ticket is shown as similar.</summary>
internal enum SimilarityReason { SameText, SameMatter, SamePlace }

/// <param name="Score">0 to 1: how sure it is that both speak of the same matter.</param>
/// <param name="Merge">True when merging is advised: the same text or matter, within the window, both still open.</param>
internal sealed record SimilarTicket(TicketRow Ticket, double Score, IReadOnlyList<SimilarityReason> Reasons, bool Merge, string? PublicReply);

internal sealed class FindSimilarTicketsHandler(TicketReader reader, HotlineDb db, TicketSearch search, MatterWeights weights, HotlineOptions options, CurrentActor current) : IHandler<FindSimilarTickets, IReadOnlyList<SimilarTicket>>
{
    private const int Shown = 8;
    private const int Candidates = 60;
    private const double LeastScore = 0.15;

    public async Task<Result<IReadOnlyList<SimilarTicket>>> Handle(FindSimilarTickets request, CancellationToken ct)
    {
        var visible = reader.Visible(current.Required).AsNoTracking();
        if (await visible.SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is not { } ticket) return TicketErrors.NotFound;
        var ids = await search.Candidates(ticket.Subject, ticket.Body, Candidates, ct);
        var others = await visible.Where(t => ids.Contains(t.Id) && t.Id != ticket.Id).ToListAsync(ct);
        var counts = await weights.Current(ct);
        var own = MatterWeights.Of(ticket, counts);
        var hits = others.ConvertAll(o => Compare(own, ticket, MatterWeights.Of(o, counts), o)).Where(h => h.Score >= LeastScore)
            .OrderByDescending(h => h.Score).ThenByDescending(h => h.Other.ReceivedAt).Take(Shown).ToList();
        var shown = hits.ConvertAll(h => h.Other.Id);
        var rows = (await reader.Rows(hits.ConvertAll(h => h.Other), current.Required, ct)).ToDictionary(r => r.Id);
        var replies = (await db.Replies.AsNoTracking().Where(r => shown.Contains(r.TicketId)).ToListAsync(ct)).ToLookup(r => r.TicketId);
        return hits.ConvertAll(h => new SimilarTicket(rows[h.Other.Id], h.Score, h.Reasons, h.Merge, replies[h.Other.Id].MaxBy(x => x.RepliedAt)?.PublicText));
    }

    private (Ticket Other, double Score, IReadOnlyList<SimilarityReason> Reasons, bool Merge) Compare(Matter own, Ticket ticket, Matter matter, Ticket other)
    {
        var sameText = SameMatter.Overlap(own.Grams, matter.Grams) >= SameMatter.SameText;
        var score = SameMatter.Score(own, matter);
        var sameMatter = sameText || score >= SameMatter.Threshold;
        var reasons = new List<SimilarityReason>();
        if (sameText) reasons.Add(SimilarityReason.SameText);
        else if (sameMatter) reasons.Add(SimilarityReason.SameMatter);
        if (own.Place is not null && own.Place == matter.Place) reasons.Add(SimilarityReason.SamePlace);
        var near = (ticket.ReceivedAt - other.ReceivedAt).Duration() <= TimeSpan.FromDays(options.Topics.WindowDays);
        return (other, Math.Round(score, 3), reasons, sameMatter && near && ticket.IsOpen && other.IsOpen);
    }
}
