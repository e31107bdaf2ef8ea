using System.Globalization;

namespace Hotline.Channels.Weibo;

/// <summary>Where the reading of a list stands that gives its newest first.</summary>
/// <param name="Since">Everything up to here is known.</param>
/// <param name="Newest">The newest read while a gap is filled; 0 when there is none.</param>
/// <param name="Below">The gap's upper end: what is older than this and newer than <paramref name="Since"/> is still to be read; 0 when there is none.</param>
internal sealed record WeiboCursor(long Since, long Newest, long Below)
{
    public static WeiboCursor Read(string? text)
    {
        var parts = (text ?? "").Split('/');
        return parts.Length == 3 ? new(WeiboAddress.Number(parts[0]), WeiboAddress.Number(parts[1]), WeiboAddress.Number(parts[2])) : new(0, 0, 0);
    }

    /// <summary>The place after a page.</summary>
    /// <param name="lowest">The oldest on it; 0 when it had nothing new.</param>
    /// <param name="highest">The newest on it; 0 when it had nothing new.</param>
    /// <param name="full">More may lie behind it.</param>
    public WeiboCursor After(long lowest, long highest, bool full)
    {
        var newest = Math.Max(Newest, highest);
        return full ? new(Since, newest, lowest) : new(Math.Max(Since, newest), 0, 0);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Since}/{Newest}/{Below}");
}
