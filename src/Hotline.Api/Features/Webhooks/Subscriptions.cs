using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Messaging.Webhooks;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Webhooks;

/// <summary>Other systems that are told of events, and how far each has come.</summary>
[Allow(Role.Administrator)]
internal sealed record ListSubscriptions;

/// <param name="Kinds">Kinds of events; empty: every event of a ticket.</param>
/// <param name="Systems">Only tickets that these systems handed over; empty: all.</param>
/// <param name="PreviousSecretUntil">Until then the secret before the last rotation signs as well.</param>
/// <param name="Behind">Events of the log it has not been looked at for yet.</param>
/// <param name="Waiting">Deliveries that wait, for their turn or another try.</param>
/// <param name="Dead">Deliveries at the dead-letter desk.</param>
internal sealed record SubscriptionView(Guid Id, string Name, string Address, WebhookScope Scope, IReadOnlyList<string> Kinds, IReadOnlyList<string> Systems, bool Paused, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? PreviousSecretUntil, long Behind, int Waiting, int Dead, DateTimeOffset? LastDeliveredAt, string? LastError);

/// <param name="SourceSystems">Systems whose tickets a subscription can be narrowed to.</param>
internal sealed record SubscriptionList(IReadOnlyList<SubscriptionView> Items, IReadOnlyList<string> SourceSystems);

/// <summary>The secret is shown this once.</summary>
internal sealed record SubscriptionSecret(Guid Id, string Secret);

/// <summary>Tells another system of events from now on.</summary>
[Allow(Role.Administrator)]
internal sealed record AddSubscription(string? Name, string? Address, WebhookScope? Scope, IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Systems) : ISubscriptionFields;

/// <summary>Changes where it goes and what it hears; what waits goes to the new address.</summary>
[Allow(Role.Administrator)]
internal sealed record ChangeSubscription(string? Name, string? Address, WebhookScope? Scope, IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Systems, bool? Paused) : ISubscriptionFields
{
    [System.Text.Json.Serialization.JsonIgnore] public Guid Id { get; set; }
}

/// <summary>Ends it; what waits for it is forgotten.</summary>
[Allow(Role.Administrator)]
internal sealed record RemoveSubscription(Guid Id);

/// <summary>A new secret signs from now on; the old one signs beside it for some hours.</summary>
/// <param name="OverlapHours">0 to 168; 24 when absent. 0 ends the old one at once.</param>
[Allow(Role.Administrator)]
internal sealed record RotateSubscriptionSecret(int? OverlapHours)
{
    [System.Text.Json.Serialization.JsonIgnore] public Guid Id { get; set; }
}

/// <summary>Sends everything from a point of the log again.</summary>
/// <param name="FromSeq">The first number; or give <paramref name="From"/>.</param>
/// <param name="From">The first instant.</param>
[Allow(Role.Administrator)]
internal sealed record ReplaySubscription(long? FromSeq, DateTimeOffset? From)
{
    [System.Text.Json.Serialization.JsonIgnore] public Guid Id { get; set; }
}

/// <param name="FromSeq">The number it begins with.</param>
internal sealed record ReplayedFrom(long FromSeq);

internal interface ISubscriptionFields
{
    string? Name { get; }
    string? Address { get; }
    IReadOnlyList<string>? Kinds { get; }
    IReadOnlyList<string>? Systems { get; }
}

internal abstract class SubscriptionFieldsValidator<T> : AbstractValidator<T> where T : ISubscriptionFields
{
    protected SubscriptionFieldsValidator(HotlineOptions options)
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(80);
        RuleFor(x => x.Address).Custom((address, context) =>
        {
            if (AddressGuard.WhyRefused(address, options.OutgoingWebhooks.AllowedHosts) is { } why) context.AddFailure("Address", why);
        });
        RuleFor(x => x.Kinds).Must(k => k is null || k.Count <= 100 && k.All(IsName)).WithMessage("webhook.kind_malformed");
        RuleFor(x => x.Systems).Must(s => s is null || s.Count <= 100 && s.All(one => one is { Length: > 0 and <= 60 } && !one.Contains(',', StringComparison.Ordinal))).WithMessage("webhook.system_malformed");
    }

    /// <summary>The form of an event's kind; which there are is in <c>docs/events.md</c>.</summary>
    private static bool IsName(string? kind) => kind is { Length: > 0 and <= 80 } && kind.All(char.IsAsciiLetter);
}

