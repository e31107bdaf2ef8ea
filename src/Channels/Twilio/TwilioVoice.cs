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
    string AccountSid, string CallSid, string To, CallerKind Caller, string? From, string Digits, bool HungUp, VoiceRecording? Recording)
{
    /// <summary>What the recogniser heard; null when it heard nothing.</summary>
    public string? Speech { get; init; }

    /// <summary>The call's status at Twilio, such as <c>in-progress</c>; empty when not told.</summary>
    public string Status { get; init; } = "";

    /// <summary>After a talk with somebody else: whether they answered. Null when the request is about no such talk.</summary>
    public bool? Bridged { get; init; }

    /// <summary>The call is over.</summary>
    public bool IsOver => HungUp || CallProgress.IsTerminal(Status);
}

/// <summary>How far a call has come; reports come by separate requests, in any order and more than once.</summary>
/// <param name="Status">queued, initiated, ringing, in-progress, completed, busy, no-answer, failed or canceled.</param>
/// <param name="Sequence">Counts the reports of one call from 0; null when not told.</param>
public sealed record CallProgress(string CallSid, string Status, int? Sequence)
{
    private static readonly string[] Order = ["queued", "initiated", "ringing", "in-progress", "completed", "busy", "no-answer", "failed", "canceled"];

    /// <summary>How far along a status is; a later one is greater, and all that end a call are alike. -1 for a word Twilio does not use.</summary>
    public static int Rank(string status) => Math.Min(Array.IndexOf(Order, status), 4);

    public static bool IsTerminal(string status) => Rank(status) == 4;
}

/// <summary>What happened in a talk of several parts.</summary>
/// <param name="Name">The name we gave it.</param>
/// <param name="Happening">conference-start, participant-join and so on.</param>
/// <param name="CallSid">Whose part; null when it is about the talk.</param>
public sealed record TalkNews(string ConferenceSid, string Name, string Happening, string? CallSid);

/// <summary>What became of a recording: completed, absent, failed or in-progress.</summary>
public sealed record RecordingNews(string Sid, Uri? Url, string Status, int? Seconds);

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
        call = new(account!, sid!, PlainText.Cut(PlainText.Clean(form["To"]).Trim(), 256), kind, from, hungUp ? "" : keys, hungUp, recording)
        {
            Speech = PlainText.Cut(PlainText.Clean(form["SpeechResult"]).Trim(), 500) is { Length: > 0 } heard ? heard : null,
            Status = PlainText.Cut(PlainText.Clean(form["CallStatus"]), 32),
            Bridged = form["DialCallStatus"] is { Length: > 0 } dialled ? form["DialBridged"] == "true" || dialled is "completed" or "answered" : null,
        };
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

    /// <summary>How far a call has come.</summary>
    public static bool TryReadProgress(UrlForm form, [NotNullWhen(true)] out CallProgress? progress, [NotNullWhen(false)] out FieldError? error)
    {
        var (sid, status, number) = (form["CallSid"], form["CallStatus"], form["SequenceNumber"]);
        var sequence = 0;
        error =
            !TwilioSid.IsCall(sid) ? Wrong("CallSid", sid)
            : status is null || CallProgress.Rank(status) < 0 ? Wrong("CallStatus", status)
            : !string.IsNullOrEmpty(number) && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out sequence) ? Wrong("SequenceNumber", number)
            : null;
        if (error is not null)
        {
            progress = null;
            return false;
        }

        progress = new(sid!, status!, string.IsNullOrEmpty(number) ? null : sequence);
        return true;
    }

    /// <summary>What happened in a talk.</summary>
    public static bool TryReadTalk(UrlForm form, [NotNullWhen(true)] out TalkNews? news, [NotNullWhen(false)] out FieldError? error)
    {
        var (sid, name, happening, call) = (form["ConferenceSid"], form["FriendlyName"], form["StatusCallbackEvent"], form["CallSid"]);
        error =
            !TwilioSid.IsConference(sid) ? Wrong("ConferenceSid", sid)
            : string.IsNullOrEmpty(name) || name.Length > 64 ? Wrong("FriendlyName", name)
            : string.IsNullOrEmpty(happening) || happening.Length > 64 ? Wrong("StatusCallbackEvent", happening)
            : !string.IsNullOrEmpty(call) && !TwilioSid.IsCall(call) ? Wrong("CallSid", call)
            : null;
        if (error is not null)
        {
            news = null;
            return false;
        }

        news = new(sid!, name!, happening!, string.IsNullOrEmpty(call) ? null : call);
        return true;
    }

    /// <summary>What became of a recording; it has an address only when it is completed.</summary>
    public static bool TryReadRecordingNews(UrlForm form, [NotNullWhen(true)] out RecordingNews? news, [NotNullWhen(false)] out FieldError? error)
    {
        var (sid, address, length, status) = (form["RecordingSid"], form["RecordingUrl"], form["RecordingDuration"], form["RecordingStatus"]);
        var (seconds, completed) = (0, status is null or "" or "completed");
        Uri? url = null;
        error =
            !TwilioSid.IsRecording(sid) ? Wrong("RecordingSid", sid)
            : completed && (!Uri.TryCreate(address, UriKind.Absolute, out url) || url.UserInfo.Length > 0) ? Wrong("RecordingUrl", address)
            : status?.Length > 32 ? Wrong("RecordingStatus", status)
            : !string.IsNullOrEmpty(length) && !int.TryParse(length, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seconds) ? Wrong("RecordingDuration", length)
            : null;
        if (error is not null)
        {
            news = null;
            return false;
        }

        news = new(sid!, completed ? url : null, completed ? "completed" : status!, string.IsNullOrEmpty(length) ? null : seconds);
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
