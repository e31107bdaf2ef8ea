using System.Net;

namespace Hotline.Channels.WeChat;

/// <summary>
/// Fetches pictures and voice messages, which WeChat keeps for three days. The stored address has no token in it: that is added
/// when it is asked.
/// </summary>
internal sealed class WeChatMedia(HttpClient http, WeChatOptions options, WeChatTokens tokens) : IMediaSource
{
    private const string Path = "/cgi-bin/media/get";

    public static Uri AddressOf(WeChatOptions options, string mediaId) => new(options.ApiBaseUrl, $"{Path}?media_id={Uri.EscapeDataString(mediaId)}");

    public bool Serves(Uri remote) => remote.IsAbsoluteUri && MediaCopy.SameOrigin(remote, options.ApiBaseUrl) && remote.AbsolutePath == Path;

    public async Task<MediaResult> Fetch(Uri remote, Stream destination, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return MediaCopy.Failed(MediaOutcome.Refused, why);
        }

        if (!Serves(remote))
        {
            return MediaCopy.Failed(MediaOutcome.Refused, "not an address of the provider");
        }

        try
        {
            // The client's own timeout ends with the headers; the body needs one too, or a slow drip holds a worker for ever.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.Timeout * 4);
            return await Ask(remote, destination, limit.Token);
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

    private async Task<MediaResult> Ask(Uri remote, Stream destination, CancellationToken ct)
    {
        string? rejected = null;
        for (var again = true; ; again = false)
        {
            var token = await tokens.Get(rejected, ct);
            if (token.Value is null)
            {
                return MediaCopy.Failed(token.Failure!.Outcome == SendOutcome.Refused ? MediaOutcome.Refused : MediaOutcome.RetryLater, token.Failure.ErrorText ?? token.Failure.ErrorCode!);
            }

            using var response = await http.GetAsync(new Uri($"{remote.AbsoluteUri}&access_token={Uri.EscapeDataString(token.Value)}"), HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return MediaCopy.Refusal(response.StatusCode);
            }

            // A refusal is a JSON text where the medium was asked for; so is the address of a video.
            if (!MediaTypes.Read(response.Content.Headers.ContentType?.ToString()).EndsWith("json", StringComparison.Ordinal)
                && MediaTypes.Read(response.Content.Headers.ContentType?.ToString()) != "text/plain")
            {
                return await MediaCopy.To(response.Content, destination, IsPictureOrSound, ct);
            }

            var answer = await WeChatApi.Read(response.Content, ct);
            if (answer is null or { IsTokenRejected: false } || !again)
            {
                return Refusal(answer);
            }

            rejected = token.Value;
        }
    }

    private static MediaResult Refusal(WeChatAnswer? answer) => answer switch
    {
        null => MediaCopy.Failed(MediaOutcome.RetryLater, "the answer is not WeChat's"),
        { VideoUrl: not null } => MediaCopy.Failed(MediaOutcome.Refused, "a video is not fetched: ask the resident for pictures"),
        { Code: -1 or 45009 or 45011 } or { IsTokenRejected: true } => MediaCopy.Failed(MediaOutcome.RetryLater, $"{answer.Code} {answer.Text}"),
        _ => MediaCopy.Failed(MediaOutcome.Refused, $"{answer.Code} {answer.Text}"),
    };

    // By their first bytes: JPEG, PNG, GIF, WebP or WAV, AMR, MP3.
    private static bool IsPictureOrSound(byte[] first) => first
        is [0xff, 0xd8, 0xff, ..]
        or [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
        or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
        or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..]
        or [(byte)'#', (byte)'!', (byte)'A', (byte)'M', (byte)'R', ..]
        or [(byte)'I', (byte)'D', (byte)'3', ..]
        or [0xff, 0xfb or 0xf3 or 0xf2, ..];
}
