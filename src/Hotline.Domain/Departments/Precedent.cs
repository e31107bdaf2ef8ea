using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Departments;

/// <summary>What a precedent came from.</summary>
public enum PrecedentOrigin { Return, Coordination, Gap }

/// <summary>A decided dispute (先例): whose the matter is, by which clause. Routing cites it the next time.</summary>
public sealed class Precedent
{
    /// <summary>Digits of a district: a decision speaks for the district a place lies in, not for one street.</summary>
    private const int DistrictDigits = 6;

    public Guid Id { get; private init; }
    public string CategoryCode { get; private init; } = "";
    /// <summary>Null when it speaks for the whole city.</summary>
    public string? DistrictCode { get; private init; }
    public string Department { get; private init; } = "";
    public string Clause { get; private init; } = "";
    public PrecedentOrigin Origin { get; private init; }
    public Guid? TicketId { get; private init; }
    public string? TicketNumber { get; private init; }
    public string DecidedBy { get; private init; } = "";
    public string DecidedByName { get; private init; } = "";
    public DateTimeOffset DecidedAt { get; private init; }
    /// <summary>When it was made or withdrawn; the newest tells whoever keeps a copy that it is stale.</summary>
    public DateTimeOffset ChangedAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public string? WithdrawnByName { get; private set; }
    public string? WithdrawReason { get; private set; }

    public static Precedent Of(Ticket ticket, string department, string clause, PrecedentOrigin origin, Actor actor, DateTimeOffset at) =>
        Of(ticket.CategoryCode!, ticket.DistrictCode, department, clause, origin, ticket, actor, at);

    public static Precedent Of(string category, string? district, string department, string clause, PrecedentOrigin origin, Ticket? ticket, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), CategoryCode = category, DistrictCode = DistrictOf(district), Department = department, Clause = clause, Origin = origin, TicketId = ticket?.Id, TicketNumber = ticket?.Number,
        DecidedBy = actor.UserName, DecidedByName = actor.DisplayName, DecidedAt = at, ChangedAt = at,
    };

    /// <summary>The district that a street or community lies in; null for no place.</summary>
    public static string? DistrictOf(string? place) => string.IsNullOrEmpty(place) ? null : place.Length > DistrictDigits ? place[..DistrictDigits] : place;

    public void Withdraw(string reason, Actor actor, DateTimeOffset at) => (WithdrawnAt, WithdrawnByName, WithdrawReason, ChangedAt) = (at, actor.DisplayName, reason, at);
}

/// <summary>The precedents in force: of several about one matter and place the newest speaks, for a district before for the city.</summary>
public sealed class PrecedentBook(IEnumerable<Precedent> precedents)
{
    public static readonly PrecedentBook Empty = new([]);

    private readonly Dictionary<(string Category, string? District), Precedent> _newest = precedents.Where(p => p.WithdrawnAt is null)
        .GroupBy(p => (p.CategoryCode, p.DistrictCode)).ToDictionary(g => g.Key, g => g.MaxBy(p => (p.DecidedAt, p.Id))!);

    public Precedent? Find(string category, string? district) =>
        Precedent.DistrictOf(district) is { } known && _newest.TryGetValue((category, known), out var near) ? near : _newest.GetValueOrDefault((category, null));
}

/// <summary>Whose duty a matter is, and the words that say so.</summary>
/// <param name="Reason">The directory's clause, or the precedent and what it decided.</param>
/// <param name="Disputed">A precedent decided otherwise than the directory says: a person should look.</param>
public sealed record Duty(string Department, string Reason, bool Disputed);

/// <summary>Joins the duty directory with the precedents.</summary>
public static class DutyFinder
{
    /// <summary>A precedent goes before the directory, save that one for the whole city yields to a clause for the very district.</summary>
    public static Duty? Find(City city, PrecedentBook precedents, string category, string? district)
    {
        var clause = city.Directory.Find(category, district);
        var precedent = precedents.Find(category, district);
        if (precedent is null || city.Department(precedent.Department) is not { } department || precedent.DistrictCode is null && clause?.District is not null)
            return clause is null ? null : new Duty(clause.Department, clause.Basis, Disputed: false);
        var day = city.Clock.Calendar.DateOf(precedent.DecidedAt);
        var source = precedent.TicketNumber is { } number ? $"工单{number}，" : "";
        var cited = $"依据先例（{source}{day:yyyy-MM-dd} {precedent.DecidedByName}）：{department.Name}，{precedent.Clause}";
        return clause?.Department == precedent.Department
            ? new Duty(precedent.Department, $"{clause.Basis}；{cited}", Disputed: false)
            : new Duty(precedent.Department, cited, Disputed: clause is not null);
    }
}
