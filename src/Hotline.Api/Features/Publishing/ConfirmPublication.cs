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
    public async Task<Result<TicketView>> Handle(ConfirmPublication request, CancellationToken ct)
    {
        // The search row is written with its own statement: one transaction holds it and the state together.
        using var turn = await desk.Gate.Enter(desk.Db, ct);
        await using var transaction = await desk.Db.Database.BeginTransactionAsync(ct);
        var result = await desk.Act(request, async ticket =>
        {
            if (await desk.Db.Publications.SingleOrDefaultAsync(p => p.TicketId == ticket.Id, ct) is not { } publication) return TicketErrors.NotProposed;
            if (publication.Confirm(desk.Actor, desk.Now) is { } refused) return refused;
            await search.IndexPublication(publication.Id, $"{publication.Title}\n{publication.Question}\n{publication.Answer}", ct);
            ticket.MeetPublication(desk.Now);
            ticket.Note("Publish", "TicketPublished", null, desk.Actor, desk.Now);
            return (Error?)null;
        }, ct);
        if (result.Error is null)
        {
            await transaction.CommitAsync(ct);
            desk.Db.AnnounceCommit();
        }
        return result;
    }
}
