using Hotline.Domain.Staff;

namespace Hotline.Domain.Supervision;

/// <summary>What makes a closing suspicious.</summary>
public enum FlagKind
{
    /// <summary>The same place and matter again within 30 days of closing.</summary>
    SameMatterAgain,
    /// <summary>The reply says solved, the resident says not solved.</summary>
    ResidentDisputes,
    /// <summary>Drawn for the week's audit.</summary>
    AuditSample,
    /// <summary>Many matters finished by one unit just before midnight.</summary>
    MassClosing,
    /// <summary>Nearly the same public reply to different matters.</summary>
    CopiedReply,
    /// <summary>A complaint that the staff took on as a question.</summary>
    Downgraded,
}

/// <summary>Where a flag stands.</summary>
public enum FlagState { Open, Confirmed, Dismissed }

/// <summary>A closing put before the inspector, with the evidence beside it. Made once per <see cref="Key"/>.</summary>
public sealed class InspectionFlag : IVersioned
{
    /// <summary>Steps of the history that tell what the audit found.</summary>
    public const string AuditPassed = "AuditPassed", AuditFailed = "AuditFailed";

    public Guid Id { get; private init; }
    public FlagKind Kind { get; private init; }
    /// <summary>What it is about; the same facts have the same key on every node.</summary>
    public string Key { get; private init; } = "";
    /// <summary>The unit it concerns; null when it concerns the centre.</summary>
    public string? Department { get; private init; }
    public FlagState State { get; private set; }
    /// <summary>JSON: the figures and texts that speak for it.</summary>
    public string Evidence { get; set; } = "{}";
    public DateTimeOffset RaisedAt { get; private init; }
    public string? Reason { get; private set; }
    public bool ReopenProposed { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public int Version { get; set; }

    public List<FlagTicket> Tickets { get; private init; } = [];

    public static InspectionFlag Raise(FlagKind kind, string key, string? department, IEnumerable<Guid> tickets, string evidence, DateTimeOffset now)
    {
        var flag = new InspectionFlag { Id = Guid.CreateVersion7(now), Kind = kind, Key = $"{kind}:{key}", Department = department, State = FlagState.Open, Evidence = evidence, RaisedAt = now };
        foreach (var ticket in tickets.Distinct()) flag.Add(ticket);
        return flag;
    }

    /// <summary>A further ticket of the same case.</summary>
    public void Add(Guid ticket)
    {
        if (!Tickets.Exists(t => t.TicketId == ticket)) Tickets.Add(new FlagTicket { FlagId = Id, TicketId = ticket });
    }

    /// <summary>The inspector's word; the first one stands.</summary>
    public Error? Decide(bool confirmed, string reason, bool proposeReopen, Actor actor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (State != FlagState.Open) return new Error(ErrorKind.Conflict, "flag.already_decided") { Extensions = new Dictionary<string, object?> { ["by"] = DecidedByName } };
        (State, Reason, ReopenProposed, DecidedByName, DecidedAt) = (confirmed ? FlagState.Confirmed : FlagState.Dismissed, reason, confirmed && proposeReopen, actor.DisplayName, now);
        return null;
    }
}

/// <summary>A ticket behind a flag.</summary>
public sealed class FlagTicket
{
    public Guid FlagId { get; init; }
    public Guid TicketId { get; init; }
}
