using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Settings;

/// <summary>Who read whose personal data, when and why: for the auditor alone, who is never the administrator.</summary>
/// <param name="User">Sign-in name.</param>
/// <param name="Ticket">Ticket number.</param>
/// <param name="What">resident, attachment or recording.</param>
[Allow(Role.Auditor)]
internal sealed record ReadAccessLog(string? User, string? Ticket, [Words("resident", "attachment", "recording", "call")] string? What, DateTimeOffset? From, DateTimeOffset? To, string? After, int? Limit);

/// <param name="Role">In what role; absent for what was logged before roles were.</param>
/// <param name="Department">The reader's unit; absent for the centre.</param>
internal sealed record AccessView(Guid Id, DateTimeOffset At, string UserName, Role? Role, string? Department, string TicketNumber, string What, string Reason);

internal sealed class ReadAccessLogHandler(HotlineDb db) : IHandler<ReadAccessLog, Page<AccessView>>
{
    private static readonly string[] Kinds = [PersonalReading.Resident, PersonalReading.Attachment, PersonalReading.Recording, PersonalReading.Call];

    public async Task<Result<Page<AccessView>>> Handle(ReadAccessLog request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var entries = db.AccessLog.AsNoTracking();
        if (request.User?.Trim() is { Length: > 0 } user) entries = entries.Where(a => a.UserName == user);
        if (request.Ticket?.Trim() is { Length: > 0 } typed)
        {
            if (!TicketNumber.TryParse(typed, out var parsed)) return Error.Field("ticket", "field.malformed");
            var number = parsed.ToString();
            // By the ticket's id, which the index knows.
            var id = await db.Tickets.Where(t => t.Number == number).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(ct);
            entries = entries.Where(a => a.TicketId == id);
        }
        if (request.What is { Length: > 0 } what)
        {
            if (!Kinds.Contains(what)) return Error.Field("what", "list.value_unknown", what);
            entries = entries.Where(a => a.What.StartsWith(what));
        }
        if (request.From?.ToUniversalTime() is { } from) entries = entries.Where(a => a.At >= from);
        if (request.To?.ToUniversalTime() is { } to) entries = entries.Where(a => a.At < to);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            entries = entries.Where(a => a.Id < last);
        }
        var rows = await entries.OrderByDescending(a => a.Id).Take(limit + 1).Select(a => new AccessView(a.Id, a.At, a.UserName, a.Role, a.Department, a.TicketNumber, a.What, a.Reason)).ToListAsync(ct);
        return new Page<AccessView>([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id.ToString() : null);
    }
}
