using System.Globalization;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Supervision;

/// <summary>Where a supervision order (督办单) stands.</summary>
#pragma warning disable CA1720 // "Signed" is what a department does with an order, not an integer
public enum OrderState { Issued, Signed, Answered, Reviewed, Closed }
#pragma warning restore CA1720

/// <summary>What is done to an order.</summary>
public enum OrderAction { Issue, Sign, Answer, Review, SendBack, Close }

/// <summary>Why an order was issued.</summary>
public enum OrderTrigger { Overdue, DissatisfiedTwice, FalseClosure, LeaderInstruction, Other }

/// <summary>One row of the order's own table.</summary>
public sealed record OrderTransition(OrderState From, OrderAction Action, OrderState To, Role[] Who, bool OwnDepartment);

/// <summary>The life of a supervision order: 下发 → 签收 → 反馈 → 审核 → 办结, or sent back to be answered again.</summary>
public static class OrderLifecycle
{
    private static readonly Role[] Unit = [Role.Handler, Role.Approver];

    public static readonly IReadOnlyList<OrderTransition> Table =
    [
        new(OrderState.Issued,   OrderAction.Sign,     OrderState.Signed,   Unit,              OwnDepartment: true),
        new(OrderState.Signed,   OrderAction.Answer,   OrderState.Answered, [Role.Approver],   OwnDepartment: true),
        new(OrderState.Answered, OrderAction.Review,   OrderState.Reviewed, [Role.Supervisor], OwnDepartment: false),
        new(OrderState.Answered, OrderAction.SendBack, OrderState.Signed,   [Role.Supervisor], OwnDepartment: false),
        new(OrderState.Reviewed, OrderAction.Close,    OrderState.Closed,   [Role.Supervisor], OwnDepartment: false),
    ];
}

/// <summary>A supervisor's order to a department about one or several tickets, with a paper number of its own.</summary>
public sealed class SupervisionOrder : IVersioned
{
    public Guid Id { get; private init; }
    /// <summary>Year of issue in the city; with <see cref="Sequence"/> it makes the paper number.</summary>
    public int Year { get; private init; }
    /// <summary>1, 2, 3, ... within the year, without gaps.</summary>
    public int Sequence { get; private init; }
    public string Department { get; private init; } = "";
    public OrderTrigger Trigger { get; private init; }
    /// <summary>What is demanded.</summary>
    public string Demand { get; private init; } = "";
    public OrderState State { get; private set; }
    public DateTimeOffset DueAt { get; private init; }
    public string IssuedByName { get; private init; } = "";
    public DateTimeOffset IssuedAt { get; private init; }
    /// <summary>The department's latest answer.</summary>
    public string? Answer { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Version { get; set; }

    public List<OrderTicket> Tickets { get; private init; } = [];
    public List<OrderStep> Steps { get; private init; } = [];

    /// <summary>The paper number, such as DB20260001.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"DB{Year:D4}{Sequence:D4}");

    public static SupervisionOrder Issue(int year, int sequence, string department, OrderTrigger trigger, string demand, IEnumerable<Guid> tickets, DateTimeOffset dueAt, Actor actor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(tickets);
        var order = new SupervisionOrder
        {
            Id = Guid.CreateVersion7(now), Year = year, Sequence = sequence, Department = department, Trigger = trigger, Demand = demand, State = OrderState.Issued,
            DueAt = dueAt, IssuedByName = actor.DisplayName, IssuedAt = now,
        };
        foreach (var ticket in tickets.Distinct()) order.Tickets.Add(new OrderTicket { OrderId = order.Id, TicketId = ticket });
        order.Steps.Add(OrderStep.Of(order, OrderAction.Issue, demand, actor, now));
        return order;
    }

    /// <summary>The one way its state changes.</summary>
    public Error? Move(OrderAction action, string? note, Actor actor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (OrderLifecycle.Table.FirstOrDefault(t => t.From == State && t.Action == action) is not { } row)
            return new Error(ErrorKind.Conflict, "order.transition_not_allowed") { Arguments = [action.ToString(), State.ToString()] };
        if (!actor.Roles.Overlaps(row.Who)) return new Error(ErrorKind.Forbidden, "order.forbidden") { Arguments = [action.ToString()] };
        if (row.OwnDepartment && actor.DepartmentCode != Department) return new Error(ErrorKind.Forbidden, "order.other_department");
        State = row.To;
        if (action == OrderAction.Answer) (Answer, AnsweredAt) = (note, now);
        if (action == OrderAction.Close) ClosedAt = now;
        Steps.Add(OrderStep.Of(this, action, note, actor, now));
        return null;
    }

    /// <summary>The route segments of what this actor may do now.</summary>
    public IReadOnlyList<string> AllowedActions(Actor actor) =>
        [.. OrderLifecycle.Table.Where(t => t.From == State && actor.Roles.Overlaps(t.Who) && (!t.OwnDepartment || actor.DepartmentCode == Department))
            .Select(t => t.Action == OrderAction.SendBack ? "send-back" : t.Action.ToString().ToLowerInvariant())];

    /// <summary>True while it is not closed and its day has passed.</summary>
    public bool IsLate(DateTimeOffset now) => AnsweredAt is { } answered && State is not (OrderState.Issued or OrderState.Signed) ? answered > DueAt : now > DueAt;
}

/// <summary>A ticket that an order is about.</summary>
public sealed class OrderTicket
{
    public Guid OrderId { get; init; }
    public Guid TicketId { get; init; }
}

/// <summary>One line of an order's history. Never changed.</summary>
public sealed class OrderStep
{
    public Guid Id { get; private init; }
    public Guid OrderId { get; private init; }
    public OrderAction Action { get; private init; }
    public string? Note { get; private init; }
    public string By { get; private init; } = "";
    public string ByName { get; private init; } = "";
    public DateTimeOffset At { get; private init; }

    internal static OrderStep Of(SupervisionOrder order, OrderAction action, string? note, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), OrderId = order.Id, Action = action, Note = note, By = actor.UserName, ByName = actor.DisplayName, At = at,
    };
}
