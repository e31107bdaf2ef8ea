using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Called twice: the department's approver stands by the reply, then the centre's reviewer lets it out and the resident is told.</summary>
[Allow(Staff = true)]
internal sealed record ApproveReply : TicketCommand
{
    /// <summary>The centre's four ticks; the department's approver gives none.</summary>
    public ReviewChecklist? Checklist { get; init; }
    /// <summary>Why a missing contact or basis does not matter here.</summary>
    public string? OverrideReason { get; init; }
}

internal sealed class ApproveReplyValidator : AbstractValidator<ApproveReply>
{
    public ApproveReplyValidator() => RuleFor(x => x.OverrideReason).MaximumLength(2_000);
}

internal sealed class ApproveReplyHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ApproveReply, TicketView>
{
    public Task<Result<TicketView>> Handle(ApproveReply request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var reviewed = ticket.State == TicketState.Review && ticket.AllowedActions(desk.Actor).Contains("approve");
        if (reviewed && await Unfit(request, ticket, ct) is { } unfit) return unfit;
        if (ticket.Approve(desk.Actor, desk.City.Clock, desk.Now, reviewed ? request.OverrideReason : null, reviewed ? request.Checklist!.Ticked() : null) is { } refused) return refused;
        return ticket.State == TicketState.Evaluation ? await notices.Write("closing", ticket, desk.Now, ct) : null;
    }, ct);

    private async Task<Error?> Unfit(ApproveReply request, Ticket ticket, CancellationToken ct)
    {
        if (request.Checklist is not { } checklist) return Error.Field("checklist", "review.checklist_required");
        var reply = await desk.Db.Replies.AsNoTracking().Where(r => r.TicketId == ticket.Id).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        return checklist.Check(ticket, ReviewFacts.Of(ticket, reply), request.OverrideReason);
    }
}
