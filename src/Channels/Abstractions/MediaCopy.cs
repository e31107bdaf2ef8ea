using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Hotline.Channels;

/// <summary>The part of every download that is the same whoever the provider is: limits, digest, and whose fault a failure is.</summary>
internal static class MediaCopy
{
    public const long MostBytes = 20 * 1024 * 1024;

    /// <summary>Copies the body of a successful answer.</summary>
    /// <param name="content">The answer's body, not read yet.</param>
    /// <param name="destination">Gets the bytes.</param>
    /// <param name="isExpected">Judges the first bytes (at least 16 unless the medium is shorter); null takes any.</param>
    /// <param name="ct">Cancels the download.</param>
    /// <exception cref="HttpRequestException">The network's fault; another try may help.</exception>
    public static async Task<MediaResult> To(HttpContent content, Stream destination, Func<byte[], bool>? isExpected, CancellationToken ct)
    {
        if (content.Headers.ContentLength > MostBytes)
        {
            return TooLarge;
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var source = await content.ReadAsStreamAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long size = 0;
            for (int read; (read = await Read(source, buffer, size == 0 ? 16 : 1, ct)) > 0;)
            {
                if (size == 0 && isExpected is not null && !isExpected(buffer[..read]))
                {
                    return Failed(MediaOutcome.Refused, "the content is not of the kind announced");
                }

                // The length header is only a claim, and a chunked body has none.
                if ((size += read) > MostBytes)
                {
                    return TooLarge;
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

    /// <summary>404 is also how a medium looks before it is ready.</summary>
    public static MediaResult Refusal(HttpStatusCode status) =>
        Failed(status is HttpStatusCode.NotFound or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500
            ? MediaOutcome.RetryLater
            : MediaOutcome.Refused, $"HTTP {(int)status}");

    public static MediaResult Failed(MediaOutcome outcome, string reason) => new(outcome, null, null, null, reason);

    public static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static MediaResult TooLarge => Failed(MediaOutcome.TooLarge, "larger than 20 MB");

    // A connection that is reset surfaces as a bare IOException, which a full disk behind the destination throws as well: only
    // the network's fault may be answered with another try.
    private static async Task<int> Read(Stream source, Memory<byte> buffer, int atLeast, CancellationToken ct)
    {
        try
        {
            return await source.ReadAtLeastAsync(buffer, atLeast, throwOnEndOfStream: false, ct);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }
}
