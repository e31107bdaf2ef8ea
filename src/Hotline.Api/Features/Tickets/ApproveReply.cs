using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>Called twice: the department's approver stands by the reply, then the centre's reviewer lets it out and the resident is told.</summary>
[Allow(Staff = true)]
internal sealed record ApproveReply : TicketCommand;

internal sealed class ApproveReplyHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ApproveReply, TicketView>
{
    public Task<Result<TicketView>> Handle(ApproveReply request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (ticket.Approve(desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        return ticket.State == TicketState.Evaluation ? await notices.Write("closing", ticket, desk.Now, ct) : null;
    }, ct);
}
