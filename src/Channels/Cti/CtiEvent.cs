using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Hotline.Channels.Cti;

/// <summary>What happened to a call.</summary>
public enum CtiEventKind
{
    Ringing,
    Answered,
    Ended,
    RecordingReady,
}

/// <summary>One happening of one call, as the telephone system reports it.</summary>
/// <param name="EventId">The sender's identity of the event: the same id is the same event for ever.</param>
/// <param name="Kind">What happened.</param>
/// <param name="CallId">The sender's identity of the call; the same over all its legs.</param>
/// <param name="At">When it happened, by the telephone system's clock.</param>
/// <param name="From">The caller's number as the network gave it; null when withheld or not told.</param>
/// <param name="Dialled">The number the caller dialled; null when not told.</param>
/// <param name="Extension">Whose telephone rings or has answered; null when not told.</param>
/// <param name="Recording">Where the recording can be fetched; only of <see cref="CtiEventKind.RecordingReady"/>, never null there.</param>
public sealed record CtiEvent(
    string EventId, CtiEventKind Kind, string CallId, DateTimeOffset At, string? From, string? Dialled, string? Extension, Uri? Recording)
{
    /// <summary>Reads one event; unknown members are ignored, the first one at fault is named.</summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out CtiEvent? happening, [NotNullWhen(false)] out FieldError? error)
    {
        happening = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            error = new("$", "is not an object");
            return false;
        }

        var (id, call, at, name) = (Text(json, "eventId"), Text(json, "callId"), Text(json, "at"), Text(json, "event"));
        var time = DateTimeOffset.MinValue;
        var recording = Text(json, "recordingUrl");
        Uri? address = null;
        error =
            id is not { Length: > 0 and <= 200 } ? Wrong("eventId", id)
            : KindOf(name) is not { } kind ? Wrong("event", name)
            : call is not { Length: > 0 and <= 200 } ? Wrong("callId", call)
            : at is null || !TryReadTime(at, out time) ? Wrong("at", at)
            : kind == CtiEventKind.RecordingReady && (recording is not { Length: <= 1000 } || !Uri.TryCreate(recording, UriKind.Absolute, out address) || address.UserInfo.Length > 0)
                ? Wrong("recordingUrl", recording)
            : TooLong(json, "from", 60) ?? TooLong(json, "dialled", 60) ?? (Text(json, "extension") is { Length: > 0 } extension && !IsExtension(extension) ? Wrong("extension", extension) : null);
        if (error is not null)
        {
            return false;
        }

        happening = new(id!, KindOf(name)!.Value, call!, time, NullIfEmpty(Text(json, "from")), NullIfEmpty(Text(json, "dialled")), NullIfEmpty(Text(json, "extension")), address);
        return true;
    }

    private static CtiEventKind? KindOf(string? name) => name switch
    {
        "ringing" => CtiEventKind.Ringing,
        "answered" => CtiEventKind.Answered,
        "ended" => CtiEventKind.Ended,
        "recording-ready" => CtiEventKind.RecordingReady,
        _ => null,
    };

    // Without an offset nobody knows which instant is meant; a minute is the coarsest that tells an order.
    private static bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10) && time.UtcDateTime.Year is >= 2000 and < 2200;

    private static string? Text(JsonElement json, string name) =>
        json.Child(name) is { ValueKind: JsonValueKind.String } && json.Text(name) is { } text ? PlainText.Clean(text).Trim() : null;

    private static FieldError? TooLong(JsonElement json, string name, int most) => Text(json, name) is { } text && text.Length > most ? Wrong(name, text) : null;

    private static bool IsExtension(string text) => text.Length <= 40 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '*' or '#');

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static FieldError Wrong(string field, string? value) => new(field, string.IsNullOrEmpty(value) ? "is missing" : "is malformed");
}
