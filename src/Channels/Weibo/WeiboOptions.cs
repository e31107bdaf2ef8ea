namespace Hotline.Channels.Weibo;

/// <summary>The section <c>Hotline:Channels:Weibo</c>: one account, by the public API with its small daily budget.</summary>
public sealed class WeiboOptions
{
    public const string Section = "Hotline:Channels:Weibo";

    /// <summary>Secret: the account's OAuth 2 token. It runs out and cannot be renewed by a program. From the environment or a file only.</summary>
    public string? AccessToken { get; set; }

    /// <summary>The account's own number (uid), digits.</summary>
    public string? Uid { get; set; }

    /// <summary>The address from which the operator works, which Weibo asks for with each comment (<c>rip</c>); null sends none.</summary>
    public string? OperatorIp { get; set; }

    /// <summary>Weibo's API, or a stand-in. HTTPS, except on this machine.</summary>
    public Uri ApiBaseUrl { get; set; } = new("https://api.weibo.com");

    /// <summary>Calls a day that Weibo allows one authorised user. Source: Weibo's page on rate limits.</summary>
    public int DailyCalls { get; set; } = 100;

    /// <summary>How many of them are kept for answers.</summary>
    public int ReplyReserve { get; set; } = 30;

    /// <summary>How long one request may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConfigured => WhyNotConfigured is null;

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        string.IsNullOrWhiteSpace(AccessToken) ? $"{Section}:AccessToken is not set"
        : !WeiboAddress.IsId(Uid) ? $"{Section}:Uid must be digits"
        : OperatorIp is { Length: > 0 } ip && !System.Net.IPAddress.TryParse(ip, out _) ? $"{Section}:OperatorIp must be an IP address"
        : !ApiBaseUrl.IsAbsoluteUri || !(ApiBaseUrl.Scheme == Uri.UriSchemeHttps || (ApiBaseUrl.Scheme == Uri.UriSchemeHttp && ApiBaseUrl.IsLoopback)) ? $"{Section}:ApiBaseUrl must be an absolute https address"
        : DailyCalls < 1 || ReplyReserve < 0 || ReplyReserve >= DailyCalls ? $"{Section}:ReplyReserve must be less than DailyCalls"
        : Timeout <= TimeSpan.Zero ? $"{Section}:Timeout must be more than zero"
        : null;

    /// <summary>The name of the HTTP client that talks to Weibo.</summary>
    internal const string HttpClient = "Weibo";
}
