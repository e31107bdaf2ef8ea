using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>The centre answers directly (直接答复); the resident gets the words at once.</summary>
[Allow(Staff = true)]
internal sealed record AnswerTicket : TicketCommand
{
    public string PublicText { get; init; } = "";
    /// <summary>The knowledge article or document the answer rests on.</summary>
    public string? KnowledgeReference { get; init; }
}

internal sealed class AnswerTicketValidator : AbstractValidator<AnswerTicket>
{
    public AnswerTicketValidator()
    {
        RuleFor(x => x.PublicText).NotEmpty().MaximumLength(10_000);
        RuleFor(x => x.KnowledgeReference).MaximumLength(500);
    }
}

internal sealed class AnswerTicketHandler(TicketDesk desk, ResidentNotices notices) : IHandler<AnswerTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(AnswerTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
        ticket.Answer(request.PublicText.Trim(), request.KnowledgeReference, desk.Actor, desk.Now) ?? await notices.Write("closing", ticket, desk.Now, ct), ct);
}
