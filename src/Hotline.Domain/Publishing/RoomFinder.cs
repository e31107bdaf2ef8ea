using System.Text.RegularExpressions;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds building, unit, room and house numbers and leaves street and community in place: 3栋2单元501室, 和平路12号,
/// 幸福小区3-2-501, Room 501, 12 Elm Street.
/// </summary>
internal static class RoomFinder
{
    private const string Numerals = "一二三四五六七八九十百零〇两甲乙丙丁";
    private const string BeforeHouseNumber = "路街巷道弄里村庄坊同";
    private const string BeforeRoomChain = "区园苑城庄庭府湾里村楼号寓厦家院栋幢";
    private static readonly string[] Units = ["号楼", "单元", "栋", "幢", "室", "座", "弄", "房", "号", "楼", "层", "户", "门", "区", "排", "组"];

    // No look-around, so that the engine can promise linear time; what must stay is left outside the group.
    private static readonly Regex EnglishRoom = new(
        @"(?:^|[^A-Za-z])((?:Room|Rm|Apartment|Apt|Flat|Unit|Suite|Building|Bldg|Block|House)[ .#]{0,2}(?:No[. ]{1,2})?[A-Za-z]?\d{1,5}[A-Za-z]?)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex EnglishHouse = new(
        @"(?:^|[^A-Za-z0-9])(\d{1,5}[A-Za-z]?),? (?:[A-Z][A-Za-z]{1,30} ){1,3}(?:Street|Road|Avenue|Lane|Drive|St|Rd|Ave)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static void Find(string text, List<Found> found)
    {
        foreach (var pattern in (Regex[])[EnglishRoom, EnglishHouse])
            foreach (Match match in pattern.Matches(text))
                found.Add(new Found(match.Groups[1].Index, match.Groups[1].Index + match.Groups[1].Length, RedactionKind.Room));

        for (var i = 0; i < text.Length;)
        {
            if (i > 0 && Continues(text, i))
            {
                i++;
                continue;
            }

            var end = ChainEnd(text, i, out var isRoom);
            if (isRoom) found.Add(new Found(i, end, RedactionKind.Room));
            i = Math.Max(i + 1, end);
        }
    }

    // In the middle of a number or word nothing starts.
    private static bool Continues(string text, int i) =>
        (char.IsAsciiLetterOrDigit(text[i]) && char.IsAsciiLetterOrDigit(text[i - 1]))
        || (Numerals.Contains(text[i]) && Numerals.Contains(text[i - 1]));

    // Pieces of number and unit; isRoom when one of them, or their number, can only be a place to live.
    private static int ChainEnd(string text, int start, out bool isRoom)
    {
        isRoom = false;
        var end = start;
        var pieces = 0;
        var buildings = 0;
        while (true)
        {
            var from = end;
            if (pieces > 0) while (from < text.Length && from - end < 2 && " -".Contains(text[from])) from++;
            var number = NumberEnd(text, from);
            if (number == from) break;
            var written = text.AsSpan(from, number - from);
            var unit = Units.FirstOrDefault(u => text.AsSpan(number).StartsWith(u, StringComparison.Ordinal));
            if (unit is null)
            {
                if (FollowedByMeasure(text, number)) break;
                var afterPlace = from > 0 && BeforeRoomChain.Contains(text[from - 1]) && written.IndexOf('-') is > 0 and <= 3;
                var bareRoom = pieces > 0 && char.IsAsciiDigit(written[0]) && written.Length >= 2;
                if (!afterPlace && !bareRoom) break;
                isRoom |= afterPlace || buildings > 0;
                end = number;
                break;
            }

            var arabic = char.IsAsciiLetterOrDigit(written[0]);
            buildings += unit is "栋" or "幢" or "座" ? 1 : 0;
            isRoom |= unit switch
            {
                "号楼" or "单元" => true,
                "栋" or "幢" => arabic || pieces > 0,
                "室" => written.Length >= 2,
                "座" => char.IsAsciiLetter(written[0]) || pieces > 0,
                "弄" => arabic,
                "房" => written.Length >= 3,
                "号" => from > 0 && BeforeHouseNumber.Contains(text[from - 1]) && !text.AsSpan(number + 1).StartsWith("线", StringComparison.Ordinal),
                _ => buildings > 0,
            };
            end = number + unit.Length;
            pieces++;
        }

        return end;
    }

    private static int NumberEnd(string text, int start)
    {
        var end = start;
        if (end < text.Length && Numerals.Contains(text[end]))
        {
            while (end < text.Length && end - start < 5 && Numerals.Contains(text[end])) end++;
            return end;
        }

        if (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        for (var parts = 0; parts < 3; parts++)
        {
            var digits = end;
            while (digits < text.Length && digits - end < 6 && char.IsAsciiDigit(text[digits])) digits++;
            if (digits == end) break;
            if (digits - end > 5) return start;
            end = digits;
            if (end + 1 >= text.Length || text[end] != '-' || !char.IsAsciiDigit(text[end + 1])) break;
            end++;
        }

        if (end < text.Length && end > start && char.IsAsciiDigit(text[end - 1]) && char.IsAsciiLetter(text[end])) end++;
        return end > start && end < text.Length && char.IsAsciiLetterOrDigit(text[end]) ? start : end;
    }

    private static bool FollowedByMeasure(string text, int at) => at < text.Length && "年月日元块万度吨米平个人次天时分点岁斤%".Contains(text[at]);
}
