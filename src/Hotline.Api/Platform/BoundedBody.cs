namespace Hotline.Api.Platform;

/// <summary>
/// A large body, read up to a bound of its own, for doors whose callers must be able to read why a body was refused. The server's
/// own limit closes the connection on a caller who is still writing: it sees a broken pipe instead of 413, and tries for ever.
/// The door lifts that limit (<see cref="Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute"/>).
/// </summary>
internal static class BoundedBody
{
    /// <summary>So much of a refused body is read and thrown away; who sends more than this is cut off.</summary>
    public const int MostDrained = 128 * 1024 * 1024;

    /// <summary>The body, or null when it is longer than <paramref name="most"/> bytes and the caller is ready to read the answer.</summary>
    public static async Task<byte[]?> Read(HttpContext http, int most, CancellationToken ct)
    {
        var declared = http.Request.ContentLength;
        if (declared > MostDrained || (declared > most && Asks(http.Request)))
        {
            http.Response.Headers.Connection = "close";   // whether a body still comes or not, nothing after this is a request
            return null;
        }
        var buffer = new byte[64 * 1024];
        using var kept = new MemoryStream((int)Math.Min(declared ?? 0, most));
        for (long total = 0; ;)
        {
            var read = await http.Request.Body.ReadAsync(buffer, ct);
            if (read == 0) return total > most ? null : kept.ToArray();
            total += read;
            if (total <= most)
            {
                kept.Write(buffer, 0, read);
            }
            else
            {
                kept.SetLength(0);
                kept.Capacity = 0;
            }
            if (total <= MostDrained) continue;
            http.Response.Headers.Connection = "close";
            return null;
        }
    }

    /// <summary>The caller holds the body back until it is told to go on (RFC 9110, section 10.1.1), as curl does with a large one.</summary>
    private static bool Asks(HttpRequest request) => request.Headers.Expect.Any(e => "100-continue".Equals(e, StringComparison.OrdinalIgnoreCase));
}
