using System.Text.RegularExpressions;
using Hotline.Domain.Residents;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds names that a cue announces (我叫…, 联系人：…, …先生, Mr …), of residents and staff alike, and then every
/// further occurrence of a full name found so.
/// </summary>
internal static class NameFinder
{
    private const int LongestForeignName = 24;

    // After these, or after any cue with a colon, a name stands whatever its family name.
    private static readonly string[] SureCues = ["我叫", "名叫", "名字叫", "名字是", "我的名字"];

    // After these a name stands only when it begins with a common family name.
    private static readonly string[] Cues =
    [
        "姓名", "联系人", "投诉人", "举报人", "申请人", "诉求人", "当事人", "反映人", "来电人", "报修人", "收件人", "户主", "法人", "代表人",
        "负责人", "经办人", "署名", "本人", "我是", "业主", "司机", "经理", "老师", "医生", "店主", "老板", "房东", "客服", "工作人员", "民警",
        "保安", "护士", "主任", "局长", "校长", "教练", "中介", "会计", "员工", "同事", "邻居", "丈夫", "妻子", "老公", "老婆", "儿子", "女儿",
        "父亲", "母亲", "爱人", "患者", "学生", "租客", "房客",
    ];

    private static readonly string[] Titles =
    [
        "先生", "女士", "小姐", "太太", "夫人", "经理", "医生", "大夫", "医师", "老师", "教师", "师傅", "主任", "局长", "所长", "科长", "处长", "院长",
        "校长", "书记", "队长", "站长", "厂长", "镇长", "村长", "警官", "民警", "律师", "法官", "老板", "阿姨", "大爷", "大妈", "大叔", "叔叔", "奶奶",
        "爷爷", "护士", "教授", "主管", "店长", "组长", "班长", "教练", "保安", "会计", "司机", "房东", "同志", "同学", "总",
    ];

    // Words that begin like a name.
    private static readonly HashSet<string> NotNames =
    [
        "高中", "高级", "高温", "高空", "高层", "高新", "高速", "江苏", "江西", "江北", "江南", "石油", "石家", "金融", "方向", "方便", "方面", "对方", "田间",
        "周末", "周边", "周围", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "于是", "马上", "马路", "任课", "任何", "任职", "严重", "白天", "常务",
        "常常", "常年", "黄金", "万科", "安全", "安置", "安装", "施工", "管理", "温州", "郑州", "徐州", "苏州", "易于", "向您", "向你", "向他", "贺州", "武汉",
        "段时", "余额", "多余", "其余", "全程", "工程", "课程", "流程", "过程", "路程", "健康", "小康", "地方", "官方", "警方", "校方", "院方", "厂方", "资方", "双方", "单方",
        "甲方", "乙方", "何时", "如何", "为何", "罗列", "谢谢", "感谢", "成金", "租金", "现金", "资金", "黄色", "白色", "平时", "齐全", "整齐", "时候", "气候", "石头", "古代", "现代", "顾客", "万元",
    ];

    private const string NeverFirst = "是和的在于我他她你您先女男了着过也都就把被给从这那个位不没很请某电说及或到等们";
    private const string NeverSecond = NeverFirst + "住因要反投举诉对向问称且让叫做去今昨年月日身手与跟";

