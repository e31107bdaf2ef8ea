using System.Globalization;
using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>Writes the mails we send (RFC 5322, 2045, 2047). Whatever the texts hold, no line of the head can be added by them.</summary>
internal static class MailWriter
{
    /// <summary>Bytes of text in one encoded word: with its frame it stays within 75 characters.</summary>
    private const int BytesInWord = 39;

    private const int LongestSubject = 300;

    public static byte[] Write(MailThread thread, string? fromName, OutgoingMessage message, DateTimeOffset now)
    {
        var about = message.Mail;
        var head = new StringBuilder();
        Field(head, "From", fromName is { Length: > 0 } ? $"{Words(fromName)} <{thread.Address}>" : thread.Address);
        Field(head, "To", message.To);
        Field(head, "Subject", Words(PlainText.Cut(OneLine(about?.Subject ?? ""), LongestSubject)));
        Field(head, "Date", now.ToString("ddd, d MMM yyyy HH:mm:ss zz", CultureInfo.InvariantCulture) + "00");
        Field(head, "Message-ID", $"<{IdOf(thread, message)}>");
        if (about?.Conversation is { } number)
        {
            // Programs that lose the ids still answer here.
            Field(head, "Reply-To", thread.AddressOf(number));
        }

        if (about?.InReplyTo is { } answered && IsId(answered))
        {
            Field(head, "In-Reply-To", $"<{answered}>");
            Field(head, "References", $"<{answered}>");
        }

        Field(head, "Auto-Submitted", about is { IsAnswer: true } ? "auto-replied" : "auto-generated");
        Field(head, "X-Auto-Response-Suppress", "All");
        Field(head, "X-Loop", thread.Address);
        Field(head, "MIME-Version", "1.0");
        Field(head, "Content-Type", "text/plain; charset=utf-8");
        Field(head, "Content-Transfer-Encoding", "base64");
        var text = PlainText.Clean(message.Text).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
        head.Append("\r\n").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        return Encoding.UTF8.GetBytes(head.ToString());
    }

    /// <summary>The same message has the same id however often it is sent: mail programs show two copies once.</summary>
    public static string IdOf(MailThread thread, OutgoingMessage message) => thread.MessageIdOf(message.Mail?.Conversation ?? MailThread.NoConversation, message.Id);

    private static void Field(StringBuilder head, string name, string value) => head.Append(name).Append(": ").Append(value.ReplaceLineEndings("").Replace("\0", "", StringComparison.Ordinal).Replace("\u0001", "\r\n ", StringComparison.Ordinal)).Append("\r\n");

    /// <summary>Encoded words where a plain one would not do; folded between them.</summary>
    private static string Words(string text)
    {
        text = OneLine(text);
        if (text.Length <= 60 && text.All(c => c is ' ' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '-' or '[' or ']' or '#' or ':'))
        {
            // A name with a colon or brackets must be quoted; a subject need not be. Encoding both is right everywhere.
            return text.Any(c => c is '[' or ']' or ':' or '#') ? Encoded(text) : text;
        }

        return Encoded(text);
    }

    private static string Encoded(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (word.Count + length > BytesInWord)
            {
                words.Add(Frame(word));
                word.Clear();
            }

            word.AddRange(utf8[..length]);
        }

        words.Add(Frame(word));
        return string.Join('\u0001', words);
    }

    private static string Frame(List<byte> word) => $"=?utf-8?B?{Convert.ToBase64String([.. word])}?=";

    private static string OneLine(string text) => string.Join(' ', PlainText.Clean(text).Split(['\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static bool IsId(string id) => id.Length <= 250 && id.All(c => c is > ' ' and < '\u007f' and not ('<' or '>'));
}
