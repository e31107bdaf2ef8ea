using System.Text;
using Hotline.Channels.Mail;

namespace Hotline.Channels.Tests.Mail;

/// <summary>An awkward mail and what a person would read in it; null is not asked.</summary>
public sealed record MailCase(string Name, byte[] Bytes)
{
    public string? Subject { get; init; }
    public string? From { get; init; }
    public string? FromName { get; init; }

    /// <summary>The whole text.</summary>
    public string? Text { get; init; }

    /// <summary>Found in the text.</summary>
    public string? Says { get; init; }

    /// <summary>Not found in the text.</summary>
    public string? NeverSays { get; init; }

    public string[]? Files { get; init; }

    /// <summary>Found among the faults.</summary>
    public MailFaults Fault { get; init; }

    public MailOrigin Origin { get; init; } = MailOrigin.Person;

    public string? Number { get; init; }

    public override string ToString() => Name;
}

/// <summary>Writes mails byte by byte.</summary>
internal static class Write
{
    public const string Address = "12345@city.example";

    static Write() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] In(string charset, string text) => Encoding.GetEncoding(charset).GetBytes(text);

    public static byte[] Join(params byte[][] pieces) => [.. pieces.SelectMany(p => p)];

    /// <summary>Head lines, a blank line, a body; line ends as written in the pieces are CRLF.</summary>
    public static byte[] Letter(string head, string body) => Letter(head, Encoding.UTF8.GetBytes(Lines(body)));

    public static byte[] Letter(string head, byte[] body) => Join(Encoding.UTF8.GetBytes(Lines("From: Lin <lin@mail.example>\nTo: 12345@city.example\nMessage-ID: <m1@mail.example>\nDate: Mon, 2 Mar 2026 08:30:00 +0800\n" + head.Trim('\n') + "\nMIME-Version: 1.0\n\n")), body);

    /// <summary>The whole mail with nothing added.</summary>
    public static byte[] Bare(string mail) => Encoding.UTF8.GetBytes(Lines(mail));

    public static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);

    public static string Q(byte[] bytes) => string.Concat(bytes.Select(b => char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"={b:X2}"));

    public static string B(byte[] bytes) => Convert.ToBase64String(bytes);

    public static string QuotedPrintable(byte[] bytes)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var b in bytes)
        {
            var piece = b is (byte)'\n' or (byte)'\r' || (b is > 32 and < 127 && b != '=') ? ((char)b).ToString() : $"={b:X2}";
            if (column + piece.Length > 73 && b is not ((byte)'\n' or (byte)'\r'))
            {
                text.Append("=\r\n");
                column = 0;
            }

            text.Append(piece);
            column = b == '\n' ? 0 : column + piece.Length;
        }

        return text.ToString();
    }

    public static string Base64Lines(byte[] bytes) => string.Join("\r\n", B(bytes).Chunk(76).Select(c => new string(c)));

    public static string Percent(byte[] bytes) => string.Concat(bytes.Select(b => char.IsAsciiLetterOrDigit((char)b) || b == '.' ? ((char)b).ToString() : $"%{b:X2}"));
}
