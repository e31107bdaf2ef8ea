using FluentValidation;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>Takes a wrongly dispatched ticket back to the centre.</summary>
[Allow(Staff = true)]
internal sealed record RecallTicket : TicketCommand
{
    public string Reason { get; init; } = "";
}

internal sealed class RecallTicketValidator : AbstractValidator<RecallTicket>
{
    public RecallTicketValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class RecallTicketHandler(TicketDesk desk) : IHandler<RecallTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(RecallTicket request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.Recall(request.Reason.Trim(), desk.Actor, desk.Now), ct);
}
