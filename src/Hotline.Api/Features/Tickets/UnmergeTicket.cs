using Hotline.Api.Platform;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Takes a ticket out of its master again; it waits in the queue.</summary>
[Allow(Staff = true)]
internal sealed record UnmergeTicket : TicketCommand;

internal sealed class UnmergeTicketHandler(TicketDesk desk) : IHandler<UnmergeTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(UnmergeTicket request, CancellationToken ct) =>
        desk.Act(request, async ticket =>
        {
            var master = ticket.MasterId is { } id ? await desk.Db.Tickets.SingleAsync(t => t.Id == id, ct) : null;
            return ticket.Unmerge(master, desk.Actor, desk.Now);
        }, ct);
}
