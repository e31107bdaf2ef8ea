using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.SubTasks;

/// <summary>Parts that lie with the caller's unit and those below it (for the centre: all), the earliest deadline first, keyset paged.</summary>
/// <param name="State">Names, comma separated; absent: pending and signed ones.</param>
/// <param name="Department">One unit only.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Staff = true)]
internal sealed record ListSubTasks([Words(NamesOf = typeof(SubTaskState), Many = true)] string? State, string? Department, string? After, int? Limit);

/// <summary>A part as one line of a list.</summary>
internal sealed record SubTaskRow(Guid TicketId, string TicketNumber, string Subject, TicketState TicketState, SubTaskView SubTask);

internal sealed class ListSubTasksHandler(TicketReader reader, HotlineDb db, CurrentActor current, TimeProvider clock) : IHandler<ListSubTasks, Page<SubTaskRow>>
{
    public async Task<Result<Page<SubTaskRow>>> Handle(ListSubTasks request, CancellationToken ct)
    {
        var actor = current.Required;
        var states = new List<SubTaskState>();
        foreach (var name in (request.State ?? "Pending,Signed").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<SubTaskState>(name, ignoreCase: true, out var state)) return Error.Field("state", "list.value_unknown", name);
            states.Add(state);
        }
        var parts = db.SubTasks.AsNoTracking().Where(s => states.Contains(s.State));
        if (!actor.IsCentre)
        {
            var units = actor.DepartmentCode is { } own ? reader.UnitsWithin(own) : [];
            parts = parts.Where(s => units.Contains(s.Department));
        }
        if (request.Department is { Length: > 0 } department) parts = parts.Where(s => s.Department == department);
        if (request.After is { Length: > 0 } after)
        {
            if (after.Split('-', 2) is not [var ticks, var text] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var utc) || utc > DateTime.MaxValue.Ticks || !Guid.TryParseExact(text, "N", out var id))
                return Error.Field("after", "list.cursor_malformed");
            var at = new DateTimeOffset(utc, TimeSpan.Zero);
            parts = parts.Where(s => s.DueAt > at || s.DueAt == at && s.Id > id);
        }
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var page = await parts.OrderBy(s => s.DueAt).ThenBy(s => s.Id).Take(limit + 1).ToListAsync(ct);
        var more = page.Count > limit;
        if (more) page.RemoveAt(limit);
        var ids = page.Select(s => s.TicketId).Distinct().ToList();
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Subject, t.State }).ToDictionaryAsync(t => t.Id, ct);
        var now = clock.GetUtcNow();
        var rows = page.ConvertAll(s => new SubTaskRow(s.TicketId, tickets[s.TicketId].Number, tickets[s.TicketId].Subject, tickets[s.TicketId].State, reader.ViewOf(s, now)));
        return new Page<SubTaskRow>(rows, more ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].DueAt.UtcTicks}-{page[^1].Id:N}") : null);
    }
}
