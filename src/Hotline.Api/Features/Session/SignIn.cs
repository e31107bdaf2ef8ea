using System.Security.Claims;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hotline.Api.Features.Session;

/// <summary>A member of staff signs in with name and password; five wrong ones lock the account for a while.</summary>
internal sealed record SignIn(string? UserName, string? Password);

/// <summary>A part of the console; travels in small letters.</summary>
internal enum Desk { Queue, Callbacks, Topics, Disputes, Department, Review, Publish, Supervision, Appraisal, Brief, Admin }

/// <summary>Who is signed in and which desks are open to them.</summary>
internal sealed record SessionView(string UserName, string DisplayName, string StaffNumber, IReadOnlyList<Role> Roles,
    string? DepartmentCode, string? DepartmentName, IReadOnlyList<Desk> Desks, DateTimeOffset ServerTime)
{
    public static SessionView Of(Actor actor, string staffNumber, City city, TimeProvider clock) => new(
        actor.UserName, actor.DisplayName, staffNumber, [.. actor.Roles.Order()],
        actor.DepartmentCode, city.Department(actor.DepartmentCode)?.Name, [.. DesksOf(actor)], clock.GetUtcNow());

    private static IEnumerable<Desk> DesksOf(Actor actor)
    {
        if (actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor, Role.Leader)) yield return Desk.Queue;
        if (actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor)) yield return Desk.Callbacks;
        if (actor.Has(Role.Dispatcher, Role.Supervisor, Role.Leader)) yield return Desk.Topics;
        if (actor.Has(Role.Dispatcher, Role.Supervisor)) yield return Desk.Disputes;
        if (actor.Has(Role.Handler, Role.Approver)) yield return Desk.Department;
        if (actor.Has(Role.Dispatcher, Role.Supervisor)) yield return Desk.Review;
        if (actor.Has(Role.Publisher, Role.Supervisor)) yield return Desk.Publish;
        if (actor.Has(Role.Handler, Role.Approver, Role.Dispatcher, Role.Supervisor, Role.Leader)) yield return Desk.Supervision;
        if (actor.Has(Role.Supervisor, Role.Leader, Role.Approver)) yield return Desk.Appraisal;
        if (actor.Has(Role.Leader, Role.Supervisor)) yield return Desk.Brief;
        if (actor.Has(Role.Administrator, Role.Supervisor, Role.Auditor)) yield return Desk.Admin;
    }
}

/// <summary>
/// Puts what the rules need to know of a person into the cookie's claims. Sessions are looked at again every minute, so a changed
/// account and a colleague's absence take effect without a new sign-in.
/// </summary>
internal sealed class StaffClaims(UserManager<StaffMember> users, HotlineDb db, TimeProvider clock, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<StaffMember>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffMember user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var now = clock.GetUtcNow();
        var absent = await db.Delegations.AsNoTracking().Where(d => d.ToUser == user.UserName && d.From <= now && d.Until > now && d.EndedAt == null)
            .Join(db.Users, d => d.FromUser, u => u.UserName, (d, u) => u).Where(u => u.DepartmentCode == user.DepartmentCode).ToListAsync();
        identity.AddClaim(new Claim(ClaimTypes.GivenName, absent.Count == 0 ? user.DisplayName : $"{user.DisplayName}（代{string.Join('、', absent.Select(a => a.DisplayName).Distinct())}）"));
        identity.AddClaim(new Claim("staff_number", user.StaffNumber));
        if (user.DepartmentCode is { } department) identity.AddClaim(new Claim("department", department));
        var roles = user.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var role in roles.Union(absent.SelectMany(a => a.Roles.Split(',')).Except(StaffDelegation.Personal)))
            identity.AddClaim(new Claim(ClaimTypes.Role, role));
        return identity;
    }
}

internal static class SessionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/session", async (SignIn body, HttpContext http, SignInManager<StaffMember> signIn, UserManager<StaffMember> users,
            City city, TimeProvider clock, IAntiforgery antiforgery) =>
        {
            if (string.IsNullOrEmpty(body.UserName)) return Problems.ToResult(Error.Field("userName", "field.required"));
            if (string.IsNullOrEmpty(body.Password)) return Problems.ToResult(Error.Field("password", "field.required"));
            var user = await users.FindByNameAsync(body.UserName);
            // An unknown name costs as much as a wrong password and gets the same answer.
            if (user is null)
            {
                users.PasswordHasher.HashPassword(new StaffMember(), body.Password);
                return Problems.ToResult(new Error(ErrorKind.Unauthorized, "session.wrong_credentials"));
            }
            var checkedPassword = await signIn.CheckPasswordSignInAsync(user, body.Password, lockoutOnFailure: true);
            if (!checkedPassword.Succeeded)
                return Problems.ToResult(new Error(ErrorKind.Unauthorized, checkedPassword.IsLockedOut ? "session.locked_out" : "session.wrong_credentials"));
            var principal = await signIn.CreateUserPrincipalAsync(user);
            await http.SignInAsync(IdentityConstants.ApplicationScheme, principal);
            http.User = principal;
            IssueToken(http, antiforgery);
            return TypedResults.Ok(SessionView.Of(CurrentActor.Of(principal)!, user.StaffNumber, city, clock));
        }).WithName(nameof(SignIn)).WithSummary("Sign in").Produces<SessionView>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(429)
          .RequireRateLimiting(RateLimits.SignIn).WithMetadata(new WithoutAntiforgery()).AllowAnonymous();

        api.MapGet("/session", (HttpContext http, City city, TimeProvider clock, IAntiforgery antiforgery) =>
        {
            if (CurrentActor.Of(http.User) is not { } actor) return Problems.ToResult(new Error(ErrorKind.Unauthorized, "session.required"));
            IssueToken(http, antiforgery);
            return TypedResults.Ok(SessionView.Of(actor, http.User.FindFirstValue("staff_number") ?? "", city, clock));
        }).WithName("GetSession").WithSummary("Who is signed in").Produces<SessionView>().ProducesProblem(401).AllowAnonymous();

        api.MapDelete("/session", async (HttpContext http) =>
        {
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return TypedResults.NoContent();
        }).WithName("SignOut").WithSummary("Sign out").Produces(204);
    }

    /// <summary>The console reads this cookie and sends it back as <c>X-XSRF-TOKEN</c>.</summary>
    private static void IssueToken(HttpContext http, IAntiforgery antiforgery) =>
        http.Response.Cookies.Append("XSRF-TOKEN", antiforgery.GetAndStoreTokens(http).RequestToken!,
            new CookieOptions { HttpOnly = false, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/" });
}
