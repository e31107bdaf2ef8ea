using Hotline.Domain.Calls;
using Hotline.Domain.Staff;

namespace Hotline.Api.Platform;

/// <summary>Who may see which call: an agent those of the own extension, which is the staff number; a supervisor all.</summary>
internal static class CallScope
{
    public static bool MaySee(Actor actor, Call call) =>
        actor.Has(Role.Supervisor) || (actor is { IsCentre: true, StaffNumber: { Length: > 0 } own } && call.Extension == own);
}
