using System.Text.RegularExpressions;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds names by the words around them (我叫…, 联系人：…, 业主…反映, …先生, Mr …), names written before a phone or
/// identity number, and then every further occurrence of a full name found so.
/// </summary>
internal static class NameFinder
{
    private const int LongestForeignName = 24;
    private const int LongestForeignWord = 5;
    private const int LongestLead = 8;
    private const string Joins = "、和与及跟";

    private static readonly string[] FormCues = [.. NameWords.Cues.Where(cue => cue[^1] == '人' || cue is "姓名" or "户主" or "户名" or "署名" or "落款")];
    private static readonly string[] BeforeNumber = ["电话", "手机", "身份证", "身份证号", "联系方式", "联系电话", "手机号", "微信"];

    private static readonly Regex EnglishTitle = new(
        @"(?:^|[^A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|MR|MRS|MS|DR)\.? {0,2}([A-Z][A-Za-z'-]{0,30}(?: [A-Z][A-Za-z'-]{1,30}){0,2})",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex EnglishCue = new(
        @"(?:^|[^A-Za-z])(?i:my name is|my name's|i am called|i'm called|(?:full name|name|contact person|contact|caller|complainant|manager|owner) ?: ?) *([A-Za-z][A-Za-z'-]{1,30}(?: [A-Z][A-Za-z'-]{0,30}){0,2})",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Adds names to what was found; phone and identity numbers must be among it already.</summary>
    public static void Find(string text, List<Found> found)
    {
        var names = new List<Found>();
        foreach (var pattern in (Regex[])[EnglishTitle, EnglishCue])
            foreach (Match match in pattern.Matches(text))
                names.Add(Name(match.Groups[1].Index, match.Groups[1].Index + match.Groups[1].Length));
        foreach (var cue in NameWords.SureCues) Cue.Each(text, cue, end => AfterCue(text, end, true, true, names));
        foreach (var cue in NameWords.Cues) Cue.Each(text, cue, end => AfterCue(text, end, false, FormCues.Contains(cue), names));
        Cue.Each(text, "姓", end => AfterFamilyNameCue(text, end, names));
        foreach (var title in NameWords.Titles) Cue.Each(text, title, end => BeforeTitle(text, end - title.Length, title, names));
        foreach (var verb in NameWords.Reporting) Cue.Each(text, verb, end => AddFullName(text, end - verb.Length, names));
        foreach (var number in found.Where(f => f.Kind is PersonalDataKind.Phone or PersonalDataKind.IdCard)) BeforeANumber(text, number.Start, names);
        for (var at = 0; at < text.Length; at++)
            if (NameShape.OpeningNameEnd(text, at) is var end && end > at) names.Add(Name(at, end));
        found.AddRange(names);
        FindAgain(text, names, found);
    }

    private static Found Name(int start, int end) => new(start, end, PersonalDataKind.Name);

    private static void AfterCue(string text, int start, bool sure, bool form, List<Found> names)
    {
        var at = start;
        while (at < text.Length && at - start < 3 && " :是为叫(“\"".Contains(text[at])) at++;
        sure |= form && text.AsSpan(start, at - start).Contains(':');
        if (at >= text.Length || NameShape.BeginsWith(text, at, NameWords.NoName)) return;
        // 本人于昨天…: the family name 于 is far oftener the preposition here.
        if (at == start && text[at] is '于' or '向' && text.AsSpan(0, start).EndsWith("本人")) return;
        var end = NameShape.NameEnd(text, at, sure);
        if (end > at)
        {
            names.Add(Name(at, end));
            Joined(text, end, names);
        }
        else if (sure && !NameShape.BeginsWith(text, at + NameShape.FamilyLength(text, at), NameWords.Titles)) ForeignName(text, at, names);
    }

    // 宋建华、唐桂兰和…
    private static void Joined(string text, int end, List<Found> names)
    {
        while (end < text.Length && Joins.Contains(text[end]))
        {
            var start = end + 1;
            end = NameShape.NameEnd(text, start, false);
            if (end == start) return;
            names.Add(Name(start, end));
        }
    }

    // 我姓王; 房东姓鲁，; not 姓名 or 老百姓.
    private static void AfterFamilyNameCue(string text, int at, List<Found> names)
    {
        if (NameShape.FamilyLength(text, at) is not (> 0 and var length) || (at > 1 && text[at - 2] == '百')) return;
        var own = at > 1 && text[at - 2] is '我' or '贵';
        if (own || NameShape.EndsWord(text, at + length)) names.Add(Name(at, at + length));
    }

    // A name from outside the list, or in Latin letters: the whole word.
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
            while (end < text.Length && end - at < LongestForeignName && (text[end] == '·' || !NameShape.EndsWord(text, end))) end++;
            if (!text.AsSpan(at, end - at).Contains('·') && end - at > LongestForeignWord) return;
        }

        if (end - at >= 2) names.Add(Name(at, NameShape.PairEnd(text, end)));
    }

    private static void BeforeTitle(string text, int end, string title, List<Found> names)
    {
        // 方总是, 孔总共: here 总 is no title.
        if (title == "总" && end + 1 < text.Length && "是在会共体数量部结局算经之有要不得想计额".Contains(text[end + 1])) return;
        var start = NameShape.TitledNameStart(text, end);
        if (start < end) names.Add(Name(start, end));
    }

    private static void AddFullName(string text, int end, List<Found> names)
    {
        for (var start = NameShape.FullNameStart(text, end); start < end; start = NameShape.FullNameStart(text, end))
        {
            names.Add(Name(start, end));
            if (start == 0 || text[start - 1] != '、') return;
            end = start - 1;
        }
    }

    // 陆建平(199…, 谷雨，身份证37….
    private static void BeforeANumber(string text, int number, List<Found> names)
    {
        for (var end = number; end > 0 && number - end <= LongestLead; end--)
        {
            var lead = text.AsSpan(end, number - end).Trim(" ,:(+号码为是");
            if (lead.Length > 0 && Array.IndexOf(BeforeNumber, lead.ToString()) < 0) continue;
            AddFullName(text, end, names);
        }
    }

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
