namespace Hotline.Bench.Rules;

/// <summary>SQL that fills a database with facts of ended tickets over five years, and with the totals they add up to.</summary>
internal static class AppraisalRows
{
    /// <summary>First of the 1,826 days.</summary>
    private const string Begin = "2021-11-20";
    /// <summary>Units of the demo city, four characters each.</summary>
    private const string Units = "ZF  XZ  FG  GX  CG  GA  JJ  ZJ  RS  JY  WJ  YB  MZ  JT  HB  SC  NY  ZR  WL  SW  YL  SF  YJ  XF  GR  SWJTRQ  GD  GJ  TX  D1  D2  D3  D4  D5  D1S1D1S2D2S1D2S3D3S1";
    private const string Columns = """
        ticket_id, closed_on, closed_at, ended_as, department, department_kind, channel, dispatches, wrong_dispatches, signed_in_time, contact_in_time, on_time_original, on_time_extended, promise_kept,
        returned, extended, reworks, resolution, satisfaction, asked, repeat, came_again, publishable, published, citizen_minutes, excluded
        """;

    /// <summary>The figures that the page shows; what is in them is not measured, only that they are there.</summary>
    private const string Metrics = """
        SELECT 'volume' AS metric UNION ALL SELECT 'directAnswer' UNION ALL SELECT 'dispatchAccuracy' UNION ALL SELECT 'firstDispatch' UNION ALL SELECT 'meanDispatches' UNION ALL SELECT 'timelySign'
        UNION ALL SELECT 'timelyContact' UNION ALL SELECT 'onTime' UNION ALL SELECT 'onTimeExtended' UNION ALL SELECT 'promiseKept' UNION ALL SELECT 'closing' UNION ALL SELECT 'resolution'
        UNION ALL SELECT 'partlySolved' UNION ALL SELECT 'satisfaction' UNION ALL SELECT 'satisfactionStrict' UNION ALL SELECT 'judged' UNION ALL SELECT 'returned' UNION ALL SELECT 'reworked'
        UNION ALL SELECT 'extended' UNION ALL SELECT 'overdue' UNION ALL SELECT 'repeated' UNION ALL SELECT 'published' UNION ALL SELECT 'duration.05' UNION ALL SELECT 'duration.06' UNION ALL SELECT 'duration.07'
        UNION ALL SELECT 'duration.08' UNION ALL SELECT 'duration.09' UNION ALL SELECT 'duration.10' UNION ALL SELECT 'duration.11' UNION ALL SELECT 'duration.12' UNION ALL SELECT 'duration.13'
        """;

    public static string Facts(int count, bool postgres)
    {
        var (yes, no) = postgres ? ("true", "false") : ("1", "0");
        var id = postgres ? "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid" : "printf('01900000-0000-7000-8000-%012X', n)";
        var day = postgres ? $"date '{Begin}' + n % 1826" : $"date('{Begin}', '+' || (n % 1826) || ' days')";
        var at = postgres ? $"timestamptz '{Begin}'" : $"'{Begin}T00:00:00.0000000Z'";
        var unit = $"rtrim(substr('{Units}', 1 + 4 * (n % {Units.Length / 4}), 4))";
        var from = postgres ? $"generate_series(1, {count}) n" : $"(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {count}) SELECT n FROM r)";
        return $"""
            INSERT INTO ticket_fact ({Columns})
            SELECT {id}, {day}, {at}, 'Closed', {unit}, 'Bureau', 'Phone', 1, 0, {yes}, {yes}, n % 11 <> 0, n % 17 <> 0, n % 7 <> 0, {no}, {no}, 0,
                   'Solved', 'Satisfied', 'Rated', {no}, {no}, {yes}, {no}, 1440 * (n % 9), {no} FROM {from}
            """;
    }

    /// <summary>Totals of days and months, as many rows as the product would have kept.</summary>
    public static string Totals(bool postgres) => $"""
        CREATE TABLE bench_sum AS SELECT closed_on AS day, department, sum(CASE WHEN on_time_original THEN 1 ELSE 0 END) AS yes, count(*) AS n FROM ticket_fact GROUP BY closed_on, department;
        INSERT INTO appraisal_total (span, day, department, metric, numerator, denominator, left_out)
        SELECT 'Day', day, department, metric, CASE metric WHEN 'partlySolved' THEN 0 ELSE yes END, n, 0 FROM bench_sum CROSS JOIN ({Metrics}) m;
        INSERT INTO appraisal_total (span, day, department, metric, numerator, denominator, left_out)
        SELECT 'Month', {(postgres ? "date_trunc('month', day)::date" : "substr(day, 1, 7) || '-01'")}, department, metric, sum(numerator), sum(denominator), 0 FROM appraisal_total GROUP BY 2, 3, 4;
        ANALYZE;
        """;
}
