using System.Text.RegularExpressions;

namespace Hotline.Channels.Mail;

/// <summary>Who wrote a mail. Only a person's opens a matter.</summary>
public enum MailOrigin
{
    Person,

    /// <summary>Our own mail came back, or went in a circle.</summary>
    Loop,

    /// <summary>A mail server reports that a mail could not be delivered, or was.</summary>
    Bounce,

    /// <summary>A machine answered or sends to many: absence, receipt, newsletter.</summary>
    Automatic,
}

/// <summary>Tells machines' mail from people's by RFC 3834 and by what programs did before it. In doubt it is a person's.</summary>
public static partial class MailOrigins
{
    private const int MostHops = 50;

    public static MailOrigin Of(MailMessage mail, MailThread thread)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(thread);
        var signs = mail.Signs;
        var from = mail.From?.Address ?? "";
        if (thread.IsOwnId(mail.MessageId) || thread.IsOwnAddress(from) || signs.Hops > MostHops || signs.Loops.Any(l => thread.IsOwnAddress(l.Trim('<', '>', ' '))))
        {
            return MailOrigin.Loop;
        }

        // Receipts of reading are reports too, but of a person's program.
        if (signs.ReportType is "delivery-status" || IsMailServer(from) || (signs.ReturnPath is { Length: > 0 } path && IsMailServer(path)))
        {
            return MailOrigin.Bounce;
        }

        return signs.ReportType is not null
            || signs.ReturnPath is { Length: 0 }
            || (signs.AutoSubmitted is { Length: > 0 } submitted && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase))
            || signs.HasAutoReplyField
            || signs.Precedence?.ToLowerInvariant() is "bulk" or "junk" or "list" or "auto_reply" or "auto-reply"
            || AutomaticSubject().IsMatch(mail.Subject) ? MailOrigin.Automatic : MailOrigin.Person;
    }

    private static bool IsMailServer(string address) =>
        address.StartsWith("mailer-daemon@", StringComparison.OrdinalIgnoreCase) || address.StartsWith("postmaster@", StringComparison.OrdinalIgnoreCase);

    // Only as a program writes it: a resident who complains about automatic answers uses the same words in a sentence.
    [GeneratedRegex(@"^\s*(((自动回复|自動回覆|自動回復|休假自动回复|外出自动回复|auto(matic)?[ -]?(reply|response)|autoreply|out[ -]of[ -]office(\s+auto-?reply)?|vacation( (reply|response|auto-?reply))?|away from (my|the) office)\s*([:：].*)?)|[\[【](自动回复|自動回覆)[\]】].*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AutomaticSubject();
}
