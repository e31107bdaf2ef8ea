using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>The department's approver or the centre's reviewer sends a reply back to the handler, with the reason.</summary>
[Allow(Staff = true)]
internal sealed record SendBackReply : TicketCommand
{
    public string Reason { get; init; } = "";
    /// <summary>What the reply fails in, from the review's checklist; the centre names at least one.</summary>
    public IReadOnlyList<ReviewPoint> Points { get; init => field = value ?? []; } = [];
}

internal sealed class SendBackReplyValidator : AbstractValidator<SendBackReply>
{
    public SendBackReplyValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class SendBackReplyHandler(TicketDesk desk) : IHandler<SendBackReply, TicketView>
{
    public Task<Result<TicketView>> Handle(SendBackReply request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.SendBack(request.Reason.Trim(), request.Points, desk.Actor, desk.Now), ct);
}
