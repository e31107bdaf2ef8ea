using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>An agent takes a received request on: it gets a category and the resident's clock starts. Without a category the suggestion counts.</summary>
[Allow(Staff = true)]
internal sealed record AcceptTicket : TicketCommand
{
    public string? CategoryCode { get; init; }
    public TicketType? Type { get; init; }
    public Urgency? Urgency { get; init; }
    public string? Place { get; init; }
}

internal sealed class AcceptTicketValidator : AbstractValidator<AcceptTicket>
{
    public AcceptTicketValidator()
    {
        RuleFor(x => x.CategoryCode).MaximumLength(6);
        RuleFor(x => x.Place).MaximumLength(200);
        RuleFor(x => x.Type).IsInEnum();
        RuleFor(x => x.Urgency).IsInEnum();
    }
}

internal sealed class AcceptTicketHandler(TicketDesk desk) : IHandler<AcceptTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(AcceptTicket request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        if (ticket.State != TicketState.Received) return TicketErrors.TransitionNotAllowed(ticket, TicketAction.Accept, desk.Actor);
        var code = request.CategoryCode ?? ticket.SuggestedCategory;
        if (code is null) return Error.Field("categoryCode", "ticket.no_suggestion", "categoryCode");
        if (desk.City.Category(code) is not { } category) return Error.Field("categoryCode", "ticket.category_unknown");
        var type = request.Type ?? ticket.Type ?? category.Type ?? TicketType.HelpRequest;
        // Some matters are urgent by their kind; a person may still say otherwise.
        var urgency = request.Urgency ?? (ticket.Urgency > category.Urgency ? ticket.Urgency : category.Urgency);
        if (ticket.Accept(code, type, urgency, request.Place, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        desk.Learn(ticket, ticket.SuggestedCategory is null ? LabelReason.CategoryChosen : ticket.SuggestedCategory == code ? LabelReason.Confirmed : LabelReason.CategoryCorrected);
        return null;
    }, ct);
}