internal sealed class AddSubscriptionValidator(HotlineOptions options) : SubscriptionFieldsValidator<AddSubscription>(options);

internal sealed class ChangeSubscriptionValidator(HotlineOptions options) : SubscriptionFieldsValidator<ChangeSubscription>(options);

internal sealed class RotateSubscriptionSecretValidator : AbstractValidator<RotateSubscriptionSecret>
{
    public RotateSubscriptionSecretValidator() => RuleFor(x => x.OverlapHours).InclusiveBetween(0, 168);
}

internal sealed class ReplaySubscriptionValidator : AbstractValidator<ReplaySubscription>
{
    public ReplaySubscriptionValidator()
    {
        RuleFor(x => x.FromSeq).GreaterThan(0);
        RuleFor(x => x.From).NotNull().When(x => x.FromSeq is null);
    }
}

internal sealed class SubscriptionHandlers(HotlineDb db, PersonalData personal, HotlineOptions options, CurrentActor current, Hotline.Api.Messaging.EventSignal work, TimeProvider clock)
    : IHandler<ListSubscriptions, SubscriptionList>, IHandler<AddSubscription, SubscriptionSecret>, IHandler<ChangeSubscription, Done>, IHandler<RemoveSubscription, Done>,
        IHandler<RotateSubscriptionSecret, SubscriptionSecret>, IHandler<ReplaySubscription, ReplayedFrom>
{
    private const int Most = 100;
    private static readonly Error Unknown = new(ErrorKind.NotFound, "webhook.not_found");

    public async Task<Result<SubscriptionList>> Handle(ListSubscriptions request, CancellationToken ct)
    {
        var head = await db.Events.MaxAsync(e => (long?)e.Seq, ct) ?? 0;
        var all = await db.Subscriptions.AsNoTracking().OrderBy(s => s.Name).ToListAsync(ct);
        var counts = (await db.Deliveries.AsNoTracking().Where(d => d.State == WebhookDeliveryState.Pending || d.State == WebhookDeliveryState.Dead).GroupBy(d => new { d.SubscriptionId, d.State })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => (g.Key.SubscriptionId, g.Key.State), g => g.Count);
        var last = await db.Deliveries.AsNoTracking().Where(d => d.State == WebhookDeliveryState.Delivered).GroupBy(d => d.SubscriptionId).Select(g => new { g.Key, At = g.Max(d => d.DoneAt) }).ToDictionaryAsync(g => g.Key, g => g.At, ct);
        var items = new List<SubscriptionView>();
        foreach (var s in all)
        {
            var error = await db.Deliveries.AsNoTracking().Where(d => d.SubscriptionId == s.Id && (d.State == WebhookDeliveryState.Pending || d.State == WebhookDeliveryState.Dead) && d.LastError != null).OrderByDescending(d => d.Seq).Select(d => d.LastError).FirstOrDefaultAsync(ct);
            items.Add(new SubscriptionView(s.Id, s.Name, s.Address, s.Scope, Split(s.Kinds), Split(s.Systems), s.Paused, s.CreatedAt, s.CreatedBy, s.PreviousUntil > clock.GetUtcNow() ? s.PreviousUntil : null,
                Math.Max(0, head - s.Cursor), counts.GetValueOrDefault((s.Id, WebhookDeliveryState.Pending)), counts.GetValueOrDefault((s.Id, WebhookDeliveryState.Dead)), last.GetValueOrDefault(s.Id), error is null ? null : ErrorTexts.Sentence(error, [])));
        }
        return new SubscriptionList(items, await db.SourceSystems(options.Intake.ApiKeys.Keys, ct));
    }

    public async Task<Result<SubscriptionSecret>> Handle(AddSubscription request, CancellationToken ct)
    {
        if (await db.Subscriptions.CountAsync(ct) >= Most) return new Error(ErrorKind.Conflict, "webhook.too_many");
        if (await NameTaken(request.Name!, null, ct)) return Error.Field("name", "webhook.name_taken");
        var (now, secret) = (clock.GetUtcNow(), WebhookSignature.NewSecret());
        var subscription = new WebhookSubscription
        {
            Id = Guid.CreateVersion7(now), Secret = personal.Seal(secret), CreatedAt = now, CreatedBy = current.Required.UserName, Version = 1,
            Cursor = await db.Events.MaxAsync(e => (long?)e.Seq, ct) ?? 0,
        };
        Take(subscription, request, request.Scope);
        db.Subscriptions.Add(subscription);
        await db.SaveChangesAsync(ct);
        return new SubscriptionSecret(subscription.Id, secret);
    }

    public Task<Result<Done>> Handle(ChangeSubscription request, CancellationToken ct) => Change<Done>(request.Id, async subscription =>
    {
        if (await NameTaken(request.Name!, request.Id, ct)) return Error.Field("name", "webhook.name_taken");
        Take(subscription, request, request.Scope);
        subscription.Paused = request.Paused ?? subscription.Paused;
        return Done.Instance;
    }, ct);

    public async Task<Result<Done>> Handle(RemoveSubscription request, CancellationToken ct)
    {
        if (await db.Subscriptions.AsNoTracking().AllAsync(s => s.Id != request.Id, ct)) return Unknown;
        await db.Write(async () =>
        {
            await db.Deliveries.Where(d => d.SubscriptionId == request.Id).ExecuteDeleteAsync(ct);
            return await db.Subscriptions.Where(s => s.Id == request.Id).ExecuteDeleteAsync(ct);
        }, ct);
        return Done.Instance;
    }

    public Task<Result<SubscriptionSecret>> Handle(RotateSubscriptionSecret request, CancellationToken ct) => Change<SubscriptionSecret>(request.Id, subscription =>
    {
        var secret = WebhookSignature.NewSecret();
        var overlap = TimeSpan.FromHours(request.OverlapHours ?? 24);
        (subscription.PreviousSecret, subscription.PreviousUntil) = overlap > TimeSpan.Zero ? (subscription.Secret, (DateTimeOffset?)(clock.GetUtcNow() + overlap)) : (null, null);
        subscription.Secret = personal.Seal(secret);
        return Task.FromResult<Result<SubscriptionSecret>>(new SubscriptionSecret(subscription.Id, secret));
    }, ct);

    public Task<Result<ReplayedFrom>> Handle(ReplaySubscription request, CancellationToken ct) => Change<ReplayedFrom>(request.Id, async subscription =>
    {
        var from = request.FromSeq ?? await db.Events.Where(e => e.At >= request.From).MinAsync(e => (long?)e.Seq, ct) ?? subscription.Cursor + 1;
        var now = clock.GetUtcNow();
        // What is still on record goes again, in its old order; what was forgotten since is written anew from the log.
        await db.Deliveries.Where(d => d.SubscriptionId == subscription.Id && d.Seq >= from).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, WebhookDeliveryState.Pending).SetProperty(d => d.Attempts, 0).SetProperty(d => d.NextAttemptAt, now)
            .SetProperty(d => d.DoneAt, (DateTimeOffset?)null).SetProperty(d => d.Reason, (string?)null).SetProperty(d => d.DecidedBy, (string?)null), ct);
        subscription.Cursor = Math.Min(subscription.Cursor, from - 1);
        return new ReplayedFrom(from);
    }, ct);

    /// <summary>One change in one transaction; who met the sender at it tries again.</summary>
    private async Task<Result<T>> Change<T>(Guid id, Func<WebhookSubscription, Task<Result<T>>> change, CancellationToken ct)
    {
        for (var tries = 5; ; tries--)
        {
            try
            {
                var result = await db.Write<Result<T>>(async () =>
                {
                    if (await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } subscription) return Unknown;
                    var done = await change(subscription);
                    if (done.Error is null) await db.SaveChangesAsync(ct);
                    return done;
                }, ct);
                work.Raise();
                return result;
            }
            catch (DbUpdateConcurrencyException) when (tries > 1) { db.ChangeTracker.Clear(); }
        }
    }

    private static void Take(WebhookSubscription subscription, ISubscriptionFields fields, WebhookScope? scope)
    {
        (subscription.Name, subscription.Address) = (fields.Name!.Trim(), fields.Address!.Trim());
        (subscription.Kinds, subscription.Systems) = (string.Join(',', (fields.Kinds ?? []).Distinct()), string.Join(',', (fields.Systems ?? []).Distinct()));
        subscription.Scope = scope ?? subscription.Scope;
    }

    private Task<bool> NameTaken(string name, Guid? but, CancellationToken ct) => db.Subscriptions.AnyAsync(s => s.Name == name.Trim() && s.Id != but, ct);

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
