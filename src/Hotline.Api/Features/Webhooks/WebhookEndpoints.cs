using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Webhooks;

/// <summary>The addresses of outgoing webhooks and their dead-letter desk.</summary>
internal static class WebhookEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/webhooks", (IHandler<ListSubscriptions, SubscriptionList> list, CancellationToken ct) => list.Handle(new ListSubscriptions(), ct).ToHttp())
            .WithName(nameof(ListSubscriptions)).WithSummary("Systems that are told of events").Produces<SubscriptionList>().ProducesProblem(403);
        api.MapPost("/webhooks", (AddSubscription body, IHandler<AddSubscription, SubscriptionSecret> add, CancellationToken ct) => add.Handle(body, ct).ToHttp(made => TypedResults.Created($"/api/webhooks/{made.Id}", made)))
            .WithName(nameof(AddSubscription)).WithSummary("Tell another system; the secret is shown once").Produces<SubscriptionSecret>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        api.MapPut("/webhooks/{id:guid}", (Guid id, ChangeSubscription body, IHandler<ChangeSubscription, Done> change, CancellationToken ct) => { body.Id = id; return change.Handle(body, ct).ToHttp(); })
            .WithName(nameof(ChangeSubscription)).WithSummary("Change, pause or go on").Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        api.MapDelete("/webhooks/{id:guid}", (Guid id, IHandler<RemoveSubscription, Done> remove, CancellationToken ct) => remove.Handle(new RemoveSubscription(id), ct).ToHttp())
            .WithName(nameof(RemoveSubscription)).WithSummary("Tell it no more").Produces(204).ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/webhooks/{id:guid}/secret", (Guid id, RotateSubscriptionSecret body, IHandler<RotateSubscriptionSecret, SubscriptionSecret> rotate, CancellationToken ct) => { body.Id = id; return rotate.Handle(body, ct).ToHttp(); })
            .WithName(nameof(RotateSubscriptionSecret)).WithSummary("A new secret; the old one signs beside it for a while").Produces<SubscriptionSecret>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/webhooks/{id:guid}/replay", (Guid id, ReplaySubscription body, IHandler<ReplaySubscription, ReplayedFrom> replay, CancellationToken ct) => { body.Id = id; return replay.Handle(body, ct).ToHttp(); })
            .WithName(nameof(ReplaySubscription)).WithSummary("Send everything again from a point").Produces<ReplayedFrom>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/webhook-deliveries", ([AsParameters] ListDeliveries query, IHandler<ListDeliveries, Page<DeliveryView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListDeliveries)).WithSummary("The dead-letter desk, and what waits").Produces<Page<DeliveryView>>().ProducesProblem(400).ProducesProblem(403);
        api.MapGet("/webhook-deliveries/{id:guid}", (Guid id, IHandler<ReadDelivery, DeliveryDetail> read, CancellationToken ct) => read.Handle(new ReadDelivery(id), ct).ToHttp())
            .WithName(nameof(ReadDelivery)).WithSummary("One delivery with what it says").Produces<DeliveryDetail>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/webhook-deliveries/{id:guid}/retry", (Guid id, IHandler<RetryDelivery, Done> retry, CancellationToken ct) => retry.Handle(new RetryDelivery(id), ct).ToHttp())
            .WithName(nameof(RetryDelivery)).WithSummary("Try again").Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/webhook-deliveries/{id:guid}/drop", (Guid id, DropBody body, IHandler<DropDelivery, Done> drop, CancellationToken ct) => drop.Handle(new DropDelivery(id, body.Reason), ct).ToHttp())
            .WithName(nameof(DropDelivery)).WithSummary("Give an event up, with a reason").Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}

internal sealed record DropBody(string? Reason);
