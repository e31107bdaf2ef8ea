using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>Messages that were taken for a machine's, newest first: kept, without a ticket. A machine's judgement needs a person's eye.</summary>
/// <param name="Reason">One of <c>mail.loop</c>, <c>mail.bounce</c>, <c>mail.automatic</c>, <c>mail.report</c>; without it all but the reports that were matched with their notice.</param>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListSetAside(string? Reason, string? After, int? Limit);

/// <param name="ReasonCode">Why it was set aside; a code of docs/errors.md.</param>
/// <param name="Reason">The same in the reader's language.</param>
/// <param name="Sender">Masked; null when the message names none.</param>
/// <param name="Subject">Without personal data.</param>
/// <param name="Preview">The beginning of the text, without personal data.</param>
internal sealed record SetAsideView(Guid Id, Channel Channel, DateTimeOffset ReceivedAt, string ReasonCode, string Reason, string? Sender, string Subject, string Preview);

/// <summary>"This was a person": a message set aside becomes a ticket, or goes on with the open one it answers.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record TakeSetAside(Guid Id);

/// <summary>"This was a machine": the message leaves the list. It stays on disk with its raw form.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record DiscardSetAside(Guid Id);

internal sealed class ListSetAsideHandler(HotlineDb db, PersonalData personal) : IHandler<ListSetAside, Page<SetAsideView>>
{
    /// <summary>Each row's message is opened, and a mail may measure 30 MB.</summary>
    private const int Most = 50;
    private static readonly string[] Reasons = ["mail.loop", "mail.bounce", "mail.automatic", MailIntake.Report];

    public async Task<Result<Page<SetAsideView>>> Handle(ListSetAside request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 20, 1, Most);
        var kept = db.Messages.AsNoTracking().Where(m => m.State == MessageState.SetAside);
        if (request.Reason is { Length: > 0 } reason)
        {
            if (!Reasons.Contains(reason)) return Error.Field("reason", "list.value_unknown", reason);
            kept = kept.Where(m => m.Error == reason);
        }
        else kept = kept.Where(m => m.Error != MailIntake.Report);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            kept = kept.Where(m => m.Id < last);
        }
        var rows = await kept.OrderByDescending(m => m.Id).Take(limit + 1).ToListAsync(ct);
        var items = rows.Take(limit).Select(View).ToList();
        return new Page<SetAsideView>(items, rows.Count > limit ? items[^1].Id.ToString() : null);
    }

    private SetAsideView View(StoredMessage stored)
    {
        var message = stored.Payload.Length > 0 ? IntakeRequest.FromJson(personal.Open(stored.Payload)).Message : null;
        var sender = Masking.MaskEmail(message?.Sender);
        return new SetAsideView(stored.Id, stored.Channel, stored.ReceivedAt, stored.Error ?? "", ErrorTexts.Sentence(stored.Error ?? "", []),
            sender.Length > 0 ? sender : null, Short(message?.Subject, 120), Short(message?.Body, 200));
    }

    private static string Short(string? text, int most) => Redactor.Redact(text is null ? "" : text.Length > most ? text[..most] : text).Text;
}

internal sealed class TakeSetAsideHandler(MessageRelease release) : IHandler<TakeSetAside, RetriedMessage>
{
    public Task<Result<RetriedMessage>> Handle(TakeSetAside request, CancellationToken ct) => release.Release(request.Id, MessageState.SetAside, "message.not_set_aside", ct);
}

internal sealed class DiscardSetAsideHandler(HotlineDb db, CurrentActor current, TimeProvider clock) : IHandler<DiscardSetAside, Done>
{
    public async Task<Result<Done>> Handle(DiscardSetAside request, CancellationToken ct)
    {
        if (await db.Messages.SingleOrDefaultAsync(m => m.Id == request.Id, ct) is not { } message) return Error.NotFound("message");
        if (message.State == MessageState.Discarded) return Done.Instance;
        if (message.State != MessageState.SetAside) return new Error(ErrorKind.Conflict, "message.not_set_aside");
        (message.State, message.ResolvedBy) = (MessageState.Discarded, current.Required.UserName);
        db.Emit("MessageDiscarded", "intake", nameof(StoredMessage), message.Id, clock.GetUtcNow());
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "message.not_set_aside"); }
        return Done.Instance;
    }
}
