namespace Hotline.Channels.Weibo;

/// <summary>Fetches pictures from Weibo's hosts for them.</summary>
internal sealed class WeiboMedia(HttpClient http, WeiboOptions options) : OpenMedia(http, options.Timeout)
{
    public override bool Serves(Uri remote) => options.IsConfigured && remote.IsAbsoluteUri
        && (MediaCopy.SameOrigin(remote, options.ApiBaseUrl)
            || (remote.Scheme == Uri.UriSchemeHttps && remote.IsDefaultPort && remote.Host.EndsWith(".sinaimg.cn", StringComparison.OrdinalIgnoreCase)));
}
