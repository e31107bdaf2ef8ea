using FluentValidation;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>After a dissatisfied rating: the same department works on it again (重办) in a new round.</summary>
[Allow(Staff = true)]
internal sealed record ReworkTicket : TicketCommand
{
    public string Reason { get; init; } = "";
}

internal sealed class ReworkTicketValidator : AbstractValidator<ReworkTicket>
{
    public ReworkTicketValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class ReworkTicketHandler(TicketDesk desk) : IHandler<ReworkTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(ReworkTicket request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.Rework(request.Reason.Trim(), desk.Actor, desk.City.Clock, desk.Now), ct);
}
