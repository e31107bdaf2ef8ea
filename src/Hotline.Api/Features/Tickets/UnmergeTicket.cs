using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>Takes a ticket out of its master again; it waits in the queue.</summary>
[Allow(Staff = true)]
internal sealed record UnmergeTicket : TicketCommand;

internal sealed class UnmergeTicketHandler(TicketDesk desk) : IHandler<UnmergeTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(UnmergeTicket request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.Unmerge(desk.Actor, desk.Now), ct);
}
