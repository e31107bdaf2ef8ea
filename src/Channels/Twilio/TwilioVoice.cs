using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hotline.Channels.Twilio;

/// <summary>What kind of address a call came from.</summary>
public enum CallerKind
{
    /// <summary>A telephone number.</summary>
    Number,

    /// <summary>The caller, or the network, withheld the number.</summary>
    Withheld,

    /// <summary>A browser telephone of our own account (<c>client:</c>).</summary>
    Client,

    /// <summary>A SIP address.</summary>
    Sip,
}

/// <summary>One request of a call in progress.</summary>
/// <param name="AccountSid">The account.</param>
/// <param name="CallSid">The call; the same in all its requests.</param>
/// <param name="To">The number that was called; empty when the request does not say.</param>
/// <param name="Caller">What <paramref name="From"/> is.</param>
/// <param name="From">The caller's address; null when withheld.</param>
/// <param name="Digits">The keys pressed; empty when none.</param>
/// <param name="HungUp">The caller hung up instead of pressing a key.</param>
/// <param name="Recording">What was recorded; null when the request tells of no recording.</param>
public sealed record VoiceCall(
    string AccountSid, string CallSid, string To, CallerKind Caller, string? From, string Digits, bool HungUp, VoiceRecording? Recording);

/// <summary>A recording of a call.</summary>
/// <param name="Sid">Its identity.</param>
/// <param name="Url">Where the provider keeps it.</param>
/// <param name="Seconds">Its length; null when the request does not say.</param>
public sealed record VoiceRecording(string Sid, Uri Url, int? Seconds);

/// <summary>Reads Twilio's voice webhooks.</summary>
public static class TwilioVoice
{
    // Where a caller withholds the number some networks give a word spelled on the telephone keys instead.
    private static readonly HashSet<string> WithheldNumbers =
        [.. new[] { "anonymous", "restricted", "unavailable", "unknown", "blocked" }.SelectMany(w => new[] { w, "+" + PhoneKeypad.Digits(w) })];

    /// <summary>Any request of a call: the first one, a key pressed, a recording finished. The error names the field at fault.</summary>
    public static bool TryRead(UrlForm form, [NotNullWhen(true)] out VoiceCall? call, [NotNullWhen(false)] out FieldError? error)
    {
        call = null;
        var (account, sid) = (form["AccountSid"], form["CallSid"]);
        var keys = form["Digits"] ?? "";
        var hungUp = keys == "hangup";
        error =
            !TwilioSid.IsCall(sid) ? Wrong("CallSid", sid)
            : !TwilioSid.IsAccount(account) ? Wrong("AccountSid", account)
            : !hungUp && (keys.Length > 64 || keys.Any(k => !(char.IsAsciiDigit(k) || k is '#' or '*'))) ? Wrong("Digits", keys)
            : null;
        if (error is not null || !TryReadRecording(form, out var recording, out error))
        {
            return false;
        }

        var (kind, from) = CallerOf(PlainText.Cut(PlainText.Clean(form["From"]).Trim(), 256));
        call = new(account!, sid!, PlainText.Cut(PlainText.Clean(form["To"]).Trim(), 256), kind, from, hungUp ? "" : keys, hungUp, recording);
        return true;
    }

    /// <summary>
    /// A message left after the tone, from the <c>action</c> of Record, which also comes when the caller hangs up. The report
    /// of a recording's completion can be read as well: it yields the same identity, but names no caller.
    /// </summary>
    public static bool TryReadVoicemail(
        UrlForm form,
        DateTimeOffset receivedAt,
        [NotNullWhen(true)] out IncomingMessage? message,
        [NotNullWhen(false)] out FieldError? error)
    {
        message = null;
        if (!TryRead(form, out var call, out error))
        {
            return false;
        }

        if (call.Recording is not { } recording)
        {
            error = new("RecordingSid", "is missing");
            return false;
        }

        var seconds = recording.Seconds?.ToString(CultureInfo.InvariantCulture);
        var body = seconds is null ? "[语音留言 | voicemail]" : $"[语音留言，{seconds} 秒 | voicemail, {seconds} seconds]";
        message = new(
            ChannelKind.Phone, call.AccountSid, recording.Sid, call.From, null, "", body, receivedAt,
            [new($"{recording.Sid}.wav", "audio/wav", recording.Url, null, null)], form.Raw, UrlForm.ContentType);
        return true;
    }

    private static bool TryReadRecording(UrlForm form, out VoiceRecording? recording, [NotNullWhen(false)] out FieldError? error)
    {
        recording = null;
        var (sid, address, length, status) = (form["RecordingSid"], form["RecordingUrl"], form["RecordingDuration"], form["RecordingStatus"]);
        error = null;
        if (string.IsNullOrEmpty(sid) && string.IsNullOrEmpty(address))
        {
            return true;
        }

        var seconds = 0;
        Uri? url = null;
        error =
            !TwilioSid.IsRecording(sid) ? Wrong("RecordingSid", sid)
            : !Uri.TryCreate(address, UriKind.Absolute, out url) ? Wrong("RecordingUrl", address)
            : !string.IsNullOrEmpty(length) && !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) ? Wrong("RecordingDuration", length)
            : status is not (null or "" or "completed") ? new("RecordingStatus", "is not completed")
            : null;
        if (error is not null)
        {
            return false;
        }

        recording = new(sid!, url!, string.IsNullOrEmpty(length) ? null : seconds);
        return true;
    }

    private static (CallerKind Kind, string? From) CallerOf(string from) =>
        from.Length == 0 || WithheldNumbers.Contains(from.ToLowerInvariant()) ? (CallerKind.Withheld, null)
        : from.StartsWith("client:", StringComparison.OrdinalIgnoreCase) ? (CallerKind.Client, from)
        : from.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || from.StartsWith("sips:", StringComparison.OrdinalIgnoreCase) ? (CallerKind.Sip, from)
        : (CallerKind.Number, from);

    private static FieldError Wrong(string field, string? value) => new(field, string.IsNullOrEmpty(value) ? "is missing" : "is malformed");
}