    private static readonly Regex EnglishTitle = new(
        @"(?:^|[^A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|MR|MRS|MS|DR)\.? {0,2}([A-Z][A-Za-z'-]{0,30}(?: [A-Z][A-Za-z'-]{1,30}){0,2})",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex EnglishCue = new(
        @"(?:^|[^A-Za-z])(?i:my name is|my name's|i am called|i'm called|(?:full name|name|contact person|contact|caller|complainant|manager|owner) ?: ?) *([A-Za-z][A-Za-z'-]{1,30}(?: [A-Z][A-Za-z'-]{0,30}){0,2})",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static void Find(string text, List<Found> found)
    {
        var names = new List<Found>();
        foreach (var pattern in (Regex[])[EnglishTitle, EnglishCue])
            foreach (Match match in pattern.Matches(text))
                names.Add(Name(match.Groups[1].Index, match.Groups[1].Index + match.Groups[1].Length));
        foreach (var cue in SureCues) Each(text, cue, end => AfterCue(text, end, true, names));
        foreach (var cue in Cues) Each(text, cue, end => AfterCue(text, end, false, names));
        foreach (var cue in (string[])["我姓", "免贵姓"]) Each(text, cue, end => AfterSurnameCue(text, end, names));
        foreach (var title in Titles) Each(text, title, end => BeforeTitle(text, end - title.Length, title, names));
        found.AddRange(names);
        FindAgain(text, names, found);
    }

    private static Found Name(int start, int end) => new(start, end, RedactionKind.Name);

    private static void Each(string text, string cue, Action<int> found)
    {
        for (var at = 0; (at = text.IndexOf(cue, at, StringComparison.Ordinal)) >= 0; at += cue.Length) found(at + cue.Length);
    }

    private static void AfterCue(string text, int start, bool sure, List<Found> names)
    {
        var at = start;
        while (at < text.Length && at - start < 3 && " :是为叫(".Contains(text[at])) at++;
        sure |= text.AsSpan(start, at - start).Contains(':');
        if (at >= text.Length || text[at] == '某') return;
        var familyName = FamilyNameLength(text, at);
        if (familyName == 0)
        {
            if (sure) ForeignName(text, at, names);
            return;
        }

        // 本人于昨天…: the family name 于 is far oftener the preposition here.
        if (at == start && text[at] == '于' && text.AsSpan(0, start).EndsWith("本人")) return;
        if (at + 2 <= text.Length && NotNames.Contains(text.Substring(at, 2))) return;
        var end = at + familyName;
        if (!IsGiven(text, end, NeverFirst)) return;
        end++;
        if (IsGiven(text, end, NeverSecond)) end++;
        names.Add(Name(at, PairEnd(text, end)));
    }

    private static void AfterSurnameCue(string text, int at, List<Found> names)
    {
        if (at < text.Length && FamilyNameLength(text, at) is > 0 and var length) names.Add(Name(at, at + length));
    }

    // A name from outside the list, or in Latin letters: the whole word, at most three characters of an unbroken sentence.
    private static void ForeignName(string text, int at, List<Found> names)
    {
        var end = at;
        if (char.IsAsciiLetter(text[at]))
        {
            while (end < text.Length && end - at < LongestForeignName && (char.IsAsciiLetter(text[end]) || " '-.".Contains(text[end]))) end++;
            while (" '-.".Contains(text[end - 1])) end--;
        }
        else
        {
            while (end < text.Length && end - at < LongestForeignName && (IsHan(text[end]) || text[end] == '·') && text[end] != '某') end++;
            if (!text.AsSpan(at, end - at).Contains('·') && end - at > 4) end = at + 3;
        }

        if (end - at >= 2) names.Add(Name(at, PairEnd(text, end)));
    }

    private static void BeforeTitle(string text, int end, string title, List<Found> names)
    {
        // 方总是, 孔总共: here 总 is no title.
        if (title == "总" && end + 1 < text.Length && "是在会共体数量部结局算经之有要要不得想".Contains(text[end + 1])) return;
        for (var length = Math.Min(4, end); length >= 1; length--)
        {
            var start = end - length;
            var familyName = FamilyNameLength(text, start);
            if (familyName == 0 || length < familyName || length - familyName > 2) continue;
            if (length >= 2 && NotNames.Contains(text.Substring(start, 2))) continue;
            if (length == 1 && start > 0 && NotNames.Contains(text.Substring(start - 1, 2))) continue;
            var given = true;
            for (var i = start + familyName; i < end; i++) given &= IsHan(text[i]) && !NeverSecond.Contains(text[i]);
            if (!given) continue;
            names.Add(Name(start, end));
            return;
        }
    }

    private static int FamilyNameLength(string text, int at) =>
        at + 1 < text.Length && Surnames.IsCompound(text.AsSpan(at, 2)) ? 2 : Surnames.IsSingle(text[at]) ? 1 : 0;

    private static bool IsGiven(string text, int at, string never) =>
        at < text.Length && IsHan(text[at]) && !never.Contains(text[at])
        && !Titles.Any(title => title != "总" && text.AsSpan(at).StartsWith(title, StringComparison.Ordinal));

    private static bool IsHan(char c) => c is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF') || char.IsSurrogate(c);

    private static int PairEnd(string text, int end) => end < text.Length && char.IsHighSurrogate(text[end - 1]) ? end + 1 : end;

    // One lookup per place and length, however many names were found.
    private static void FindAgain(string text, List<Found> names, List<Found> found)
    {
        var full = names.Select(n => text[n.Start..n.End]).Where(n => n.Length >= 2).ToHashSet();
        var lookup = full.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in full.Select(n => n.Length).Distinct())
            for (var at = 0; at + length <= text.Length; at++)
                if (lookup.Contains(text.AsSpan(at, length))) found.Add(Name(at, at + length));
    }
}
