using System.Buffers;

namespace Hotline.Channels.Twilio;

/// <summary>How many short messages a text costs (3GPP TS 23.038 and 23.040).</summary>
public static class SmsSegments
{
    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    private static readonly SearchValues<char> Extended = SearchValues.Create("\f^{}\\[~]|€");

    /// <summary>
    /// GSM-7 when every character is in that alphabet: 160 septets, or 153 each when split, an extended character taking two.
    /// Otherwise UCS-2: 70 UTF-16 units, or 67 each. Neither an escape nor a surrogate pair is split. Nothing to send is 0.
    /// </summary>
    public static int Count(string text)
    {
        var gsm = IsGsm7(text);
        var (single, part) = gsm ? (160, 153) : (70, 67);
        var (total, segments, used) = (0, 1, 0);
        for (var i = 0; i < text.Length;)
        {
            var (chars, size) = Next(text, i, gsm);
            i += chars;
            total += size;
            if (used + size > part)
            {
                (segments, used) = (segments + 1, 0);
            }

            used += size;
        }

        return total == 0 ? 0 : total <= single ? 1 : segments;
    }

    /// <summary>Whether the text needs no UCS-2.</summary>
    public static bool IsGsm7(string text)
    {
        foreach (var c in text)
        {
            if (!Basic.Contains(c) && !Extended.Contains(c))
            {
                return false;
            }
        }

        return true;
    }

    private static (int Chars, int Size) Next(string text, int index, bool gsm) =>
        gsm ? (1, Extended.Contains(text[index]) ? 2 : 1)
        : index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? (2, 2)
        : (1, 1);
}
