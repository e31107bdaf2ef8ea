using System.Globalization;
using System.Text;

namespace Hotline.Channels.Mail.Smtp;

/// <summary>A server's answer: three digits and words.</summary>
internal sealed record SmtpReply(int Code, string Text)
{
    public bool IsOk => Code is >= 200 and < 400;

    /// <summary>The code and the words without addresses.</summary>
    public string ForStaff => string.Create(CultureInfo.InvariantCulture, $"{Code} {MailWords.WithoutAddresses(Text)}");
}

/// <summary>What became of one mail.</summary>
/// <param name="Reply">The answer that decided; null when none came.</param>
/// <param name="Step">The last command said.</param>
internal sealed record SmtpOutcome(SmtpReply? Reply, string Step);

/// <summary>The part of SMTP (RFC 5321) that hands one mail to a server: EHLO, STARTTLS, AUTH, the mail, QUIT.</summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private const int MostLines = 100;

    private readonly MailConnection _wire;
    private readonly SmtpOptions _options;
    private Dictionary<string, string> _offers = [];

    private SmtpSession(MailConnection wire, SmtpOptions options) => (_wire, _options) = (wire, options);

    /// <summary>Bytes after which the outcome is the server's to tell: true once the end of the mail has begun to leave.</summary>
    public bool IsOver { get; private set; }

    public bool Offers(string name) => _offers.ContainsKey(name);

    /// <exception cref="MailServerException">No connection, no TLS, or the account is refused.</exception>
    public static async Task<SmtpSession> Open(SmtpOptions options, string ownDomain, TimeProvider clock, CancellationToken ct)
    {
        var session = new SmtpSession(await MailConnection.Open(options, clock, ct), options);
        try
        {
            await session.Greet(ownDomain, ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands over one mail.</summary>
    /// <param name="from">Where reports about it go.</param>
    /// <param name="to">Its one recipient.</param>
    /// <param name="envelope">What a report names it by; letters and digits.</param>
    /// <param name="mail">Lines ended by CR LF.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<SmtpOutcome> Send(string from, string to, string envelope, byte[] mail, CancellationToken ct)
    {
        var reports = Offers("DSN");
        var parameters = new StringBuilder();
        if (Offers("SIZE"))
        {
            parameters.Append(CultureInfo.InvariantCulture, $" SIZE={mail.Length}");
        }

        if (!Ascii.IsValid(to))
        {
            parameters.Append(" SMTPUTF8");
        }

        if (reports)
        {
            parameters.Append(" RET=HDRS ENVID=").Append(envelope);
        }

        var reply = await Ask($"MAIL FROM:<{from}>{parameters}", ct);
        if (!reply.IsOk)
        {
            return new SmtpOutcome(reply, "MAIL FROM");
        }

        reply = await Ask($"RCPT TO:<{to}>{(reports ? $" NOTIFY=SUCCESS,FAILURE{(Ascii.IsValid(to) ? $" ORCPT=rfc822;{Xtext(to)}" : "")}" : "")}", ct);
        if (!reply.IsOk)
        {
            return new SmtpOutcome(reply, "RCPT TO");
        }

        reply = await Ask("DATA", ct);
        if (reply.Code != 354)
        {
            return new SmtpOutcome(reply, "DATA");
        }

        await _wire.Write(WithDots(mail), ct);
        IsOver = true;
        await _wire.Write(".\r\n", ct);
        return new SmtpOutcome(await Read(ct), "the mail");
    }

    /// <summary>Says good-bye; what the server makes of it changes nothing.</summary>
    public async Task Quit(CancellationToken ct)
    {
        try
        {
            await _wire.Write("QUIT\r\n", ct);
        }
        catch (MailServerException)
        {
            // It has gone first.
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private async Task Greet(string ownDomain, CancellationToken ct)
    {
        if (await Read(ct) is { IsOk: false } refused)
        {
            throw new MailServerException("mail.refused", refused.ForStaff);
        }

        await Hello(ownDomain, ct);
        if (_options.Security == MailSecurity.StartTls)
        {
            if (!Offers("STARTTLS") || await Ask("STARTTLS", ct) is not { IsOk: true })
            {
                throw new MailServerException("mail.tls", "the server does not go on under TLS");
            }

            await _wire.StartTls(ct);
            await Hello(ownDomain, ct);
        }

        if (_options.User is { Length: > 0 } user)
        {
            await SignIn(user, _options.Password!, ct);
        }
    }

    private async Task Hello(string ownDomain, CancellationToken ct)
    {
        var reply = await Ask($"EHLO {ownDomain}", ct);
        if (!reply.IsOk)
        {
            throw new MailServerException("mail.refused", reply.ForStaff);
        }

        _offers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var line in reply.Text.Split('\n').Skip(1))
        {
            // "AUTH=PLAIN" is how old servers write it.
            var end = line.AsSpan().IndexOfAny(' ', '=');
            _offers.TryAdd(end < 0 ? line.Trim() : line[..end].Trim(), end < 0 ? "" : line[(end + 1)..]);
        }
    }

    private async Task SignIn(string user, string password, CancellationToken ct)
    {
        var ways = _offers.GetValueOrDefault("AUTH", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        SmtpReply reply;
        if (ways.Contains("PLAIN"))
        {
            reply = await Ask("AUTH PLAIN " + Base64($"\0{user}\0{password}"), ct);
        }
        else if (ways.Contains("LOGIN"))
        {
            reply = await Ask("AUTH LOGIN", ct);
            reply = reply.Code == 334 ? await Ask(Base64(user), ct) : reply;
            reply = reply.Code == 334 ? await Ask(Base64(password), ct) : reply;
        }
        else
        {
            throw new MailServerException("mail.sign_in_refused", "the server offers no way to sign in with a password");
        }

        if (reply.Code != 235)
        {
            throw new MailServerException(reply.Code is >= 400 and < 500 ? "mail.refused" : "mail.sign_in_refused", string.Create(CultureInfo.InvariantCulture, $"{reply.Code} the account or its password is refused"));
        }
    }

    private async Task<SmtpReply> Ask(string command, CancellationToken ct)
    {
        await _wire.Write(Encoding.UTF8.GetBytes(command + "\r\n"), ct);
        return await Read(ct);
    }

    private async Task<SmtpReply> Read(CancellationToken ct)
    {
        var words = new List<string>();
        while (true)
        {
            var line = await _wire.ReadLine(null, ct);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || words.Count == MostLines)
            {
                throw new MailServerException("mail.broken", "the server's answer is none of SMTP");
            }

            words.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
            {
                return new SmtpReply(code, string.Join('\n', words));
            }
        }
    }

    /// <summary>A line that starts with a dot gets a second one.</summary>
    private static byte[] WithDots(byte[] mail)
    {
        var sent = new MemoryStream(mail.Length + 16);
        var start = true;
        foreach (var b in mail)
        {
            if (start && b == '.')
            {
                sent.WriteByte(b);
            }

            sent.WriteByte(b);
            start = b == '\n';
        }

        return sent.ToArray();
    }

    /// <summary>RFC 3461.</summary>
    private static string Xtext(string text) =>
        string.Concat(text.Select(c => c is > ' ' and < '\u007f' and not ('+' or '=') ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"+{(int)c:X2}")));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
