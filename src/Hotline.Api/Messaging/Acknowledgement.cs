using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Messaging;

/// <summary>
/// The words that go back on the channel the message came by. A web or API sender has the receipt in hand already, a WeChat
/// sender gets it as the direct answer; SMS and phone get a text, a mail gets a mail. It is written in the transaction of its cause and sent afterwards.
/// </summary>
internal sealed class Acknowledgement(City city, HotlineOptions options)
{
    public OutgoingNotice? Of(Ticket ticket, Resident? resident, PersonalData personal) =>
        ticket.Channel is Channel.Sms or Channel.Phone or Channel.Email && resident is not null ? Notice("acknowledgement", ticket, resident, personal, ticket.ReceivedAt) : null;

    /// <summary>Any later occasion: whoever wrote by WeChat or mail hears there, others by text whenever a phone number is known, else by mail.</summary>
    /// <param name="words">What this occasion says besides number, code, department and address.</param>
    public OutgoingNotice? Notice(string occasion, Ticket ticket, Resident resident, PersonalData personal, DateTimeOffset now, params IReadOnlyList<NoticeWord> words)
    {
        var (channel, recipient) = ticket.Channel == Channel.WeChat && resident.OpenId is { } openId ? (Channel.WeChat, openId)
            : (ticket.Channel == Channel.Email || resident.Phone is null) && resident.Email is { } address ? (Channel.Email, address)
            : (Channel.Sms, resident.Phone);
        if (recipient is null) return null;
        var text = Words(occasion, ticket.Language, ticket.Number, QueryCode.Derive(personal.QueryCodeKey, ticket.Id), ticket.LeadDepartment, words);
        return text.Length == 0 ? null : new OutgoingNotice
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Channel = channel, Recipient = recipient, Text = text,
            State = OutgoingState.Pending, CreatedAt = now, NextAttemptAt = now,
        };
    }

    /// <summary>The city's words for an occasion; empty when it has none.</summary>
    public string Words(string occasion, string ticketLanguage, string number, string code, string? leadDepartment = null, IReadOnlyList<NoticeWord>? words = null)
    {
        var language = ticketLanguage == "en" ? "en" : "zh-CN";
        var department = city.Department(leadDepartment);
        return city.Notice(occasion, language, options.PublicBaseUrl is null ? "SmsWithoutSite" : "Sms",
            [.. (words ?? []).Select(w => (w.Name, language == "en" ? w.English : w.Chinese)),
            ("number", number), ("code", code),
            ("department", (language == "en" ? department?.NameEn : department?.Name) ?? city.HotlineNumber),
            ("hotline", city.HotlineNumber), ("url", options.PublicBaseUrl is { } site ? new Uri(site, "track").ToString() : "")]);
    }
}

/// <summary>A word of one occasion, such as a new date, in the two languages that residents are written to.</summary>
internal sealed record NoticeWord(string Name, string Chinese, string English)
{
    /// <summary>The same in both, such as what somebody wrote.</summary>
    public static NoticeWord Same(string name, string text) => new(name, text, text);

    /// <summary>A day of the city's calendar.</summary>
    public static NoticeWord Day(string name, DateOnly day) =>
        new(name, $"{day.Year}年{day.Month}月{day.Day}日", day.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
}
