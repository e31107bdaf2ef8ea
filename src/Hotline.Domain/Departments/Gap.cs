using Hotline.Domain.Staff;

namespace Hotline.Domain.Departments;

public enum GapState { Open, Resolved }

/// <summary>A matter that no unit owns (职责空白): a category in a place, until somebody is named.</summary>
public sealed class Gap
{
    public Guid Id { get; private init; }
    public string CategoryCode { get; private init; } = "";
    /// <summary>The district; empty for the whole city.</summary>
    public string DistrictCode { get; private init; } = "";
    public GapState State { get; private set; }
    public DateTimeOffset OpenedAt { get; private init; }
    public string OpenedByName { get; private init; } = "";
    public string Note { get; private init; } = "";
    public string? Department { get; private set; }
    public string? Basis { get; private set; }
    public string? ResolvedByName { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }

    public static Gap Of(string category, string? district, string note, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), CategoryCode = category, DistrictCode = Precedent.DistrictOf(district) ?? "", State = GapState.Open, OpenedAt = at, OpenedByName = actor.DisplayName, Note = note,
    };

    public void Resolve(string department, string basis, Actor actor, DateTimeOffset at) =>
        (State, Department, Basis, ResolvedByName, ResolvedAt) = (GapState.Resolved, department, basis, actor.DisplayName, at);
}

/// <summary>A ticket that showed the gap.</summary>
public sealed class GapTicket
{
    public Guid GapId { get; init; }
    public Guid TicketId { get; init; }
    public string Note { get; init; } = "";
    public string MarkedByName { get; init; } = "";
    public DateTimeOffset At { get; init; }
}
