namespace Hotline.Domain.Publishing;

/// <summary>What kind of personal data was found.</summary>
public enum PersonalDataKind
{
    /// <summary>A person's name, or the family name before a form of address (王先生).</summary>
    Name,

    /// <summary>A mobile or landline number with its extension.</summary>
    Phone,

    /// <summary>A resident identity card number of 18 or, until 2013, 15 characters (GB 11643).</summary>
    IdCard,

    /// <summary>The number of a passport or of a travel permit for Hong Kong, Macao and Taiwan.</summary>
    Passport,

    /// <summary>A vehicle's plate.</summary>
    Plate,

    /// <summary>A bank card or account number.</summary>
    BankCard,

    /// <summary>A mail address.</summary>
    Email,

    /// <summary>A WeChat, QQ or short-video account.</summary>
    Account,

    /// <summary>What of an address leads to one household: building with unit and room, or the house number.</summary>
    Room,

    /// <summary>A whole address that is known.</summary>
    Address,
}

/// <summary>A stretch of a text that is personal data.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset in the text, in UTF-16 units.</param>
/// <param name="Length">Length in the text, in UTF-16 units.</param>
/// <param name="Replacement">What may stand there in public, in the language of the text: 某某, [电话], [phone].</param>
public sealed record PersonalSpan(PersonalDataKind Kind, int Start, int Length, string Replacement);

/// <summary>Personal data known beforehand, as from a ticket; every occurrence is found, cue or no cue.</summary>
public sealed record KnownPersonalData
{
    /// <summary>Names of two characters and more.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Phone numbers of five digits and more, however written.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    /// <summary>Addresses of three characters and more.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Tickets' own numbers: nobody's, though one in ten passes for a bank card's.</summary>
    public IReadOnlyList<string> TicketNumbers { get; init; } = [];
}

/// <summary>A stretch of the source text; <paramref name="End"/> excluded.</summary>
internal readonly record struct Found(int Start, int End, PersonalDataKind Kind);
