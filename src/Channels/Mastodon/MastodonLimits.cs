using System.Globalization;
using System.Net.Http.Headers;

namespace Hotline.Channels.Mastodon;

/// <summary>
/// What the server says it will still allow: <c>X-RateLimit-Remaining</c> calls until <c>X-RateLimit-Reset</c>. Reading and posting
/// are counted apart, as the server does; reading stops early, so that answers still get through.
/// </summary>
internal sealed class MastodonLimits(TimeProvider clock)
{
    // Whatever the header says, nobody waits longer: a wrong clock there must not silence the channel.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(3);
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    private readonly Lock _turn = new();
    private readonly (int Remaining, DateTimeOffset Until)?[] _known = new (int, DateTimeOffset)?[2];

    /// <summary>How long to wait before the next call; null when it may be made now.</summary>
    public TimeSpan? Wait(bool posting)
    {
        lock (_turn)
        {
            var now = clock.GetUtcNow();
            return _known[posting ? 1 : 0] is { } known && known.Until > now && known.Remaining <= (posting ? 0 : 20) ? known.Until - now : null;
        }
    }

    /// <summary>Notes what an answer says.</summary>
    /// <returns>For a 429: how long to wait.</returns>
    public TimeSpan? Saw(bool posting, int status, HttpResponseHeaders headers)
    {
        var now = clock.GetUtcNow();
        var until = First(headers, "X-RateLimit-Reset") is { } reset && DateTimeOffset.TryParse(reset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : headers.RetryAfter?.Delta is { } delta ? now + delta
            : now + Default;
        until = until < now ? now : until > now + LongestWait ? now + LongestWait : until;
        var remaining = status == 429 ? 0 : int.TryParse(First(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : (int?)null;
        lock (_turn)
        {
            if (remaining is { } known)
            {
                _known[posting ? 1 : 0] = (known, until);
            }
        }

        return status == 429 ? until - now : null;
    }

    private static string? First(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
