namespace Hotline.Channels.Tests.Twilio;

/// <summary>Invented payloads of Twilio's webhooks.</summary>
internal static class Forms
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    public const string Message = "SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string Call = "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public const string Recording = "REcccccccccccccccccccccccccccccccc";
    public const string RecordingUrl = $"https://api.twilio.com/2010-04-01/Accounts/{Account}/Recordings/{Recording}";

    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));

    public static UrlForm Of(params (string Key, string Value)[] fields) => UrlForm.Of(fields.Select(f => KeyValuePair.Create(f.Key, f.Value)));

    /// <summary>A plain inbound SMS with some fields replaced; a null value removes the field.</summary>
    public static UrlForm Sms(params (string Key, string? Value)[] changes) => Changed(
        [("MessageSid", Message), ("AccountSid", Account), ("From", "+15005550006"), ("To", "+15005550009"), ("Body", "路灯坏了😀 a=b&c"), ("NumMedia", "0"), ("SomethingNew", "1")],
        changes);

    /// <summary>The request after a message was left on the telephone.</summary>
    public static UrlForm Voicemail(params (string Key, string? Value)[] changes) => Changed(
        [
            ("CallSid", Call), ("AccountSid", Account), ("From", "+15005550006"), ("To", "+15005550009"), ("CallStatus", "completed"), ("Direction", "inbound"),
            ("RecordingSid", Recording), ("RecordingUrl", RecordingUrl), ("RecordingDuration", "12"), ("Digits", "hangup"),
        ],
        changes);

    private static UrlForm Changed((string Key, string Value)[] fields, (string Key, string? Value)[] changes)
    {
        var all = fields.ToDictionary(f => f.Key, f => f.Value);
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                all.Remove(key);
            }
            else
            {
                all[key] = value;
            }
        }

        return UrlForm.Of(all);
    }
}
