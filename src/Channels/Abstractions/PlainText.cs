using System.Text;

namespace Hotline.Channels;

/// <summary>Text that every store, log and XML document can hold.</summary>
internal static class PlainText
{
    /// <summary>
    /// Removes control characters except line feed and tab, lone surrogates and noncharacters; line ends become line feeds.
    /// Everything a person can write stays: rare hanzi, emoji, right-to-left scripts.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var plain = 0;
        while (plain < text.Length && IsPlain(text[plain]))
        {
            plain++;
        }

        return plain == text.Length ? text : Rest(text, plain);
    }

    private static string Rest(string text, int plain)
    {
        var clean = new StringBuilder(text, 0, plain, text.Length);
        for (var i = plain; i < text.Length; i++)
        {
            if (IsPlain(text[i]))
            {
                clean.Append(text[i]);
            }
            else if (text[i] == '\r')
            {
                if (i + 1 >= text.Length || text[i + 1] != '\n')
                {
                    clean.Append('\n');
                }
            }
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                if (!Rune.IsControl(rune) && !IsNoncharacter(rune))
                {
                    clean.Append(text, i, rune.Utf16SequenceLength);
                }

                i += rune.Utf16SequenceLength - 1;
            }
        }

        return clean.ToString();
    }

    /// <summary>Characters that stay as they are without a closer look: nearly all of them.</summary>
    private static bool IsPlain(char c) => c is '\n' or '\t' or (>= ' ' and < '\u007f') or (> '\u009f' and < '\ud800') or (> '\udfff' and < '\ufdd0') or (> '\ufdef' and < '\ufffe');

    /// <summary>Cuts to at most so many UTF-16 units without splitting a surrogate pair.</summary>
    public static string Cut(string text, int units) =>
        text.Length <= units ? text : text[..(char.IsHighSurrogate(text[units - 1]) ? units - 1 : units)];

    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
}
