using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Distribution;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Line;

/// <summary>A supervisor ends an agent's turn: somebody went home without signing off. A call that is spoken is finished first.</summary>
[Allow(Role.Supervisor)]
internal sealed record LogOutSeat(Guid Id);

internal sealed class LogOutSeatHandler(LineFloor floor) : IHandler<LogOutSeat, Done>
{
    public async Task<Result<Done>> Handle(LogOutSeat request, CancellationToken ct)
    {
        var refused = await floor.Change<Error?>(async turn =>
        {
            if (await turn.Seat(request.Id, ct) is not { } seat) return new Error(ErrorKind.NotFound, "line.seat_not_found");
            if (seat.State == AgentState.Offline) return null;
            seat.LogOut(turn.Now);
            turn.Tell(seat);
            return null;
        }, ct);
        return refused is { } no ? no : Done.Instance;
    }
}
