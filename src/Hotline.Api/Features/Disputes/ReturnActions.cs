using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Disputes;

/// <summary>The department asks to give a ticket back (退单), inside the return window counted from the dispatch. Its clock runs on meanwhile.</summary>
[Allow(Staff = true)]
internal sealed record RequestReturn : TicketCommand
{
    /// <summary>The clause that says whose the matter is.</summary>
    public string Clause { get; init; } = "";
    public string? SuggestedDepartment { get; init; }
    public string Reason { get; init; } = "";
    /// <summary>Ids of files of this ticket that prove it.</summary>
    public IReadOnlyList<Guid>? Attachments { get; init; }
}

/// <summary>The centre takes it back; with a department it goes there at once. The second decided return goes to coordination instead.</summary>
[Allow(Staff = true)]
internal sealed record ApproveReturn : TicketCommand
{
    public string? DepartmentCode { get; init; }
    public string? Note { get; init; }
}

/// <summary>The ticket stays with the department.</summary>
[Allow(Staff = true)]
internal sealed record RejectReturn : TicketCommand
{
    public string Reason { get; init; } = "";
}

/// <summary>The coordination meeting names the unit; from then on it may not return the ticket.</summary>
[Allow(Staff = true)]
internal sealed record CoordinateTicket : TicketCommand
{
    public string DepartmentCode { get; init; } = "";
    public string Basis { get; init; } = "";
    public string? Note { get; init; }
}

internal sealed class RequestReturnValidator : AbstractValidator<RequestReturn>
{
    public RequestReturnValidator()
    {
        RuleFor(x => x.Clause).NotEmpty().MaximumLength(500);
        RuleFor(x => x.SuggestedDepartment).MaximumLength(32);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
        RuleFor(x => x.Attachments).Must(a => a is null || a.Count <= 10).WithMessage("attachment.too_many");
    }
}

internal sealed class ApproveReturnValidator : AbstractValidator<ApproveReturn>
{
    public ApproveReturnValidator()
    {
        RuleFor(x => x.DepartmentCode).MaximumLength(32);
        RuleFor(x => x.Note).MaximumLength(2_000);
    }
}

internal sealed class RejectReturnValidator : AbstractValidator<RejectReturn>
{
    public RejectReturnValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class CoordinateTicketValidator : AbstractValidator<CoordinateTicket>
{
    public CoordinateTicketValidator()
    {
        RuleFor(x => x.DepartmentCode).NotEmpty().MaximumLength(32);
        RuleFor(x => x.Basis).NotEmpty().MaximumLength(500);
        RuleFor(x => x.Note).MaximumLength(2_000);
    }
}

internal sealed class RequestReturnHandler(TicketDesk desk) : IHandler<RequestReturn, TicketView>
{
    public Task<Result<TicketView>> Handle(RequestReturn request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var suggested = string.IsNullOrWhiteSpace(request.SuggestedDepartment) ? null : request.SuggestedDepartment;
        if (suggested is not null && desk.City.Department(suggested) is null) return Error.Field("suggestedDepartment", "ticket.department_unknown");
        List<Guid> files = [.. (request.Attachments ?? []).Distinct()];
        if (files.Count > 0 && await desk.Db.Attachments.CountAsync(a => files.Contains(a.Id) && a.TicketId == ticket.Id, ct) != files.Count) return Error.Field("attachments", "attachment.not_found");
        var asked = ReturnRequest.Of(ticket, request.Clause.Trim(), suggested, request.Reason.Trim(), files, desk.Actor, desk.Now);
        if (ticket.RequestReturn(asked, desk.Actor, desk.Now) is { } refused) return refused;
        desk.Db.Returns.Add(asked);
        return null;
    }, ct);
}

internal sealed class ApproveReturnHandler(TicketDesk desk, DisputeOutcomes outcomes) : IHandler<ApproveReturn, TicketView>
{
    public Task<Result<TicketView>> Handle(ApproveReturn request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var department = string.IsNullOrWhiteSpace(request.DepartmentCode) ? null : request.DepartmentCode;
        if (department is not null && desk.City.Department(department) is null) return Error.Field("departmentCode", "ticket.department_unknown");
        var asked = await desk.Db.Returns.SingleOrDefaultAsync(r => r.Id == ticket.PendingReturnId, ct);
        if (ticket.ApproveReturn(asked, department, request.Note, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        if (department is null) return null;
        outcomes.Remember(ticket, department, asked!.Clause, PrecedentOrigin.Return, desk.Actor, desk.Now);
        desk.Learn(ticket, LabelReason.Returned);
        return null;
    }, ct);
}

internal sealed class RejectReturnHandler(TicketDesk desk, DisputeOutcomes outcomes) : IHandler<RejectReturn, TicketView>
{
    public Task<Result<TicketView>> Handle(RejectReturn request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var asked = await desk.Db.Returns.SingleOrDefaultAsync(r => r.Id == ticket.PendingReturnId, ct);
        if (ticket.RejectReturn(asked, request.Reason.Trim(), desk.Actor, desk.Now) is { } refused) return refused;
        // The second dispute is not over: coordination speaks the last word and makes the precedent.
        if (!ticket.InCoordination) outcomes.Remember(ticket, asked!.Department, request.Reason.Trim(), PrecedentOrigin.Return, desk.Actor, desk.Now);
        return null;
    }, ct);
}

internal sealed class CoordinateTicketHandler(TicketDesk desk, DisputeOutcomes outcomes) : IHandler<CoordinateTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(CoordinateTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (desk.City.Department(request.DepartmentCode) is null) return Error.Field("departmentCode", "ticket.department_unknown");
        if (ticket.Coordinate(request.DepartmentCode, request.Basis.Trim(), request.Note, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        foreach (var open in await desk.Db.Returns.Where(r => r.TicketId == ticket.Id && r.Decision == RequestDecision.Approved && r.DecidedDepartment == null).ToListAsync(ct)) open.TakenBy(request.DepartmentCode);
        outcomes.Remember(ticket, request.DepartmentCode, request.Basis.Trim(), PrecedentOrigin.Coordination, desk.Actor, desk.Now);
        desk.Learn(ticket, LabelReason.Returned);
        return null;
    }, ct);
}
