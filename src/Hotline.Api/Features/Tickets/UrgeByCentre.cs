using FluentValidation;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>A supervisor presses the department, at any time (催办).</summary>
[Allow(Staff = true)]
internal sealed record UrgeByCentre : TicketCommand
{
    public string Note { get; init; } = "";
}

internal sealed class UrgeByCentreValidator : AbstractValidator<UrgeByCentre>
{
    public UrgeByCentreValidator() => RuleFor(x => x.Note).NotEmpty().MaximumLength(2_000);
}

internal sealed class UrgeByCentreHandler(TicketDesk desk) : IHandler<UrgeByCentre, TicketView>
{
    public Task<Result<TicketView>> Handle(UrgeByCentre request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.UrgeByCentre(request.Note.Trim(), desk.Actor, desk.Now), ct);
}
