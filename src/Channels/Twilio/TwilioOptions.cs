using System.Text.RegularExpressions;

namespace Hotline.Channels.Twilio;

/// <summary>The section <c>Hotline:Channels:Twilio</c>.</summary>
public sealed partial class TwilioOptions
{
    public const string Section = "Hotline:Channels:Twilio";

    /// <summary><c>AC</c> and 32 hexadecimal digits.</summary>
    public string? AccountSid { get; set; }

    /// <summary>Secret: signs Twilio's webhooks and opens its API. From the environment or a file only.</summary>
    public string? AuthToken { get; set; }

    /// <summary>The hotline's number at Twilio in E.164 form.</summary>
    public string? PhoneNumber { get; set; }

    /// <summary>The key that signs the passes of browsers' telephones: <c>SK</c> and 32 hexadecimal digits.</summary>
    public string? ApiKeySid { get; set; }

    /// <summary>Secret of that key. From the environment or a file only.</summary>
    public string? ApiKeySecret { get; set; }

    /// <summary>The TwiML application through which browsers' telephones call: <c>AP</c> and 32 hexadecimal digits.</summary>
    public string? TwimlAppSid { get; set; }

    /// <summary>A regional address, or a stand-in. HTTPS, except on this machine.</summary>
    public Uri ApiBaseUrl { get; set; } = new("https://api.twilio.com");

    /// <summary>
    /// Hosts that media may be fetched from besides <see cref="ApiBaseUrl"/>; extend, exact names, HTTPS only.
    /// The second is where protected media redirect to.
    /// </summary>
    public IList<string> MediaHosts { get; } = ["api.twilio.com", "mms.twiliocdn.com", "media.twiliocdn.com"];

    /// <summary>How long one request to Twilio may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConfigured => WhyNotConfigured is null;

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        AccountSid is null || !TwilioSid.IsAccount(AccountSid) ? $"{Section}:AccountSid must be AC and 32 hexadecimal digits"
        : string.IsNullOrWhiteSpace(AuthToken) ? $"{Section}:AuthToken is not set"
        : PhoneNumber is null || !IsE164(PhoneNumber) ? $"{Section}:PhoneNumber must be + and 7 to 15 digits"
        : !IsSafe(ApiBaseUrl) ? $"{Section}:ApiBaseUrl must be an absolute https address"
        : Timeout <= TimeSpan.Zero ? $"{Section}:Timeout must be more than zero"
        : null;

    /// <summary>Names what browsers' telephones lack besides, never its value; null when all is there.</summary>
    public string? WhyNoVoice =>
        WhyNotConfigured is { } why ? why
        : !TwilioSid.IsApiKey(ApiKeySid) ? $"{Section}:ApiKeySid must be SK and 32 hexadecimal digits"
        : string.IsNullOrWhiteSpace(ApiKeySecret) ? $"{Section}:ApiKeySecret is not set"
        : !TwilioSid.IsApplication(TwimlAppSid) ? $"{Section}:TwimlAppSid must be AP and 32 hexadecimal digits"
        : null;

    internal static bool IsE164(string number) => E164().IsMatch(number);

    // The token goes with each request, so plain HTTP is for a stand-in on the same machine only.
    private static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();
}
