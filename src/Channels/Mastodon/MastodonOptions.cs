namespace Hotline.Channels.Mastodon;

/// <summary>The section <c>Hotline:Channels:Mastodon</c>: one account at one server.</summary>
public sealed class MastodonOptions
{
    public const string Section = "Hotline:Channels:Mastodon";

    /// <summary>The server, such as <c>https://social.example.gov</c>. HTTPS, except on this machine.</summary>
    public Uri? ApiBaseUrl { get; set; }

    /// <summary>Secret: a token of the account with <c>read:accounts read:notifications read:statuses write:statuses</c>. From the environment or a file only.</summary>
    public string? AccessToken { get; set; }

    /// <summary>Hosts that pictures may be fetched from besides the server itself; exact names, HTTPS only.</summary>
    public IList<string> MediaHosts { get; } = [];

    /// <summary>False: only asked in turns, no connection is held open.</summary>
    public bool Streaming { get; set; } = true;

    /// <summary>How often the server is asked when nothing hints at news.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one request may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConfigured => WhyNotConfigured is null;

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        ApiBaseUrl is null || !IsSafe(ApiBaseUrl) ? $"{Section}:ApiBaseUrl must be an absolute https address"
        : string.IsNullOrWhiteSpace(AccessToken) || AccessToken.Any(c => c is <= ' ' or > '~') ? $"{Section}:AccessToken is not set"
        : Every < TimeSpan.FromSeconds(1) ? $"{Section}:Every must be at least one second"
        : Timeout <= TimeSpan.Zero ? $"{Section}:Timeout must be more than zero"
        : null;

    /// <summary>The name of the HTTP client that talks to the server.</summary>
    internal const string HttpClient = "Mastodon";

    internal static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
