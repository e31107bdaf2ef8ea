using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>An inner note: the staff's eyes only, kept in the history.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Handler, Role.Approver, Role.Publisher, Role.Supervisor)]
internal sealed record NoteTicket : TicketCommand
{
    public string Text { get; init; } = "";
}

internal sealed class NoteTicketValidator : AbstractValidator<NoteTicket>
{
    public NoteTicketValidator() => RuleFor(x => x.Text).NotEmpty().MaximumLength(4_000);
}

internal sealed class NoteTicketHandler(TicketDesk desk) : IHandler<NoteTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(NoteTicket request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        if (!ticket.AllowedActions(desk.Actor).Contains("note")) return TicketErrors.NotOpen;
        ticket.Note("Note", "TicketNoted", request.Text.Trim(), desk.Actor, desk.Now);
        return (Error?)null;
    }, ct);
}
