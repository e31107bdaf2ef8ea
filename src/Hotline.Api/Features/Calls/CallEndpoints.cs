using Hotline.Api.Platform;

namespace Hotline.Api.Features.Calls;

/// <summary>The addresses of calls.</summary>
internal static class CallEndpoints
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapGet("", ([AsParameters] ListCalls query, IHandler<ListCalls, IReadOnlyList<CallRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListCalls)).WithSummary("The wallboard of calls").Produces<IReadOnlyList<CallRow>>().ProducesProblem(400).ProducesProblem(403);
        calls.MapGet("/{id:guid}", (Guid id, IHandler<GetCall, CallView> get, CancellationToken ct) => get.Handle(new GetCall(id), ct).ToHttp())
            .WithName(nameof(GetCall)).WithSummary("Who is calling: the caller's tickets and what to beware of").Produces<CallView>().ProducesProblem(404);
    }
}
