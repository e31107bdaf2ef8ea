using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Messaging;

/// <summary>
/// The words that go back on the channel the message came by. A web or API sender has the receipt in hand already;
/// SMS and phone get a text. It is written in the transaction of its cause and sent afterwards.
/// </summary>
internal sealed class Acknowledgement(City city, HotlineOptions options)
{
    public OutgoingNotice? Of(Ticket ticket, Resident? resident, PersonalData personal) =>
        ticket.Channel is Channel.Sms or Channel.Phone && resident is not null ? Notice("acknowledgement", ticket, resident, personal, ticket.ReceivedAt) : null;

    /// <summary>Any later occasion: the resident hears by text whenever a phone number is known.</summary>
    public OutgoingNotice? Notice(string occasion, Ticket ticket, Resident resident, PersonalData personal, DateTimeOffset now, params (string Name, string Value)[] more)
    {
        if (resident.Phone is not { } phone) return null;
        var language = ticket.Language == "en" ? "en" : "zh-CN";
        var department = city.Department(ticket.LeadDepartment);
        var text = city.Notice(occasion, language, options.PublicBaseUrl is null ? "SmsWithoutSite" : "Sms",
            [("number", ticket.Number), ("code", QueryCode.Derive(personal.QueryCodeKey, ticket.Id)),
             ("department", (language == "en" ? department?.NameEn : department?.Name) ?? city.HotlineNumber),
             ("hotline", city.HotlineNumber), ("url", options.PublicBaseUrl is { } site ? new Uri(site, "track").ToString() : ""), .. more]);
        return text.Length == 0 ? null : new OutgoingNotice
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Channel = Channel.Sms, Recipient = phone, Text = text,
            State = OutgoingState.Pending, CreatedAt = now, NextAttemptAt = now,
        };
    }
}
