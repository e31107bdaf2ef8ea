using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>The head of a mail or of a part: fields in order, unfolded, with 8-bit bytes read as the likeliest charset.</summary>
internal sealed class MimeHeaders
{
    public const int MostBytes = 256 * 1024;
    public const int MostFields = 1_000;
    public const int LongestValue = 64 * 1024;
    private const int LongestName = 100;

    private readonly List<(string Name, string Value)> _fields = [];

    /// <summary>The first field of that name, trimmed, encoded words as they are; null when absent.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => _fields.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);

    /// <summary>
    /// Reads from <paramref name="at"/>, which afterwards stands behind the blank line, or at the first line that cannot belong to a head.
    /// </summary>
    public static MimeHeaders Read(ReadOnlySpan<byte> mail, ref int at, ref MailFaults faults)
    {
        var headers = new MimeHeaders();
        var start = at;
        while (at < mail.Length)
        {
            var line = MimeLines.Next(mail, at);
            if (line.Length == 0)
            {
                at = line.Next;
                return headers;
            }

            var bytes = mail.Slice(at, line.Length);
            var colon = NameLength(bytes);
            if (colon < 0)
            {
                // The mark of an mbox, or a stray line among the fields; any other such line is the text already.
                var mbox = bytes.StartsWith("From "u8) || bytes.StartsWith(">From "u8);
                if (!mbox)
                {
                    faults |= MailFaults.HeaderBroken;
                    if (!HeaderFollows(mail, line.Next))
                    {
                        return headers;
                    }
                }

                at = line.Next;
                continue;
            }

            var valueStart = at + colon + 1;
            var end = at + line.Length;
            at = line.Next;
            while (at < mail.Length && mail[at] is (byte)' ' or (byte)'\t')
            {
                line = MimeLines.Next(mail, at);
                if (mail.Slice(at, line.Length).Trim(" \t"u8).IsEmpty && !HeaderFollows(mail, line.Next))
                {
                    break;      // a blank line with a stray space ends the head too
                }

                end = at + line.Length;
                at = line.Next;
            }

            headers.Add(bytes[..colon], mail[valueStart..end], at - start, ref faults);
        }

        return headers;
    }

    private void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int readSoFar, ref MailFaults faults)
    {
        if (_fields.Count >= MostFields || readSoFar > MostBytes || value.Length > LongestValue)
        {
            faults |= MailFaults.HeaderCut;
            if (_fields.Count >= MostFields || readSoFar - value.Length > MostBytes)
            {
                return;
            }

            value = value[..Math.Min(value.Length, LongestValue)];
        }

        _fields.Add((Encoding.ASCII.GetString(name.TrimEnd(" \t"u8)), Unfold(value)));
    }

    private static string Unfold(ReadOnlySpan<byte> value)
    {
        var text = Ascii.IsValid(value) ? Encoding.ASCII.GetString(value) : MailCharsets.Guess(value);
        return text.AsSpan().ContainsAny('\r', '\n') ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim() : text.Trim();
    }

    private static bool HeaderFollows(ReadOnlySpan<byte> mail, int at) =>
        at < mail.Length && NameLength(mail.Slice(at, Math.Min(LongestName + 2, mail.Length - at))) > 0;

    /// <summary>Where the colon of a field stands; -1 when the line is no field.</summary>
    private static int NameLength(ReadOnlySpan<byte> line)
    {
        var colon = line[..Math.Min(line.Length, LongestName)].IndexOf((byte)':');
        if (colon <= 0)
        {
            return -1;
        }

        return line[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) ? -1 : colon;
    }
}

/// <summary>Lines that end in CRLF, LF, CR, or the CRCRLF of a gateway.</summary>
internal static class MimeLines
{
    /// <summary>The length of the line at that place without its end, and where the next one starts.</summary>
    public static (int Length, int Next) Next(ReadOnlySpan<byte> mail, int at)
    {
        var length = mail[at..].IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            return (mail.Length - at, mail.Length);
        }

        var end = at + length;
        return (length, end + BreakLength(mail, end));
    }

    public static int BreakLength(ReadOnlySpan<byte> mail, int at)
    {
        var rest = mail[at..];
        return rest.StartsWith("\r\r\n"u8) ? 3 : rest.StartsWith("\r\n"u8) ? 2 : 1;
    }
}
