namespace Hotline.Domain.Publishing;

/// <summary>What kind of personal data was found.</summary>
public enum RedactionKind
{
    /// <summary>A person's name.</summary>
    Name,

    /// <summary>A mobile or landline number.</summary>
    Phone,

    /// <summary>A resident identity card number.</summary>
    IdCard,

    /// <summary>A vehicle's plate.</summary>
    Plate,

    /// <summary>A bank card or account number.</summary>
    BankCard,

    /// <summary>A mail address.</summary>
    Email,

    /// <summary>A WeChat or QQ account.</summary>
    Account,

    /// <summary>Building, unit, room or house number.</summary>
    Room,

    /// <summary>A whole address that is known.</summary>
    Address,
}

/// <summary>One replacement in a redacted text.</summary>
/// <param name="Start">Offset in the redacted text.</param>
/// <param name="Length">Length of the replacement in the redacted text.</param>
/// <param name="Kind">What was there.</param>
/// <param name="Original">The text replaced, as it was written.</param>
public sealed record Redaction(int Start, int Length, RedactionKind Kind, string Original);

/// <summary>A text made fit for publication, as a proposal a person checks.</summary>
/// <param name="Text">The text with replacements.</param>
/// <param name="Redactions">The replacements in order; putting each Original back at its place gives the first text.</param>
public sealed record RedactedText(string Text, IReadOnlyList<Redaction> Redactions);

/// <summary>Personal data known from the ticket; every occurrence is redacted, cue or no cue.</summary>
public sealed record KnownPersonalData
{
    /// <summary>Names of two characters and more.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Phone numbers of five digits and more, however written.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    /// <summary>Addresses of three characters and more.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

/// <summary>A stretch of the source text to replace; <paramref name="End"/> excluded.</summary>
internal readonly record struct Found(int Start, int End, RedactionKind Kind);
