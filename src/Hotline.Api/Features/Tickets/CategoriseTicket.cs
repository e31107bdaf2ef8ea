using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Tickets;

/// <summary>Puts a wrong category right, at review or whenever it is noticed; the ticket stays where it is.</summary>
[Allow(Role.Dispatcher, Role.Supervisor)]
internal sealed record CategoriseTicket : TicketCommand
{
    public string CategoryCode { get; init; } = "";
}

internal sealed class CategoriseTicketValidator : AbstractValidator<CategoriseTicket>
{
    public CategoriseTicketValidator() => RuleFor(x => x.CategoryCode).NotEmpty().MaximumLength(6);
}

internal sealed class CategoriseTicketHandler(TicketDesk desk) : IHandler<CategoriseTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(CategoriseTicket request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        if (desk.City.Category(request.CategoryCode) is null) return Error.Field("categoryCode", "ticket.category_unknown");
        if (ticket.CategoryCode == request.CategoryCode) return (Error?)null;
        if (ticket.Categorise(request.CategoryCode, desk.Actor, desk.Now) is { } refused) return refused;
        desk.Learn(ticket, LabelReason.CategoryCorrected);
        return null;
    }, ct);
}
