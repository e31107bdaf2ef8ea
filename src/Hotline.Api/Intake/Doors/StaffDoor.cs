using FluentValidation;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake.Doors;

/// <summary>An agent types in what a caller says, or what somebody hands over at the counter. It goes through the one queue like everything else.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record TakeDownTicket
{
    /// <summary>Phone or Counter.</summary>
    public Channel Channel { get; init; } = Channel.Phone;
    public string? Subject { get; init; }
    public string Body { get; init; } = "";
    public TicketType? Type { get; init; }
    public string? ResidentName { get; init; }
    public string? Phone { get; init; }
    public string? Place { get; init; }
    /// <summary>The call it was said in: its number is the resident's where none is given, and its recording comes to the ticket.</summary>
    public Guid? CallId { get; init; }
    public bool Anonymous { get; init; }
    public bool Confidential { get; init; }
    /// <summary>From the header Idempotency-Key: the same key is the same ticket.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string? IdempotencyKey { get; set; }
}

internal sealed class TakeDownTicketValidator : AbstractValidator<TakeDownTicket>
{
    public TakeDownTicketValidator()
    {
        RuleFor(x => x.Channel).Must(c => c is Channel.Phone or Channel.Counter).WithMessage("intake.channel_unknown");
        RuleFor(x => x.Subject).MaximumLength(200);
        RuleFor(x => x.Body).NotEmpty().MaximumLength(20_000);
        RuleFor(x => x.ResidentName).MaximumLength(60);
        RuleFor(x => x.Phone).MaximumLength(30).Matches("^[0-9+() -]*$");
        RuleFor(x => x.Place).MaximumLength(200);
        RuleFor(x => x.Type).IsInEnum();
    }
}

internal sealed class TakeDownTicketHandler(IntakePipeline intake, CallLog calls, IHandler<GetTicket, TicketView> get, CurrentActor current, TimeProvider clock) : IHandler<TakeDownTicket, TicketView>
{
    public async Task<Result<TicketView>> Handle(TakeDownTicket request, CancellationToken ct)
    {
        var call = request.CallId is { } callId ? await calls.Find(callId, current.Required, ct) : null;
        if (request.CallId is not null && call is null) return Error.NotFound("call");
        var phone = string.IsNullOrWhiteSpace(request.Phone) && call is not null ? calls.NumberOf(call) : request.Phone;
        var message = new IncomingMessage(Enum.Parse<ChannelKind>(request.Channel.ToString()), $"desk:{current.Required.UserName}", request.IdempotencyKey ?? Guid.NewGuid().ToString(),
            request.Anonymous ? null : phone, request.Anonymous ? null : request.ResidentName, request.Subject ?? "", request.Body, clock.GetUtcNow(), [], "", "text/plain");
        var stored = await intake.Submit(new IntakeRequest(message) { Type = request.Type, Place = request.Place, Anonymous = request.Anonymous, Confidential = request.Confidential });
        if (stored.Error is { } error) return error;
        if (call is not null && stored.Value!.TicketId is { } takenDown) await calls.Link(call.Id, takenDown, ct);
        return stored.Value!.TicketId is { } id ? await get.Handle(new GetTicket(id), ct) : new Error(ErrorKind.Conflict, "intake.quarantined");
    }
}
