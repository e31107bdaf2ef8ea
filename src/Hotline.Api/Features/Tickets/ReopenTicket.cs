using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>A supervisor takes a closed matter up again within 30 days (重启); the same department works on it in a new round.</summary>
[Allow(Staff = true)]
internal sealed record ReopenTicket : TicketCommand
{
    /// <summary>What is new.</summary>
    public string Facts { get; init; } = "";
}

internal sealed class ReopenTicketValidator : AbstractValidator<ReopenTicket>
{
    public ReopenTicketValidator() => RuleFor(x => x.Facts).NotEmpty().MaximumLength(5_000);
}

internal sealed class ReopenTicketHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ReopenTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(ReopenTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
        ticket.Reopen(request.Facts.Trim(), desk.Actor, desk.City.Clock, desk.Now) ?? await notices.WriteToOwn("reopened", ticket, desk.Now, ct), ct);
}
