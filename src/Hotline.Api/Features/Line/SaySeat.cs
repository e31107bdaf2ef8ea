using FluentValidation;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Distribution;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Line;

/// <summary>What this person does now, or after the call.</summary>
/// <param name="State">Ready, Break, Busy, Training or Offline; the rest follows from calls.</param>
/// <param name="Reason">Of a break: Meal, Rest, Errand or Meeting.</param>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record SaySeat(AgentState? State, StateReason? Reason);

internal sealed class SaySeatValidator : AbstractValidator<SaySeat>
{
    public SaySeatValidator() => RuleFor(x => x.State).NotNull();
}

internal sealed class SaySeatHandler(LineFloor floor, SeatReader reader) : IHandler<SaySeat, SeatView>
{
    public async Task<Result<SeatView>> Handle(SaySeat request, CancellationToken ct)
    {
        var me = await reader.Me(ct);
        var refused = await floor.Change<Error?>(async turn =>
        {
            var seat = await turn.Seat(me.Id, ct);
            if (seat is null) turn.Db.Seats.Add(seat = Seat.Of(me.Id, me.UserName!, me.StaffNumber, turn.Now));
            seat.See(me.StaffNumber, turn.Now);
            if (seat.Say(request.State!.Value, request.Reason, turn.Now) is { } error) return error;
            turn.Tell(seat);
            return null;
        }, ct);
        return refused is { } no ? no : await reader.Read(ct);
    }
}

/// <summary>As much time again for the notes after a call.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record ExtendWrapUp;

internal sealed class ExtendWrapUpHandler(LineFloor floor, SeatReader reader, LineRules rules) : IHandler<ExtendWrapUp, SeatView>
{
    public async Task<Result<SeatView>> Handle(ExtendWrapUp request, CancellationToken ct)
    {
        var me = await reader.Me(ct);
        var refused = await floor.Change(async turn =>
        {
            if (await turn.Seat(me.Id, ct) is not { } seat) return new Error(ErrorKind.Conflict, "line.no_wrap_up");
            var error = seat.ExtendWrapUp(rules, turn.Now);
            if (error is null) turn.Tell(seat);
            return error;
        }, ct);
        return refused is { } no ? no : await reader.Read(ct);
    }
}
