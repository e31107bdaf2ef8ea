using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Tickets;

/// <summary>Legal hold (法律保全): nothing of the ticket is anonymised or deleted until it is released.</summary>
[Allow(Role.Supervisor)]
internal sealed record HoldTicket : TicketCommand
{
    public string Reason { get; init; } = "";
}

/// <summary>Ends the legal hold; the retention rules count again.</summary>
[Allow(Role.Supervisor)]
internal sealed record ReleaseHold : TicketCommand
{
    public string Reason { get; init; } = "";
}

internal sealed class HoldTicketValidator : AbstractValidator<HoldTicket>
{
    public HoldTicketValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
}

internal sealed class ReleaseHoldValidator : AbstractValidator<ReleaseHold>
{
    public ReleaseHoldValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
}

internal sealed class HoldTicketHandler(TicketDesk desk) : IHandler<HoldTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(HoldTicket request, CancellationToken ct) => desk.Act(request, ticket => ticket.Hold(request.Reason.Trim(), desk.Actor, desk.Now), ct);
}

internal sealed class ReleaseHoldHandler(TicketDesk desk) : IHandler<ReleaseHold, TicketView>
{
    public Task<Result<TicketView>> Handle(ReleaseHold request, CancellationToken ct) => desk.Act(request, ticket => ticket.ReleaseHold(request.Reason.Trim(), desk.Actor, desk.Now), ct);
}
