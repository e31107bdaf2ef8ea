using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Hotline.Channels.Mail;

/// <summary>Bytes to text by the name of a charset, as mail programs use the names rather than as they are registered.</summary>
internal static partial class MailCharsets
{
    private const int Gb18030 = 54936;
    private const int Windows1252 = 1252;

    private static readonly Dictionary<string, int> Pages = new(StringComparer.Ordinal)
    {
        ["utf8"] = 65001, ["unicode11utf8"] = 65001, ["utf16"] = 1200, ["utf16le"] = 1200, ["utf16be"] = 1201,
        ["usascii"] = Windows1252, ["ascii"] = Windows1252, ["ansix341968"] = Windows1252, ["latin1"] = Windows1252, ["iso88591"] = Windows1252, ["cp1252"] = Windows1252,
        // Senders say gb2312 and mean the larger sets: GB 18030 contains them all.
        ["gb2312"] = Gb18030, ["gb231280"] = Gb18030, ["gbk"] = Gb18030, ["xgbk"] = Gb18030, ["gb18030"] = Gb18030, ["cp936"] = Gb18030, ["ms936"] = Gb18030, ["windows936"] = Gb18030,
        ["euccn"] = Gb18030, ["xeuccn"] = Gb18030, ["chinese"] = Gb18030, ["hzgb2312"] = 52936,
        ["big5"] = 950, ["big5hkscs"] = 950, ["cnbig5"] = 950, ["xxbig5"] = 950, ["cp950"] = 950,
        ["shiftjis"] = 932, ["sjis"] = 932, ["xsjis"] = 932, ["cp932"] = 932, ["iso2022jp"] = 50220, ["eucjp"] = 51932, ["euckr"] = 51949, ["ksc56011987"] = 949, ["cp949"] = 949,
        ["koi8r"] = 20866, ["koi8u"] = 21866, ["tis620"] = 874, ["iso885911"] = 874, ["iso88598i"] = 38598, ["macintosh"] = 10000,
    };

    /// <summary>Never fails: a wrong or missing name leads to the likeliest reading.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? name, ref MailFaults faults)
    {
        if (bytes.IsEmpty)
        {
            return "";
        }

        var known = Normal(name);
        if (known is "utf7" or "unicode11utf7" or "csunicode11utf7" or "utf7imap" or "cp65000")
        {
            faults |= MailFaults.CharsetRefused;
            return Encoding.Latin1.GetString(bytes);
        }

        if (known is "utf8" or "usascii" or "ascii" && Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        if (known is not "usascii" and not "ascii" && Page(known) is { } page)
        {
            // A program that names the old charset of its users and writes UTF-8: Chinese bytes do not fall into its pattern by chance.
            if (page.CodePage is Gb18030 or 950 && Leads(bytes) >= 3 && Utf8.IsValid(bytes))
            {
                faults |= MailFaults.CharsetGuessed;
                return Encoding.UTF8.GetString(bytes);
            }

            var text = page.GetString(bytes);
            if (!text.Contains('\ufffd', StringComparison.Ordinal))
            {
                return text;
            }

            faults |= MailFaults.CharsetGuessed;
            // A cut or spoilt character is no reason to doubt all the others.
            return text.Count(c => c == '\ufffd') * 2 > text.Count(c => c > '\u007f') && TryGuess(bytes, out var better) ? better : text;
        }

        if (!Ascii.IsValid(bytes))
        {
            faults |= MailFaults.CharsetGuessed;
        }

        return Guess(bytes);
    }

    /// <summary>Bytes above 127 without any word on their charset: UTF-8 when they are that, else the common Chinese set, else Western.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes) =>
        TryGuess(bytes, out var text) ? text : Provided(Windows1252)!.GetString(bytes);

    private static int Leads(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            count += b >= 0xe0 ? 1 : 0;
        }

        return count;
    }

    private static bool TryGuess(ReadOnlySpan<byte> bytes, out string text)
    {
        if (Utf8.IsValid(bytes))
        {
            text = Encoding.UTF8.GetString(bytes);
            return true;
        }

        text = Provided(Gb18030)!.GetString(bytes);
        return !text.Contains('\ufffd', StringComparison.Ordinal);
    }

    private static Encoding? Page(string name)
    {
        if (Pages.TryGetValue(name, out var page))
        {
            return Provided(page);
        }

        // The WHATWG label of the Western set; numbers .NET does not know give null.
        var match = Numbered().Match(name);
        return !match.Success ? null : Provided((match.Groups[1].ValueSpan is "iso8859" ? 28590 : 0) + int.Parse(match.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
    }

    // The provider answers null for a page it does not know; Encoding.GetEncoding would throw.
    private static Encoding? Provided(int page) => page switch
    {
        65001 => Encoding.UTF8,
        1200 => Encoding.Unicode,
        1201 => Encoding.BigEndianUnicode,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback),
    };

    /// <summary>Lower case without what mail programs put between letters and digits.</summary>
    private static string Normal(string? name)
    {
        if (name is null or { Length: > 60 })
        {
            return "";
        }

        var language = name.IndexOf('*', StringComparison.Ordinal);
        return string.Concat((language < 0 ? name : name[..language]).Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
    }

    [GeneratedRegex(@"^(iso8859|windows|cp|xcp)([0-9]{1,4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
