using Hotline.Domain.Search;

namespace Hotline.Domain.Publishing;

/// <summary>Finds phone, identity card and bank card numbers in runs of digits, however they are grouped.</summary>
internal static class NumberFinder
{
    private const int LongestNumber = 19;
    private const int LongestExtension = 5;
    private const string Separators = " -–—_.()·";
    private const string Filler = " :是为号码(#";

    private static readonly string[] PhoneCues = ["电话", "座机", "固话", "手机", "传真", "联系方式", "tel", "phone", "mobile", "call"];
    private static readonly string[] PhoneWords = ["tel", "phone", "mobile", "call", "v", "vx", "wx", "wechat", "weixin", "qq"];
    private static readonly string[] PublicLines = ["热线", "专线", "咨询电话", "监督电话", "举报电话", "服务电话", "客服电话"];
    private static readonly string[] IdCues = ["身份证", "证件", "证号", "身份号", "驾驶证", "驾照", "社会保障号", "社保号", "公民身份", "id card", "id number"];
    private static readonly string[] OtherPapers = ["许可证", "执照", "资格证", "房产证", "产权证", "结婚证", "信用代码"];
    private static readonly string[] BankCues = ["卡号", "银行", "账号", "帐号", "账户", "帐户", "信用卡", "储蓄卡", "工资卡", "存折", "card", "account"];

    // What is numbered without being anybody's.
    private static readonly string[] NumberedThings =
    [
        "工单", "单号", "编号", "编码", "订单", "运单", "流水", "发票", "案号", "文号", "受理号", "代码", "税号", "识别号", "批号", "合同号", "票号",
        "读数", "条码", "型号", "邮编", "许可证", "执照",
    ];

    private static readonly string[] Measures = ["元", "万", "亿", "块", "吨", "平方", "人次", "公里"];

    public static void Find(string text, IReadOnlyList<string> knownPhones, List<Found> found)
    {
        var known = knownPhones
            .Select(phone => Numbers.WithoutPrefix(string.Concat(FullWidth.Fold(phone).Where(char.IsAsciiDigit))))
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
        var kind = PersonalDataKind.Phone;
        var card = true;
        var start = groups[first].Start;
        if (IsIdentifier(text, start)) return first + 1;
        for (var last = first; last < groups.Count; last++)
        {
            var (from, end) = groups[last];
            if (digits.Length + end - from > LongestNumber) break;
            // Cards and identity numbers are written in groups of three and more, phones also digit by digit.
            card &= last == first || groups[last - 1].End - groups[last - 1].Start >= 3;
            digits += text[from..end];
            if (Kind(text, digits, start, end, card) is not { } match) continue;
            (best, kind) = (last, match);
            // What follows a whole phone number is another number, though both together may look like a card's.
            if (match == PersonalDataKind.Phone) break;
        }

        if (best < 0) return first + 1;
        var to = groups[best].End;
        if (IsAmount(text, to)) return best + 1;
        if (IsInternational(text, start)) start--;
        if (start > 0 && text[start - 1] == '(' && text.AsSpan(start, to - start).Contains(')')) start--;
        if (kind == PersonalDataKind.IdCard && EndsWithX(text, to)) to++;
        if (kind == PersonalDataKind.Phone) to = ExtensionEnd(text, to);
        found.Add(new Found(start, to, kind));
        var next = best + 1;
        while (next < groups.Count && groups[next].Start < to) next++;
        return next;
    }

    private static PersonalDataKind? Kind(string text, string digits, int start, int end, bool card)
    {
        if (IsPhone(text, digits, start)) return PersonalDataKind.Phone;
        if (!card) return null;
        var id = digits.Length == 17 && EndsWithX(text, end) ? digits + 'X' : digits;
        if (id.Length is 15 or 18 && (Numbers.IsIdCard(id) || IsAnnouncedId(text, start))) return PersonalDataKind.IdCard;
        if (digits.Length is >= 15 and <= LongestNumber && (Numbers.IsBankCard(digits) || Cue.Near(text, start, BankCues, 8))) return PersonalDataKind.BankCard;
        return null;
    }

    private static bool IsPhone(string text, string digits, int start)
    {
        if (Numbers.IsMobile(digits)) return true;
        if (IsInternational(text, start) && digits.Length is >= 8 and <= 15) return true;
        if (Numbers.IsLandline(digits)) return !Cue.EndsBefore(text, start, PublicLines, Filler, 3);
        return digits.Length is 7 or 8 && digits[0] >= '2' && !Numbers.BeginsWithDate(digits)
            && Cue.EndsBefore(text, start, PhoneCues, Filler, 4) && !Cue.EndsBefore(text, start, PublicLines, Filler, 4);
    }

    private static bool IsInternational(string text, int start) => start > 0 && text[start - 1] == '+';

    private static bool IsAnnouncedId(string text, int start) => Cue.Near(text, start, IdCues, 12) && !Cue.Near(text, start, OtherPapers, 12);

    // The number of a ticket, an order, a model: announced as such, or with a letter before it.
    private static bool IsIdentifier(string text, int start)
    {
        if (Cue.EndsBefore(text, start, NumberedThings, Filler, 4)) return !Cue.Near(text, start, IdCues, 8);
        var word = start;
        if (word > 1 && text[word - 1] is '-' or '_' && char.IsAsciiLetter(text[word - 2])) word--;
        var end = word;
        while (word > 0 && end - word <= 8 && char.IsAsciiLetter(text[word - 1])) word--;
        return word < end && !PhoneWords.Contains(text[word..end], StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsAmount(string text, int end) =>
        Measures.Any(measure => text.AsSpan(end).StartsWith(measure, StringComparison.Ordinal));

    // 转802, 分机802, -803; more digits than that are another number.
    private static int ExtensionEnd(string text, int end)
    {
        var at = end;
        while (at < text.Length && at - end < 4 && " -,转分机".Contains(text[at])) at++;
        if (!text.AsSpan(end, at - end).ContainsAny("-转机")) return end;
        var digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - digits is >= 1 and <= LongestExtension ? at : end;
    }

    private static bool EndsWithX(string text, int at) =>
        at < text.Length && text[at] is 'X' or 'x' && (at + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[at + 1]));

    private static void FindKnown(string text, List<(int Start, int End)> groups, string[] known, List<Found> found)
    {
        if (known.Length == 0) return;
        var positions = groups.SelectMany(g => Enumerable.Range(g.Start, g.End - g.Start)).ToArray();
        var digits = string.Concat(positions.Select(p => text[p]));
        foreach (var number in known)
        {
            for (var at = 0; (at = digits.IndexOf(number, at, StringComparison.Ordinal)) >= 0; at += number.Length)
                found.Add(new Found(positions[at], positions[at + number.Length - 1] + 1, PersonalDataKind.Phone));
        }
    }
}
