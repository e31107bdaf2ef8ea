using Hotline.Domain.Tickets;

namespace Hotline.Domain.Supervision;

/// <summary>What the resident said of the outcome.</summary>
public enum Resolution { Solved, Partly, NotSolved }

/// <summary>How the question for the resident's judgement ended. Only <see cref="Rated"/> carries a judgement.</summary>
public enum AskedOutcome
{
    /// <summary>Nobody asked: the matter ended before an answer went out for judgement.</summary>
    NotAsked,
    Rated,
    /// <summary>Called in vain; never counts as satisfied.</summary>
    Unreachable,
    /// <summary>Asked, and no judgement came.</summary>
    NoAnswer,
}

/// <summary>
/// What appraisal needs to know of one ticket that has ended, worked out once and kept. A null answer means that the ticket does not
/// count for that figure at all.
/// </summary>
public sealed class TicketFact
{
    public Guid TicketId { get; init; }
    /// <summary>The local day on which it ended.</summary>
    public DateOnly ClosedOn { get; init; }
    public DateTimeOffset ClosedAt { get; init; }
    /// <summary>Closed, Answered, Redirected or Withdrawn; archiving changes nothing.</summary>
    public TicketState EndedAs { get; init; }
    /// <summary>The lead department at the end; empty for the centre's own.</summary>
    public string Department { get; init; } = "";
    /// <summary>Kind of that department at that time, such as Bureau or District; empty for the centre.</summary>
    public string DepartmentKind { get; init; } = "";
    public string? CategoryCode { get; init; }
    public TicketType? Type { get; init; }
    public Channel Channel { get; init; }
    public int Dispatches { get; init; }
    /// <summary>Dispatches that were taken back: recalled by the centre or returned with its approval.</summary>
    public int WrongDispatches { get; init; }
    public bool? SignedInTime { get; init; }
    /// <summary>Null for anonymous matters and those without a contact.</summary>
    public bool? ContactInTime { get; init; }
    /// <summary>By the term promised at the start, without extensions.</summary>
    public bool? OnTimeOriginal { get; init; }
    /// <summary>By the term with the extensions that the centre approved.</summary>
    public bool? OnTimeExtended { get; init; }
    /// <summary>By the resident's clock, which nothing stops.</summary>
    public bool? PromiseKept { get; init; }
    /// <summary>The department asked to return it, whatever was decided.</summary>
    public bool Returned { get; init; }
    public bool Extended { get; init; }
    /// <summary>Rounds beyond the first.</summary>
    public int Reworks { get; init; }
    public Resolution? Resolution { get; init; }
    public Satisfaction? Satisfaction { get; init; }
    public AskedOutcome Asked { get; init; }
    /// <summary>The same resident had brought the same kind of matter within the 30 days before; null when the resident is not known.</summary>
    public bool? Repeat { get; init; }
    /// <summary>The same resident came again with the same kind of matter within 7 days after the end; null when the resident is not known.</summary>
    public bool? CameAgain { get; init; }
    /// <summary>Drawn for the audit after its end and found not done; null when it was not drawn, or not decided on.</summary>
    public bool? FoundFalse { get; init; }
    public bool Publishable { get; init; }
    public bool Published { get; init; }
    /// <summary>From acceptance to the end in natural minutes, on the resident's clock.</summary>
    public long CitizenMinutes { get; init; }
    /// <summary>Left out of every figure, with a reason that was decided on.</summary>
    public bool Excluded { get; init; }
    public string? ExclusionReason { get; init; }
}
