using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Publishing;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>Messages that could not become a ticket, oldest first: stored, in sight, with the reason.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListQuarantine(string? After, int? Limit);

/// <param name="Preview">The beginning of the text, without personal data: whoever repairs the intake need not know whose it is.</param>
internal sealed record QuarantinedView(Guid Id, Channel Channel, string ChannelAccount, string ProviderId, DateTimeOffset ReceivedAt, string? Error, int Attempts, string Preview);

/// <summary>Tries again to make a ticket of a quarantined message.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record RetryQuarantined(Guid Id);

internal sealed record RetriedMessage(Guid? TicketId, string? TicketNumber, string? Error);

/// <summary>Marks a quarantined message as answered by hand.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ResolveQuarantined(Guid Id, string Note);

internal sealed class ResolveQuarantinedValidator : AbstractValidator<ResolveQuarantined>
{
    public ResolveQuarantinedValidator() => RuleFor(x => x.Note).NotEmpty().MaximumLength(2_000);
}

internal sealed class ListQuarantineHandler(HotlineDb db, PersonalData personal) : IHandler<ListQuarantine, Page<QuarantinedView>>
{
    public async Task<Result<Page<QuarantinedView>>> Handle(ListQuarantine request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var waiting = db.Messages.AsNoTracking().Where(m => m.State == MessageState.Quarantined);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            waiting = waiting.Where(m => m.Id > last);
        }
        var rows = await waiting.OrderBy(m => m.Id).Take(limit + 1).ToListAsync(ct);
        var items = rows.Take(limit).Select(m => new QuarantinedView(m.Id, m.Channel, m.ChannelAccount, m.ProviderId, m.ReceivedAt, ErrorTexts.Sentence(m.Error ?? "", []), m.Attempts, Preview(m))).ToList();
        return new Page<QuarantinedView>(items, rows.Count > limit ? items[^1].Id.ToString() : null);
    }

    private string Preview(StoredMessage message)
    {
        var body = IntakeRequest.FromJson(personal.Open(message.Payload)).Message.Body;
        return Redactor.Redact(body.Length > 80 ? body[..80] : body).Text;
    }
}

internal sealed class RetryQuarantinedHandler(MessageRelease release) : IHandler<RetryQuarantined, RetriedMessage>
{
    public Task<Result<RetriedMessage>> Handle(RetryQuarantined request, CancellationToken ct) => release.Release(request.Id, MessageState.Quarantined, "message.not_quarantined", ct);
}

internal sealed class ResolveQuarantinedHandler(HotlineDb db, CurrentActor current, TimeProvider clock) : IHandler<ResolveQuarantined, Done>
{
    public async Task<Result<Done>> Handle(ResolveQuarantined request, CancellationToken ct)
    {
        if (await db.Messages.SingleOrDefaultAsync(m => m.Id == request.Id, ct) is not { } message) return Error.NotFound("message");
        if (message.State != MessageState.Quarantined) return new Error(ErrorKind.Conflict, "message.not_quarantined");
        (message.State, message.Resolution, message.ResolvedBy) = (MessageState.AnsweredByHand, request.Note.Trim(), current.Required.UserName);
        db.Emit("MessageAnsweredByHand", "intake", nameof(StoredMessage), message.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Done.Instance;
    }
}
