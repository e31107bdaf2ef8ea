using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.FollowUps;

internal static class FollowUpEndpoints
{
    public static void Map(RouteGroupBuilder followUps)
    {
        followUps.MapGet("", ([AsParameters] ListFollowUps query, IHandler<ListFollowUps, Page<FollowUpLine>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListFollowUps)).WithSummary("The call-back list").Produces<Page<FollowUpLine>>().ProducesProblem(400).ProducesProblem(403);
        followUps.MapPost("/{id:guid}/claim", (Guid id, IHandler<ClaimFollowUp, FollowUpLine> claim, CancellationToken ct) => claim.Handle(new ClaimFollowUp(id, Release: false), ct).ToHttp())
            .WithName(nameof(ClaimFollowUp)).WithSummary("Take an item before calling").Produces<FollowUpLine>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        followUps.MapPost("/{id:guid}/release", (Guid id, IHandler<ClaimFollowUp, FollowUpLine> release, CancellationToken ct) => release.Handle(new ClaimFollowUp(id, Release: true), ct).ToHttp())
            .WithName("ReleaseFollowUp").WithSummary("Give an item back without a try").Produces<FollowUpLine>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
