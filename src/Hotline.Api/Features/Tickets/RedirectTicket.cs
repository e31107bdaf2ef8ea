using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>Guides the resident to the lawful channel (分类告知) with reason and words; never a bare refusal.</summary>
[Allow(Staff = true)]
internal sealed record RedirectTicket : TicketCommand
{
    public RedirectReason? Reason { get; init; }
    public string Guidance { get; init; } = "";
}

internal sealed class RedirectTicketValidator : AbstractValidator<RedirectTicket>
{
    public RedirectTicketValidator()
    {
        RuleFor(x => x.Reason).NotNull().IsInEnum();
        RuleFor(x => x.Guidance).NotEmpty().MaximumLength(10_000);
    }
}

internal sealed class RedirectTicketHandler(TicketDesk desk, ResidentNotices notices) : IHandler<RedirectTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(RedirectTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
        ticket.Redirect(request.Reason!.Value, request.Guidance.Trim(), desk.Actor, desk.Now) ?? await notices.Write("closing", ticket, desk.Now, ct), ct);
}
