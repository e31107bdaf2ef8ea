using System.Net;
using System.Text.RegularExpressions;

namespace Hotline.Channels.Twilio;

/// <summary>
/// Fetches recordings and the media of messages. The addresses come from outside, so only the provider's hosts are asked, and
/// each redirect is judged like the first address; the password goes to the provider's API only, never to its storage.
/// </summary>
internal sealed partial class TwilioMedia(HttpClient http, TwilioOptions options) : IMediaSource
{
    private const int MostRedirects = 3;

    public bool Serves(Uri remote) => IsProvider(remote);

    public async Task<MediaResult> Fetch(Uri remote, Stream destination, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return MediaCopy.Failed(MediaOutcome.Refused, why);
        }

        try
        {
            // The client's own timeout ends with the headers; the body needs one too, or a slow drip holds a worker for ever.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.Timeout * 4);
            return await Follow(AsWave(remote), destination, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MediaCopy.Failed(MediaOutcome.RetryLater, "no answer in time");
        }
        catch (HttpRequestException e)
        {
            return MediaCopy.Failed(MediaOutcome.RetryLater, e.Message);
        }
    }

    private async Task<MediaResult> Follow(Uri address, Stream destination, CancellationToken ct)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!IsProvider(address))
            {
                return MediaCopy.Failed(MediaOutcome.Refused, "not an address of the provider");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (IsApi(address))
            {
                request.Headers.Authorization = TwilioCredentials.Of(options);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.Headers.Location is { } next && (int)response.StatusCode is >= 300 and < 400)
            {
                address = new Uri(address, next);
                continue;
            }

            return response.StatusCode == HttpStatusCode.OK ? await MediaCopy.To(response.Content, destination, null, ct) : MediaCopy.Refusal(response.StatusCode);
        }

        return MediaCopy.Failed(MediaOutcome.Refused, "too many redirects");
    }

    private bool IsProvider(Uri address) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        && (MediaCopy.SameOrigin(address, options.ApiBaseUrl)
            || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && options.MediaHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase)));

    // Regional accounts still get addresses at the global API host.
    private bool IsApi(Uri address) =>
        MediaCopy.SameOrigin(address, options.ApiBaseUrl) || address.Host.EndsWith(".twilio.com", StringComparison.OrdinalIgnoreCase);

    // A recording's address without an ending is answered as WAV or as a description, depending on the account: ask for the sound.
    private static Uri AsWave(Uri remote) =>
        remote.IsAbsoluteUri && Recording().IsMatch(remote.AbsolutePath) ? new UriBuilder(remote) { Path = remote.AbsolutePath + ".wav" }.Uri : remote;

    [GeneratedRegex(@"/Recordings/RE[0-9a-fA-F]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Recording();
}
