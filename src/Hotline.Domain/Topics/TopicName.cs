using Hotline.Domain.Search;

namespace Hotline.Domain.Topics;

/// <summary>Names a group of messages by what their subjects share and other messages do not have.</summary>
public static class TopicName
{
    private const int Longest = 12;
    private const int MostSubjects = 50;
    private const int Phrases = 2;
    /// <summary>Of the subjects, the share that must hold a phrase.</summary>
    private const double Common = 0.4;

    /// <summary>Up to two phrases, the most distinctive first, joined by a space; the first subject when they share nothing.</summary>
    public static string Of(IReadOnlyList<string> subjects, GramCounts counts)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentNullException.ThrowIfNull(counts);
        if (subjects.Count == 0) return "";
        var read = subjects.Take(MostSubjects).ToList();
        var held = new Dictionary<string, int>();
        foreach (var subject in read)
            foreach (var phrase in PhrasesOf(subject).Distinct()) held[phrase] = held.GetValueOrDefault(phrase) + 1;
        var least = Math.Max(2, (int)Math.Ceiling(read.Count * Common));
        var named = new List<string>();
        foreach (var (phrase, _) in held.Where(h => h.Value >= least).OrderByDescending(h => h.Value * Distinction(h.Key, counts)).ThenBy(h => h.Key, StringComparer.Ordinal))
        {
            if (named.Count == Phrases) break;
            if (!named.Exists(n => Overlaps(n, phrase))) named.Add(phrase);
        }
        return named.Count == 0 ? read[0] : string.Join(' ', named);
    }

    /// <summary>Runs of two to twelve Chinese characters; for other scripts words and pairs of words.</summary>
    private static IEnumerable<string> PhrasesOf(string subject)
    {
        var text = FullWidth.Fold(subject);
        var starts = new List<int>();
        for (var i = 0; i <= text.Length && i <= MessageGrams.LongestText; i++)
        {
            if (i == text.Length || !char.IsLetterOrDigit(text[i]) && !(text[i] == ' ' && i > 0 && char.IsAsciiLetterOrDigit(text[i - 1])))
            {
                starts.Clear();
                continue;
            }
            if (text[i] == ' ') continue;
            if (i == 0 || !char.IsAsciiLetterOrDigit(text[i]) || !char.IsAsciiLetterOrDigit(text[i - 1])) starts.Add(i);
            if (i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i]) && char.IsAsciiLetterOrDigit(text[i + 1])) continue;
            for (var units = 1; units <= Math.Min(starts.Count, Longest); units++)
                if (starts[^units] is var start && i + 1 - start >= 2) yield return text[start..(i + 1)];
        }
    }

    private static double Distinction(string phrase, GramCounts counts)
    {
        var sum = 0.0;
        MessageGrams.Cut(phrase, (gram, _, _) => sum += counts.Weight(gram));
        return sum;
    }

    /// <summary>Phrases that share two characters say the same.</summary>
    private static bool Overlaps(string left, string right)
    {
        for (var i = 0; i + 2 <= right.Length; i++)
            if (left.Contains(right.Substring(i, 2), StringComparison.Ordinal)) return true;
        return false;
    }
}
