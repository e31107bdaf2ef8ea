namespace Hotline.Domain.Staff;

/// <summary>The person or process that does something, as the history records it.</summary>
/// <param name="UserName">Sign-in name; <c>resident</c> and <c>system</c> for the two without an account.</param>
/// <param name="DepartmentCode">The department a handler or approver works for; null for the centre's own staff.</param>
public sealed record Actor(string UserName, string DisplayName, IReadOnlySet<Role> Roles, string? DepartmentCode = null)
{
    /// <summary>The number on the staff card, which is also the extension of the person's telephone; null for the two without an account.</summary>
    public string? StaffNumber { get; init; }

    public static readonly Actor System = new("system", "系统", new HashSet<Role> { Role.System });
    public static readonly Actor Resident = new("resident", "诉求人", new HashSet<Role> { Role.Resident });

    private static readonly Role[] CentreRoles = [Role.Agent, Role.Dispatcher, Role.Publisher, Role.Supervisor, Role.Leader];

    /// <summary>True for the hotline centre's own staff, who see every ticket; departments see only their own.</summary>
    public bool IsCentre => Roles.Overlaps(CentreRoles) || Roles.Contains(Role.System);

    public bool Has(params ReadOnlySpan<Role> any)
    {
        foreach (var role in any) if (Roles.Contains(role)) return true;
        return false;
    }
}
