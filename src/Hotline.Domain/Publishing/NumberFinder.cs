using System.Globalization;
using Hotline.Domain.Search;

namespace Hotline.Domain.Publishing;

/// <summary>Finds phone, identity card and bank card numbers in runs of digits, however they are grouped.</summary>
internal static class NumberFinder
{
    private const int LongestNumber = 19;
    private const string Separators = " -–—_.()·";
    private static readonly string[] MobilePrefixes = ["0086", "86", "0"];
    private static readonly string[] PhoneCues = ["电话", "座机", "手机", "热线", "传真", "联系方式", "tel", "phone", "call"];
    private static readonly int[] IdWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static void Find(string text, IReadOnlyList<string> knownPhones, List<Found> found)
    {
        var known = knownPhones
            .Select(phone => Significant(string.Concat(FullWidth.Fold(phone).Where(char.IsAsciiDigit))))
            .Where(digits => digits.Length >= 5).Distinct().ToArray();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }

            var groups = Groups(text, i);
            FindKnown(text, groups, known, found);
            for (var g = 0; g < groups.Count;) g = FindFrom(text, groups, g, found);
            i = groups[^1].End;
        }
    }

    // A run: groups of digits with at most two separators between.
    private static List<(int Start, int End)> Groups(string text, int start)
    {
        var groups = new List<(int, int)>();
        while (true)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            groups.Add((start, end));
            start = end;
            while (start < text.Length && start - end < 2 && Separators.Contains(text[start])) start++;
            if (start == end || start >= text.Length || !char.IsAsciiDigit(text[start])) return groups;
        }
    }

    // The longest number that starts with this group; returns the group to go on with.
    private static int FindFrom(string text, List<(int Start, int End)> groups, int first, List<Found> found)
    {
        var digits = "";
        var best = -1;
        var kind = RedactionKind.Phone;
        var card = true;
        var international = groups[first].Start > 0 && text[groups[first].Start - 1] == '+';
        for (var last = first; last < groups.Count; last++)
        {
            var (start, end) = groups[last];
            if (digits.Length + end - start > LongestNumber) break;
            // Cards and identity numbers are written in groups of three and more, phones also digit by digit.
            card &= last == first || groups[last - 1].End - groups[last - 1].Start >= 3;
            digits += text[start..end];
            if (Kind(text, digits, groups[first].Start, end, international, last > first, card) is not { } match) continue;
            (best, kind) = (last, match);
            // What follows a whole phone number is another number, though both together may look like a card's.
            if (match == RedactionKind.Phone) break;
        }

        if (best < 0) return first + 1;
        var from = groups[first].Start - (international ? 1 : 0);
        var to = groups[best].End;
        if (from > 0 && text[from - 1] == '(' && text.AsSpan(from, to - from).Contains(')')) from--;
        if (kind == RedactionKind.IdCard && EndsWithX(text, to)) to++;
        found.Add(new Found(from, to, kind));
        return best + 1;
    }

    private static RedactionKind? Kind(string text, string digits, int start, int end, bool international, bool grouped, bool card)
    {
        if (card && digits.Length == 17 && EndsWithX(text, end)) return RedactionKind.IdCard;
        if (IsMobile(digits) || IsLandline(digits) || (international && digits.Length is >= 8 and <= 15)) return RedactionKind.Phone;
        if (digits.Length == 10 && (digits.StartsWith("400", StringComparison.Ordinal) || digits.StartsWith("800", StringComparison.Ordinal)))
            return RedactionKind.Phone;
        if (digits.Length is 7 or 8 && digits[0] >= '2' && FollowsPhoneCue(text, start)) return RedactionKind.Phone;
        if (!card) return null;
        if (digits.Length is 15 or 18)
        {
            if (IsPlausibleId(digits)) return RedactionKind.IdCard;
            if (PassesLuhn(digits)) return RedactionKind.BankCard;
            return grouped ? null : RedactionKind.IdCard;
        }

        return digits.Length is >= 13 and <= LongestNumber && (PassesLuhn(digits) || digits.StartsWith("62", StringComparison.Ordinal))
            ? RedactionKind.BankCard
            : null;
    }

    private static bool IsMobile(string digits)
    {
        var number = Significant(digits);
        return number.Length == 11 && number[0] == '1' && number[1] >= '3';
    }

    private static bool IsLandline(string digits) => digits[0] == '0' && digits.Length is >= 10 and <= 12 && digits[1] switch
    {
        '0' => false,
        '1' or '2' => digits.Length is 10 or 11,
        _ => digits.Length is 11 or 12,
    };

    // Without the country code or the 0 once dialled before mobiles.
    private static string Significant(string digits)
    {
        foreach (var prefix in MobilePrefixes)
            if (digits.Length == prefix.Length + 11 && digits.StartsWith(prefix, StringComparison.Ordinal) && digits[prefix.Length] == '1')
                return digits[prefix.Length..];
        return digits;
    }

    private static bool FollowsPhoneCue(string text, int start)
    {
        var end = start;
        while (end > 0 && start - end < 4 && " :是为号码(".Contains(text[end - 1])) end--;
        return PhoneCues.Any(cue => text.AsSpan(0, end).EndsWith(cue, StringComparison.OrdinalIgnoreCase));
    }

    private static bool EndsWithX(string text, int at) =>
        at < text.Length && text[at] is 'X' or 'x' && (at + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[at + 1]));

    // GB 11643: a birth date from the seventh digit, and for 18 digits a check digit; either makes it plausible.
    private static bool IsPlausibleId(string digits)
    {
        var birth = digits.Length == 18 ? digits[6..14] : "19" + digits[6..12];
        if (DateOnly.TryParseExact(birth, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return true;
        return digits.Length == 18 && "10X98765432"[digits[..17].Select((c, i) => (c - '0') * IdWeights[i]).Sum() % 11] == digits[17];
    }

    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    private static void FindKnown(string text, List<(int Start, int End)> groups, string[] known, List<Found> found)
    {
        if (known.Length == 0) return;
        var positions = groups.SelectMany(g => Enumerable.Range(g.Start, g.End - g.Start)).ToArray();
        var digits = string.Concat(positions.Select(p => text[p]));
        foreach (var number in known)
        {
            for (var at = 0; (at = digits.IndexOf(number, at, StringComparison.Ordinal)) >= 0; at += number.Length)
                found.Add(new Found(positions[at], positions[at + number.Length - 1] + 1, RedactionKind.Phone));
        }
    }
}
