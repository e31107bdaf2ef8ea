using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Instructions;

/// <summary>Leaders' instructions with their tickets.</summary>
/// <param name="State"><c>open</c> (default; the earliest report day first), <c>overdue</c> (open and past its day), <c>reported</c> (newest first).</param>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Role.Leader, Role.Supervisor, Role.Dispatcher)]
internal sealed record ListInstructions([Words("open", "overdue", "reported")] string? State, string? After, int? Limit);

internal sealed record InstructionLine(InstructionView Instruction, TicketRow Ticket);

internal sealed class ListInstructionsHandler(HotlineDb db, TicketReader tickets, CurrentActor current, TimeProvider clock) : IHandler<ListInstructions, Page<InstructionLine>>
{
    public async Task<Result<Page<InstructionLine>>> Handle(ListInstructions request, CancellationToken ct)
    {
        var (now, limit) = (clock.GetUtcNow(), Math.Clamp(request.Limit ?? 50, 1, 200));
        (DateTimeOffset At, Guid Id)? cursor = null;
        if (request.After is { Length: > 0 } after)
        {
            if (after.Split('_') is not [var ticks, var id] || !long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) || at < 0 || at > DateTime.MaxValue.Ticks || !Guid.TryParse(id, out var last)) return Error.Field("after", "list.cursor_malformed");
            cursor = (new DateTimeOffset(at, TimeSpan.Zero), last);
        }
        var all = db.Instructions.AsNoTracking();
        List<LeaderInstruction> page;
        if (request.State == "reported")
        {
            if (cursor is { } c) all = all.Where(i => i.Id < c.Id);
            page = await all.Where(i => i.ReportedAt != null).OrderByDescending(i => i.Id).Take(limit + 1).ToListAsync(ct);
        }
        else
        {
            if (request.State is { Length: > 0 } state && state is not ("open" or "overdue")) return Error.Field("state", "list.value_unknown", state);
            all = all.Where(i => i.ReportedAt == null);
            if (request.State == "overdue") all = all.Where(i => i.ReportBy < now);
            if (cursor is { } c) all = all.Where(i => i.ReportBy > c.At || i.ReportBy == c.At && i.Id > c.Id);
            page = await all.OrderBy(i => i.ReportBy).ThenBy(i => i.Id).Take(limit + 1).ToListAsync(ct);
        }
        var more = page.Count > limit;
        if (more) page.RemoveAt(limit);
        var ids = page.Select(i => i.TicketId).Distinct().ToList();
        var rows = (await tickets.Rows(await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct), current.Required, ct)).ToDictionary(r => r.Id);
        return new Page<InstructionLine>(page.ConvertAll(i => new InstructionLine(InstructionView.Of(i, now), rows[i.TicketId])),
            more ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].ReportBy.UtcTicks}_{page[^1].Id:N}") : null);
    }
}
