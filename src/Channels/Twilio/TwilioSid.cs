using System.Text.RegularExpressions;

namespace Hotline.Channels.Twilio;

/// <summary>The form of Twilio's identities: two letters for the kind, then 32 hexadecimal digits.</summary>
internal static partial class TwilioSid
{
    public static bool IsAccount(string? text) => Is(text, "AC");

    public static bool IsCall(string? text) => Is(text, "CA");

    public static bool IsMessage(string? text) => Is(text, "SM") || Is(text, "MM");

    public static bool IsRecording(string? text) => Is(text, "RE");

    public static bool IsApiKey(string? text) => Is(text, "SK");

    public static bool IsApplication(string? text) => Is(text, "AP");

    private static bool Is(string? text, string kind) => text is not null && text.StartsWith(kind, StringComparison.Ordinal) && Form().IsMatch(text);

    [GeneratedRegex(@"^[A-Z]{2}[0-9a-fA-F]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
