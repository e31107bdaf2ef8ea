using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Flags;

internal static class FlagEndpoints
{
    public static void Map(RouteGroupBuilder flags)
    {
        flags.MapGet("", ([AsParameters] ListFlags query, IHandler<ListFlags, Page<FlagView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListFlags)).WithSummary("Suspicious closings with their evidence, newest first").Produces<Page<FlagView>>().ProducesProblem(400).ProducesProblem(403);
        flags.MapPost("/{id:guid}/decide", (Guid id, DecideFlag body, IHandler<DecideFlag, FlagView> decide, CancellationToken ct) => { body.Id = id; return decide.Handle(body, ct).ToHttp(); })
            .WithName(nameof(DecideFlag)).WithSummary("Confirm or dismiss, with the reason").Produces<FlagView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
