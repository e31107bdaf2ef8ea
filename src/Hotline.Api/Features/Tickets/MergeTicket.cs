using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Joins a repeated matter to its master (并单). The resident keeps number, code, notices and rating.</summary>
[Allow(Staff = true)]
internal sealed record MergeTicket : TicketCommand
{
    public Guid MasterId { get; init; }
}

internal sealed class MergeTicketValidator : AbstractValidator<MergeTicket>
{
    public MergeTicketValidator() => RuleFor(x => x.MasterId).NotEmpty();
}

internal sealed class MergeTicketHandler(TicketDesk desk, TicketReader reader) : IHandler<MergeTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(MergeTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var master = await reader.Visible(desk.Actor).SingleOrDefaultAsync(t => t.Id == request.MasterId, ct);
        if (master is null) return Error.Field("masterId", "ticket.not_found");
        // What was merged itself is answered through its own master.
        if (master.Id != ticket.Id && master is { State: TicketState.Merged, MasterId: { } above })
        {
            if (above == ticket.Id) return TicketErrors.HasMembers;
            master = await desk.Db.Tickets.SingleAsync(t => t.Id == above, ct);
        }
        var hasMembers = await desk.Db.Tickets.AnyAsync(t => t.MasterId == ticket.Id, ct);
        // Both tickets are written in one save, so of two merges that cross, one meets the other's version and is refused.
        return ticket.MergeInto(master, hasMembers, desk.Actor, desk.Now);
    }, ct);
}
