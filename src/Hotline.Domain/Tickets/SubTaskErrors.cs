namespace Hotline.Domain.Tickets;

/// <summary>The refusals around parts of a ticket.</summary>
public static class SubTaskErrors
{
    public static readonly Error NotFound = Error.NotFound("subtask");
    public static readonly Error LeadItself = Error.Field("departmentCode", "subtask.lead_itself");
    public static readonly Error AlreadyAsked = Error.Field("departmentCode", "subtask.already_asked");
    public static readonly Error OnlyDirectlyBelow = Error.Field("departmentCode", "subtask.only_directly_below");
    public static readonly Error DueTooLate = Error.Field("workingDays", "subtask.due_too_late");

    public static Error NotPossible(string action, SubTask part) => new(ErrorKind.Conflict, "subtask.not_possible") { Arguments = [action, part.State.ToString()] };

    /// <summary>The units that have not answered are named; a recorded override goes over them.</summary>
    public static Error PartMissing(IEnumerable<SubTask> missing) =>
        new(ErrorKind.Conflict, "subtask.part_missing") { Arguments = [string.Join(", ", missing.Select(s => $"{s.Number} {s.Department}"))] };
}
