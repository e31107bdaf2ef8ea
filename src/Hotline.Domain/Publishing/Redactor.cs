using System.Text;
using Hotline.Domain.Search;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds personal data in Chinese or English text and proposes a text without it. Rather too much than too little:
/// the result is a proposal for a person to check, and what was hidden by mistake is put back more easily than what
/// slipped out. Time grows linearly with the text; redacting a redacted text changes nothing.
/// </summary>
public static class Redactor
{
    // Spelled-out digits are read as a number from this length on; shorter runs are ordinary words (二〇二六).
    private const int ShortestSpelledNumber = 7;
    private const int MostPasses = 8;
    private const string SpelledDigits = "零一二三四五六七八九";

    /// <summary>Proposes the text to publish.</summary>
    /// <param name="text">Title, question or answer.</param>
    /// <param name="known">What the ticket knows of its resident.</param>
    public static RedactedText Redact(string? text, KnownPersonalData? known = null)
    {
        if (string.IsNullOrEmpty(text)) return new RedactedText("", []);
        known ??= new KnownPersonalData();
        var chinese = text.Any(c => c >= '\u2E80');
        var found = Merged(FindAll(text, known));
        var result = Replace(text, found, chinese);
        // A replacement can uncover what stood glued to it; looking again makes the result final.
        for (var pass = 1; pass < MostPasses; pass++)
        {
            var more = InSource(result, found, FindAll(result.Text, known));
            var all = Merged([.. found, .. more]);
            if (all.SequenceEqual(found)) break;
            found = all;
            result = Replace(text, found, chinese);
        }

        return result;
    }

    private static List<Found> FindAll(string text, KnownPersonalData known)
    {
        var folded = FoldSpelledDigits(FullWidth.Fold(text));
        var found = new List<Found>();
        AddKnown(folded, known.Addresses, 3, RedactionKind.Address, found);
        AddKnown(folded, known.Names, 2, RedactionKind.Name, found);
        NumberFinder.Find(folded, known.Phones, found);
        AccountFinder.Find(folded, found);
        PlateFinder.Find(folded, found);
        RoomFinder.Find(folded, found);
        NameFinder.Find(folded, found);
        return found;
    }

    // Finds in a redacted text as finds in its source; one that touches a replacement takes all of what it replaced.
    private static IEnumerable<Found> InSource(RedactedText redacted, List<Found> done, List<Found> finds)
    {
        var starts = new int[redacted.Text.Length];
        var ends = new int[redacted.Text.Length];
        for (int i = 0, next = 0, shift = 0; i < starts.Length; i++)
        {
            if (next < done.Count && i == redacted.Redactions[next].Start + redacted.Redactions[next].Length)
            {
                shift = done[next].End - i;
                next++;
            }

            var replaced = next < done.Count && i >= redacted.Redactions[next].Start;
            starts[i] = replaced ? done[next].Start : i + shift;
            ends[i] = replaced ? done[next].End : i + shift + 1;
        }

        return finds.Select(find => new Found(starts[find.Start], ends[find.End - 1], find.Kind));
    }

    private static void AddKnown(string text, IReadOnlyList<string> values, int shortest, RedactionKind kind, List<Found> found)
    {
        foreach (var value in values.Select(v => FullWidth.Fold(v).Trim()).Where(v => v.Length >= shortest))
        {
            for (var at = 0; (at = text.IndexOf(value, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += value.Length)
                found.Add(new Found(at, at + value.Length, kind));
        }
    }

    private static string FoldSpelledDigits(string text)
    {
        var chars = text.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            var end = i;
            while (end < chars.Length && SpelledDigit(chars[end]) is not null) end++;
            if (end - i >= ShortestSpelledNumber)
                for (var j = i; j < end; j++) chars[j] = SpelledDigit(chars[j])!.Value;
            i = Math.Max(i, end - 1);
        }

        return new string(chars);
    }

    private static char? SpelledDigit(char c) => c switch
    {
        '〇' => '0',
        '幺' => '1',
        _ => SpelledDigits.IndexOf(c) is >= 0 and var digit ? (char)('0' + digit) : null,
    };

    // Overlapping finds become one, so that no part of either shows; the longer one names the kind.
    private static List<Found> Merged(List<Found> found)
    {
        var merged = new List<Found>();
        foreach (var next in found.OrderBy(f => f.Start).ThenByDescending(f => f.End))
        {
            if (merged.Count == 0 || next.Start >= merged[^1].End)
            {
                merged.Add(next);
                continue;
            }

            var last = merged[^1];
            var kind = next.End - next.Start > last.End - last.Start ? next.Kind : last.Kind;
            merged[^1] = new Found(last.Start, Math.Max(last.End, next.End), kind);
        }

        return merged;
    }

    private static RedactedText Replace(string text, List<Found> found, bool chinese)
    {
        var result = new StringBuilder(text.Length);
        var redactions = new List<Redaction>(found.Count);
        var copied = 0;
        foreach (var item in found)
        {
            result.Append(text, copied, item.Start - copied);
            var label = chinese ? ChineseLabel(item) : EnglishLabel(item.Kind);
            redactions.Add(new Redaction(result.Length, label.Length, item.Kind, text[item.Start..item.End]));
            result.Append(label);
            copied = item.End;
        }

        result.Append(text, copied, text.Length - copied);
        return new RedactedText(result.ToString(), redactions);
    }

    private static string ChineseLabel(Found item) => item.Kind switch
    {
        RedactionKind.Name => item.End - item.Start == 1 ? "某" : "某某",
        RedactionKind.Phone => "[电话]",
        RedactionKind.IdCard => "[身份证号]",
        RedactionKind.Plate => "[车牌]",
        RedactionKind.BankCard => "[银行卡号]",
        RedactionKind.Email => "[邮箱]",
        RedactionKind.Account => "[账号]",
        RedactionKind.Room => "[门牌]",
        _ => "[地址]",
    };

    private static string EnglishLabel(RedactionKind kind) => kind switch
    {
        RedactionKind.IdCard => "[id card]",
        RedactionKind.BankCard => "[bank card]",
        _ => $"[{kind.ToString().ToLowerInvariant()}]",
    };
}
