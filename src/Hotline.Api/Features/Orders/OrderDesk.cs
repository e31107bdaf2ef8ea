using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Orders;

/// <summary>An order as one line of a list.</summary>
/// <param name="Late">Not answered though its day has passed, or answered too late.</param>
internal sealed record OrderRow(Guid Id, string Number, string Department, string DepartmentName, OrderTrigger Trigger, OrderState State, string Demand, DateTimeOffset IssuedAt, string IssuedByName, DateTimeOffset DueAt, bool Late, int Tickets);

internal sealed record OrderStepView(OrderAction Action, string ByName, DateTimeOffset At, string? Note);

/// <summary>An order whole.</summary>
internal sealed record OrderView
{
    public required Guid Id { get; init; }
    /// <summary>The paper number, such as DB20260001.</summary>
    public required string Number { get; init; }
    public required string Department { get; init; }
    public required string DepartmentName { get; init; }
    public required OrderTrigger Trigger { get; init; }
    public required OrderState State { get; init; }
    public required string Demand { get; init; }
    public required string IssuedByName { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required bool Late { get; init; }
    public string? Answer { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required IReadOnlyList<OrderStepView> Steps { get; init; }
    /// <summary>The tickets it is about, as far as the reader may see them.</summary>
    public required IReadOnlyList<TicketRow> Tickets { get; init; }
    /// <summary>Route segments of what this person may do now.</summary>
    public required IReadOnlyList<string> AllowedActions { get; init; }
}

/// <summary>Orders as a person may see them: the centre all, a department its own and those of the units below it.</summary>
internal sealed class OrderDesk(HotlineDb db, TicketReader tickets, SupervisionReader supervision, CurrentActor current, TimeProvider clock)
{
    public static readonly Error NotFound = Error.NotFound("order");

    public IQueryable<SupervisionOrder> Visible
    {
        get
        {
            if (current.Required.IsCentre) return db.SupervisionOrders;
            if (current.Required.DepartmentCode is not { } own) return db.SupervisionOrders.Where(o => false);
            var units = tickets.UnitsWithin(own);
            return db.SupervisionOrders.Where(o => units.Contains(o.Department));
        }
    }

    public List<string> UnitsWithin(string department) => tickets.UnitsWithin(department);

    public OrderRow Row(SupervisionOrder o) => new(o.Id, o.Number, o.Department, supervision.DepartmentName(o.Department), o.Trigger, o.State, o.Demand, o.IssuedAt, o.IssuedByName, o.DueAt, o.IsLate(clock.GetUtcNow()), o.Tickets.Count);

    public async Task<OrderView> View(SupervisionOrder o, CancellationToken ct)
    {
        var ids = o.Tickets.ConvertAll(t => t.TicketId);
        var seen = await tickets.Visible(current.Required).AsNoTracking().Where(t => ids.Contains(t.Id)).OrderBy(t => t.Id).ToListAsync(ct);
        return new OrderView
        {
            Id = o.Id, Number = o.Number, Department = o.Department, DepartmentName = supervision.DepartmentName(o.Department), Trigger = o.Trigger, State = o.State, Demand = o.Demand, IssuedByName = o.IssuedByName,
            IssuedAt = o.IssuedAt, DueAt = o.DueAt, Late = o.IsLate(clock.GetUtcNow()), Answer = o.Answer, AnsweredAt = o.AnsweredAt, ClosedAt = o.ClosedAt,
            Steps = [.. o.Steps.OrderBy(s => s.At).ThenBy(s => s.Id).Select(s => new OrderStepView(s.Action, s.ByName, s.At, s.Note))],
            Tickets = await tickets.Rows(seen, current.Required, ct), AllowedActions = o.AllowedActions(current.Required),
        };
    }
}

/// <summary>Supervision orders, newest first.</summary>
/// <param name="State">Names, comma separated.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Staff = true)]
internal sealed record ListOrders([Words(NamesOf = typeof(OrderState), Many = true)] string? State, string? Department, string? After, int? Limit);

[Allow(Staff = true)]
internal sealed record GetOrder(Guid Id);

internal sealed class ListOrdersHandler(OrderDesk desk) : IHandler<ListOrders, Page<OrderRow>>
{
    public async Task<Result<Page<OrderRow>>> Handle(ListOrders request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var orders = desk.Visible.AsNoTracking().Include(o => o.Tickets).AsQueryable();
        var states = new List<OrderState>();
        foreach (var name in (request.State ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<OrderState>(name, true, out var state)) return Error.Field("state", "list.value_unknown", name);
            states.Add(state);
        }
        if (states.Count > 0) orders = orders.Where(o => states.Contains(o.State));
        if (request.Department is { Length: > 0 } department) orders = orders.Where(o => o.Department == department);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            orders = orders.Where(o => o.Id < last);
        }
        var page = await orders.OrderByDescending(o => o.Id).Take(limit + 1).ToListAsync(ct);
        return new Page<OrderRow>([.. page.Take(limit).Select(desk.Row)], page.Count > limit ? page[limit - 1].Id.ToString() : null);
    }
}

internal sealed class GetOrderHandler(OrderDesk desk) : IHandler<GetOrder, OrderView>
{
    public async Task<Result<OrderView>> Handle(GetOrder request, CancellationToken ct) =>
        await desk.Visible.AsNoTracking().Include(o => o.Tickets).Include(o => o.Steps).AsSplitQuery().SingleOrDefaultAsync(o => o.Id == request.Id, ct) is { } order ? await desk.View(order, ct) : OrderDesk.NotFound;
}
