using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Ladder;

/// <summary>The supervisor's board: cards by department over a time, and the formal rungs that wait for a person.</summary>
/// <param name="Days">1 to 366; 30 when absent.</param>
[Allow(Role.Supervisor, Role.Dispatcher, Role.Leader)]
internal sealed record ReadLadder(int? Days);

/// <param name="OpenRed">Red cards whose deadline is still not met.</param>
internal sealed record DepartmentCards(string Department, string Name, int Reminders, int Yellow, int Red, int UrgeNotices, int Criticisms, int Listings, int OpenRed);

/// <param name="Since">When the rung became due.</param>
internal sealed record DueRung(LadderRung Rung, DateTimeOffset Since, DateTimeOffset MissedDueAt, TicketRow Ticket);

internal sealed record LadderBoard(DateTimeOffset From, IReadOnlyList<DepartmentCards> Departments, IReadOnlyList<DueRung> Due);

internal sealed class ReadLadderHandler(HotlineDb db, TicketReader tickets, SupervisionReader supervision, City city, CurrentActor current, TimeProvider clock) : IHandler<ReadLadder, LadderBoard>
{
    private const int Shown = 100;

    public async Task<Result<LadderBoard>> Handle(ReadLadder request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = now - TimeSpan.FromDays(Math.Clamp(request.Days ?? 30, 1, 366));
        var counts = await db.LadderEntries.AsNoTracking().Where(l => l.At >= from).GroupBy(l => new { l.Department, l.Rung }).Select(g => new { g.Key.Department, g.Key.Rung, Count = g.Count() }).ToListAsync(ct);
        var red = Domain.Supervision.Ladder.RedHorizon(now);
        var running = db.Deadlines.AsNoTracking().Where(d => d.MetAt == null && !d.Dropped && d.DueAt < red);
        var open = await running.Join(db.LadderEntries.Where(l => l.Rung == LadderRung.RedCard), d => d.Id, l => l.DeadlineId, (d, l) => l.Department).GroupBy(d => d).Select(g => new { Department = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Department, g => g.Count, ct);
        var units = counts.ToLookup(c => c.Department);
        var board = units.Select(g => g.Key).Union(open.Keys).Select(code => new DepartmentCards(code, supervision.DepartmentName(code), Of(code, LadderRung.Reminder), Of(code, LadderRung.YellowCard), Of(code, LadderRung.RedCard),
                Of(code, LadderRung.UrgeNotice), Of(code, LadderRung.Criticism), Of(code, LadderRung.Listing), open.GetValueOrDefault(code)))
            .OrderByDescending(d => d.OpenRed).ThenByDescending(d => d.Red).ThenBy(d => d.Department, StringComparer.Ordinal).ToList();
        return new LadderBoard(from, board, await Due(now, ct));

        int Of(string code, LadderRung rung) => units[code].FirstOrDefault(c => c.Rung == rung)?.Count ?? 0;
    }

    /// <summary>Running deadlines whose last rung was reached long enough ago, oldest first.</summary>
    private async Task<IReadOnlyList<DueRung>> Due(DateTimeOffset now, CancellationToken ct)
    {
        var due = new List<LadderEntry>();
        foreach (var rung in new[] { LadderRung.Criticism, LadderRung.Listing })
        {
            var (before, cut) = (rung - 1, Domain.Supervision.Ladder.ReachedBefore(city.Clock.Calendar, city.Clock.PolicyAt(now).Ladder.TermBefore(rung), now));
            due.AddRange(await db.Deadlines.AsNoTracking().Where(d => d.MetAt == null && !d.Dropped && d.DueAt < cut)
                .Join(db.LadderEntries.Where(l => l.Rung == before && l.At < cut), d => d.Id, l => l.DeadlineId, (d, l) => l)
                .Where(l => !db.LadderEntries.Any(x => x.TicketId == l.TicketId && x.DeadlineId == l.DeadlineId && x.Rung == rung)).OrderBy(l => l.At).Take(Shown).ToListAsync(ct));
        }
        var ids = due.ConvertAll(l => l.TicketId);
        var rows = (await tickets.Rows(await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct), current.Required, ct)).ToDictionary(r => r.Id);
        return [.. due.Select(l => (Entry: l, Next: supervision.After(l)!)).OrderBy(x => x.Next.DueAt).Take(Shown).Select(x => new DueRung(x.Next.Rung, x.Next.DueAt, x.Entry.DueAt, rows[x.Entry.TicketId]))];
    }
}

/// <summary>Cards one by one, newest first; a department sees its own.</summary>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Staff = true)]
internal sealed record ListLadder(string? Department, [Words(NamesOf = typeof(LadderRung))] string? Rung, string? After, int? Limit);

internal sealed record LadderLine(Guid Id, LadderRung Rung, string Department, string DepartmentName, DateTimeOffset DueAt, DateTimeOffset At, string ByName, string? Note, TicketRow Ticket);

internal sealed class ListLadderHandler(HotlineDb db, TicketReader tickets, SupervisionReader supervision, CurrentActor current) : IHandler<ListLadder, Page<LadderLine>>
{
    public async Task<Result<Page<LadderLine>>> Handle(ListLadder request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var lines = db.LadderEntries.AsNoTracking();
        var seen = tickets.Visible(current.Required);
        if (!current.Required.IsCentre)
        {
            if (current.Required.DepartmentCode is not { } own) return new Page<LadderLine>([], null);
            var units = tickets.UnitsWithin(own);
            lines = lines.Where(l => units.Contains(l.Department));
        }
        if (request.Department is { Length: > 0 } department) lines = lines.Where(l => l.Department == department);
        if (request.Rung is { Length: > 0 } name)
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<LadderRung>(name, true, out var rung)) return Error.Field("rung", "list.value_unknown", name);
            lines = lines.Where(l => l.Rung == rung);
        }
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            lines = lines.Where(l => l.Id < last);
        }
        // A card stays with the unit that got it; the ticket may be another's by now, which that unit may not read.
        var page = await lines.Where(l => seen.Any(t => t.Id == l.TicketId)).OrderByDescending(l => l.Id).Take(limit + 1).ToListAsync(ct);
        var next = page.Count > limit ? page[limit - 1].Id.ToString() : null;
        var ids = page.Take(limit).Select(l => l.TicketId).Distinct().ToList();
        var rows = (await tickets.Rows(await seen.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct), current.Required, ct)).ToDictionary(r => r.Id);
        return new Page<LadderLine>([.. page.Take(limit).Select(l => new LadderLine(l.Id, l.Rung, l.Department, supervision.DepartmentName(l.Department), l.DueAt, l.At, l.ByName, l.Note, rows[l.TicketId]))], next);
    }
}
