using System.Security.Cryptography;

namespace Hotline.Channels.Mail;

/// <summary>A mail as a person would read it, whatever was wrong with its form.</summary>
/// <param name="From">The first readable author; null when there is none.</param>
/// <param name="To">To, Cc and the addresses it was delivered to, without repetition.</param>
/// <param name="Subject">Decoded, on one line; empty when absent.</param>
/// <param name="MessageId">Without angle brackets; null when absent.</param>
/// <param name="InReplyTo">Message ids without angle brackets.</param>
/// <param name="References">Message ids without angle brackets, oldest first.</param>
/// <param name="Date">When the sender says it was written; null when absent or unreadable.</param>
/// <param name="Text">Plain text, from the HTML where there is nothing else, at most <see cref="MimeReader.LongestText"/> UTF-16 units.</param>
/// <param name="Attachments">In the order of the mail.</param>
/// <param name="Signs">What tells machines' mail from a person's.</param>
/// <param name="Faults">What had to be repaired or left out.</param>
public sealed record MailMessage(
    MailContact? From,
    IReadOnlyList<MailContact> To,
    string Subject,
    string? MessageId,
    IReadOnlyList<string> InReplyTo,
    IReadOnlyList<string> References,
    DateTimeOffset? Date,
    string Text,
    IReadOnlyList<MailAttachment> Attachments,
    MailSigns Signs,
    MailFaults Faults)
{
    /// <summary>What a mail is known by for ever: its Message-ID, else its bytes.</summary>
    /// <param name="mail">Null when nobody could read it.</param>
    /// <param name="raw">As much of it as is kept.</param>
    public static string IdentityOf(MailMessage? mail, ReadOnlySpan<byte> raw) => mail?.MessageId ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(raw))}";
}

/// <summary>An address and the name written beside it.</summary>
/// <param name="Address">Contains an @; never spaces or control characters.</param>
/// <param name="Name">Decoded; null when none was given.</param>
public sealed record MailContact(string Address, string? Name);

/// <summary>A file in a mail.</summary>
/// <param name="FileName">The last part of the name as sent; never empty, never with a path.</param>
/// <param name="DeclaredType">The media type the sender claims, in lower case.</param>
/// <param name="RecognisedType">The media type its first bytes show; null when they show none.</param>
/// <param name="Content">The decoded bytes.</param>
public sealed record MailAttachment(string FileName, string DeclaredType, string? RecognisedType, ReadOnlyMemory<byte> Content);

/// <summary>Header fields by which machines mark what they send, as they came.</summary>
/// <param name="ReturnPath">Address of the envelope; empty for the null path of bounces, null when the field is absent.</param>
/// <param name="AutoSubmitted">RFC 3834.</param>
/// <param name="Precedence">Old, not standardised, still sent.</param>
/// <param name="HasAutoReplyField">X-Autoreply, X-Autorespond or X-Autoresponse says something other than no.</param>
/// <param name="Loops">Values of X-Loop.</param>
/// <param name="Hops">How many Received fields there are.</param>
/// <param name="ReportType">The parameter report-type of a multipart/report; null when it is none.</param>
/// <param name="ReportedText">The machine's part of a report and the head of the mail it is about.</param>
public sealed record MailSigns(
    string? ReturnPath,
    string? AutoSubmitted,
    string? Precedence,
    bool HasAutoReplyField,
    IReadOnlyList<string> Loops,
    int Hops,
    string? ReportType,
    string ReportedText);

/// <summary>What the reader had to repair or leave out. The raw mail keeps all of it.</summary>
[Flags]
public enum MailFaults
{
    None = 0,

    /// <summary>A header line without a colon, or a head that never ended.</summary>
    HeaderBroken = 1,

    /// <summary>Fields or bytes beyond the limit of a head were left out.</summary>
    HeaderCut = 2,

    /// <summary>No charset was named, or it is unknown, or the text did not fit it: the likeliest one was used.</summary>
    CharsetGuessed = 4,

    /// <summary>UTF-7 hides markup from filters; its text was left encoded.</summary>
    CharsetRefused = 8,

    /// <summary>Base64 with foreign characters or a cut end.</summary>
    Base64Broken = 16,

    /// <summary>A multipart without its boundary, or without its end.</summary>
    BoundaryMissing = 32,

    /// <summary>Nested deeper than is read.</summary>
    TooDeep = 64,

    /// <summary>More parts than are read.</summary>
    TooManyParts = 128,

    /// <summary>Longer text than is kept.</summary>
    TextCut = 256,
}
