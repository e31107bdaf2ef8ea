using System.Text.RegularExpressions;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds what of an address leads to one household, and leaves street, community and building alone: 3栋2单元501室,
/// 5号楼1203, 幸福小区3-2-501, 李家村三组18号, 501室; a street number only after a word for living there (家住和平路26号);
/// Room 501, 12 Elm Street.
/// </summary>
internal static class RoomFinder
{
    private const string Numerals = "一二三四五六七八九十百零〇两甲乙丙丁";
    private const string Sides = "东西南北中左右";
    private const string BeforeHouse = "路街道巷弄里村庄屯寨坊同条";
    private const string BeforeOwnHouse = "巷同弄坊";
    private const string BeforeVillageHouse = "村庄屯寨";
    private const string BeforeRoomChain = "区园苑城庄庭府湾里村楼号寓厦家院栋幢郡墅";
    private const int LastDayOfMonth = 31;
    private const string Measures = "年月日元块万度吨米平个人次天时分点岁斤%户公多余几来名辆间套条只亩";

    private static readonly string[] HomeCues = ["家住", "住在", "住址", "家庭地址", "现住", "租住", "居住", "我住", "人住", "户籍地", "我家", "住于"];
    private static readonly string[] NotRooms = ["款", "价", "租", "产", "屋", "源", "企", "贷", "一厅", "两厅", "二厅"];

    private static readonly (string Word, Piece Piece)[] Units =
    [
        ("号楼", Piece.Building), ("#楼", Piece.Building), ("单元", Piece.Unit), ("号房", Piece.Room),
        ("栋", Piece.Building), ("幢", Piece.Building), ("座", Piece.Building), ("#", Piece.Building), ("楼", Piece.Floor), ("层", Piece.Floor),
        ("门", Piece.Unit), ("排", Piece.Row), ("弄", Piece.Lane), ("组", Piece.Row), ("队", Piece.Row), ("区", Piece.Lane),
        ("室", Piece.Room), ("房", Piece.Room), ("号", Piece.House),
    ];

