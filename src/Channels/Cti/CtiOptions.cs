namespace Hotline.Channels.Cti;

/// <summary>The section <c>Hotline:Channels:Cti</c>: a telephone system of the city's own.</summary>
public sealed class CtiOptions
{
    public const string Section = "Hotline:Channels:Cti";

    /// <summary>Secret shared with whatever reports the calls, at least 16 characters. From the environment or a file only.</summary>
    public string? Key { get; set; }

    /// <summary>Recordings are fetched from below this address only, such as <c>https://pbx.example.gov/recordings/</c>; null: they are not fetched.</summary>
    public Uri? RecordingBaseUrl { get; set; }

    /// <summary>Secret: sent as the header <c>Authorization</c> when a recording is fetched, such as <c>Bearer ...</c>; null for none.</summary>
    public string? RecordingAuthorization { get; set; }

    /// <summary>How long the answer of the recordings' server may take to begin; a download may take four times as long.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        Key is not { Length: >= 16 } ? $"{Section}:Key must have at least 16 characters"
        : RecordingBaseUrl is { } address && !(address.IsAbsoluteUri && address.Scheme is "https" or "http") ? $"{Section}:RecordingBaseUrl must be an absolute http or https address"
        : Timeout <= TimeSpan.Zero ? $"{Section}:Timeout must be more than zero"
        : null;
}
