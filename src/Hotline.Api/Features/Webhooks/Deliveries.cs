using System.Text.Json.Nodes;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Messaging;
using Hotline.Api.Messaging.Webhooks;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Webhooks;

/// <summary>Deliveries in a state, oldest first: the dead-letter desk, and what waits.</summary>
/// <param name="State">Dead when absent.</param>
[Allow(Role.Administrator)]
internal sealed record ListDeliveries([Words(NamesOf = typeof(WebhookDeliveryState))] string? State, Guid? Subscription, string? After, int? Limit);

/// <param name="Held">An earlier event of the ticket is not done with: this one waits for it.</param>
internal sealed record DeliveryView(Guid Id, Guid SubscriptionId, string SubscriptionName, long Seq, string Kind, Guid TicketId, string? TicketNumber, DateTimeOffset At, WebhookDeliveryState State, int Attempts,
    DateTimeOffset? NextAttemptAt, int? LastStatus, string? LastError, bool Held, string? Reason, string? DecidedBy);

/// <summary>One delivery with what it says, its facts alone.</summary>
[Allow(Role.Administrator)]
internal sealed record ReadDelivery(Guid Id);

/// <param name="Payload">As it would be written now, without texts and contact whatever the subscription's scope.</param>
internal sealed record DeliveryDetail(DeliveryView Delivery, JsonNode? Payload);

/// <summary>Tries again from the first try on.</summary>
[Allow(Role.Administrator)]
internal sealed record RetryDelivery(Guid Id);

/// <summary>Gives an event up for good; the later ones of its ticket go on.</summary>
[Allow(Role.Administrator)]
internal sealed record DropDelivery(Guid Id, string? Reason);

internal sealed class DropDeliveryValidator : AbstractValidator<DropDelivery>
{
    public DropDeliveryValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
}

internal sealed class DeliveryHandlers(HotlineDb db, WebhookPayloads payloads, CurrentActor current, EventSignal work, TimeProvider clock)
    : IHandler<ListDeliveries, Page<DeliveryView>>, IHandler<ReadDelivery, DeliveryDetail>, IHandler<RetryDelivery, Done>, IHandler<DropDelivery, Done>
{
    private static readonly Error Unknown = new(ErrorKind.NotFound, "webhook.delivery_not_found");

    public async Task<Result<Page<DeliveryView>>> Handle(ListDeliveries request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var state = WebhookDeliveryState.Dead;
        if (request.State is { Length: > 0 } named && (int.TryParse(named, out _) || !Enum.TryParse(named, ignoreCase: true, out state))) return Error.Field("state", "list.value_unknown", named);
        var found = db.Deliveries.AsNoTracking().Where(d => d.State == state);
        if (request.Subscription is { } subscription) found = found.Where(d => d.SubscriptionId == subscription);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            found = found.Where(d => d.Id > last);
        }
        var rows = await found.OrderBy(d => d.Id).Take(limit + 1).ToListAsync(ct);
        var items = await Views([.. rows.Take(limit)], ct);
        return new Page<DeliveryView>(items, rows.Count > limit ? items[^1].Id.ToString() : null);
    }

    public async Task<Result<DeliveryDetail>> Handle(ReadDelivery request, CancellationToken ct)
    {
        if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Id, ct) is not { } delivery) return Unknown;
        var body = await payloads.Write(db, new WebhookSubscription { Scope = WebhookScope.Facts }, delivery, clock.GetUtcNow(), ct);
        return new DeliveryDetail((await Views([delivery], ct))[0], body is null ? null : JsonNode.Parse(body));
    }

    public Task<Result<Done>> Handle(RetryDelivery request, CancellationToken ct) => Decide(request.Id, delivery =>
        (delivery.State, delivery.Attempts, delivery.NextAttemptAt, delivery.DecidedBy) = (WebhookDeliveryState.Pending, 0, clock.GetUtcNow(), current.Required.UserName), ct);

    public Task<Result<Done>> Handle(DropDelivery request, CancellationToken ct) => Decide(request.Id, delivery =>
        (delivery.State, delivery.Reason, delivery.DoneAt, delivery.DecidedBy) = (WebhookDeliveryState.Dropped, request.Reason!.Trim(), clock.GetUtcNow(), current.Required.UserName), ct);

    private async Task<Result<Done>> Decide(Guid id, Action<WebhookDelivery> decide, CancellationToken ct)
    {
        if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery) return Unknown;
        // What waits for another try may be given up or hurried too; what is delivered is over.
        if (delivery.State is not (WebhookDeliveryState.Dead or WebhookDeliveryState.Pending)) return new Error(ErrorKind.Conflict, "webhook.delivery_not_waiting");
        decide(delivery);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "webhook.delivery_not_waiting"); }
        work.Raise();
        return Done.Instance;
    }

    private async Task<List<DeliveryView>> Views(List<WebhookDelivery> rows, CancellationToken ct)
    {
        var (subscriptions, tickets) = (rows.Select(r => r.SubscriptionId).Distinct().ToList(), rows.Select(r => r.TicketId).Distinct().ToList());
        var names = await db.Subscriptions.AsNoTracking().Where(s => subscriptions.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var numbers = await db.Tickets.AsNoTracking().Where(t => tickets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Number, ct);
        var open = (await db.Deliveries.AsNoTracking().Where(d => subscriptions.Contains(d.SubscriptionId) && tickets.Contains(d.TicketId) && (d.State == WebhookDeliveryState.Pending || d.State == WebhookDeliveryState.Dead))
            .Select(d => new { d.SubscriptionId, d.TicketId, d.Seq }).ToListAsync(ct)).GroupBy(d => (d.SubscriptionId, d.TicketId)).ToDictionary(g => g.Key, g => g.Min(d => d.Seq));
        return rows.ConvertAll(d => new DeliveryView(d.Id, d.SubscriptionId, names.GetValueOrDefault(d.SubscriptionId, ""), d.Seq, d.Kind, d.TicketId, numbers.GetValueOrDefault(d.TicketId), d.At, d.State, d.Attempts,
            d.State == WebhookDeliveryState.Pending ? d.NextAttemptAt : null, d.LastStatus, d.LastError is { } error ? ErrorTexts.Sentence(error, []) : null,
            d.State == WebhookDeliveryState.Pending && open.TryGetValue((d.SubscriptionId, d.TicketId), out var first) && first < d.Seq, d.Reason, d.DecidedBy));
    }
}
