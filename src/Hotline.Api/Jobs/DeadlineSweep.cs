using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Finds running deadlines that came to half of their time, to the yellow light or past due, and writes each down once
/// (<c>deadline_warning</c>). A deadline that skipped a level while nobody swept is told the highest alone. Nodes share the work:
/// on PostgreSQL each takes rows the others have not locked, on SQLite there is one writer, and the key forbids a second telling.
/// </summary>
internal sealed class DeadlineSweep(IDbContextFactory<HotlineDb> contexts, TimeProvider clock, ILogger<DeadlineSweep> log) : RecurringJob(TimeSpan.FromSeconds(5), clock, log)
{
    /// <summary>Deadlines in one transaction: few enough that on SQLite nobody waits long for the write turn.</summary>
    private const int PageSize = 5_000;

    // $1: now, $2: the last instant that is past due. The due second itself still counts as in time.
    private const string Level = "CASE WHEN d.due_at <= $2 THEN 'Red' WHEN d.warn_at <= $1 THEN 'Yellow' ELSE 'Half' END";
    private const string Next = "CASE WHEN due_at <= $2 THEN NULL WHEN warn_at <= $1 THEN due_at ELSE warn_at END";
    private const string Columns = "INSERT INTO deadline_warning (deadline_id, level, ticket_id, department, step, due_at, at)";

    private static readonly string OnPostgres = $"""
        WITH picked AS (SELECT id FROM ticket_deadline WHERE next_alarm_at <= $2 ORDER BY next_alarm_at LIMIT {PageSize} FOR UPDATE SKIP LOCKED),
        told AS (UPDATE ticket_deadline d SET next_alarm_at = {Next} FROM picked WHERE d.id = picked.id RETURNING d.id, d.ticket_id, d.step, d.due_at, {Level} AS level),
        kept AS ({Columns} SELECT told.id, told.level, told.ticket_id, t.lead_department, told.step, told.due_at, $1 FROM told JOIN ticket t ON t.id = told.ticket_id
                 ON CONFLICT DO NOTHING)
        SELECT count(*) FROM picked
        """;

    private static readonly string Picked = $"SELECT id FROM ticket_deadline WHERE next_alarm_at <= $2 ORDER BY next_alarm_at LIMIT {PageSize}";
    private static readonly string TellOnSqlite = $"""
        {Columns} SELECT d.id, {Level}, d.ticket_id, t.lead_department, d.step, d.due_at, $1 FROM ticket_deadline d JOIN ticket t ON t.id = d.ticket_id
        WHERE d.id IN ({Picked}) ON CONFLICT DO NOTHING
        """;
    private static readonly string MoveOnSqlite = $"UPDATE ticket_deadline SET next_alarm_at = {Next} WHERE id IN ({Picked})";

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Sweep(db, Clock.GetUtcNow(), ct) == PageSize;
    }

    /// <summary>One page of the sweep.</summary>
    /// <returns>How many deadlines it looked at; fewer than a page means that nothing is left.</returns>
    internal static async Task<int> Sweep(HotlineDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.Deadlines.AnyAsync(d => d.NextAlarmAt <= now.AddSeconds(-1), ct)) return 0;
        var (at, past) = (db.Statements.Instant(now), db.Statements.Instant(now.AddSeconds(-1)));
        return await db.Write(async () =>
        {
            db.Emit("DeadlinesWarned", "deadlines", "Deadline", Guid.Empty, now);
            if (!db.IsSqlite) return (int)await db.Statements.Number(OnPostgres, ct, at, past);
            await db.Statements.Count(TellOnSqlite, ct, at, past);
            return await db.Statements.Count(MoveOnSqlite, ct, at, past);
        }, ct);
    }
}
