using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>The department takes the ticket over (签收).</summary>
[Allow(Staff = true)]
internal sealed record SignTicket : TicketCommand;

internal sealed class SignTicketHandler(TicketDesk desk) : IHandler<SignTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(SignTicket request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.Sign(desk.Actor, desk.City.Clock, desk.Now), ct);
}
