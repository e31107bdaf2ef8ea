using System.Diagnostics.CodeAnalysis;

namespace Hotline.Channels.Mail;

/// <summary>
/// Reads a mail (RFC 5322, 2045 to 2047, 2231, 3676) the way people's programs write it. Any bytes give a message; only size is
/// refused. One pass: the time grows with the length, whatever the nesting.
/// </summary>
public static class MimeReader
{
    /// <summary>Largest mail read, in bytes.</summary>
    public const int LargestMail = 30 * 1024 * 1024;

    /// <summary>Longest text kept, in UTF-16 units.</summary>
    public const int LongestText = 100_000;

    /// <summary>Parts within parts; deeper ones are one attachment.</summary>
    public const int Deepest = 20;

    /// <summary>Parts in one mail; further ones are left out.</summary>
    public const int MostParts = 200;

    /// <summary>False only for a mail above <see cref="LargestMail"/>; the error then names the field <c>mail</c>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> mail, [NotNullWhen(true)] out MailMessage? message, [NotNullWhen(false)] out FieldError? error)
    {
        if (mail.Length > LargestMail)
        {
            message = null;
            error = new FieldError("mail", $"is larger than {LargestMail / 1024 / 1024} MB");
            return false;
        }

        error = null;
        message = new MailAssembly(mail).Read();
        return true;
    }

    /// <summary>Message ids in a field, without angle brackets.</summary>
    internal static List<string> Ids(string? field)
    {
        const int most = 200;
        const int longest = 500;
        var ids = new List<string>();
        foreach (var word in (field ?? "").Split([' ', '\t', ',', '<', '>'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Contains('@', StringComparison.Ordinal) && word.Length <= longest && ids.Count < most)
            {
                ids.Add(PlainText.Clean(word));
            }
        }

        return ids;
    }

    /// <summary>The id of the mail itself: programs write it without @ or brackets too, and two such mails are still two.</summary>
    internal static string? Id(string? field)
    {
        const int longest = 250;
        var id = PlainText.Clean(field).Trim().Trim('<', '>').Trim();
        return id.Length is 0 or > longest || id.Any(char.IsWhiteSpace) ? null : id;
    }

    /// <summary>The last part of a path, without what no store wants in a name.</summary>
    internal static string FileName(string? name, string type)
    {
        const int longest = 120;
        var last = PlainText.Clean(name).Replace('\\', '/').Split('/')[^1].Replace("\n", "", StringComparison.Ordinal).Replace("\t", " ", StringComparison.Ordinal).Trim().TrimStart('.');
        return last.Length == 0 ? "file" + (type == "message/rfc822" ? ".eml" : MediaTypes.ExtensionOf(type)) : last.Length <= longest ? last : PlainText.Cut(last, longest - 10) + Extension(last);
    }

    private static string Extension(string name) => Path.GetExtension(name) is { Length: <= 10 } ending ? ending : "";
}
