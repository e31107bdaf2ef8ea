using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Ladder;

internal static class LadderEndpoints
{
    public static void Map(RouteGroupBuilder ladder)
    {
        ladder.MapGet("", ([AsParameters] ReadLadder query, IHandler<ReadLadder, LadderBoard> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadLadder)).WithSummary("Cards by department and the formal rungs that are due").Produces<LadderBoard>().ProducesProblem(403);
        ladder.MapGet("/entries", ([AsParameters] ListLadder query, IHandler<ListLadder, Page<LadderLine>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListLadder)).WithSummary("Cards with their tickets, newest first").Produces<Page<LadderLine>>().ProducesProblem(400);
    }
}
