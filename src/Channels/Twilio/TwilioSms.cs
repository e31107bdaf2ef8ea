using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hotline.Channels.Twilio;

/// <summary>Reads Twilio's messaging webhooks.</summary>
public static class TwilioSms
{
    // Twilio's own limit on one message.
    private const int MostMedia = 10;

    /// <summary>
    /// An inbound SMS or MMS. Unknown fields are ignored, as Twilio adds them freely; a missing or malformed one that matters
    /// is named in the error. A message with neither text nor media is an error of <c>Body</c>.
    /// </summary>
    public static bool TryReadMessage(
        UrlForm form,
        DateTimeOffset receivedAt,
        [NotNullWhen(true)] out IncomingMessage? message,
        [NotNullWhen(false)] out FieldError? error)
    {
        message = null;
        var (sid, account, from) = (form["MessageSid"], form["AccountSid"], PlainText.Clean(form["From"]).Trim());
        error =
            !TwilioSid.IsMessage(sid) ? Missing("MessageSid", sid)
            : !TwilioSid.IsAccount(account) ? Missing("AccountSid", account)
            : from.Length is 0 or > 256 ? Missing("From", from)
            : null;
        if (error is not null || !TryReadMedia(form, out var media, out error))
        {
            return false;
        }

        var body = PlainText.Clean(form["Body"]).Trim();
        if (body.Length == 0 && media.Count == 0)
        {
            error = new("Body", "is empty and there are no media");
            return false;
        }

        message = new(ChannelKind.Sms, account!, sid!, from, null, "", body, receivedAt, media, form.Raw, UrlForm.ContentType);
        return true;
    }

    /// <summary>A report on a message we sent.</summary>
    public static bool TryReadReport(UrlForm form, [NotNullWhen(true)] out DeliveryReport? report, [NotNullWhen(false)] out FieldError? error)
    {
        report = null;
        var sid = form["MessageSid"];
        if (!TwilioSid.IsMessage(sid))
        {
            error = Missing("MessageSid", sid);
            return false;
        }

        var status = form["MessageStatus"];
        if (TwilioErrors.StateOf(status) is not { } state)
        {
            error = Missing("MessageStatus", status);
            return false;
        }

        error = null;
        report = new(sid!, state, state == DeliveryState.Failed ? TwilioErrors.OfDelivery(form["ErrorCode"]) : null);
        return true;
    }

    private static bool TryReadMedia(
        UrlForm form, [NotNullWhen(true)] out List<IncomingAttachment>? media, [NotNullWhen(false)] out FieldError? error)
    {
        media = null;
        var announced = form["NumMedia"];
        var count = 0;
        if (!string.IsNullOrEmpty(announced) && !int.TryParse(announced, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            error = new("NumMedia", "is not a number");
            return false;
        }

        if (count > MostMedia)
        {
            error = new("NumMedia", $"is more than {MostMedia}");
            return false;
        }

        var found = new List<IncomingAttachment>(count);
        for (var i = 0; i < count; i++)
        {
            if (!Uri.TryCreate(form[$"MediaUrl{i}"], UriKind.Absolute, out var url))
            {
                error = Missing($"MediaUrl{i}", form[$"MediaUrl{i}"]);
                return false;
            }

            var type = MediaTypes.Read(form[$"MediaContentType{i}"]);
            found.Add(new($"media-{i + 1}{MediaTypes.ExtensionOf(type)}", type, url, null, null));
        }

        (media, error) = (found, null);
        return true;
    }

    private static FieldError Missing(string field, string? value) => new(field, string.IsNullOrEmpty(value) ? "is missing" : "is malformed");
}
