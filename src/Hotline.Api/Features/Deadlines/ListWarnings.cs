using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Deadlines;

/// <summary>Deadlines that came near or lapsed, the newest first, a page at a time.</summary>
/// <param name="Department">Code of the department that had the ticket then.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
[Allow(Role.Supervisor, Role.Dispatcher, Role.Leader)]
internal sealed record ListWarnings([Words(NamesOf = typeof(WarningLevel))] string? Level, string? Department, string? After, int? Limit);

internal sealed record WarningView(Guid TicketId, string TicketNumber, string Subject, WarningLevel Level, DeadlineStep Step, string? Department, string? DepartmentName, DateTimeOffset DueAt, DateTimeOffset At);

internal sealed class ListWarningsHandler(HotlineDb db, City city) : IHandler<ListWarnings, Page<WarningView>>
{
    public async Task<Result<Page<WarningView>>> Handle(ListWarnings request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var warnings = db.Warnings.AsNoTracking();
        if (request.Level is { Length: > 0 } name)
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<WarningLevel>(name, true, out var level)) return Error.Field("level", "list.value_unknown", name);
            warnings = warnings.Where(w => w.Level == level);
        }
        if (request.Department is { Length: > 0 } department) warnings = warnings.Where(w => w.Department == department);
        if (request.After is { Length: > 0 } after)
        {
            if (after.Split('|') is not [var ticks, var key] || !long.TryParse(ticks, CultureInfo.InvariantCulture, out var tick) || tick < 0 || tick > DateTime.MaxValue.Ticks || !Guid.TryParse(key, out var id))
                return Error.Field("after", "list.cursor_malformed");
            var at = new DateTimeOffset(tick, TimeSpan.Zero);
            warnings = warnings.Where(w => w.At < at || w.At == at && w.DeadlineId < id);
        }
        var page = await warnings.OrderByDescending(w => w.At).ThenByDescending(w => w.DeadlineId).Take(limit + 1)
            .Join(db.Tickets, w => w.TicketId, t => t.Id, (w, t) => new { Warning = w, t.Number, t.Subject }).ToListAsync(ct);
        var next = page.Count > limit ? $"{page[limit - 1].Warning.At.UtcTicks}|{page[limit - 1].Warning.DeadlineId}" : null;
        return new Page<WarningView>([.. page.Take(limit).Select(p => new WarningView(p.Warning.TicketId, p.Number, p.Subject, p.Warning.Level, p.Warning.Step,
            p.Warning.Department, city.Department(p.Warning.Department)?.Name, p.Warning.DueAt, p.Warning.At))], next);
    }
}
