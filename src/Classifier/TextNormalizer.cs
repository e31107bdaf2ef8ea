using System.Globalization;

namespace Hotline.Classifier;

/// <summary>
/// Maps text to the form n-grams are taken from, one output character per kept input character, so that every output
/// position knows its input position. Full-width forms become half-width, common traditional characters simplified,
/// letters lower case, every run of decimal digits one '0', white space one blank (none between ideographs); control and
/// format characters and lone surrogates vanish.
/// </summary>
internal static class TextNormalizer
{
    private const int FullWidthOffset = 0xFEE0;

    // From the CJK radicals on, writing uses no blanks between words: one there is a line break or an accident.
    private const char FirstIdeographic = '\u2E80';

    private const char Dropped = '\0';
    private const char Blank = ' ';
    private const char Digit = '0';

    private static readonly char[] s_forms = BuildForms();
    private static readonly bool[] s_isWord = BuildIsWord();

    /// <summary>Writes the normal form and the original index of each character. Both spans need the length of the text.</summary>
    /// <returns>The number of characters written.</returns>
    public static int Normalize(ReadOnlySpan<char> text, Span<char> output, Span<int> origins)
    {
        var forms = s_forms;
        var length = 0;
        var blankPending = false;
        for (var i = 0; i < text.Length; i++)
        {
            var form = forms[text[i]];
            if (form == Blank)
            {
                blankPending = length > 0;
                continue;
            }
            if (form == Dropped) continue;
            if (char.IsSurrogate(form))
            {
                if (!char.IsHighSurrogate(form) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) continue;
                EmitBlank(output, origins, ref length, ref blankPending, form, i);
                output[length] = form;
                origins[length++] = i++;
                output[length] = text[i];
                origins[length++] = i;
                continue;
            }
            if (form == Digit && length > 0 && !blankPending && output[length - 1] == Digit) continue; // 12 and 2026 are both "a number"
            if (blankPending) EmitBlank(output, origins, ref length, ref blankPending, form, i);
            output[length] = form;
            origins[length++] = i;
        }
        return length;
    }

    /// <summary>Whether a unit of the normal form is part of a word: neither blank nor punctuation.</summary>
    public static bool IsWord(char unit) => s_isWord[unit];

    private static void EmitBlank(Span<char> output, Span<int> origins, ref int length, ref bool blankPending, char next, int origin)
    {
        if (!blankPending) return;
        blankPending = false;
        if (next >= FirstIdeographic && output[length - 1] >= FirstIdeographic) return;
        output[length] = Blank;
        origins[length++] = origin - 1; // some white space ends right here, or a dropped character after it
    }

    private static char[] BuildForms()
    {
        var forms = new char[char.MaxValue + 1];
        for (var unit = 0; unit < forms.Length; unit++) forms[unit] = Fold((char)unit);
        foreach (var (traditional, simplified) in TraditionalCharacters.Pairs) forms[traditional] = simplified;
        return forms;
    }

    private static bool[] BuildIsWord()
    {
        var isWord = new bool[char.MaxValue + 1];
        for (var unit = 0; unit < isWord.Length; unit++) isWord[unit] = unit != Blank && !char.IsPunctuation((char)unit);
        return isWord;
    }

    private static char Fold(char c)
    {
        if (char.IsSurrogate(c)) return c;
        if (char.IsWhiteSpace(c)) return Blank;
        if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - FullWidthOffset);
        if (char.IsDigit(c)) return Digit;
        return char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
            ? Dropped
            : char.ToLowerInvariant(c);
    }
}
