using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Hotline.Channels.Twilio;

/// <summary>
/// Fetches recordings and the media of messages. The addresses come from outside, so only the provider's hosts are asked, and
/// each redirect is judged like the first address; the password goes to the provider's API only, never to its storage.
/// </summary>
internal sealed partial class TwilioMedia(HttpClient http, TwilioOptions options) : IMediaSource
{
    public const long MostBytes = 20 * 1024 * 1024;

    private const int MostRedirects = 3;

    public async Task<MediaResult> Fetch(Uri remote, Stream destination, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return Failed(MediaOutcome.Refused, why);
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
            return Failed(MediaOutcome.RetryLater, "no answer in time");
        }
        catch (HttpRequestException e)
        {
            return Failed(MediaOutcome.RetryLater, e.Message);
        }
    }

    private async Task<MediaResult> Follow(Uri address, Stream destination, CancellationToken ct)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!IsProvider(address))
            {
                return Failed(MediaOutcome.Refused, "not an address of the provider");
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

            return response.StatusCode == HttpStatusCode.OK ? await Copy(response.Content, destination, ct) : Refusal(response.StatusCode);
        }

        return Failed(MediaOutcome.Refused, "too many redirects");
    }

    private static async Task<MediaResult> Copy(HttpContent content, Stream destination, CancellationToken ct)
    {
        if (content.Headers.ContentLength > MostBytes)
        {
            return Failed(MediaOutcome.TooLarge, "larger than 20 MB");
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var source = await content.ReadAsStreamAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long size = 0;
            for (int read; (read = await Read(source, buffer, ct)) > 0;)
            {
                // The length header is only a claim, and a chunked body has none.
                if ((size += read) > MostBytes)
                {
                    return Failed(MediaOutcome.TooLarge, "larger than 20 MB");
                }

                digest.AppendData(buffer, 0, read);
                await destination.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            return new(MediaOutcome.Fetched, MediaTypes.Read(content.Headers.ContentType?.MediaType), size, Convert.ToHexStringLower(digest.GetHashAndReset()), null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A connection that is reset surfaces as a bare IOException, which a full disk behind the destination throws as well: only
    // the network's fault may be answered with another try.
    private static async Task<int> Read(Stream source, Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await source.ReadAsync(buffer, ct);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    // 404 is also how a recording looks before it is ready.
    private static MediaResult Refusal(HttpStatusCode status) =>
        Failed(status is HttpStatusCode.NotFound or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500
            ? MediaOutcome.RetryLater
            : MediaOutcome.Refused, $"HTTP {(int)status}");

    private bool IsProvider(Uri address) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        && (SameOrigin(address, options.ApiBaseUrl)
            || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && options.MediaHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase)));

    // Regional accounts still get addresses at the global API host.
    private bool IsApi(Uri address) =>
        SameOrigin(address, options.ApiBaseUrl) || address.Host.EndsWith(".twilio.com", StringComparison.OrdinalIgnoreCase);

    private static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    // A recording's address without an ending is answered as WAV or as a description, depending on the account: ask for the sound.
    private static Uri AsWave(Uri remote) =>
        remote.IsAbsoluteUri && Recording().IsMatch(remote.AbsolutePath) ? new UriBuilder(remote) { Path = remote.AbsolutePath + ".wav" }.Uri : remote;

    private static MediaResult Failed(MediaOutcome outcome, string reason) => new(outcome, null, null, null, reason);

    [GeneratedRegex(@"/Recordings/RE[0-9a-fA-F]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Recording();
}
