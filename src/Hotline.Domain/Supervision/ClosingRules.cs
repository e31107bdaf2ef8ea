using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Domain.Search;
using Hotline.Domain.Topics;

namespace Hotline.Domain.Supervision;

/// <summary>The reproducible draw of the audit: anybody can repeat it from the week and the ticket ids.</summary>
public static class AuditDraw
{
    /// <summary>The ISO week of a day, such as 2026-W11.</summary>
    public static string WeekOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day.ToDateTime(default))}-W{ISOWeek.GetWeekOfYear(day.ToDateTime(default)):D2}");

    /// <summary>The tickets drawn of those closed in a week: the share, rounded up, in the order of SHA-256 over week and id.</summary>
    /// <param name="share">0 to 1.</param>
    public static IReadOnlyList<Guid> Draw(string week, IReadOnlyCollection<Guid> closed, double share)
    {
        ArgumentNullException.ThrowIfNull(closed);
        var count = (int)Math.Ceiling(closed.Count * Math.Clamp(share, 0, 1));
        return [.. closed.OrderBy(id => Place(week, id)).ThenBy(id => id).Take(count)];
    }

    private static ulong Place(string week, Guid id) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{week}|{id:D}")));
}

/// <summary>Whether one reply was copied from another.</summary>
public static class CopiedText
{
    /// <summary>From this share of common n-grams on two replies are nearly the same.</summary>
    public const double Threshold = 0.8;

    /// <summary>Too short to say anything by its likeness ("已处理。").</summary>
    public const int LeastCharacters = 12;

    /// <summary>Letters alone: numbers, dates, spaces and signs are what a copied reply changes.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var letters = new StringBuilder(text.Length);
        foreach (var c in FullWidth.Fold(text)) if (char.IsLetter(c)) letters.Append(char.ToLowerInvariant(c));
        return letters.ToString();
    }

    /// <summary>SHA-256 of the normalised text as lower-case hex: equal for replies that differ in numbers and signs only.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(text))));

    /// <summary>1 for the same normalised text, else the share of common n-grams.</summary>
    public static double Likeness(string left, string right)
    {
        var (l, r) = (Normalize(left), Normalize(right));
        return l == r ? 1 : SameMatter.Overlap(MessageGrams.Of(l, null), MessageGrams.Of(r, null));
    }
}
