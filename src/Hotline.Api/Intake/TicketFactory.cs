using System.Buffers;
using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Intake.ChannelDesk;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain.Departments;
using Hotline.Domain.Residents;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake;

/// <summary>A message with all the work done that needs no database; made on the door's own thread.</summary>
internal sealed record PreparedMessage(IntakeRequest Request, StoredMessage Stored, NewTicket? Ticket, Resident? Resident, string? Error);

/// <summary>Turns a message into what a ticket is born with. Pure but for the sealing of personal data.</summary>
internal sealed class TicketFactory(City city, PersonalData personal, ChannelProbes probes)
{
    private const int SubjectFromBody = 40;
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？!?\n");

    public PreparedMessage Prepare(IntakeRequest request, DateTimeOffset now)
    {
        var message = request.Message;
        if (probes.Sent(message.ChannelAccount, message.ProviderId)) request = request with { SetAside = "channel.test" };
        var id = Guid.CreateVersion7(now);
        NewTicket? ticket = null;
        Resident? resident = null;
        string? error = null;
        try
        {
            if (request.SetAside is null && request.Unready is null)
            {
                resident = ResidentOf(request, now);
                ticket = TicketOf(request, resident, id, now);
            }
            error = request.SetAside ?? request.Unready ?? (ticket is null ? "intake.empty" : null);
        }
#pragma warning disable CA1031 // whatever is wrong with a message, it must not be lost: it goes to quarantine with the reason
        catch (Exception e)
#pragma warning restore CA1031
        {
            error = $"{e.GetType().Name}: {e.Message}";
        }
        var stored = new StoredMessage
        {
            Id = id, Channel = ToChannel(message.Channel), ChannelAccount = Clean(message.ChannelAccount), ProviderId = Clean(message.ProviderId),
            ReceivedAt = message.ReceivedAt, StoredAt = now, Payload = personal.Seal(request.ToJson()),
            State = request.SetAside is not null ? MessageState.SetAside : ticket is null ? MessageState.Quarantined : MessageState.Ticketed, Error = error, Attempts = 1, Version = 1,
        };
        return new PreparedMessage(request, stored, ticket, resident, error);
    }

    private NewTicket? TicketOf(IntakeRequest request, Resident? resident, Guid id, DateTimeOffset now)
    {
        var message = request.Message;
        var body = Clean(message.Body).Trim();
        var subject = Clean(message.Subject).Trim();
        if (body.Length == 0 && subject.Length == 0 && message.Attachments.Count == 0 && request.Files.Count == 0) return null;
        if (subject.Length == 0) subject = FirstWords(body);
        var text = $"{subject}\n{body}";
        var district = city.FindPlace(request.Place is { Length: > 0 } given ? $"{given}\n{text}" : text);
        return new NewTicket(id, "", ToChannel(message.Channel), subject, body, message.ReceivedAt > now ? now : message.ReceivedAt, now)
        {
            Type = request.Type, Place = request.Place is { } place ? Clean(place) : district?.Name, DistrictCode = district?.Code,
            Dangers = [.. city.Dangers.Find(text).Select(d => d.Kind).Distinct()], Language = request.Language ?? LanguageOf(text),
            ResidentId = resident?.Id, Anonymous = request.Anonymous || resident is null, Confidential = request.Confidential,
        };
    }

    private Resident? ResidentOf(IntakeRequest request, DateTimeOffset now)
    {
        if (request.Reply is not null && request.Message.Sender is { } writer)
            return new Resident { Id = Guid.CreateVersion7(now), Name = personal.SealOrNull(request.Message.SenderName), ContactIndex = personal.Index(ContactOf(request.Message.ChannelAccount, writer)), CreatedAt = now };
        var openId = request.Message.Channel == ChannelKind.WeChat ? request.Message.Sender : null;
        var (phone, email, name) = openId is null ? Contact(request) : default;
        if (phone is null && email is null && name is null && openId is null) return null;
        // An openid is somebody to one account only.
        var contact = openId is not null ? $"{request.Message.ChannelAccount}:{openId}" : phone is not null ? $"tel:{PhoneNumber.Normalize(phone)}" : email is not null ? $"mailto:{email.ToLowerInvariant()}" : null;
        return new Resident
        {
            Id = Guid.CreateVersion7(now), Name = personal.SealOrNull(name), Phone = personal.SealOrNull(phone), Email = personal.SealOrNull(email),
            Address = personal.SealOrNull(request.Address), OpenId = personal.SealOrNull(openId), ContactIndex = contact is null ? null : personal.Index(contact), CreatedAt = now,
        };
    }

    /// <summary>A name at a microblog is somebody to one account only.</summary>
    public static string ContactOf(string channelAccount, string writer) => $"{channelAccount}:{writer}";

    /// <summary>A sender is a phone number, a mail address or a name, whatever the door could tell.</summary>
    private static (string? Phone, string? Email, string? Name) Contact(IntakeRequest request)
    {
        var sender = Clean(request.Message.Sender ?? "").Trim();
        var name = Clean(request.Message.SenderName ?? "").Trim();
        var email = Clean(request.Email ?? "").Trim();
        string? phone = null;
        if (sender.Contains('@', StringComparison.Ordinal)) email = email.Length > 0 ? email : sender;
        else if (PhoneNumber.Normalize(sender).Length >= 5 && sender.All(c => char.IsAsciiDigit(c) || " +-()".Contains(c, StringComparison.Ordinal))) phone = sender;
        else if (name.Length == 0) name = sender;
        return (phone, email.Length > 0 ? email : null, name.Length > 0 ? name : null);
    }

    private static string FirstWords(string body)
    {
        var end = body.AsSpan().IndexOfAny(SentenceEnds);
        var length = Math.Min(end > 0 ? end : body.Length, SubjectFromBody);
        if (length < body.Length && length > 0 && char.IsHighSurrogate(body[length - 1])) length--;
        return body.Length == 0 ? "（无标题）" : body[..length].Trim();
    }

    /// <summary><c>zh</c> or <c>en</c>, by the letters.</summary>
    public static string LanguageOf(string text)
    {
        int han = 0, latin = 0;
        foreach (var c in text)
            if (c is >= '\u3400' and <= '\u9fff') han++;
            else if (char.IsAsciiLetter(c)) latin++;
        return han * 4 >= latin ? "zh" : "en";
    }

    /// <summary>Everything stays as it came but the two things no database can hold as text: NUL and half a surrogate pair.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOf('\0') < 0 && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? "\ufffd" : rune.ToString());
        return clean.ToString();
    }

    private static Channel ToChannel(ChannelKind kind) => Enum.Parse<Channel>(kind.ToString());
}
