using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Tickets;

/// <summary>The department writes to a confidential resident (转达): the words go out by the resident's own channel, nobody learns who it is. The answer comes back as a supplement.</summary>
[Allow(Role.Handler, Role.Approver)]
internal sealed record RelayMessage : TicketCommand
{
    public string Text { get; init; } = "";
}

internal sealed class RelayMessageValidator : AbstractValidator<RelayMessage>
{
    /// <summary>Long enough for a question, short enough for a text message.</summary>
    public RelayMessageValidator() => RuleFor(x => x.Text).NotEmpty().MaximumLength(300);
}

internal sealed class RelayMessageHandler(TicketDesk desk, ResidentNotices notices) : IHandler<RelayMessage, TicketView>
{
    public Task<Result<TicketView>> Handle(RelayMessage request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var text = request.Text.Trim();
        if (ticket.Relay(text, desk.Actor, desk.Now) is { } refused) return refused;
        return await notices.WriteToOwn("relayed", ticket, desk.Now, ct, NoticeWord.Same("message", text));
    }, ct);
}
