using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>Address lists of From, To and Cc: groups, comments, quoted names, names with commas in encoded words, and no form at all.</summary>
internal static class MailAddresses
{
    private const int Most = 200;
    private const int LongestAddress = 254;
    private const int LongestName = 200;

    public static List<MailContact> Read(string? field, ref MailFaults faults)
    {
        var found = new List<MailContact>();
        var phrase = new StringBuilder();
        var comment = new StringBuilder();
        string? address = null;
        var depth = 0;
        for (var i = 0; field is not null && i < field.Length && found.Count < Most; i++)
        {
            var c = field[i];
            if (depth > 0)
            {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth > 0)
                {
                    comment.Append(c);
                }
            }
            else if (c == '(')
            {
                depth = 1;
            }
            else if (c == '"')
            {
                i = Quoted(field, i, phrase);
            }
            else if (c == '<')
            {
                var end = field.IndexOf('>', i);
                address = field[(i + 1)..(end < 0 ? field.Length : end)];
                i = end < 0 ? field.Length : end;
            }
            else if (c is ',' or ';')
            {
                Add(found, phrase, comment, ref address, ref faults);
            }
            else if (c == ':' && address is null && !phrase.ToString().Contains('@', StringComparison.Ordinal))
            {
                phrase.Clear();     // the name of a group
            }
            else
            {
                phrase.Append(c);
            }
        }

        Add(found, phrase, comment, ref address, ref faults);
        return found;
    }

    /// <summary>Without angle brackets; null when it is no address.</summary>
    public static string? Bare(string? text)
    {
        var bare = PlainText.Clean(text).Trim().Trim('<', '>', '\'', '"').Trim();
        if (bare.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            bare = bare[7..];
        }

        var at = bare.LastIndexOf('@');
        return at > 0 && at < bare.Length - 1 && bare.Length <= LongestAddress && !bare.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';') ? bare : null;
    }

    private static void Add(List<MailContact> found, StringBuilder phrase, StringBuilder comment, ref string? address, ref MailFaults faults)
    {
        var words = phrase.ToString().Trim();
        var name = words;
        if (address is null)
        {
            // "a@b", "Name a@b" and "a@b (Name)" are all seen.
            var at = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(w => Bare(w) is not null);
            address = at;
            name = at is null ? words : words.Replace(at, "", StringComparison.Ordinal);
        }

        if (Bare(address) is { } bare && found.Count < Most)
        {
            name = string.IsNullOrWhiteSpace(name) ? comment.ToString() : name;
            name = PlainText.Clean(EncodedWords.Decode(name, ref faults)).Replace('\n', ' ').Trim().Trim('"', '\'').Trim();
            found.Add(new MailContact(bare, name.Length == 0 || name.Equals(bare, StringComparison.OrdinalIgnoreCase) ? null : PlainText.Cut(name, LongestName)));
        }

        phrase.Clear();
        comment.Clear();
        address = null;
    }

    private static int Quoted(string field, int at, StringBuilder into)
    {
        for (at++; at < field.Length && field[at] != '"'; at++)
        {
            if (field[at] == '\\' && at + 1 < field.Length)
            {
                at++;
            }

            into.Append(field[at]);
        }

        return at;
    }
}
