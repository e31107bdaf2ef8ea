using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

internal enum AppraisalSpan { Day, Month }

/// <summary>What the facts of one unit and day, or month, add up to for one figure. A cache of <see cref="TicketFact"/>: both are written in one transaction.</summary>
internal sealed class AppraisalTotal
{
    public AppraisalSpan Span { get; init; }
    /// <summary>The day, or the first day of the month.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Empty for the centre's own.</summary>
    public string Department { get; init; } = "";
    public string Metric { get; init; } = "";
    public long Numerator { get; init; }
    public long Denominator { get; init; }
    /// <summary>Excluded tickets that would stand in the denominator.</summary>
    public long LeftOut { get; init; }
}

/// <summary>
/// Keeps the facts of ended tickets and their totals, inside the transaction of whatever changed them: no fact can be lost or
/// counted twice. The ticket's own row is locked by then, so two writers of one fact come one after the other.
/// </summary>
internal static class AppraisalBook
{
    private const string Columns = "INSERT INTO appraisal_total (span, day, department, metric, numerator, denominator, left_out)";
    private const string Add = """
        ON CONFLICT (span, day, department, metric) DO UPDATE SET numerator = appraisal_total.numerator + excluded.numerator,
        denominator = appraisal_total.denominator + excluded.denominator, left_out = appraisal_total.left_out + excluded.left_out
        """;
    private static readonly string AddOne = $"{Columns} VALUES ($1, $2, $3, $4, $5, $6, $7) {Add}";
    private static readonly string AddAll = $"{Columns} SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[]) {Add}";

    /// <summary>Looks at the tickets that this save wrote history for: those that ended, were opened again, or tell that an ended one came again.</summary>
    public static async Task Keep(HotlineDb db, City city, IReadOnlyList<HistoryEntry> news, CancellationToken ct)
    {
        if (news.Count == 0) return;
        var (changed, byTicket) = (new HashSet<Guid>(), news.ToLookup(n => n.TicketId));
        foreach (var entry in db.ChangeTracker.Entries<Ticket>().Where(e => byTicket.Contains(e.Entity.Id)))
        {
            var (ticket, own) = (entry.Entity, byTicket[entry.Entity.Id]);
            if (AppraisalFacts.HasEnded(ticket.State) || own.Any(n => n.From is { } from && AppraisalFacts.HasEnded(from))) changed.Add(ticket.Id);
            if (ticket is { ResidentId: { } resident, CategoryCode: { } category } && own.Any(n => n.Action is nameof(TicketAction.Accept) or "Categorise"))
            {
                var since = ticket.ReceivedAt - AppraisalFacts.AgainWithin;
                changed.UnionWith(await db.Tickets.Where(t => t.ResidentId == resident && t.CategoryCode == category && t.Id != ticket.Id && t.ClosedAt >= since && t.ClosedAt <= ticket.ReceivedAt).Select(t => t.Id).ToListAsync(ct));
            }
        }
        if (changed.Count > 0) await Write(db, city, changed, ct);
    }

    /// <summary>Works the facts of these tickets out anew and moves the totals by the difference. Inside a transaction.</summary>
    public static async Task Write(HotlineDb db, City city, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var before = await db.Facts.AsNoTracking().Where(f => ids.Contains(f.TicketId)).ToDictionaryAsync(f => f.TicketId, ct);
        var moves = new SortedDictionary<(AppraisalSpan Span, DateOnly Day, string Department, string Metric), (long Numerator, long Denominator, long LeftOut)>(KeyOrder);
        foreach (var one in await Cases(db, city, ids, ct))
        {
            var (old, fresh) = (before.GetValueOrDefault(one.Ticket.Id), AppraisalFacts.Of(one, city.Clock.Calendar.TimeZone));
            if (old is not null) Count(moves, old, -1);
            if (fresh is not null) Count(moves, fresh, 1);
            // The tracker would hold facts on for the next save of a long-lived context.
            if (old is not null) await db.Facts.Where(f => f.TicketId == old.TicketId).ExecuteDeleteAsync(ct);
            if (fresh is not null) await BulkInsert.Insert(db, [fresh], ct);
        }
        await Move(db, [.. moves.Where(m => m.Value is not (0, 0, 0))], ct);
    }

