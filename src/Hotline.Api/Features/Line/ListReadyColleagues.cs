using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Distribution;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Line;

/// <summary>Agents who are ready, to hand a call to; not oneself.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record ListReadyColleagues;

internal sealed record ReadyColleague(string UserName, string DisplayName, string StaffNumber);

internal sealed class ListReadyColleaguesHandler(HotlineDb db, CurrentActor current) : IHandler<ListReadyColleagues, IReadOnlyList<ReadyColleague>>
{
    private const int Most = 200;

    public async Task<Result<IReadOnlyList<ReadyColleague>>> Handle(ListReadyColleagues request, CancellationToken ct)
    {
        var me = current.Required.UserName;
        return await db.Seats.AsNoTracking().Where(s => s.State == AgentState.Ready && s.UserName != me)
            .Join(db.Users, s => s.AccountId, u => u.Id, (s, u) => new { s.UserName, u.DisplayName, s.StaffNumber })
            .OrderBy(c => c.StaffNumber).Take(Most).Select(c => new ReadyColleague(c.UserName, c.DisplayName, c.StaffNumber)).ToListAsync(ct);
    }
}
