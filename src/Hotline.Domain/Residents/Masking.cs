using Hotline.Domain.Search;

namespace Hotline.Domain.Residents;

/// <summary>
/// Shortens personal data to what lets an entitled reader recognise it. The result never equals a non-empty input;
/// an empty input gives an empty text. A mask is for lists and screens, not a means of anonymising.
/// </summary>
public static class Masking
{
    private const string Hidden = "****";

    // Radicals, kana and Han all lie above; alphabets below.
    private const char FirstEastAsian = '\u2E80';

    // Where an address stops naming an area or a road, longest first.
    private static readonly string[] AreaEndings = ["街道", "小区", "社区", "省", "市", "区", "县", "镇", "乡", "村", "路", "街", "巷", "道"];

    /// <summary>王* for 王明, 欧阳** for 欧阳小明, J*** S**** for John Smith.</summary>
    public static string MaskName(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "";
        var trimmed = name.Trim();
        if (trimmed.Length == 0) return Differing(name, "*");
        if (trimmed.Any(c => c >= FirstEastAsian))
        {
            trimmed = string.Concat(trimmed.Where(c => !char.IsWhiteSpace(c)));
            var kept = trimmed.Length switch
            {
                1 => 0,
                > 2 when Surnames.IsCompound(trimmed.AsSpan(0, 2)) => 2,
                _ => char.IsSurrogate(trimmed[0]) ? 0 : 1,
            };
            return Differing(name, trimmed[..kept] + new string('*', trimmed.Length - kept));
        }

        var words = trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Differing(name, string.Join(' ', words.Select(word =>
            word.Length == 1 || char.IsSurrogate(word[0]) ? "*" : word[0] + new string('*', word.Length - 1))));
    }

    /// <summary>138****1234, +86 138****1234, 0532-****1234; a short number keeps its first digit only.</summary>
    public static string MaskPhone(string? phone)
    {
        if (string.IsNullOrEmpty(phone)) return "";
        var folded = FullWidth.Fold(phone).Trim();
        var digits = string.Concat(folded.Where(char.IsAsciiDigit));
        var prefix = "";
        if (digits.StartsWith("0086", StringComparison.Ordinal)) (prefix, digits) = ("+86 ", digits[4..]);
        else if (folded.StartsWith("+86", StringComparison.Ordinal) || (digits.Length == 13 && digits.StartsWith("861", StringComparison.Ordinal)))
            (prefix, digits) = ("+86 ", digits[2..]);
        else if (folded.StartsWith('+')) prefix = "+";

        if (prefix != "+" && digits.Length is >= 10 and <= 12 && digits[0] == '0')
        {
            // Two-digit area codes after the 0 are the largest cities' (010, 02x); all others have three.
            var area = digits[1] is '1' or '2' ? 3 : 4;
            return Differing(phone, $"{prefix}{digits[..area]}-{Hidden}{digits[^(digits.Length - area > 7 ? 4 : 3)..]}");
        }

        return Differing(phone, prefix + digits.Length switch
        {
            >= 11 => $"{digits[..3]}{Hidden}{digits[^4..]}",
            >= 7 => $"{digits[..2]}{Hidden}{digits[^2..]}",
            >= 2 => digits[..1] + Hidden,
            _ => Hidden,
        });
    }

    /// <summary>z***@example.org; anything that is no address is hidden whole.</summary>
    public static string MaskEmail(string? email)
    {
        if (string.IsNullOrEmpty(email)) return "";
        var at = email.LastIndexOf('@');
        if (at < 1 || at == email.Length - 1) return Differing(email, Hidden);
        return Differing(email, (at == 1 || char.IsSurrogate(email[0]) ? "" : email[..1]) + "***" + email[at..]);
    }

    /// <summary>oAb****; a WeChat openid.</summary>
    public static string MaskOpenId(string? openId) => string.IsNullOrEmpty(openId) ? "" : Differing(openId, (openId.Length > 8 ? openId[..3] : "") + Hidden);

    /// <summary>The area or road stays, the rest goes: 示范市东城区和平路**** ; of an English address only what follows the last comma stays.</summary>
    public static string MaskAddress(string? address)
    {
        if (string.IsNullOrEmpty(address)) return "";
        var folded = FullWidth.Fold(address).Trim();
        if (folded.All(char.IsAscii))
        {
            var comma = folded.LastIndexOf(',');
            return Differing(address, comma > 0 && !folded[comma..].Any(char.IsAsciiDigit) ? Hidden + folded[comma..] : Hidden);
        }

        var end = folded.AsSpan().IndexOfAnyInRange('0', '9');
        var area = end < 0 ? folded : folded[..end];
        var kept = 0;
        foreach (var ending in AreaEndings)
        {
            var at = area.LastIndexOf(ending, StringComparison.Ordinal);
            if (at > 0) kept = Math.Max(kept, at + ending.Length);
        }

        return Differing(address, area[..kept] + Hidden);
    }

    private static string Differing(string original, string masked) =>
        masked == original ? new string('*', original.Length + 1) : masked;
}
