using Hotline.Domain.Residents;

namespace Hotline.Domain.Publishing;

/// <summary>Judges whether the characters at a place are a Chinese name, and how far it goes.</summary>
internal static class NameShape
{
    private const string NeverFirst = "是和的在于我他她你您先女男了着过也都就把被给从这那个位不没很请某电说及或到等们";
    private const string NeverSecond = NeverFirst + "住因要反投举诉对向问称且让叫做去今昨年月日身手与跟系";

    // Family names that are everyday words or parts of them: these need more evidence than the others.
    private const string Wordy =
        "高方金古时万马于时向安常白任严余程段康温易施孔罗谢文成车房路项管简原占楼连单应解党边宁农花祖强华司支封储冷尚丛景郎宫符关盛石田林江叶夏黄陆钟汤钱毛史武贺龙雷季章鲁谷舒申尤左齐包游蓝宗官池植闻衣伊曾";

    // What the name of a village, road or bridge goes on with after a family name (张家村, 李庄村).
    private const string PlaceEnds = "村庄镇县屯寨堡沟桥路街巷湾口";

    // What a name may follow without being part of a longer word.
    private const string BeforeName = "的了是和与跟同找给对请由被让叫把问说有为到及或我你他她们位名业区校司店院部局处站队厂行";

    /// <summary>Length of the family name at a place; 0 for none.</summary>
    public static int FamilyLength(string text, int at) =>
        at >= text.Length ? 0
        : at + 1 < text.Length && Surnames.IsCompound(text.AsSpan(at, 2)) ? 2
        : Surnames.IsSingle(text[at]) ? 1 : 0;

    /// <summary>End of the name that begins at a place; the place itself when none does.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="at">Where the name would begin, right after a cue.</param>
    /// <param name="sure">True when something stands there that is a name or the lack of one (姓名：…).</param>
    public static int NameEnd(string text, int at, bool sure)
    {
        var family = FamilyLength(text, at);
        if (family == 0 || BeginsOtherWord(text, at)) return at;
        var first = at + family;
        if (!CanBeGiven(text, first, NeverFirst)) return at;
        var second = first + 1;
        var hasSecond = CanBeGiven(text, second, NeverSecond);
        if (IsCommon(text, first) && hasSecond && IsCommon(text, second)) return IsPlace(text, at) ? at : second + 1;
        if (hasSecond && EndsWord(text, second + 1) && (sure || !IsWordy(text, at))) return IsPlace(text, at) ? at : second + 1;
        if (EndsWord(text, second)) return PairEnd(text, second);
        if (sure) return PairEnd(text, hasSecond && !IsCommon(text, first) ? second + 1 : second);
        return IsCommon(text, first) && !IsWordy(text, at) && !IsPlace(text, at) ? second : at;
    }

    /// <summary>End of a whole name of an unmistakable kind that begins a sentence: a family name that is no word, two common given characters.</summary>
    public static int OpeningNameEnd(string text, int at)
    {
        var end = at + 3;
        var opens = end <= text.Length && FamilyLength(text, at) == 1 && (at == 0 || !IsHan(text[at - 1]));
        return opens && !IsWordy(text, at) && !BeginsOtherWord(text, at) && AllCommon(text, at + 1, end)
            && CanBeGiven(text, at + 1, NeverFirst) && CanBeGiven(text, at + 2, NeverSecond) && !IsPlace(text, at) ? end : at;
    }

    /// <summary>Start of the full name that ends at a place, at the beginning of a sentence or after a cue; the place itself when none does.</summary>
    public static int FullNameStart(string text, int end)
    {
        for (var length = Math.Min(4, end); length >= 2; length--)
        {
            var start = end - length;
            var family = FamilyLength(text, start);
            if (family == 0 || length - family is < 1 or > 2 || BeginsOtherWord(text, start) || (start > 0 && IsHan(text[start - 1]))) continue;
            if (AllCommon(text, start + family, end)) return start;
        }

        return end;
    }

    /// <summary>Start of the name, whole or family name, that stands before a form of address; the place itself when none does.</summary>
    public static int TitledNameStart(string text, int end)
    {
        for (var length = Math.Min(4, end); length >= 1; length--)
        {
            var start = end - length;
            var family = FamilyLength(text, start);
            if (family == 0 || length < family || length - family > 2) continue;
            var free = start == 0 || !IsHan(text[start - 1]);
            var mayBegin = free || BeforeName.Contains(text[start - 1]) || NameWords.Cues.Any(cue => text.AsSpan(0, start).EndsWith(cue, StringComparison.Ordinal));
            if (length == family)
            {
                var partOfWord = start > 0 && NameWords.NotBeforeTitle.Contains(text.Substring(start - 1, 2));
                if (family == 2 || (!partOfWord && (mayBegin || !IsWordy(text, start)))) return start;
                continue;
            }

            if (BeginsOtherWord(text, start) || !AllCanBeGiven(text, start + family, end)) continue;
            if (AllCommon(text, start + family, end) ? mayBegin || !IsWordy(text, start) : mayBegin && FamilyLength(text, end - 1) == 0) return start;
        }

        return end;
    }

    /// <summary>True for a Chinese character.</summary>
    public static bool IsHan(char c) => c is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF') || char.IsSurrogate(c);

    /// <summary>The end moved behind the second half of a character outside the basic plane.</summary>
    public static int PairEnd(string text, int end) => end < text.Length && char.IsHighSurrogate(text[end - 1]) ? end + 1 : end;

    /// <summary>True where no name goes on: at the end, at punctuation, before a verb or particle.</summary>
    public static bool EndsWord(string text, int at) =>
        at >= text.Length || !IsHan(text[at]) || NeverSecond.Contains(text[at]) || BeginsWith(text, at, NameWords.After) || BeginsWith(text, at, NameWords.Titles);

    /// <summary>True when one of the words begins at a place.</summary>
    public static bool BeginsWith(string text, int at, string[] words)
    {
        foreach (var word in words)
            if (text.AsSpan(at).StartsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }

    private static bool CanBeGiven(string text, int at, string never) =>
        at < text.Length && IsHan(text[at]) && !never.Contains(text[at])
        && !BeginsWith(text, at, NameWords.After) && !BeginsWith(text, at, NameWords.PublicOffices) && !(BeginsWith(text, at, NameWords.Titles) && text[at] != '总');

    private static bool AllCanBeGiven(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (!IsHan(text[i]) || NeverSecond.Contains(text[i])) return false;
        return true;
    }

    private static bool AllCommon(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (!IsCommon(text, i)) return false;
        return true;
    }

    private static bool IsCommon(string text, int at) => NameWords.Given.Contains(text[at]);

    private static bool IsWordy(string text, int at) => Wordy.Contains(text[at]);

    private static bool BeginsOtherWord(string text, int at) => at + 2 <= text.Length && NameWords.NotNames.Contains(text.Substring(at, 2));

    private static bool IsPlace(string text, int at)
    {
        for (var i = at + 2; i < Math.Min(text.Length, at + 4); i++)
            if (PlaceEnds.Contains(text[i]) && !BeginsWith(text, i, NameWords.After)) return true;
        return false;
    }
}