    // No look-around, so that the engine can promise linear time; what must stay is left outside the group.
    private static readonly Regex EnglishRoom = new(
        @"(?:^|[^A-Za-z])((?:Room|Rm|Apartment|Apt|Flat|Unit|Suite|House)[ .#]{0,2}(?:No[. ]{1,2})?[A-Za-z]?\d{1,5}[A-Za-z]?)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex EnglishHouse = new(
        @"(?:^|[^A-Za-z0-9])(\d{1,5}[A-Za-z]?),? (?:[A-Z][A-Za-z]{1,30} ){1,3}(?:Street|Road|Avenue|Lane|Drive|St|Rd|Ave)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private enum Piece
    {
        Lane,
        Building,
        Row,
        Unit,
        Floor,
        Room,
        House,
    }

    public static void Find(string text, List<Found> found)
    {
        foreach (var pattern in (Regex[])[EnglishRoom, EnglishHouse])
            foreach (Match match in pattern.Matches(text))
                found.Add(new Found(match.Groups[1].Index, match.Groups[1].Index + match.Groups[1].Length, PersonalDataKind.Room));

        for (var i = 0; i < text.Length;)
        {
            if (i > 0 && Continues(text, i))
            {
                i++;
                continue;
            }

            var end = ChainEnd(text, i, out var household);
            if (household)
            {
                end = SideEnd(text, end);
                found.Add(new Found(i, end, PersonalDataKind.Room));
                end = FurtherRooms(text, end, found);
            }

            i = Math.Max(i + 1, end);
        }
    }

    // In the middle of a number or word nothing starts.
    private static bool Continues(string text, int i) =>
        (char.IsAsciiLetterOrDigit(text[i]) && char.IsAsciiLetterOrDigit(text[i - 1]))
        || (Numerals.Contains(text[i]) && Numerals.Contains(text[i - 1]));

    // Pieces of number and unit, the last perhaps a bare number; household when together they lead to one.
    private static int ChainEnd(string text, int start, out bool household)
    {
        household = false;
        var end = start;
        var seen = new HashSet<Piece>();
        while (true)
        {
            var from = end;
            if (seen.Count > 0) while (from < text.Length && from - end < 2 && " -".Contains(text[from])) from++;
            var number = NumberEnd(text, from, seen.Count > 0);
            if (number == from) break;
            var written = text.AsSpan(from, number - from);
            var (word, piece) = Units.FirstOrDefault(u => text.AsSpan(number).StartsWith(u.Word, StringComparison.Ordinal));
            // No house has a hundred storeys: 8-2-601楼上漏水.
            if (word is null || (piece == Piece.Floor && written.Length >= 3 && char.IsAsciiDigit(written[^3])))
            {
                var bare = IsBareRoom(text, from, written, seen);
                household |= bare;
                if (bare) end = number;
                break;
            }

            var after = number + word.Length;
            household |= piece switch
            {
                Piece.Room => IsRoom(text, written, after, seen.Count > 0),
                Piece.House => seen.Count > 0 || IsHouse(text, from, written, after),
                Piece.Floor => seen.Contains(Piece.Unit),
                _ => false,
            };
            end = after;
            seen.Add(piece);
        }

        // 2单元东户: the side of the stairs is the home.
        household |= (seen.Contains(Piece.Unit) || seen.Contains(Piece.Floor)) && seen.Contains(Piece.Building) && SideEnd(text, end) > end;
        return end;
    }

    private static bool IsRoom(string text, ReadOnlySpan<char> written, int after, bool inChain) =>
        (written.Length >= 3 || inChain) && !NotRooms.Any(word => text.AsSpan(after).StartsWith(word, StringComparison.Ordinal));

    // 5号楼1203, 小区3-2-501.
    private static bool IsBareRoom(string text, int from, ReadOnlySpan<char> written, HashSet<Piece> seen)
    {
        var end = from + written.Length;
        var measured = end < text.Length && Measures.Contains(text[end]) && !(text[end] == '户' && seen.Contains(Piece.Unit));
        if (measured) return false;
        if (seen.Contains(Piece.Building) || seen.Contains(Piece.Unit))
            return (char.IsAsciiDigit(written[^1]) ? written.Length >= 2 : written.Length >= 3) || written.Contains('-');
        var first = written.IndexOf('-');
        var last = written[(written.LastIndexOf('-') + 1)..];
        if (first is < 1 or > 2 || last.Length is not (3 or 4)) return false;
        // Three parts stand by themselves unless they end in a year.
        return written.Count('-') == 2 ? !last.StartsWith("20") || last.Length == 3 : from > 0 && BeforeRoomChain.Contains(text[from - 1]);
    }

    // A house number by itself: of a lane, of a village unless it may be a day of the month, of a street where somebody lives.
    private static bool IsHouse(string text, int from, ReadOnlySpan<char> written, int after)
    {
        if (from == 0 || !BeforeHouse.Contains(text[from - 1])) return false;
        if (after < text.Length && "线泵塔馆厅桥".Contains(text[after])) return false;
        if (BeforeOwnHouse.Contains(text[from - 1]) || Cue.Near(text, from, HomeCues, 24)) return true;
        return BeforeVillageHouse.Contains(text[from - 1]) && int.TryParse(written, out var number) && number > LastDayOfMonth;
    }

    // 西户, 左手边: which flat on the landing.
    private static int SideEnd(string text, int at) =>
        at + 1 < text.Length && Sides.Contains(text[at]) && text[at + 1] is '户' or '室' ? at + 2 : at;

    // 1101、1102和1103室.
    private static int FurtherRooms(string text, int end, List<Found> found)
    {
        while (end + 1 < text.Length && "、和及与,/".Contains(text[end]))
        {
            var start = end + 1;
            var digits = start;
            while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
            if (digits - start is not (3 or 4) || (digits < text.Length && (char.IsAsciiLetterOrDigit(text[digits]) || (Measures.Contains(text[digits]) && text[digits] != '户')))) return end;
            end = digits < text.Length && text[digits] == '室' ? digits + 1 : digits;
            found.Add(new Found(start, end, PersonalDataKind.Room));
        }

        return end;
    }

    private static int NumberEnd(string text, int start, bool inChain)
    {
        var end = start;
        if (inChain && end + 1 < text.Length && Sides.Contains(text[end]) && text.AsSpan(end + 1).StartsWith("单元", StringComparison.Ordinal)) return end + 1;
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
}
