namespace Hotline.Channels.Mastodon;

/// <summary>Fetches pictures from the server, or from the hosts the configuration names for it.</summary>
internal sealed class MastodonMedia(HttpClient http, MastodonOptions options) : OpenMedia(http, options.Timeout)
{
    public override bool Serves(Uri remote) => options.IsConfigured && remote.IsAbsoluteUri
        && (MediaCopy.SameOrigin(remote, options.ApiBaseUrl!)
            || (remote.Scheme == Uri.UriSchemeHttps && remote.IsDefaultPort && options.MediaHosts.Contains(remote.Host, StringComparer.OrdinalIgnoreCase)));
}
