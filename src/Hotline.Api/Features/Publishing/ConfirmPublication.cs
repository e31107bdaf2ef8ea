using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Publishing;

/// <summary>A second person confirms the wording; from then on the public reads it.</summary>
[Allow(Role.Publisher, Role.Supervisor)]
internal sealed record ConfirmPublication : TicketCommand;

internal sealed class ConfirmPublicationHandler(TicketDesk desk, TicketSearch search) : IHandler<ConfirmPublication, TicketView>
{
    public Task<Result<TicketView>> Handle(ConfirmPublication request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (await desk.Db.Publications.SingleOrDefaultAsync(p => p.TicketId == ticket.Id, ct) is not { } publication) return TicketErrors.NotProposed;
        if (publication.Confirm(desk.Actor, desk.Now) is { } refused) return refused;
        search.IndexPublication(publication.Id, $"{publication.Title}\n{publication.Question}\n{publication.Answer}");
        ticket.MeetPublication(desk.Now);
        ticket.Note("Publish", "TicketPublished", null, desk.Actor, desk.Now);
        return (Error?)null;
    }, ct);
}
