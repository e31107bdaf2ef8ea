using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>One ticket whole.</summary>
[Allow(Staff = true)]
internal sealed record GetTicket(Guid TicketId);

internal sealed class GetTicketHandler(TicketReader reader, CurrentActor current) : IHandler<GetTicket, TicketView>
{
    public async Task<Result<TicketView>> Handle(GetTicket request, CancellationToken ct) =>
        await reader.Visible(current.Required).AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is { } ticket
            ? await reader.View(ticket, current.Required, ct)
            : TicketErrors.NotFound;
}
