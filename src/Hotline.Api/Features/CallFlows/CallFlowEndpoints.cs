using Hotline.Api.Platform;

namespace Hotline.Api.Features.CallFlows;

/// <summary>The addresses of the call flows.</summary>
internal static class CallFlowEndpoints
{
    public static void Map(RouteGroupBuilder flows)
    {
        flows.MapGet("", (IHandler<ListCallFlows, IReadOnlyList<CallFlowView>> list, CancellationToken ct) => list.Handle(new ListCallFlows(), ct).ToHttp())
            .WithName(nameof(ListCallFlows)).WithSummary("What callers meet on the telephone").Produces<IReadOnlyList<CallFlowView>>().ProducesProblem(403);
        flows.MapPost("/check", (CheckCallFlow body, IHandler<CheckCallFlow, FlowCheckView> check, CancellationToken ct) => check.Handle(body, ct).ToHttp())
            .WithName(nameof(CheckCallFlow)).WithSummary("Check a flow's text, by line").Produces<FlowCheckView>().ProducesProblem(400).ProducesProblem(403);
        flows.MapPost("/walk", (WalkCallFlow body, IHandler<WalkCallFlow, CallFlowWalk> walk, CancellationToken ct) => walk.Handle(body, ct).ToHttp())
            .WithName(nameof(WalkCallFlow)).WithSummary("Walk through a flow's text as a caller").Produces<CallFlowWalk>().ProducesProblem(400).ProducesProblem(403);
        flows.MapPut("/{code}", (string code, ApplyCallFlow body, IHandler<ApplyCallFlow, IReadOnlyList<CallFlowView>> apply, CancellationToken ct) => apply.Handle(body with { Code = code }, ct).ToHttp())
            .WithName(nameof(ApplyCallFlow)).WithSummary("Keep a new version of a flow").Produces<IReadOnlyList<CallFlowView>>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }
}
