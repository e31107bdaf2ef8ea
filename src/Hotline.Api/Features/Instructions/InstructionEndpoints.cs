using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Instructions;

internal static class InstructionEndpoints
{
    public static void Map(RouteGroupBuilder instructions) =>
        instructions.MapGet("", ([AsParameters] ListInstructions query, IHandler<ListInstructions, Page<InstructionLine>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListInstructions)).WithSummary("Leaders' instructions, the earliest report day first while open").Produces<Page<InstructionLine>>().ProducesProblem(400).ProducesProblem(403);
}
