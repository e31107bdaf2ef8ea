using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging.Webhooks;

/// <summary>What is sent: which event it was, and the ticket as it is now. The resident stands in it only where the subscription's scope says so.</summary>
/// <param name="Id">The same in every try: a receiver that has it has nothing more to do.</param>
/// <param name="Type">The event's kind, such as <c>TicketDispatched</c>.</param>
/// <param name="Timestamp">When it happened.</param>
internal sealed record WebhookPayload(Guid Id, string Type, DateTimeOffset Timestamp, WebhookTicket Data);

/// <param name="Seq">The event's number in the log: of one ticket they come in this order.</param>
/// <param name="Source">The system that handed the ticket over, and its own number for it; absent for a resident's own.</param>
internal sealed record WebhookTicket(long Seq, Guid TicketId, string TicketNumber, TicketSource? Source, TicketState State, Channel Channel, TicketType? TicketType, Urgency Urgency,
    string? CategoryCode, string? CategoryName, string? DepartmentCode, string? DepartmentName, string? DistrictCode, DateTimeOffset ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt,
    bool Confidential, int Version, string? Subject, string? Body, WebhookReply? Reply, WebhookResident? Resident);

internal sealed record WebhookReply(string PublicText, ReplyResult Result, string? LegalBasis, DateTimeOffset RepliedAt);

internal sealed record WebhookResident(string? Name, string? Phone, string? Email, string? Address);

/// <summary>Writes the body of a delivery.</summary>
internal sealed class WebhookPayloads(City city, PersonalData personal)
{
    /// <summary>Null when the ticket is gone.</summary>
    public async Task<string?> Write(HotlineDb db, WebhookSubscription subscription, WebhookDelivery delivery, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == delivery.TicketId, ct) is not { } ticket) return null;
        var source = (await db.SourcesOf([ticket.Id], ct)).GetValueOrDefault(ticket.Id);
        var resident = ticket.ResidentId is { } id && subscription.Scope != WebhookScope.Facts ? await db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) : null;
        var reply = subscription.Scope == WebhookScope.Facts ? null : await db.Replies.AsNoTracking().Where(r => r.TicketId == ticket.Id).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        var shown = Shown(subscription.Scope, ticket, resident);
        var contact = subscription.Scope == WebhookScope.Contact && !ticket.Confidential ? resident : null;
        if (contact is not null) db.AccessLog.Add(new AccessEntry
        {
            Id = Guid.CreateVersion7(now), At = now, UserName = $"webhook:{subscription.Name}", TicketId = ticket.Id, TicketNumber = ticket.Number, What = PersonalReading.Resident, Reason = delivery.Kind,
        });
        return JsonSerializer.Serialize(new WebhookPayload(delivery.Id, delivery.Kind, delivery.At, new WebhookTicket(delivery.Seq, ticket.Id, ticket.Number, source, ticket.State, ticket.Channel, ticket.Type, ticket.Urgency,
            ticket.CategoryCode, city.Category(ticket.CategoryCode)?.Name, ticket.LeadDepartment, city.Department(ticket.LeadDepartment)?.Name, ticket.DistrictCode, ticket.ReceivedAt, ticket.ResidentDueAt, ticket.ClosedAt,
            ticket.Confidential, ticket.Version, shown?.Invoke(ticket.Subject), shown?.Invoke(ticket.Body),
            reply is null || shown is null ? null : new WebhookReply(shown(reply.PublicText), reply.Result, reply.LegalBasis, reply.RepliedAt),
            contact is null ? null : new WebhookResident(personal.OpenOrNull(contact.Name), personal.OpenOrNull(contact.Phone), personal.OpenOrNull(contact.Email), personal.OpenOrNull(contact.Address)))), HotlineJson.Options);
    }

    /// <summary>
    /// How a text is written out: whoever may not know the resident gets it without what would tell who it is; null when no text goes out.
    /// </summary>
    private Func<string, string>? Shown(WebhookScope scope, Ticket ticket, Resident? resident)
    {
        if (scope == WebhookScope.Facts) return null;
        if (scope == WebhookScope.Contact && !ticket.Confidential) return text => text;
        var known = personal.KnownOf(resident, ticket);
        return text => Redactor.Redact(text, known).Text;
    }
}
