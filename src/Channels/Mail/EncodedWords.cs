using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>RFC 2047 words in header fields, also where they may not stand and where one character is split across two of them.</summary>
internal static class EncodedWords
{
    private const int LongestCharset = 60;

    /// <summary>RFC 2047 allows 75 characters; programs that do not fold write thousands. The limit keeps a row of false starts linear.</summary>
    private const int LongestWord = 8_192;

    public static string Decode(string value, ref MailFaults faults)
    {
        if (!value.Contains("=?", StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        var held = new List<byte>();
        string? charset = null;
        var at = 0;
        while (at < value.Length)
        {
            var start = value.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0 || !TryRead(value, start, ref faults, out var word))
            {
                Flush(text, held, ref charset, ref faults);
                var next = start < 0 ? value.Length : start + 2;
                text.Append(value, at, next - at);
                at = next;
                continue;
            }

            var between = value.AsSpan(at, start - at);
            // Blanks between two words belong to the folding, and the bytes of the same charset to one text.
            if (charset is null || !between.IsWhiteSpace() || !charset.Equals(word.Charset, StringComparison.OrdinalIgnoreCase))
            {
                var wordBefore = charset is not null;
                Flush(text, held, ref charset, ref faults);
                if (!wordBefore || !between.IsWhiteSpace())
                {
                    text.Append(between);
                }
            }

            charset = word.Charset;
            held.AddRange(word.Bytes);
            at = word.End;
        }

        Flush(text, held, ref charset, ref faults);
        return text.ToString();
    }

    private static void Flush(StringBuilder text, List<byte> held, ref string? charset, ref MailFaults faults)
    {
        if (charset is not null)
        {
            text.Append(MailCharsets.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(held), charset, ref faults));
        }

        held.Clear();
        charset = null;
    }

    private static bool TryRead(string value, int start, ref MailFaults faults, out (string Charset, byte[] Bytes, int End) word)
    {
        word = default;
        var limit = Math.Min(LongestCharset + 1, value.Length - start - 2);
        var charsetEnd = limit <= 0 ? -1 : value.IndexOf('?', start + 2, limit);
        if (charsetEnd < 0 || charsetEnd + 2 >= value.Length || value[charsetEnd + 2] != '?')
        {
            return false;
        }

        var rest = value.AsSpan(charsetEnd + 3);
        var length = rest[..Math.Min(rest.Length, LongestWord)].IndexOf("?=", StringComparison.Ordinal);
        if (length < 0)
        {
            return false;
        }

        // A new start before the end: this one was none.
        var content = rest[..length];
        if (content.Contains("=?", StringComparison.Ordinal))
        {
            return false;
        }

        byte[] bytes;
        switch (value[charsetEnd + 1])
        {
            case 'Q' or 'q':
                bytes = TransferEncoding.HeaderQ(content);
                break;
            case 'B' or 'b':
                bytes = TransferEncoding.Base64(Encoding.Latin1.GetBytes(content.ToString()), ref faults);
                break;
            default:
                return false;
        }

        word = (value[(start + 2)..charsetEnd], bytes, charsetEnd + 3 + length + 2);
        return true;
    }
}
