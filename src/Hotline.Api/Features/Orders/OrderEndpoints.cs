using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain.Supervision;

namespace Hotline.Api.Features.Orders;

internal static class OrderEndpoints
{
    public static void Map(RouteGroupBuilder orders)
    {
        orders.MapGet("", ([AsParameters] ListOrders query, IHandler<ListOrders, Page<OrderRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListOrders)).WithSummary("Supervision orders, newest first; a department sees its own").Produces<Page<OrderRow>>().ProducesProblem(400);
        orders.MapGet("/suggestions", (IHandler<SuggestOrders, IReadOnlyList<OrderSuggestion>> suggest, CancellationToken ct) => suggest.Handle(new SuggestOrders(), ct).ToHttp())
            .WithName(nameof(SuggestOrders)).WithSummary("Tickets that call for an order, by department and reason").Produces<IReadOnlyList<OrderSuggestion>>().ProducesProblem(403);
        orders.MapPost("", (IssueOrder body, IHandler<IssueOrder, OrderView> issue, CancellationToken ct) => issue.Handle(body, ct).ToHttp(view => TypedResults.Created($"/api/supervision-orders/{view.Id}", view)))
            .WithName(nameof(IssueOrder)).WithSummary("Issue an order with the next paper number").Produces<OrderView>(201).ProducesProblem(400).ProducesProblem(403);
        orders.MapGet("/{id:guid}", (Guid id, IHandler<GetOrder, OrderView> get, CancellationToken ct) => get.Handle(new GetOrder(id), ct).ToHttp())
            .WithName(nameof(GetOrder)).WithSummary("One order whole").Produces<OrderView>().ProducesProblem(404);
        Step("sign", OrderAction.Sign, "The department takes the order");
        Step("answer", OrderAction.Answer, "The department answers");
        Step("review", OrderAction.Review, "The supervisor takes the answer");
        Step("send-back", OrderAction.SendBack, "The answer is not enough");
        Step("close", OrderAction.Close, "The order is done");

        void Step(string segment, OrderAction action, string summary) =>
            orders.MapPost($"/{{id:guid}}/{segment}", (Guid id, OrderNote? body, IHandler<MoveOrder, OrderView> move, CancellationToken ct) => move.Handle(new MoveOrder(id, action, body?.Note?.Trim()), ct).ToHttp())
                .WithName($"{action}Order").WithSummary(summary).Produces<OrderView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}

/// <summary>The words of a step: the answer, the reason of a send-back, the finding of a review.</summary>
internal sealed record OrderNote(string? Note);
