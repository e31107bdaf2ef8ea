using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>What one unit's totals add up to over a period.</summary>
internal sealed class Sums
{
    private readonly Dictionary<string, (long Numerator, long Denominator, long LeftOut)> _byMetric = [];

    public (long Numerator, long Denominator, long LeftOut) this[string metric] => _byMetric.GetValueOrDefault(metric);

    public void Add(string metric, long numerator, long denominator, long leftOut)
    {
        var sum = this[metric];
        _byMetric[metric] = (sum.Numerator + numerator, sum.Denominator + denominator, sum.LeftOut + leftOut);
    }

    public void Add(Sums other)
    {
        foreach (var (metric, sum) in other._byMetric) Add(metric, sum.Numerator, sum.Denominator, sum.LeftOut);
    }
}

/// <summary>Reads the totals of a period: whole months from the months' rows, the rest from the days'.</summary>
internal sealed class AppraisalReader(HotlineDb db, City city, TimeProvider clock)
{
    public const int MostDays = 3_660;
    public static readonly string[] Groups = ["departments", "districts", "streets"];

    public static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public DateOnly Today => city.Clock.Calendar.DateOf(clock.GetUtcNow());

    /// <summary>The period asked for; this month so far when none is named.</summary>
    public Error? Period(string? from, string? to, out DateOnly first, out DateOnly last)
    {
        (first, last) = (default, Today);
        if (!Day(to, ref last)) return Error.Field("to", "field.malformed");
        first = new DateOnly(last.Year, last.Month, 1);
        if (!Day(from, ref first)) return Error.Field("from", "field.malformed");
        return first > last || last.DayNumber - first.DayNumber > MostDays ? Error.Field("from", "appraisal.period_wrong") : null;
    }

    /// <summary>Reads a day; an absent one leaves the value.</summary>
    public static bool Day(string? text, ref DateOnly day) =>
        string.IsNullOrEmpty(text) || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>The first instant of a day in the city.</summary>
    public DateTimeOffset StartOf(DateOnly day) => city.Clock.Calendar.At(day, TimeOnly.MinValue);

    /// <summary>Totals by department; the empty code is the centre's own.</summary>
    public async Task<Dictionary<string, Sums>> Totals(DateOnly first, DateOnly last, CancellationToken ct)
    {
        var found = new Dictionary<string, Sums>();
        var end = last.AddDays(1);
        var (firstMonth, endMonth) = (MonthFrom(first), new DateOnly(end.Year, end.Month, 1));
        if (firstMonth < endMonth)
        {
            await Read(AppraisalSpan.Day, first, firstMonth);
            await Read(AppraisalSpan.Month, firstMonth, endMonth);
            await Read(AppraisalSpan.Day, endMonth, end);
        }
        else await Read(AppraisalSpan.Day, first, end);
        return found;

        async Task Read(AppraisalSpan span, DateOnly from, DateOnly before)
        {
            if (from >= before) return;
            var rows = await db.AppraisalTotals.AsNoTracking().Where(t => t.Span == span && t.Day >= from && t.Day < before).GroupBy(t => new { t.Department, t.Metric })
                .Select(g => new { g.Key.Department, g.Key.Metric, Numerator = g.Sum(t => t.Numerator), Denominator = g.Sum(t => t.Denominator), LeftOut = g.Sum(t => t.LeftOut) }).ToListAsync(ct);
            foreach (var row in rows)
            {
                if (!found.TryGetValue(row.Department, out var sums)) found[row.Department] = sums = new Sums();
                sums.Add(row.Metric, row.Numerator, row.Denominator, row.LeftOut);
            }
        }
    }

    /// <summary>The same day when it begins a month, else the first of the next one.</summary>
    private static DateOnly MonthFrom(DateOnly day) => day.Day == 1 ? day : new DateOnly(day.Year, day.Month, 1).AddMonths(1);

    /// <summary>Open tickets whose resident's term had lapsed by the end of a day: what the closing rate must not forget.</summary>
    public IQueryable<Ticket> OpenPastDue(DateOnly last)
    {
        var (end, now) = (StartOf(last.AddDays(1)), clock.GetUtcNow().AddSeconds(-1));
        var edge = end < now ? end : now;
        var open = TicketLifecycle.Open.ToList();
        return db.Tickets.AsNoTracking().Where(t => t.ResidentDueAt < edge && open.Contains(t.State));
    }

    /// <summary>Counts what is open and past due into the denominators of the closing rate.</summary>
    public async Task AddOpen(Dictionary<string, Sums> totals, DateOnly last, CancellationToken ct)
    {
        foreach (var open in await OpenPastDue(last).GroupBy(t => t.LeadDepartment).Select(g => new { Department = g.Key, Count = g.Count() }).ToListAsync(ct))
        {
            if (!totals.TryGetValue(open.Department ?? "", out var sums)) totals[open.Department ?? ""] = sums = new Sums();
            sums.Add(AppraisalMetrics.Closing, 0, open.Count, 0);
        }
    }

    /// <summary>The group a unit belongs to; utilities and others stand with the departments.</summary>
    public string GroupOf(string department) => city.Department(department)?.Kind switch { "District" => "districts", "Street" => "streets", _ => "departments" };

    public string NameOf(string department) => city.Department(department) is not { } unit ? department : English ? unit.NameEn : unit.Name;

    public string KindOf(string department) => city.Department(department)?.Kind ?? "";
}
