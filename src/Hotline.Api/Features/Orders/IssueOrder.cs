using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Orders;

/// <summary>A supervisor's order (督办单) to a department about one or several of its tickets.</summary>
[Allow(Role.Supervisor)]
internal sealed record IssueOrder
{
    public string Department { get; init; } = "";
    public IReadOnlyList<Guid> TicketIds { get; init; } = [];
    public string Demand { get; init; } = "";
    public OrderTrigger? Trigger { get; init; }
    /// <summary>Local day by which the department answers.</summary>
    public DateOnly? DueOn { get; init; }
}

internal sealed class IssueOrderValidator : AbstractValidator<IssueOrder>
{
    private const int MostTickets = 50;

    public IssueOrderValidator()
    {
        RuleFor(x => x.Department).NotEmpty().MaximumLength(32);
        RuleFor(x => x.TicketIds).NotEmpty().Must(t => t.Count <= MostTickets).WithMessage("field.too_long");
        RuleFor(x => x.Demand).NotEmpty().MaximumLength(4_000);
        RuleFor(x => x.Trigger).NotNull().IsInEnum();
        RuleFor(x => x.DueOn).NotNull();
    }
}

internal sealed class IssueOrderHandler(HotlineDb db, OrderDesk desk, City city, CurrentActor current, TimeProvider clock) : IHandler<IssueOrder, OrderView>
{
    public async Task<Result<OrderView>> Handle(IssueOrder request, CancellationToken ct)
    {
        var (now, calendar) = (clock.GetUtcNow(), city.Clock.Calendar);
        if (city.Department(request.Department) is null) return Error.Field("department", "ticket.department_unknown");
        if (request.DueOn <= calendar.DateOf(now)) return Error.Field("dueOn", "order.due_past");
        var ids = request.TicketIds.Distinct().ToList();
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new { t.Number, t.LeadDepartment }).ToListAsync(ct);
        if (tickets.Count < ids.Count) return Error.Field("ticketIds", "order.ticket_unknown");
        var units = desk.UnitsWithin(request.Department);
        if (tickets.Find(t => t.LeadDepartment is null || !units.Contains(t.LeadDepartment)) is { } stray) return Error.Field("ticketIds", "order.ticket_elsewhere", stray.Number);

        var year = calendar.DateOf(now).Year;
        var order = await db.Write(async () =>
        {
            // The counter's row is held until the commit, so that numbers have no gaps, whoever else issues.
            var sequence = (int)await db.Statements.Number("INSERT INTO order_counter (year, last) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET last = order_counter.last + 1 RETURNING last", ct, year);
            var issued = SupervisionOrder.Issue(year, sequence, request.Department, request.Trigger!.Value, request.Demand.Trim(), ids, calendar.At(request.DueOn!.Value, city.Clock.PolicyAt(now).DueTime.At), current.Required, now);
            db.SupervisionOrders.Add(issued);
            db.Emit("OrderChanged", "supervision", nameof(SupervisionOrder), issued.Id, now, issued.Department);
            await db.SaveChangesAsync(ct);
            return issued;
        }, ct);
        return await desk.View(order, ct);
    }
}
