using Hotline.Api.Platform;

namespace Hotline.Api.Features.Policies;

internal static class PolicyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/policies", (IHandler<ListPolicies, IReadOnlyList<PolicyView>> list, CancellationToken ct) => list.Handle(new ListPolicies(), ct).ToHttp())
            .WithName(nameof(ListPolicies)).WithSummary("Policies on file, with their versions and terms").Produces<IReadOnlyList<PolicyView>>().ProducesProblem(403);
        api.MapPost("/policies", (ApplyPolicy body, IHandler<ApplyPolicy, IReadOnlyList<PolicyView>> apply, CancellationToken ct) => apply.Handle(body, ct).ToHttp())
            .WithName(nameof(ApplyPolicy)).WithSummary("Add a version of a policy").Produces<IReadOnlyList<PolicyView>>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }
}
