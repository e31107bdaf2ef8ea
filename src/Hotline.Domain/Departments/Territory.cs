namespace Hotline.Domain.Departments;

/// <summary>A unit that handles tickets (承办单位).</summary>
public sealed record Department(string Code, string Name, string NameEn, string Kind, string? Parent, string? Phone, string? Duties);

/// <summary>A node of the category tree; codes have 2, 4 or 6 digits and the parent is the prefix.</summary>
/// <param name="Evidence">What a reply to such a matter must have beside it.</param>
public sealed record Category(string Code, string Name, string NameEn, Tickets.Urgency Urgency, Tickets.TicketType? Type, Tickets.EvidenceKind Evidence = Tickets.EvidenceKind.None)
{
    public string? Parent => Code.Length > 2 ? Code[..^2] : null;
}

/// <summary>A district, street or community with the names by which residents call its places.</summary>
public sealed record District(string Code, string Name, string NameEn, string Kind, string? Parent, IReadOnlyList<string> Aliases);

/// <summary>A clause of the duty directory (派单目录): who is responsible for a category, in a district or everywhere.</summary>
public sealed record DutyRule(string Category, string? District, string Department, string Basis);
