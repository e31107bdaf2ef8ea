using System.Globalization;

namespace Hotline.Classifier;

/// <summary>
/// Maps text to the form n-grams are taken from, one output character per kept input character, so that every output
/// position knows its input position. Full-width forms become half-width, letters lower case, every run of decimal
/// digits one '0', white space one blank (none between ideographs); control and format characters and lone surrogates vanish.
/// </summary>
internal static class TextNormalizer
{
    private const int FullWidthOffset = 0xFEE0;

    // From the CJK radicals on, writing uses no blanks between words: one there is a line break or an accident.
    private const char FirstIdeographic = '\u2E80';

    /// <summary>Writes the normal form and the original index of each character. Both spans need the length of the text.</summary>
    /// <returns>The number of characters written.</returns>
    public static int Normalize(ReadOnlySpan<char> text, Span<char> output, Span<int> origins)
    {
        var length = 0;
        var blankPending = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) continue;
                Emit(output, origins, ref length, ref blankPending, c, i);
                i++;
                Emit(output, origins, ref length, ref blankPending, text[i], i);
                continue;
            }
            if (c is >= '\u4E00' and <= '\u9FFF')
            {
                Emit(output, origins, ref length, ref blankPending, c, i);
                continue;
            }
            if (char.IsWhiteSpace(c))
            {
                blankPending = length > 0;
                continue;
            }
            var folded = Fold(c);
            if (folded != '\0') Emit(output, origins, ref length, ref blankPending, folded, i);
        }
        return length;
    }

    private static void Emit(
        Span<char> output, Span<int> origins, ref int length, ref bool blankPending, char c, int origin)
    {
        if (c == '0' && length > 0 && !blankPending && output[length - 1] == '0') return; // 12 and 2026 are both "a number"
        if (blankPending && c >= FirstIdeographic && output[length - 1] >= FirstIdeographic) blankPending = false;
        if (blankPending)
        {
            output[length] = ' ';
            origins[length++] = origin - 1; // some white space ends right here, or a dropped character after it
            blankPending = false;
        }
        output[length] = c;
        origins[length++] = origin;
    }

    private static char Fold(char c)
    {
        if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - FullWidthOffset);
        if (char.IsAsciiLetterLower(c)) return c;
        if (char.IsDigit(c)) return '0';
        return char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
            ? '\0'
            : char.ToLowerInvariant(c);
    }
}
