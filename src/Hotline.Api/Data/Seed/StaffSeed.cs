using System.Security.Cryptography;
using System.Text;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data.Seed;

internal enum SetUpState
{
    /// <summary>The link may make the first account.</summary>
    Open,
    /// <summary>There is an account; set-up is over for good.</summary>
    Done,
    /// <summary>Not the link of the last start.</summary>
    WrongLink,
}

/// <summary>Who may sign in at the first start: one demo person per role in Development, one administrator elsewhere.</summary>
internal sealed class StaffSeed(HotlineDb db, UserManager<StaffMember> users, HotlineOptions options, IHostEnvironment environment)
{
    public const string DemoPassword = "Hotline-demo-1";
    private const string SetUpKey = "setup.token_sha256";

    public static readonly IReadOnlyList<(string UserName, string DisplayName, Role Role, string? Department)> Demo =
    [
        ("agent1", "坐席一", Role.Agent, null), ("agent2", "坐席二", Role.Agent, null), ("dispatcher1", "派单员", Role.Dispatcher, null),
        ("handler1", "城管经办人", Role.Handler, "CG"), ("handler2", "供热经办人", Role.Handler, "GR"), ("approver1", "城管审批人", Role.Approver, "CG"),
        ("publisher1", "发布员", Role.Publisher, null), ("supervisor1", "班长", Role.Supervisor, null), ("leader1", "市领导", Role.Leader, null),
        ("admin1", "系统管理员", Role.Administrator, null), ("auditor1", "审计员", Role.Auditor, null),
        ("handler3", "云麓区经办人", Role.Handler, "D1"), ("approver2", "云麓区审批人", Role.Approver, "D1"), ("handler4", "听泉街道经办人", Role.Handler, "D1S1"),
    ];

    /// <summary>The path of the one-time set-up link, when one was made now; null otherwise.</summary>
    public async Task<string?> Seed(CancellationToken ct)
    {
        if (await db.Users.AnyAsync(ct)) return null;
        if (environment.IsDevelopment())
        {
            var number = 101;
            foreach (var (userName, displayName, role, department) in Demo)
                await Create(userName, DemoPassword, displayName, $"{number++:0000}", role.ToString(), department);
            return null;
        }
        if (options.FirstAdministrator.Password is { Length: > 0 } password)
        {
            await Create("admin", password, "系统管理员", "0001", nameof(Role.Administrator), null);
            return null;
        }
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await db.Keep(SetUpKey, Hash(token), ct);
        return $"/setup?token={token}";
    }

    /// <summary>What the one-time link is good for now.</summary>
    public async Task<SetUpState> StateOf(string token, CancellationToken ct) => await db.Users.AnyAsync(ct) ? SetUpState.Done
        : await db.Settings.FindAsync([SetUpKey], ct) is { } setting && setting.Value == Hash(token) ? SetUpState.Open : SetUpState.WrongLink;

    /// <summary>Makes the first administrator by the one-time link; the link is dead afterwards. Null on success, else what is wrong.</summary>
    public async Task<Error?> SetUp(string token, string userName, string password, CancellationToken ct)
    {
        if (await StateOf(token, ct) != SetUpState.Open) return new Error(ErrorKind.Invalid, "setup.link_not_valid");
        var user = New(userName, "系统管理员", "0001", nameof(Role.Administrator), null);
        var created = await users.CreateAsync(user, password);
        if (created.Errors.FirstOrDefault() is { } wrong) return wrong.Code.StartsWith("Password", StringComparison.Ordinal) ? Error.Field("password", "setup.password_too_simple") : Error.Field("userName", "field.malformed");
        await db.Settings.Where(s => s.Key == SetUpKey).ExecuteDeleteAsync(ct);
        return null;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private async Task Create(string userName, string password, string displayName, string number, string roles, string? department)
    {
        var created = await users.CreateAsync(New(userName, displayName, number, roles, department), password);
        if (!created.Succeeded) throw new InvalidOperationException($"The account {userName} cannot be made: {string.Join(' ', created.Errors.Select(e => e.Description))}");
    }

    private static StaffMember New(string userName, string displayName, string number, string roles, string? department) => new()
    {
        Id = Guid.CreateVersion7(), UserName = userName, DisplayName = displayName, StaffNumber = number, Roles = roles, DepartmentCode = department, LockoutEnabled = true,
    };
}
