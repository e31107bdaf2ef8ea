namespace Hotline.Channels.Mail;

/// <summary>The section <c>Hotline:Channels:Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Hotline:Channels:Mail";
    private const int ShortestKey = 16;

    /// <summary>Secret: what the mail server shows at the door for raw mails. From the environment or a file only.</summary>
    public string? RawKey { get; set; }

    /// <summary>The hotline's own mail address; mails from it are a loop, and <c>name+number@domain</c> leads to a ticket.</summary>
    public string? Address { get; set; }

    /// <summary>The mailbox that is read; not read while it has no host.</summary>
    public ImapOptions Imap { get; set; } = new();

    /// <summary>The server that mail goes out by; none goes out while it has no host.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Names the key that the door for raw mails misses or that is wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        string.IsNullOrWhiteSpace(RawKey) ? $"{Section}:RawKey is not set"
        : RawKey.Length < ShortestKey ? $"{Section}:RawKey must have at least {ShortestKey} characters"
        : WhyNoAddress;

    /// <summary>What keeps the mailbox from being read; null when it can be.</summary>
    public string? WhyNoMailbox => Imap.WhyNot($"{Section}:Imap") ?? WhyNoAddress;

    /// <summary>What keeps mail from going out; null when it can.</summary>
    public string? WhyNoSending => Smtp.WhyNot($"{Section}:Smtp") ?? WhyNoAddress;

    /// <summary>A server that was named but cannot be used is a mistake to be told at the start; null when there is none.</summary>
    public string? Mistake => (Imap.Host is { Length: > 0 } ? WhyNoMailbox : null) ?? (Smtp.Host is { Length: > 0 } ? WhyNoSending : null);

    private string? WhyNoAddress => MailAddresses.Bare(Address) is not { } bare || bare.Contains('+', StringComparison.Ordinal) || !Ascii(bare) ? $"{Section}:Address must be a mail address" : null;

    private static bool Ascii(string text) => System.Text.Ascii.IsValid(text);
}

/// <summary>How a connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS from the first byte (ports 993 and 465).</summary>
    Tls,

    /// <summary>TLS after a word in clear (ports 143 and 587); never goes on without it.</summary>
    StartTls,

    /// <summary>In clear: for a server on the same machine only.</summary>
    None,
}

/// <summary>A mail server and the account on it.</summary>
public abstract class MailServerOptions
{
    public string? Host { get; set; }

    public int Port { get; set; }

    public MailSecurity Security { get; set; }

    public string? User { get; set; }

    /// <summary>Secret; hosted mailboxes want a code made for programs here. From the environment or a file only.</summary>
    public string? Password { get; set; }

    /// <summary>How long the server may say nothing.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A file with the certificate (PEM) that the server's is issued by, for a city with an authority of its own; it then counts alone.</summary>
    public string? TrustedCertificate { get; set; }

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    internal virtual string? WhyNot(string section) =>
        string.IsNullOrWhiteSpace(Host) ? $"{section}:Host is not set"
        : Port is < 1 or > 65_535 ? $"{section}:Port must lie between 1 and 65535"
        : Security == MailSecurity.None && !IsLoopback(Host) ? $"{section}:Security may be None on the same machine only"
        : Timeout < TimeSpan.FromMilliseconds(100) ? $"{section}:Timeout is too short"
        : HasControl(User) ? $"{section}:User must not have control characters"
        : HasControl(Password) ? $"{section}:Password must not have control characters"
        : TrustedCertificate is { Length: > 0 } file && !File.Exists(file) ? $"{section}:TrustedCertificate names no file"
        : null;

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static bool HasControl(string? text) => text is not null && text.Any(char.IsControl);
}

/// <summary>The section <c>Hotline:Channels:Mail:Imap</c>.</summary>
public sealed class ImapOptions : MailServerOptions
{
    public ImapOptions() => Port = 993;

    public string Folder { get; set; } = "INBOX";

    /// <summary>How often the mailbox is looked at when the server does not tell of new mail by itself.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Mail that the server received before this day is left alone when the mailbox is read for the first time; null reads all.</summary>
    public DateOnly? Since { get; set; }

    internal override string? WhyNot(string section) => base.WhyNot(section)
        ?? (string.IsNullOrEmpty(User) ? $"{section}:User is not set"
        : string.IsNullOrEmpty(Password) ? $"{section}:Password is not set"
        : Folder.Length is 0 or > 200 || Folder.Any(c => c is < ' ' or > '~') ? $"{section}:Folder must be the folder's name in ASCII (modified UTF-7)"
        : Every < TimeSpan.FromMilliseconds(50) || Every > TimeSpan.FromMinutes(2) ? $"{section}:Every must be at most two minutes"
        : null);
}

/// <summary>The section <c>Hotline:Channels:Mail:Smtp</c>.</summary>
public sealed class SmtpOptions : MailServerOptions
{
    public SmtpOptions() => (Port, Security) = (587, MailSecurity.StartTls);

    /// <summary>The name beside the address, such as <c>云江市12345热线</c>.</summary>
    public string? FromName { get; set; }

    internal override string? WhyNot(string section) => base.WhyNot(section)
        ?? (!string.IsNullOrEmpty(User) && string.IsNullOrEmpty(Password) ? $"{section}:Password is not set"
        : FromName is { Length: > 100 } ? $"{section}:FromName is too long"
        : null);
}
