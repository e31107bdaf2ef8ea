using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.FollowUps;

/// <summary>The call-back list: residents to be asked, the longest waiting first. Whoever handled the matter never asks.</summary>
/// <param name="Due">True: only those that may be called now, nobody in the quiet hours; false or absent: all that are open.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record ListFollowUps(bool? Due, string? After, int? Limit);

/// <param name="Reply">What the resident was told; the caller reads it before asking.</param>
internal sealed record FollowUpLine(FollowUpView FollowUp, TicketRow Ticket, string? Reply, ReplyResult? Result);

internal sealed class ListFollowUpsHandler(FollowUpLines lines, City city, TimeProvider clock) : IHandler<ListFollowUps, Page<FollowUpLine>>
{
    public async Task<Result<Page<FollowUpLine>>> Handle(ListFollowUps request, CancellationToken ct)
    {
        var (now, limit) = (clock.GetUtcNow(), Math.Clamp(request.Limit ?? 50, 1, 200));
        var open = lines.Alive.AsNoTracking().Where(f => f.State == FollowUpState.Open);
        if (request.Due == true)
        {
            open = open.Where(f => f.NextAt <= now);
            // What could be called in a slot that has passed meanwhile waits for the next one; the centre's own look has no hours.
            if (city.Clock.SlotAt(now) is not { } slot) open = open.Where(f => !f.Callable);
            else { var used = slot.ToString(); open = open.Where(f => !f.UsedSlots.Contains(used)); }
        }
        if (request.After is { Length: > 0 } after)
        {
            if (after.Split('_') is not [var ticks, var id] || !long.TryParse(ticks, CultureInfo.InvariantCulture, out var utc) || utc < 0 || utc > DateTime.MaxValue.Ticks || !Guid.TryParse(id, out var last)) return Error.Field("after", "list.cursor_malformed");
            var at = new DateTimeOffset(utc, TimeSpan.Zero);
            open = open.Where(f => f.NextAt > at || f.NextAt == at && f.Id > last);
        }
        var page = await open.OrderBy(f => f.NextAt).ThenBy(f => f.Id).Take(limit + 1).ToListAsync(ct);
        var more = page.Count > limit;
        if (more) page.RemoveAt(limit);
        return new Page<FollowUpLine>(await lines.Of(page, ct), more ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].NextAt!.Value.UtcTicks}_{page[^1].Id:N}") : null);
    }
}

/// <summary>Takes an item of the list before calling, or gives it back.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record ClaimFollowUp(Guid Id, bool Release);

internal sealed class ClaimFollowUpHandler(HotlineDb db, FollowUpLines lines, City city, CurrentActor current, TimeProvider clock) : IHandler<ClaimFollowUp, FollowUpLine>
{
    private const int MostTries = 3;

    public async Task<Result<FollowUpLine>> Handle(ClaimFollowUp request, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var now = clock.GetUtcNow();
            if (await lines.Alive.SingleOrDefaultAsync(f => f.Id == request.Id, ct) is not { } followUp) return FollowUpErrors.NotFound;
            if ((request.Release ? followUp.Release(current.Required, now) : followUp.Claim(current.Required, city.Clock, now)) is { } refused) return refused;
            db.Emit("FollowUpClaimed", "followup", nameof(FollowUp), followUp.Id, now);
            try
            {
                await db.SaveChangesAsync(ct);
                return (await lines.Of([followUp], ct))[0];
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                // Somebody was faster: the second look says who.
                db.ChangeTracker.Clear();
            }
        }
    }
}

/// <summary>Follow-ups with what a caller needs to know.</summary>
internal sealed class FollowUpLines(HotlineDb db, TicketReader tickets, CurrentActor current, TimeProvider clock)
{
    /// <summary>Those whose ticket still waits for the resident's word in the same round.</summary>
    public IQueryable<FollowUp> Alive => db.FollowUps.Include(f => f.Tries).Where(f => db.Tickets.Any(t => t.Id == f.TicketId && t.State == TicketState.Evaluation && t.Round == f.Round));

    public async Task<List<FollowUpLine>> Of(List<FollowUp> page, CancellationToken ct)
    {
        var ids = page.ConvertAll(f => f.TicketId);
        var rows = (await tickets.Rows(await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct), current.Required, ct)).ToDictionary(r => r.Id);
        var replies = (await db.Replies.AsNoTracking().Where(r => ids.Contains(r.TicketId)).ToListAsync(ct)).ToLookup(r => r.TicketId);
        var now = clock.GetUtcNow();
        return page.ConvertAll(f =>
        {
            var reply = replies[f.TicketId].MaxBy(r => r.RepliedAt);
            return new FollowUpLine(FollowUpView.Of(f, now), rows[f.TicketId], reply?.PublicText, reply?.Result);
        });
    }
}
