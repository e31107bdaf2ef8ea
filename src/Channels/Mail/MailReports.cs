using System.Text.RegularExpressions;

namespace Hotline.Channels.Mail;

/// <summary>What a mail server reports of a mail of ours.</summary>
/// <param name="Mail">The identity it was sent with (<see cref="OutgoingMessage.Id"/>).</param>
/// <param name="State"><see cref="DeliveryState.Delivered"/>, <see cref="DeliveryState.Failed"/>, or <see cref="DeliveryState.Sent"/> for a mail that is still under way or was passed on to where no reports come from.</param>
/// <param name="Reason">The status and the server's words without addresses; null when there are none.</param>
public sealed record MailReport(Guid Mail, DeliveryState State, string? Reason);

/// <summary>
/// Reads delivery reports (RFC 3464) and the bounces of servers that write them in words. A report can be forged by whoever knows
/// the identity of our mail, which is its recipient: it is good for the state of one notice, for nothing else.
/// </summary>
public static partial class MailReports
{
    /// <summary>Null when the mail is no report about one of ours.</summary>
    public static MailReport? Read(MailMessage mail, MailThread thread)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(thread);
        var machine = mail.Signs.ReportedText;
        if ((Envelope(machine) ?? OwnId(mail, thread)) is not { } sent)
        {
            return null;
        }

        var status = Status().Match(machine) is { Success: true } s ? s.Groups[1].Value : null;
        var words = Diagnosis().Match(machine) is { Success: true } d ? d.Groups[1].Value : null;
        var action = Action().Match(machine) is { Success: true } a ? a.Groups[1].Value.ToLowerInvariant() : null;
        var state = action switch
        {
            "failed" => DeliveryState.Failed,
            "delivered" => DeliveryState.Delivered,
            null when InWords().IsMatch(mail.Subject + "\n" + mail.Text) => DeliveryState.Failed,
            _ => DeliveryState.Sent,
        };
        var reason = MailWords.WithoutAddresses($"{status} {words}");
        return new MailReport(sent, state, reason.Length == 0 ? null : reason);
    }

    private static Guid? Envelope(string machine) =>
        EnvelopeId().Match(machine) is { Success: true } m && Guid.TryParseExact(m.Groups[1].Value, "N", out var id) ? id : null;

    private static Guid? OwnId(MailMessage mail, MailThread thread)
    {
        foreach (var id in mail.InReplyTo.Concat(mail.References.Reverse()).Concat(Ids().Matches(mail.Signs.ReportedText).Select(m => m.Value)).Concat(Ids().Matches(mail.Text).Select(m => m.Value)))
        {
            if (thread.MailOf(id) is { } sent)
            {
                return sent;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^Original-Envelope-Id:[ \t]*([0-9a-f]{32})[ \t]*$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex EnvelopeId();

    [GeneratedRegex(@"^Action:[ \t]*([a-z]+)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Action();

    [GeneratedRegex(@"^Status:[ \t]*([245]\.[0-9]{1,3}\.[0-9]{1,3})", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"^Diagnostic-Code:[ \t]*((?:[^\n]{0,500})(?:\n[ \t][^\n]{0,500}){0,5})", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Diagnosis();

    [GeneratedRegex(@"[0-9]{12,24}\.[0-9a-f]{32}\.hotline@[a-z0-9.-]{1,253}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ids();

    // Only where no field says it. A warning that a mail is late names a status of class 4.
    [GeneratedRegex(@"\b5\.[0-9]{1,3}\.[0-9]{1,3}\b|\b55[0-4][ -]|退信|undeliver|delivery (has )?failed|returned mail|failure notice", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InWords();
}
