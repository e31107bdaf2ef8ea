using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Settings;

/// <summary>Who read whose personal data, when and why: for the auditor alone, who is never the administrator.</summary>
[Allow(Role.Auditor)]
internal sealed record ReadAccessLog(string? After, int? Limit);

internal sealed record AccessView(Guid Id, DateTimeOffset At, string UserName, string TicketNumber, string What, string Reason);

internal sealed class ReadAccessLogHandler(HotlineDb db) : IHandler<ReadAccessLog, Page<AccessView>>
{
    public async Task<Result<Page<AccessView>>> Handle(ReadAccessLog request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var entries = db.AccessLog.AsNoTracking();
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            entries = entries.Where(a => a.Id < last);
        }
        var rows = await entries.OrderByDescending(a => a.Id).Take(limit + 1).Select(a => new AccessView(a.Id, a.At, a.UserName, a.TicketNumber, a.What, a.Reason)).ToListAsync(ct);
        return new Page<AccessView>([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id.ToString() : null);
    }
}
