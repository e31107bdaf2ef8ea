using System.Text.RegularExpressions;

namespace Hotline.Channels.WeChat;

/// <summary>The section <c>Hotline:Channels:WeChat</c>: one official account (公众号).</summary>
public sealed partial class WeChatOptions
{
    public const string Section = "Hotline:Channels:WeChat";

    /// <summary><c>wx</c> and 16 hexadecimal digits.</summary>
    public string? AppId { get; set; }

    /// <summary>Secret: opens the API. From the environment or a file only.</summary>
    public string? AppSecret { get; set; }

    /// <summary>Secret: the word chosen in the account's server settings, 3 to 32 letters and digits; it signs every request.</summary>
    public string? Token { get; set; }

    /// <summary>Secret: 43 letters and digits of the safe mode. When it is set, messages that are not encrypted are refused.</summary>
    public string? EncodingAesKey { get; set; }

    /// <summary>WeChat's API, or a stand-in. HTTPS, except on this machine.</summary>
    public Uri ApiBaseUrl { get; set; } = new("https://api.weixin.qq.com");

    /// <summary>How long one request to WeChat may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConfigured => WhyNotConfigured is null;

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        AppId is null || !Id().IsMatch(AppId) ? $"{Section}:AppId must be wx and 16 letters or digits"
        : string.IsNullOrWhiteSpace(AppSecret) ? $"{Section}:AppSecret is not set"
        : Token is null || !Word().IsMatch(Token) ? $"{Section}:Token must be 3 to 32 letters and digits"
        : EncodingAesKey is { Length: > 0 } key && !WeChatCipher.IsKey(key) ? $"{Section}:EncodingAesKey must be 43 letters and digits"
        : !IsSafe(ApiBaseUrl) ? $"{Section}:ApiBaseUrl must be an absolute https address"
        : Timeout <= TimeSpan.Zero ? $"{Section}:Timeout must be more than zero"
        : null;

    /// <summary>The name of the HTTP client that talks to WeChat.</summary>
    internal const string HttpClient = "WeChat";

    internal bool SafeMode => !string.IsNullOrEmpty(EncodingAesKey);

    // The secret goes with the request for a token, so plain HTTP is for a stand-in on the same machine only.
    private static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    [GeneratedRegex(@"^wx[0-9a-zA-Z]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[0-9a-zA-Z]{3,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
