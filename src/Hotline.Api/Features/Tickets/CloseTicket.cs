using FluentValidation;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>A supervisor ends the wait for the resident's rating.</summary>
[Allow(Staff = true)]
internal sealed record CloseTicket : TicketCommand
{
    public string? Note { get; init; }
}

internal sealed class CloseTicketValidator : AbstractValidator<CloseTicket>
{
    public CloseTicketValidator() => RuleFor(x => x.Note).MaximumLength(2_000);
}

internal sealed class CloseTicketHandler(TicketDesk desk) : IHandler<CloseTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(CloseTicket request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.Close(request.Note, desk.Actor, desk.City.Clock, desk.Now), ct);
}
