using FluentValidation;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;

namespace Hotline.Api.Features.SubTasks;

/// <summary>Gives a part of a ticket to another unit: to a department that assists (协办), or down to a unit directly below (下派).</summary>
[Allow(Staff = true)]
internal sealed record AddSubTask : TicketCommand
{
    public string DepartmentCode { get; init; } = "";
    public string Task { get; init; } = "";
    /// <summary>The part's own term from the day after; absent: one working day before the deadline above it.</summary>
    public int? WorkingDays { get; init; }
}

internal sealed class AddSubTaskValidator : AbstractValidator<AddSubTask>
{
    public AddSubTaskValidator()
    {
        RuleFor(x => x.DepartmentCode).NotEmpty().MaximumLength(32);
        RuleFor(x => x.Task).NotEmpty().MaximumLength(2_000);
        RuleFor(x => x.WorkingDays).InclusiveBetween(1, 200);
    }
}

internal sealed class AddSubTaskHandler(TicketDesk desk) : IHandler<AddSubTask, TicketView>
{
    public Task<Result<TicketView>> Handle(AddSubTask request, CancellationToken ct) => desk.Act(request, ticket =>
        desk.City.Department(request.DepartmentCode) is null ? Error.Field("departmentCode", "ticket.department_unknown")
            : ticket.AddSubTask(desk.City, request.DepartmentCode, request.Task.Trim(), request.WorkingDays, desk.Actor, desk.Now), ct);
}
