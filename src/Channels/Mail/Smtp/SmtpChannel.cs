using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Channels.Mail.Smtp;

/// <summary>Sends mails by SMTP submission (RFC 6409), one connection each, and asks for delivery reports (RFC 3461) where the server offers them.</summary>
public sealed class SmtpChannel(MailOptions options, TimeProvider clock) : IOutgoingChannel
{
    /// <summary>A server that is away is often away for an hour.</summary>
    private static readonly TimeSpan WhileAway = TimeSpan.FromMinutes(10);

    /// <summary>Time for a delivery report to come before a mail whose fate is unknown is sent again.</summary>
    private static readonly TimeSpan ForAReport = TimeSpan.FromMinutes(15);

    /// <inheritdoc />
    public ChannelKind Channel => ChannelKind.Email;

    /// <inheritdoc />
    public bool IsConfigured => WhyNotConfigured is null;

    /// <inheritdoc />
    public string? WhyNotConfigured => options.WhyNoSending;

    /// <inheritdoc />
    public async Task<SendResult> Send(OutgoingMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (WhyNotConfigured is { } missing)
        {
            return SendResult.Refused("channel.not_configured", missing);
        }

        var thread = new MailThread(options.Address!);
        if (Recipient(message.To) is not { } to || thread.IsOwnAddress(to))
        {
            return SendResult.Refused("mail.address", "no address that mail can be sent to");
        }

        var mail = MailWriter.Write(thread, options.Smtp.FromName, message with { To = to }, clock.GetUtcNow());
        SmtpSession? session = null;
        try
        {
            session = await SmtpSession.Open(options.Smtp, thread.Address[(thread.Address.LastIndexOf('@') + 1)..], clock, ct);
            if (!Ascii.IsValid(to) && !session.Offers("SMTPUTF8"))
            {
                return SendResult.Refused("mail.address", "the server takes no address with letters beyond ASCII");
            }

            var outcome = await session.Send(thread.Address, to, message.Id.ToString("N"), mail, ct);
            await session.Quit(ct);
            return Judge(outcome, MailWriter.IdOf(thread, message));
        }
        catch (MailServerException e) when (session is { IsOver: true })
        {
            return SendResult.Unknown(e.Code, e.Message) with { RetryAfter = ForAReport };
        }
        catch (MailServerException e)
        {
            return e.Code == "mail.sign_in_refused" ? SendResult.Refused(e.Code, e.Message) : SendResult.RetryLater(e.Code, e.Message, WhileAway);
        }
        catch (SocketException e)
        {
            return session is { IsOver: true } ? SendResult.Unknown("mail.cut_off", e.SocketErrorCode.ToString()) with { RetryAfter = ForAReport } : SendResult.RetryLater("mail.cut_off", e.SocketErrorCode.ToString(), WhileAway);
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// A mail server cannot be asked. A mail it had taken on would have been reported in the time that
    /// <see cref="SendResult.RetryAfter"/> gave, where reports are offered; where not, a second copy has the same Message-ID.
    /// </summary>
    public Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct) =>
        Task.FromResult(SendResult.RetryLater("mail.no_report", null));

    private static SendResult Judge(SmtpOutcome outcome, string id)
    {
        var reply = outcome.Reply!;
        var code = reply.Code.ToString(CultureInfo.InvariantCulture);
        var text = $"{outcome.Step}: {MailWords.WithoutAddresses(reply.Text)}";
        return reply.Code switch
        {
            >= 200 and < 300 => SendResult.Accepted(id),
            >= 500 and < 600 => SendResult.Refused(code, text),
            _ => SendResult.RetryLater(code, text, reply.Code == 421 ? WhileAway : null),
        };
    }

    /// <summary>An address that says the same in a command, in a head and to a person; its domain in ASCII.</summary>
    private static string? Recipient(string given)
    {
        if (MailAddresses.Bare(given) is not { } bare || bare != given.Trim())
        {
            return null;
        }

        var at = bare.LastIndexOf('@');
        var local = bare[..at];
        if (local.Any(c => c is '"' or '\\' or '(' or ')' or '[' or ']' or ':' or '@' or ' ') || local.StartsWith('.') || local.EndsWith('.') || local.Length > 64)
        {
            return null;
        }

        try
        {
            var domain = new IdnMapping().GetAscii(bare[(at + 1)..]);
            return domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? $"{local}@{domain}" : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
