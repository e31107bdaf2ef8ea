using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Settings;

/// <summary>Messages to residents, newest first: sent, waiting, and above all those that could not be sent, with the reason.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListOutgoing([Words(NamesOf = typeof(OutgoingState))] string? State, string? After, int? Limit);

/// <param name="To">Masked.</param>
/// <param name="Text">The query code is masked, for it opens the ticket, and so is personal data in relayed words.</param>
/// <param name="ReasonCode">Why it has not gone out; a code of docs/errors.md.</param>
/// <param name="Reason">The same in the reader's language.</param>
/// <param name="TicketId">Absent for the answer to a text that concerned no ticket.</param>
/// <param name="Segments">Short messages it costs; 0 on channels that do not count.</param>
/// <param name="Delivery">How far it has come by the provider's reports; absent before a provider took it on.</param>
internal sealed record OutgoingView(Guid Id, Guid? TicketId, string? TicketNumber, Channel Channel, string To, string Text, OutgoingState State, string? ReasonCode, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, int Attempts,
    string Occasion, NoticePurpose Purpose, int Segments, NoticeDelivery? Delivery, DateTimeOffset? DeliveryAt);

/// <summary>Puts a notice that was not sent back into the line.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record RetryOutgoing(Guid Id);

internal sealed class ListOutgoingHandler(HotlineDb db, PersonalData personal) : IHandler<ListOutgoing, Page<OutgoingView>>
{
    public async Task<Result<Page<OutgoingView>>> Handle(ListOutgoing request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var notices = db.Outgoing.AsNoTracking();
        if (request.State is { Length: > 0 } name)
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<OutgoingState>(name, true, out var state)) return Error.Field("state", "list.value_unknown", name);
            notices = notices.Where(o => o.State == state);
        }
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            notices = notices.Where(o => o.Id < last);
        }
        var rows = await notices.OrderByDescending(o => o.Id).Take(limit + 1).Select(o => new { o, Number = db.Tickets.Where(t => t.Id == o.TicketId).Select(t => t.Number).FirstOrDefault() }).ToListAsync(ct);
        var items = rows.Take(limit).Select(r => View(r.o, r.Number)).ToList();
        return new Page<OutgoingView>(items, rows.Count > limit ? items[^1].Id.ToString() : null);
    }

    private static string Masked(Channel channel, string recipient) =>
        channel switch { Channel.WeChat or Channel.Microblog => Masking.MaskOpenId(recipient), Channel.Email => Masking.MaskEmail(recipient), _ => Masking.MaskPhone(recipient) };

    private OutgoingView View(OutgoingNotice o, string? number)
    {
        var (code, detail) = o.Reason is { } stored ? NoticeReason.Read(stored) : default;
        return new OutgoingView(o.Id, o.TicketId, number, o.Channel, Masked(o.Channel, personal.Open(o.Recipient)),
            Redactor.Redact(o.TicketId is { } ticket ? o.Text.Replace(QueryCode.Derive(personal.QueryCodeKey, ticket), "******", StringComparison.Ordinal) : o.Text, new KnownPersonalData { TicketNumbers = number is null ? [] : [number] }).Text,
            o.State, code, code is null ? null : ErrorTexts.Sentence(code, [detail]), o.CreatedAt, o.SentAt, o.Attempts, o.Occasion, o.Purpose, o.Segments, o.Delivery, o.DeliveryAt);
    }
}

internal sealed class RetryOutgoingHandler(HotlineDb db, TimeProvider clock) : IHandler<RetryOutgoing, Done>
{
    public async Task<Result<Done>> Handle(RetryOutgoing request, CancellationToken ct)
    {
        if (await db.Outgoing.FindAsync([request.Id], ct) is not { } notice) return Error.NotFound("notice");
        if (notice.State is not (OutgoingState.NotSent or OutgoingState.Failed)) return new Error(ErrorKind.Conflict, "notice.not_retryable");
        notice.Again(clock.GetUtcNow());
        db.Emit("NoticeRetried", "outgoing", nameof(OutgoingNotice), notice.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Done.Instance;
    }
}
