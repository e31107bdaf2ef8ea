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

    /// <summary>Names the key that is missing or wrong, never its value; null when all is there.</summary>
    public string? WhyNotConfigured =>
        string.IsNullOrWhiteSpace(RawKey) ? $"{Section}:RawKey is not set"
        : RawKey.Length < ShortestKey ? $"{Section}:RawKey must have at least {ShortestKey} characters"
        : MailAddresses.Bare(Address) is not { } bare || bare.Contains('+', StringComparison.Ordinal) ? $"{Section}:Address must be a mail address"
        : null;
}
