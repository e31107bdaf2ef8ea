using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Staff;

/// <summary>Who may sign in.</summary>
[Allow(Role.Administrator)]
internal sealed record ListStaff(string? Q);

/// <param name="Active">False: may not sign in.</param>
/// <param name="StandsInFor">Display names of those whose work this person does at present.</param>
internal sealed record StaffView(string UserName, string DisplayName, string StaffNumber, IReadOnlyList<Role> Roles, string? DepartmentCode, string? DepartmentName, bool Active, IReadOnlyList<string> StandsInFor);

/// <summary>
/// Makes an account, or changes one: name, roles (several are possible), unit, whether it may sign in. Open sessions of the
/// person follow within a minute. Handlers and approvers belong to a unit; an auditor has no other role.
/// </summary>
/// <param name="Password">Needed for a new account; on an old one it sets a new password.</param>
[Allow(Role.Administrator)]
internal sealed record SaveStaff(string? DisplayName, string? StaffNumber, IReadOnlyList<Role>? Roles, string? DepartmentCode, bool? Active, string? Password)
{
    [System.Text.Json.Serialization.JsonIgnore] public string UserName { get; set; } = "";
}

internal sealed class SaveStaffValidator : AbstractValidator<SaveStaff>
{
    public SaveStaffValidator()
    {
        RuleFor(x => x.UserName).Matches("^[A-Za-z0-9._-]{2,40}$").WithMessage(_ => ErrorTexts.Sentence("staff.user_name_malformed", []));
        RuleFor(x => x.DisplayName).NotEmpty().MaximumLength(60);
        RuleFor(x => x.StaffNumber).NotEmpty().MaximumLength(20);
        RuleFor(x => x.Roles).NotEmpty();
        RuleForEach(x => x.Roles).IsInEnum();
    }
}

internal sealed class StaffHandlers(HotlineDb db, UserManager<StaffMember> users, City city, CurrentActor current, TimeProvider clock) : IHandler<ListStaff, IReadOnlyList<StaffView>>, IHandler<SaveStaff, IReadOnlyList<StaffView>>
{
    private static readonly Role[] WithoutAccount = [Role.Resident, Role.System];
    private static readonly Role[] OfUnits = [Role.Handler, Role.Approver];

    public async Task<Result<IReadOnlyList<StaffView>>> Handle(ListStaff request, CancellationToken ct)
    {
        var staff = db.Users.AsNoTracking();
        if (request.Q is { Length: > 0 } q) staff = staff.Where(u => u.UserName!.Contains(q) || u.DisplayName.Contains(q) || u.StaffNumber.Contains(q) || u.DepartmentCode == q);
        var now = clock.GetUtcNow();
        var standIns = (await db.Delegations.AsNoTracking().Where(d => d.From <= now && d.Until > now && d.EndedAt == null)
            .Join(db.Users, d => d.FromUser, u => u.UserName, (d, u) => new { d.ToUser, u.DisplayName }).ToListAsync(ct)).ToLookup(d => d.ToUser, d => d.DisplayName);
        return (await staff.OrderBy(u => u.StaffNumber).ToListAsync(ct)).ConvertAll(u => new StaffView(u.UserName!, u.DisplayName, u.StaffNumber, RolesOf(u), u.DepartmentCode, city.Department(u.DepartmentCode)?.Name,
            u.LockoutEnd is not { } locked || locked < now.AddYears(1), [.. standIns[u.UserName!]]));
    }

    public async Task<Result<IReadOnlyList<StaffView>>> Handle(SaveStaff request, CancellationToken ct)
    {
        var roles = request.Roles!.Distinct().Order().ToList();
        if (roles.Exists(WithoutAccount.Contains)) return Error.Field("roles", "staff.role_not_given");
        if (roles.Contains(Role.Auditor) && roles.Count > 1) return Error.Field("roles", "staff.auditor_alone");
        var unit = request.DepartmentCode is { Length: > 0 } code ? code : null;
        if (unit is not null && city.Department(unit) is null) return Error.Field("departmentCode", "ticket.department_unknown");
        if (roles.Exists(OfUnits.Contains) != unit is not null || unit is not null && !roles.TrueForAll(OfUnits.Contains)) return Error.Field("departmentCode", "staff.unit_and_roles");

        var user = await users.FindByNameAsync(request.UserName);
        var isNew = user is null;
        if (isNew && string.IsNullOrEmpty(request.Password)) return Error.Field("password", "field.required");
        var active = request.Active ?? true;
        if (user is not null && request.UserName == current.Required.UserName && (!active || !roles.Contains(Role.Administrator))) return new Error(ErrorKind.Conflict, "staff.not_oneself");
        user ??= new StaffMember { Id = Guid.CreateVersion7(clock.GetUtcNow()), UserName = request.UserName, LockoutEnabled = true };
        (user.DisplayName, user.StaffNumber, user.Roles, user.DepartmentCode) = (request.DisplayName!.Trim(), request.StaffNumber!.Trim(), string.Join(',', roles), unit);
        user.LockoutEnd = active ? null : DateTimeOffset.MaxValue;

        if (request.Password is { Length: > 0 } password)
        {
            foreach (var validator in users.PasswordValidators)
                if (!(await validator.ValidateAsync(users, user, password)).Succeeded) return Error.Field("password", "setup.password_too_simple");
            user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        }
        user.SecurityStamp = Guid.NewGuid().ToString("N");   // open sessions are looked at again
        var saved = isNew ? await users.CreateAsync(user) : await users.UpdateAsync(user);
        return saved.Succeeded ? await Handle(new ListStaff(null), ct) : Error.Field("userName", "field.malformed");
    }

    private static List<Role> RolesOf(StaffMember user) => [.. user.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(r => Enum.Parse<Role>(r, ignoreCase: true))];
}
