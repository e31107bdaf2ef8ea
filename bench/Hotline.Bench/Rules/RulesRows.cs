namespace Hotline.Bench.Rules;

/// <summary>SQL that fills a database with open tickets whose term has lapsed unseen.</summary>
internal static class RulesRows
{
    private const string Columns = "id, number, channel, state, urgency, priority, dangers, subject, body, language, lead_department, anonymous, confidential, round, received_at, suggested_at, last_actor_name, history_count, version";

    /// <summary>Tickets in a department's hands; ids and numbers count up.</summary>
    public static string Tickets(int count, bool postgres) => postgres
        ? $"""
          INSERT INTO ticket ({Columns})
          SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'R' || n, 'Phone', 'Handling', 'Normal', 0, '', 'Bench', 'Bench', 'zh', 'CG', false, false, 1,
                 timestamptz '2026-01-05', timestamptz '2026-01-05', 'bench', 1, 1 FROM generate_series(1, {count}) n
          """
        : $"""
          WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {count})
          INSERT INTO ticket ({Columns})
          SELECT printf('01900000-0000-7000-8000-%012X', n), 'R' || n, 'Phone', 'Handling', 'Normal', 0, '', 'Bench', 'Bench', 'zh', 'CG', 0, 0, 1,
                 '2026-01-05T00:00:00.0000000Z', '2026-01-05T00:00:00.0000000Z', 'bench', 1, 1 FROM r
          """;

    /// <summary>One running deadline for each ticket; its key is the ticket's.</summary>
    public static string Deadlines(bool postgres) => $"""
        INSERT INTO ticket_deadline (id, ticket_id, clock, step, round, started_at, due_at, half_at, warn_at, next_alarm_at, dropped, calendar_version, policy_version, calendar_missing, explanation_zh, explanation_en)
        SELECT id, id, 'Department', 'Handle', 1, received_at, {At("2026-01-14T15:59:59", postgres)}, {At("2026-01-09T00:00:00", postgres)}, {At("2026-01-13T00:00:00", postgres)}, {At("2026-01-09T00:00:00", postgres)},
               {(postgres ? "false" : "0")}, 'bench', 'bench', {(postgres ? "false" : "0")}, '', '' FROM ticket
        """;

    /// <summary>The least that any sweep must write.</summary>
    public const string Bare = """
        UPDATE ticket_deadline SET next_alarm_at = due_at;
        INSERT INTO deadline_warning (deadline_id, level, ticket_id, department, step, due_at, at) SELECT d.id, 'Red', d.ticket_id, 'CG', d.step, d.due_at, d.due_at FROM ticket_deadline d
        """;

    private static string At(string instant, bool postgres) => postgres ? $"timestamptz '{instant}Z'" : $"'{instant}.0000000Z'";
}
