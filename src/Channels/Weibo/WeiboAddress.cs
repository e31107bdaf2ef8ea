using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hotline.Channels.Weibo;

/// <summary>Where an answer goes: under a post, or to a comment below one. All of it is public.</summary>
/// <param name="PostId">The post.</param>
/// <param name="CommentId">The comment that is answered; null for the post itself.</param>
internal sealed record WeiboAddress(string PostId, string? CommentId)
{
    private const string Scheme = "weibo";

    /// <summary>False for anything that is not the text of such an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WeiboAddress? address)
    {
        address = text.Split(':') switch
        {
            [Scheme, var post] when IsId(post) => new(post, null),
            [Scheme, var post, var comment] when IsId(post) && IsId(comment) => new(post, comment),
            _ => null,
        };
        return address is not null;
    }

    public override string ToString() => CommentId is null ? $"{Scheme}:{PostId}" : $"{Scheme}:{PostId}:{CommentId}";

    /// <summary>A whole number above zero of at most 63 bits: more than a floating-point number holds, so it stays a text.</summary>
    public static bool IsId([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= 19 } && text.All(char.IsAsciiDigit) && Number(text) > 0;

    /// <summary>0 when it is no number of 63 bits.</summary>
    public static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
