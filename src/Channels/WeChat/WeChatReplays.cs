using System.Security.Cryptography;

namespace Hotline.Channels.WeChat;

/// <summary>
/// Remembers, for the length of the time window, which signed requests were seen with which content. WeChat repeats a request it
/// got no answer to as it was, which is welcome; the same signature over another content is somebody else's work, as in the
/// plain mode the signature does not cover the content.
/// </summary>
internal sealed class WeChatReplays(TimeSpan window)
{
    /// <summary>More than an account's traffic in one window; beyond it the oldest are forgotten early.</summary>
    public const int MostRemembered = 200_000;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, byte[]> _contents = [];
    private readonly Queue<(DateTimeOffset At, string Signature)> _order = new();

    /// <summary>False when the signature has come with another content before.</summary>
    public bool Admit(string signature, ReadOnlySpan<byte> content, DateTimeOffset now)
    {
        var digest = SHA256.HashData(content);
        lock (_turn)
        {
            // Twice the window: a request may be dated as far ahead of our clock as behind it.
            while (_order.TryPeek(out var oldest) && (oldest.At < now - (window * 2) || _order.Count >= MostRemembered))
            {
                _contents.Remove(_order.Dequeue().Signature);
            }

            if (_contents.TryGetValue(signature, out var known))
            {
                return known.AsSpan().SequenceEqual(digest);
            }

            _contents.Add(signature, digest);
            _order.Enqueue((now, signature));
            return true;
        }
    }
}
