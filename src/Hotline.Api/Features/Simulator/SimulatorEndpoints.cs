using Hotline.Api.Platform;
using Hotline.Api.Telephony;

namespace Hotline.Api.Features.Simulator;

/// <summary>The addresses of the telephone simulator; they exist in Development only.</summary>
internal static class SimulatorEndpoints
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapPost("", (StartSimulatedCall body, IHandler<StartSimulatedCall, SimulatedCallView> start, CancellationToken ct) => start.Handle(body, ct).ToHttp())
            .WithName(nameof(StartSimulatedCall)).WithSummary("Call the hotline without a telephone").Produces<SimulatedCallView>().ProducesProblem(400).ProducesProblem(403);
        calls.MapGet("/{id:guid}", (Guid id, IHandler<GetSimulatedCall, SimulatedCallView> get, CancellationToken ct) => get.Handle(new GetSimulatedCall(id), ct).ToHttp())
            .WithName(nameof(GetSimulatedCall)).WithSummary("Where a simulated call stands").Produces<SimulatedCallView>().ProducesProblem(404);
        calls.MapPost("/{id:guid}/input", (Guid id, SendSimulatedInput body, IHandler<SendSimulatedInput, SimulatedCallView> send, CancellationToken ct) => send.Handle(body with { CallId = id }, ct).ToHttp())
            .WithName(nameof(SendSimulatedInput)).WithSummary("What the caller does").Produces<SimulatedCallView>().ProducesProblem(400).ProducesProblem(404);
        calls.MapPost("/{id:guid}/agent", (Guid id, MoveSimulatedAgent body, IHandler<MoveSimulatedAgent, SimulatedCallView> move, CancellationToken ct) => move.Handle(body with { CallId = id }, ct).ToHttp())
            .WithName(nameof(MoveSimulatedAgent)).WithSummary("What the agent's telephone does").Produces<SimulatedCallView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }
}
