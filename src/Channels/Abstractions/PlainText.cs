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

        var clean = new StringBuilder(text.Length);
        foreach (var (index, rune) in Runes(text))
        {
            if (rune.Value == '\r')
            {
                if (index + 1 >= text.Length || text[index + 1] != '\n')
                {
                    clean.Append('\n');
                }
            }
            else if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || IsNoncharacter(rune)))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>Cuts to at most so many UTF-16 units without splitting a surrogate pair.</summary>
    public static string Cut(string text, int units) =>
        text.Length <= units ? text : text[..(char.IsHighSurrogate(text[units - 1]) ? units - 1 : units)];

    private static IEnumerable<(int Index, Rune Rune)> Runes(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                yield return (i, rune);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                i++;
            }
        }
    }

    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
}