    /// <summary>Everything the facts of these tickets come from, read at once.</summary>
    private static async Task<IReadOnlyList<AppraisalCase>> Cases(HotlineDb db, City city, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct);
        var history = (await db.History.AsNoTracking().Where(h => ids.Contains(h.TicketId)).OrderBy(h => h.Sequence).ToListAsync(ct)).ToLookup(h => h.TicketId);
        var deadlines = (await db.Deadlines.AsNoTracking().Where(d => ids.Contains(d.TicketId)).ToListAsync(ct)).ToLookup(d => d.TicketId);
        var ratings = (await db.Ratings.AsNoTracking().Where(r => ids.Contains(r.TicketId)).OrderBy(r => r.Round).ToListAsync(ct)).ToLookup(r => r.TicketId);
        var published = (await db.Publications.Where(p => ids.Contains(p.TicketId) && p.State == PublicationState.Published).Select(p => p.TicketId).ToListAsync(ct)).ToHashSet();
        var exclusions = await db.Exclusions.AsNoTracking().Where(x => ids.Contains(x.TicketId)).ToDictionaryAsync(x => x.TicketId, ct);
        var cases = new List<AppraisalCase>();
        foreach (var ticket in tickets)
        {
            var (earlier, later) = await SameMatter(db, ticket, history[ticket.Id].LastOrDefault(h => h.To is { } to && AppraisalFacts.Ends.Contains(to))?.At, ct);
            cases.Add(new AppraisalCase(ticket, city.Department(ticket.LeadDepartment)?.Kind ?? "", [.. history[ticket.Id]],
                [.. deadlines[ticket.Id].OrderBy(d => d.StartedAt).Select(d => new AppraisedDeadline(d.Step, d.StartedAt, d.OriginalDueAt ?? d.DueAt, d.DueAt, d.MetAt))],
                ratings[ticket.Id].LastOrDefault() is { } r ? new AppraisedRating(r.Extent, r.Satisfaction) : null,
                published.Contains(ticket.Id), earlier, later, exclusions.GetValueOrDefault(ticket.Id) is { Holds: true } x ? x.Reason : null));
        }
        return cases;
    }

    /// <summary>Whether the same resident brought the same category before it, and again after its end.</summary>
    private static async Task<(bool Earlier, bool Later)> SameMatter(HotlineDb db, Ticket ticket, DateTimeOffset? end, CancellationToken ct)
    {
        if (ticket is not { ResidentId: { } resident, CategoryCode: { } category } || end is not { } closedAt) return default;
        var (since, until) = (ticket.ReceivedAt - AppraisalFacts.RepeatWithin, closedAt + AppraisalFacts.AgainWithin);
        var others = await db.Tickets.Where(t => t.ResidentId == resident && t.CategoryCode == category && t.Id != ticket.Id && t.ReceivedAt >= since && t.ReceivedAt <= until).Select(t => t.ReceivedAt).ToListAsync(ct);
        return (others.Exists(at => at < ticket.ReceivedAt), others.Exists(at => at >= closedAt));
    }

    private static void Count(SortedDictionary<(AppraisalSpan, DateOnly, string, string), (long Numerator, long Denominator, long LeftOut)> moves, TicketFact fact, int sign)
    {
        foreach (var (metric, numerator, denominator, leftOut) in AppraisalMetrics.Of(fact))
            foreach (var (span, day) in new[] { (AppraisalSpan.Day, fact.ClosedOn), (AppraisalSpan.Month, new DateOnly(fact.ClosedOn.Year, fact.ClosedOn.Month, 1)) })
            {
                var sum = moves.GetValueOrDefault((span, day, fact.Department, metric));
                moves[(span, day, fact.Department, metric)] = (sum.Numerator + (sign * numerator), sum.Denominator + (sign * denominator), sum.LeftOut + (sign * leftOut));
            }
    }

    /// <summary>Adds the differences; always in the order of the key, so that two transactions that meet wait for each other and never in a ring.</summary>
    private static async Task Move(HotlineDb db, List<KeyValuePair<(AppraisalSpan Span, DateOnly Day, string Department, string Metric), (long Numerator, long Denominator, long LeftOut)>> moves, CancellationToken ct)
    {
        if (moves.Count == 0) return;
        if (!db.IsSqlite)
        {
            await db.Statements.Run(AddAll, ct, moves.ConvertAll(m => m.Key.Span.ToString()).ToArray(), moves.ConvertAll(m => m.Key.Day).ToArray(), moves.ConvertAll(m => m.Key.Department).ToArray(),
                moves.ConvertAll(m => m.Key.Metric).ToArray(), moves.ConvertAll(m => m.Value.Numerator).ToArray(), moves.ConvertAll(m => m.Value.Denominator).ToArray(), moves.ConvertAll(m => m.Value.LeftOut).ToArray());
            return;
        }
        foreach (var ((span, day, department, metric), (numerator, denominator, leftOut)) in moves)
            await db.Statements.Run(AddOne, ct, span.ToString(), day, department, metric, numerator, denominator, leftOut);
    }

    private static readonly Comparer<(AppraisalSpan Span, DateOnly Day, string Department, string Metric)> KeyOrder = Comparer<(AppraisalSpan Span, DateOnly Day, string Department, string Metric)>.Create((a, b) =>
        a.Span != b.Span ? a.Span.CompareTo(b.Span) : a.Day != b.Day ? a.Day.CompareTo(b.Day)
        : string.CompareOrdinal(a.Department, b.Department) is var order and not 0 ? order : string.CompareOrdinal(a.Metric, b.Metric));
}
