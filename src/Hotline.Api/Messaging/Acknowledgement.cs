using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels.Twilio;
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
        var code = QueryCode.Derive(personal.QueryCodeKey, ticket.Id);
        var text = Fit(words, some => Words(occasion, ticket.Language, ticket.Number, code, ticket.LeadDepartment, some));
        return text.Length == 0 ? null : new OutgoingNotice
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Channel = channel, Recipient = recipient, Text = text,
            State = OutgoingState.Pending, CreatedAt = now, NextAttemptAt = now,
            Occasion = occasion, Purpose = PurposeOf(occasion, ticket), ContactIndex = resident.ContactIndex, Segments = channel == Channel.Sms ? SmsSegments.Count(text) : 0,
        };
    }

    /// <summary>The answer to what a resident has just texted; null when the city has no words for it.</summary>
    /// <param name="to">The number as the provider wrote it, which is the resident's own.</param>
    /// <param name="ticket">What it is about; null for what concerns no ticket, or none that may be named.</param>
    public OutgoingNotice? Reply(string occasion, string language, Ticket? ticket, Resident resident, string to, PersonalData personal, DateTimeOffset now, params IReadOnlyList<NoticeWord> words)
    {
        var text = Fit(words, some => Words(occasion, language, ticket?.Number ?? "", ticket is null ? "" : QueryCode.Derive(personal.QueryCodeKey, ticket.Id), ticket?.LeadDepartment, some));
        return text.Length == 0 ? null : new OutgoingNotice
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket?.Id, Channel = Channel.Sms, Recipient = personal.Seal(to), Text = text, State = OutgoingState.Pending, CreatedAt = now, NextAttemptAt = now,
            Occasion = occasion, Purpose = NoticePurpose.Reply, ContactIndex = resident.ContactIndex, Segments = SmsSegments.Count(text),
        };
    }

    /// <summary>Progress and asking for a rating are courtesies one may decline; all else the rules say must be told.</summary>
    private static NoticePurpose PurposeOf(string occasion, Ticket ticket) => occasion switch
    {
        "acknowledgement" => NoticePurpose.Reply,
        "reopened" or "longTerm" => NoticePurpose.Progress,
        "ratingRequest" => NoticePurpose.Survey,
        _ => ticket.Urgency == Urgency.Critical || ticket.Dangers.Length > 0 ? NoticePurpose.Urgent : NoticePurpose.Notice,
    };

    /// <summary>What people wrote into it is cut until the text costs no more than the configured number of short messages.</summary>
    private string Fit(IReadOnlyList<NoticeWord> words, Func<IReadOnlyList<NoticeWord>, string> make)
    {
        const int step = 20;
        for (var some = words; ;)
        {
            var text = make(some);
            if (SmsSegments.Count(text) <= options.Messaging.MostSegments || some.MaxBy(Length) is not { } longest || Length(longest) <= step) return text;
            some = [.. some.Select(w => w == longest ? new NoticeWord(w.Name, Shorter(w.Chinese), Shorter(w.English)) : w)];
        }

        static int Length(NoticeWord word) => Math.Max(word.Chinese.Length, word.English.Length);
        static string Shorter(string text) => text.Length <= step ? text : text[..(text.Length - step - (char.IsLowSurrogate(text[^step]) ? 1 : 0))] + "…";
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
