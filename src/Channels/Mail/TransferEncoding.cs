namespace Hotline.Channels.Mail;

/// <summary>Content-Transfer-Encoding and its cousins in header fields; broken input gives as many bytes as can be saved.</summary>
internal static class TransferEncoding
{
    public static byte[] Decode(ReadOnlySpan<byte> body, string encoding, ref MailFaults faults) => encoding switch
    {
        "base64" => Base64(body, ref faults),
        "quoted-printable" => QuotedPrintable(body),
        _ => body.ToArray(),
    };

    /// <summary>Skips foreign characters, goes on after padding in the middle, keeps what a cut end still holds.</summary>
    public static byte[] Base64(ReadOnlySpan<byte> text, ref MailFaults faults)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        int length = 0, bits = 0, held = 0;
        var broken = false;
        foreach (var c in text)
        {
            var value = ValueOf(c);
            if (value >= 0)
            {
                bits = (bits << 6) | value;
                if (++held == 4)
                {
                    bytes[length++] = (byte)(bits >> 16);
                    bytes[length++] = (byte)(bits >> 8);
                    bytes[length++] = (byte)bits;
                    bits = held = 0;
                }
            }
            else if (c == '=')
            {
                Flush(bytes, ref length, bits, held);
                bits = held = 0;
            }
            else if (c is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
            {
                broken = true;
            }
        }

        Flush(bytes, ref length, bits, held);
        if (broken || held > 0)
        {
            faults |= MailFaults.Base64Broken;
        }

        return bytes[..length];
    }

    /// <summary>An equals sign that starts nothing stands for itself; blanks at a line's end are transport padding.</summary>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        int length = 0, lineStart = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is (byte)'\r' or (byte)'\n')
            {
                length = WithoutBlanks(bytes, lineStart, length);
                bytes[length++] = c;
                lineStart = length;
            }
            else if (c != '=')
            {
                bytes[length++] = c;
            }
            else if (i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                bytes[length++] = (byte)((high << 4) | low);
                lineStart = length;     // an encoded blank is meant
                i += 2;
            }
            else if (SoftBreak(text, i + 1) is > 0 and var next)
            {
                lineStart = length;
                i = next - 1;
            }
            else
            {
                bytes[length++] = c;
            }
        }

        return bytes[..WithoutBlanks(bytes, lineStart, length)];
    }

    /// <summary>The Q encoding of RFC 2047: an underscore is a space.</summary>
    public static byte[] HeaderQ(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                bytes.Add((byte)((high << 4) | low));
                i += 2;
            }
            else
            {
                bytes.Add(text[i] == '_' ? (byte)' ' : text[i] < 256 ? (byte)text[i] : (byte)'?');
            }
        }

        return [.. bytes];
    }

    /// <summary>The percent encoding of RFC 2231.</summary>
    public static void Percent(ReadOnlySpan<char> text, List<byte> into)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                into.Add((byte)((high << 4) | low));
                i += 2;
            }
            else
            {
                into.Add(text[i] < 256 ? (byte)text[i] : (byte)'?');
            }
        }
    }

    private static void Flush(byte[] bytes, ref int length, int bits, int held)
    {
        if (held >= 2)
        {
            bytes[length++] = (byte)(bits << 6 * (4 - held) >> 16);
        }

        if (held == 3)
        {
            bytes[length++] = (byte)(bits << 6 >> 8);
        }
    }

    private static int WithoutBlanks(byte[] bytes, int lineStart, int length)
    {
        while (length > lineStart && bytes[length - 1] is (byte)' ' or (byte)'\t')
        {
            length--;
        }

        return length;
    }

    /// <summary>Where the next line starts when only blanks follow the equals sign; else -1. At most 100 blanks, so that a line of them costs no more than its length.</summary>
    private static int SoftBreak(ReadOnlySpan<byte> text, int at)
    {
        var end = Math.Min(text.Length, at + 100);
        while (at < end && text[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        if (at >= text.Length)
        {
            return text.Length;
        }

        if (text[at] == '\r')
        {
            return at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
        }

        return text[at] == '\n' ? at + 1 : -1;
    }

    private static int ValueOf(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };

    private static int Hex(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };
}
