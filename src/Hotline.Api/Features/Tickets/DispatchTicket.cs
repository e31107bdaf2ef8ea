using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain;
using Hotline.Domain.Departments;

namespace Hotline.Api.Features.Tickets;

/// <summary>Sends an accepted ticket to its lead department (派单); the department's clock starts. Without a department the suggestion counts.</summary>
[Allow(Staff = true)]
internal sealed record DispatchTicket : TicketCommand
{
    public string? DepartmentCode { get; init; }
    public string? Note { get; init; }
    /// <summary>Codes of departments that assist the lead; each gets a part of its own.</summary>
    public IReadOnlyList<string> Assisting { get; init => field = value ?? []; } = [];
}

internal sealed class DispatchTicketValidator : AbstractValidator<DispatchTicket>
{
    public DispatchTicketValidator()
    {
        RuleFor(x => x.DepartmentCode).MaximumLength(32);
        RuleFor(x => x.Note).MaximumLength(2_000);
        RuleFor(x => x.Assisting).Must(codes => codes.Count <= 10).WithMessage("subtask.too_many");
    }
}

internal sealed class DispatchTicketHandler(TicketDesk desk, PrecedentShelf precedents, DisputeOutcomes outcomes) : IHandler<DispatchTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(DispatchTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        // The precedents and the duty directory speak for the category that a person chose; the model's department only for the model's category.
        var code = request.DepartmentCode
            ?? (ticket.CategoryCode is { } category ? DutyFinder.Find(desk.City, await precedents.Read(desk.Db, ct), category, ticket.DistrictCode)?.Department : null)
            ?? ticket.SuggestedDepartment;
        if (code is null) return Error.Field("departmentCode", "ticket.no_suggestion", "departmentCode");
        if (desk.City.Department(code) is null) return Error.Field("departmentCode", "ticket.department_unknown");
        if (request.Assisting.Any(c => desk.City.Department(c) is null)) return Error.Field("assisting", "ticket.department_unknown");
        if (request.Assisting.Contains(code) || request.Assisting.Distinct().Count() < request.Assisting.Count) return Error.Field("assisting", "subtask.each_once");
        var again = ticket.DispatchedAt is not null;
        if (ticket.Dispatch(code, request.Note, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        foreach (var assisting in request.Assisting)
            if (ticket.Assist(desk.City, assisting, request.Note ?? ticket.Subject, desk.Actor, desk.Now) is { } refusedPart) return refusedPart;
        var returned = ticket.ReturnCount > 0 && await outcomes.TakenBy(ticket, code, desk.Actor, desk.Now, ct);
        if (again || code != ticket.SuggestedDepartment) desk.Learn(ticket, returned ? LabelReason.Returned : again ? LabelReason.Redispatched : LabelReason.DispatchDiffers);
        return null;
    }, ct);
}
