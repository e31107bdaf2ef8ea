namespace Hotline.Channels;

/// <summary>Fetches media that lie open on a provider's hosts: no password goes there, no redirect is followed, no other host is asked.</summary>
internal abstract class OpenMedia(HttpClient http, TimeSpan timeout) : IMediaSource
{
    public abstract bool Serves(Uri remote);

    public async Task<MediaResult> Fetch(Uri remote, Stream destination, CancellationToken ct)
    {
        if (!Serves(remote))
        {
            return MediaCopy.Failed(MediaOutcome.Refused, "not an address of the provider");
        }

        try
        {
            // The client's own timeout ends with the headers; the body needs one too, or a slow drip holds a worker for ever.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(timeout * 4);
            using var response = await http.GetAsync(remote, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.StatusCode == System.Net.HttpStatusCode.OK
                ? await MediaCopy.To(response.Content, destination, null, limit.Token)
                : MediaCopy.Refusal(response.StatusCode);
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
