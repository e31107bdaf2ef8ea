using System.Buffers;

namespace Hotline.Domain.Publishing;

/// <summary>Looks for the words that announce personal data.</summary>
internal static class Cue
{
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。;!?\n\r");

    /// <summary>True when a word ends right before a place, but for a few filler characters.</summary>
    public static bool EndsBefore(string text, int at, string[] words, string filler, int most)
    {
        for (var gap = 0; gap <= most && gap <= at; gap++)
        {
            if (gap > 0 && !filler.Contains(text[at - gap])) return false;
            var before = text.AsSpan(0, at - gap);
            foreach (var word in words)
                if (before.EndsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>True when a word stands in the same sentence before a place, beginning at most so many characters earlier.</summary>
    public static bool Near(string text, int at, string[] words, int distance)
    {
        var start = Math.Max(0, at - distance);
        var before = text.AsSpan(start, at - start);
        before = before[(before.LastIndexOfAny(SentenceEnds) + 1)..];
        foreach (var word in words)
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Calls back with the end of every occurrence of a word.</summary>
    public static void Each(string text, string word, Action<int> found)
    {
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += word.Length) found(at + word.Length);
    }
}
