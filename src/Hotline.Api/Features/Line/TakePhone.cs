using FluentValidation;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Distribution;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Line;

/// <summary>One tab of one browser has the telephone; calls are answered and heard there.</summary>
/// <param name="Tab">The tab's own invented name.</param>
/// <param name="TakeOver">True: although another tab has it.</param>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record TakePhone(string? Tab, bool? TakeOver);

internal sealed class TakePhoneValidator : AbstractValidator<TakePhone>
{
    public TakePhoneValidator() => RuleFor(x => x.Tab).NotEmpty().MaximumLength(80);
}

internal sealed class TakePhoneHandler(LineFloor floor, SeatReader reader) : IHandler<TakePhone, SeatView>
{
    public async Task<Result<SeatView>> Handle(TakePhone request, CancellationToken ct)
    {
        var me = await reader.Me(ct);
        var refused = await floor.Change(async turn =>
        {
            var seat = await turn.Seat(me.Id, ct);
            if (seat is null) turn.Db.Seats.Add(seat = Seat.Of(me.Id, me.UserName!, me.StaffNumber, turn.Now));
            seat.See(me.StaffNumber, turn.Now);
            var before = seat.PhoneTab;
            var error = seat.TakePhone(request.Tab!, request.TakeOver ?? false);
            if (error is null && before != seat.PhoneTab) turn.Tell(seat);
            return error;
        }, ct);
        return refused is { } no ? no : await reader.Read(ct);
    }
}

/// <summary>A pass with which this person's browser signs in as a telephone.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record GetPhonePass;

/// <param name="Token">Good until <paramref name="Until"/>; fetched anew before.</param>
/// <param name="Identity">Under this name the browser is rung.</param>
internal sealed record PhonePass(string Token, string Identity, DateTimeOffset Until);

internal sealed class GetPhonePassHandler(SeatReader reader, Softphone softphone) : IHandler<GetPhonePass, PhonePass>
{
    public async Task<Result<PhonePass>> Handle(GetPhonePass request, CancellationToken ct)
    {
        var me = await reader.Me(ct);
        var (token, until, error) = softphone.Pass(me.Id);
        return error is { } no ? no : new PhonePass(token!, Softphone.IdentityOf(me.Id), until);
    }
}
