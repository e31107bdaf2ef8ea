using System.Net;

namespace Hotline.Channels.Cti;

/// <summary>
/// Fetches recordings from the telephone system's own server. The address comes in an event, so only what lies below the configured
/// address is asked, and no redirect is followed.
/// </summary>
internal sealed class CtiMedia(HttpClient http, CtiOptions options) : IMediaSource
{
    public bool Serves(Uri remote) =>
        options.RecordingBaseUrl is { } below
        && remote.IsAbsoluteUri
        && remote.UserInfo.Length == 0
        && MediaCopy.SameOrigin(remote, below)
        && remote.AbsolutePath.StartsWith(below.AbsolutePath.TrimEnd('/') + '/', StringComparison.Ordinal)
        // Some servers resolve an escaped slash only after the path was judged.
        && !remote.AbsolutePath.Contains("%2f", StringComparison.OrdinalIgnoreCase)
        && !remote.AbsolutePath.Contains("%5c", StringComparison.OrdinalIgnoreCase);

    public async Task<MediaResult> Fetch(Uri remote, Stream destination, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return MediaCopy.Failed(MediaOutcome.Refused, why);
        }

        if (!Serves(remote))
        {
            return MediaCopy.Failed(MediaOutcome.Refused, $"not below {CtiOptions.Section}:RecordingBaseUrl");
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.Timeout * 4);
            using var request = new HttpRequestMessage(HttpMethod.Get, remote);
            if (options.RecordingAuthorization is { Length: > 0 } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.StatusCode == HttpStatusCode.OK ? await MediaCopy.To(response.Content, destination, null, limit.Token) : MediaCopy.Refusal(response.StatusCode);
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
}
