using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>Wishes to leave tickets out, the newest first; a department sees its own.</summary>
/// <param name="After">The <c>next</c> of the page before.</param>
[Allow(Role.Supervisor, Role.Leader, Role.Approver)]
internal sealed record ListExclusions([Words(NamesOf = typeof(ExclusionState))] string? State, string? After, int? Limit);

internal sealed class ListExclusionsHandler(HotlineDb db, TicketReader tickets, ExclusionDesk desk) : IHandler<ListExclusions, Page<ExclusionView>>
{
    public async Task<Result<Page<ExclusionView>>> Handle(ListExclusions request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var exclusions = db.Exclusions.AsNoTracking();
        if (request.State is { Length: > 0 } name)
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<ExclusionState>(name, true, out var state)) return Error.Field("state", "list.value_unknown", name);
            exclusions = exclusions.Where(x => x.State == state);
        }
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var id)) return Error.Field("after", "list.cursor_malformed");
            exclusions = exclusions.Where(x => x.Id < id);
        }
        var page = await exclusions.Join(tickets.Visible(desk.Actor).AsNoTracking(), x => x.TicketId, t => t.Id, (x, t) => new { Exclusion = x, Ticket = t }).OrderByDescending(p => p.Exclusion.Id).Take(limit + 1).ToListAsync(ct);
        return new Page<ExclusionView>([.. page.Take(limit).Select(p => desk.View(p.Exclusion, p.Ticket))], page.Count > limit ? $"{page[limit - 1].Exclusion.Id}" : null);
    }
}
