namespace Hotline.Classifier;

/// <summary>Which language a message is written in, as far as a hotline must know.</summary>
public static class Languages
{
    /// <summary>Chinese.</summary>
    public const string Chinese = "zh";

    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>Any other language, or no language at all.</summary>
    public const string Other = "other";

    // One English word in five is among these; in other languages with Latin letters almost none is.
    private static readonly HashSet<string> s_englishWords =
    [
        "the", "and", "is", "to", "of", "in", "my", "it", "for", "on", "are", "this", "that", "there", "has", "have", "with",
        "not", "please", "we", "you", "i", "at", "from", "been", "by", "be", "or", "our", "they", "can", "no", "every", "when",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_english = s_englishWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Judges a text of any form by its script, and Latin letters by the commonest English words.</summary>
    public static string Detect(ReadOnlySpan<char> text)
    {
        int ideographs = 0, kana = 0, plain = 0, foreign = 0;
        foreach (var unit in text)
        {
            if (unit is >= '\u4E00' and <= '\u9FFF') ideographs++;
            else if (char.IsAsciiLetter(unit)) plain++;
            else if (unit is >= '\u3041' and <= '\u30FF') kana++;
            else if (unit >= '\u0080' && char.IsLetter(unit)) foreign++;
        }
        // An ideograph says about as much as three letters, and Chinese texts name foreign shops and brands.
        if (ideographs > 0 && kana * 5 <= ideographs && foreign <= ideographs && plain <= ideographs * 3) return Chinese;
        return plain > (kana + foreign) * 50 && ReadsEnglish(text) ? English : Other;
    }

    private static bool ReadsEnglish(ReadOnlySpan<char> text)
    {
        int words = 0, english = 0;
        Span<char> lower = stackalloc char[8];
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsAsciiLetter(text[start])) continue;
            var end = start + 1;
            while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
            words++;
            if (end - start <= lower.Length)
            {
                text[start..end].ToLowerInvariant(lower);
                if (s_english.Contains(lower[..(end - start)])) english++;
            }
            start = end;
        }
        return words < 4 ? english > 0 : english * 10 >= words;
    }
}
