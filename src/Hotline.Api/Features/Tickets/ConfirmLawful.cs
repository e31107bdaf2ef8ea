using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>The review of a dissatisfaction found that the matter was dealt with as the law says (确认合规办结); the resident reads the reasons.</summary>
[Allow(Staff = true)]
internal sealed record ConfirmLawful : TicketCommand
{
    /// <summary>Words for the resident.</summary>
    public string Reasons { get; init; } = "";
}

internal sealed class ConfirmLawfulValidator : AbstractValidator<ConfirmLawful>
{
    public ConfirmLawfulValidator() => RuleFor(x => x.Reasons).NotEmpty().MaximumLength(5_000);
}

internal sealed class ConfirmLawfulHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ConfirmLawful, TicketView>
{
    public Task<Result<TicketView>> Handle(ConfirmLawful request, CancellationToken ct) => desk.Act(request, async ticket =>
        ticket.ConfirmLawful(request.Reasons.Trim(), desk.Actor, desk.City.Clock, desk.Now) ?? await notices.WriteToOwn("confirmedLawful", ticket, desk.Now, ct), ct);
}
