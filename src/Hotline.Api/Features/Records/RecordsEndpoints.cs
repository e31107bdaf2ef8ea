using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Records;

internal static class RecordsEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/holds", ([AsParameters] ListHolds query, IHandler<ListHolds, Page<HoldView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListHolds)).WithSummary("Tickets under legal hold").Produces<Page<HoldView>>().ProducesProblem(403);
        api.MapPost("/holds", (PlaceHold body, IHandler<PlaceHold, HoldView> place, CancellationToken ct) => place.Handle(body, ct).ToHttp())
            .WithName(nameof(PlaceHold)).WithSummary("Place a legal hold by number").Produces<HoldView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/holds/release", (EndHold body, IHandler<EndHold, HoldView> end, CancellationToken ct) => end.Handle(body, ct).ToHttp())
            .WithName(nameof(EndHold)).WithSummary("End a legal hold by number").Produces<HoldView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/records/daily-roots", ([AsParameters] ListDailyRoots query, IHandler<ListDailyRoots, Page<DailyRootView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListDailyRoots)).WithSummary("The seal of each day over all tickets").Produces<Page<DailyRootView>>().ProducesProblem(403);
        api.MapGet("/records/verification", (IHandler<ReadVerification, VerificationView> read, CancellationToken ct) => read.Handle(new ReadVerification(), ct).ToHttp())
            .WithName(nameof(ReadVerification)).WithSummary("What the last walk over the history found").Produces<VerificationView>().ProducesProblem(403);
        api.MapPost("/attachments/{id:guid}/release", (Guid id, IHandler<ReleaseAttachment, AttachmentView> release, CancellationToken ct) => release.Handle(new ReleaseAttachment(id), ct).ToHttp())
            .WithName(nameof(ReleaseAttachment)).WithSummary("Let the department see a confidential resident's file").Produces<AttachmentView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
