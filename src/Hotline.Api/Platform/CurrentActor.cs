using System.Security.Claims;
using Hotline.Domain.Staff;

namespace Hotline.Api.Platform;

/// <summary>Who is behind the present request. Background work sets <see cref="Actor"/> itself.</summary>
internal sealed class CurrentActor(IHttpContextAccessor http)
{
    private Actor? _actor;

    public Actor? Actor
    {
        get => _actor ?? Of(http.HttpContext?.User);
        set => _actor = value;
    }

    public Actor Required => Actor ?? throw new InvalidOperationException("The use case needs an actor; its request must not be open to anybody.");

    public static Actor? Of(ClaimsPrincipal? user)
    {
        if (user?.Identity is not { IsAuthenticated: true, Name: { } name }) return null;
        var roles = user.FindAll(ClaimTypes.Role).Select(c => Enum.Parse<Role>(c.Value, ignoreCase: true)).ToHashSet();
        return new Actor(name, user.FindFirstValue(ClaimTypes.GivenName) ?? name, roles, user.FindFirstValue("department")) { StaffNumber = user.FindFirstValue("staff_number") };
    }
}
