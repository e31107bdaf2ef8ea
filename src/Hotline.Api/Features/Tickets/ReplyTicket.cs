using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>The department's reply: words for the resident, an inner note apart, the result. The department's approver decides next.</summary>
[Allow(Staff = true)]
internal sealed record ReplyTicket : TicketCommand
{
    public string PublicText { get; init; } = "";
    public string? InnerNote { get; init; }
    public ReplyResult? Result { get; init; }
    public string? LegalBasis { get; init; }
}

internal sealed class ReplyTicketValidator : AbstractValidator<ReplyTicket>
{
    public ReplyTicketValidator()
    {
        RuleFor(x => x.PublicText).NotEmpty().MaximumLength(10_000);
        RuleFor(x => x.InnerNote).MaximumLength(10_000);
        RuleFor(x => x.LegalBasis).MaximumLength(2_000);
        RuleFor(x => x.Result).NotNull().IsInEnum();
    }
}

internal sealed class ReplyTicketHandler(TicketDesk desk) : IHandler<ReplyTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(ReplyTicket request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.Reply(request.PublicText.Trim(), request.InnerNote, request.Result!.Value, request.LegalBasis, desk.Actor, desk.City.Clock, desk.Now), ct);
}
