using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>The figures of every unit of one group over a period, by the day of closing.</summary>
/// <param name="From">First local day, such as 2026-03-01; the first of the month when absent.</param>
/// <param name="To">Last local day; today when absent.</param>
/// <param name="Group">Departments (the default), districts or streets.</param>
/// <param name="Ranks">True for places within the group beside the bands.</param>
[Allow(Role.Supervisor, Role.Leader, Role.Approver)]
internal sealed record ReadAppraisal(string? From, string? To, [Words("departments", "districts", "streets")] string? Group, bool? Ranks);

internal sealed class ReadAppraisalHandler(AppraisalReader reader, TicketReader tickets, HotlineDb db, HotlineOptions options, CurrentActor current) : IHandler<ReadAppraisal, AppraisalView>
{
    public async Task<Result<AppraisalView>> Handle(ReadAppraisal request, CancellationToken ct)
    {
        if (reader.Period(request.From, request.To, out var first, out var last) is { } wrong) return wrong;
        var group = request.Group is { Length: > 0 } named ? named : AppraisalReader.Groups[0];
        if (!AppraisalReader.Groups.Contains(group)) return Error.Field("group", "list.value_unknown", group);

        var totals = await reader.Totals(first, last, ct);
        await reader.AddOpen(totals, last, ct);
        var exclusions = await Exclusions(first, last, ct);
        var inGroup = totals.Where(t => t.Key.Length > 0 && reader.GroupOf(t.Key) == group).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var (city, whole) = (Sum(totals.Values), Sum(inGroup.Select(u => u.Value)));
        // A department reads its own figures beside the group's; another's are not its business.
        if (!current.Required.IsCentre)
        {
            var own = tickets.UnitsWithin(current.Required.DepartmentCode ?? "");
            inGroup = [.. inGroup.Where(u => own.Contains(u.Key))];
        }
        var units = inGroup.ConvertAll(u => Unit(u.Key, reader.NameOf(u.Key), u.Value, whole, ofUnits: true, Count(exclusions, d => d == u.Key)));
        if (request.Ranks == true && current.Required.IsCentre) units = Ranked(units);
        return new AppraisalView(first, last, group, Unit("", AppraisalReader.English ? "Whole city" : "全市", city, null, ofUnits: false, Count(exclusions, _ => true)),
            Unit("", AppraisalReader.English ? "Whole group" : "本组合计", whole, null, ofUnits: true, Count(exclusions, d => d.Length > 0 && reader.GroupOf(d) == group)), units);
    }

    private static Sums Sum(IEnumerable<Sums> parts)
    {
        var whole = new Sums();
        foreach (var part in parts) whole.Add(part);
        return whole;
    }

    private UnitView Unit(string code, string name, Sums sums, Sums? group, bool ofUnits, ExclusionCounts exclusions)
    {
        var metrics = AppraisalMetrics.All.Where(m => m.OfUnits || !ofUnits).Select(m => View(m, sums, group)).Append(Composite(sums)).ToList();
        var (kept, leftOut) = (new long[DurationClasses.Count], 0L);
        for (var i = 0; i < kept.Length; i++) { var of = sums[DurationClasses.Code(i)]; (kept[i], leftOut) = (of.Denominator, leftOut + of.LeftOut); }
        return new UnitView(code, name, reader.KindOf(code), metrics,
            new DurationView(Rounded(DurationClasses.Percentile(kept, 0.5)), Rounded(DurationClasses.Percentile(kept, 0.9)), kept.Sum(), leftOut), exclusions);

        static double? Rounded(double? hours) => hours is { } h ? Math.Round(h, 1) : null;
    }

    private MetricView View(AppraisalMetric metric, Sums sums, Sums? group)
    {
        var (_, n, leftOut) = sums[metric.Code];
        var (value, numerator) = Value(metric, sums);
        WilsonInterval? interval = metric.Kind == MetricKind.Rate && metric != AppraisalMetrics.Volume && n > 0 ? WilsonInterval.Of(numerator, n) : null;
        var band = group is not null && interval is { } own && metric.MoreIsBetter is { } better && Value(metric, group).Value is { } all ? Bands.Of(own, n, all, better) : null;
        return new MetricView(metric.Code, AppraisalReader.English ? metric.En : metric.Zh, AppraisalReader.English ? metric.FormulaEn : metric.FormulaZh, metric.Kind,
            value, numerator, n, leftOut, interval?.Low, interval?.High, n >= Bands.LeastCases, band, null);
    }

    private (double? Value, double Numerator) Value(AppraisalMetric metric, Sums sums)
    {
        var (count, n, _) = sums[metric.Code];
        var numerator = metric.Code == AppraisalMetrics.Resolution ? count + (options.Appraisal.PartlySolved * sums[AppraisalMetrics.PartlySolved].Numerator) : count;
        return (n == 0 ? null : numerator / n, numerator);
    }

    /// <summary>Three rates in one figure (三率综合); as comparable as the rarest of the three.</summary>
    private MetricView Composite(Sums sums)
    {
        var weights = options.Appraisal;
        var parts = new[] { (AppraisalMetrics.TimelyContact, weights.ResponseWeight), (AppraisalMetrics.Resolution, weights.ResolutionWeight), (AppraisalMetrics.Satisfied, weights.SatisfactionWeight) };
        var values = parts.Select(p => (Value(AppraisalMetrics.Find(p.Item1)!, sums).Value, Weight: p.Item2)).ToList();
        var n = parts.Min(p => sums[p.Item1].Denominator);
        var percent = $"{weights.ResponseWeight:P0}, {weights.ResolutionWeight:P0}, {weights.SatisfactionWeight:P0}";
        return new MetricView("composite", AppraisalReader.English ? "Three rates in one" : "三率综合",
            AppraisalReader.English ? $"response, resolution and satisfaction, weighed {percent}; n is that of the rarest" : $"响应率、解决率、满意率按 {percent} 加权；样本数取三者最小", MetricKind.Mean,
            values.TrueForAll(v => v.Value is not null) ? values.Sum(v => v.Value * v.Weight) / values.Sum(v => v.Weight) : null, 0, n, 0, null, null, n >= Bands.LeastCases, null, null);
    }

    /// <summary>Places by metric among the units with enough cases; equal values share a place.</summary>
    private static List<UnitView> Ranked(List<UnitView> units)
    {
        return units.ConvertAll(u => u with { Metrics = [.. u.Metrics.Select((m, i) => m with { Rank = RankOf(m, units.ConvertAll(o => o.Metrics[i])) })] });

        static int? RankOf(MetricView metric, List<MetricView> all)
        {
            var better = metric.Code == "composite" ? true : AppraisalMetrics.Find(metric.Code)!.MoreIsBetter;
            if (!metric.Rankable || metric.Value is not { } own || better is null) return null;
            return 1 + all.Count(o => o.Rankable && o.Value is { } other && (better == true ? other > own : other < own));
        }
    }

    private async Task<List<(string Department, ExclusionState State, int Count)>> Exclusions(DateOnly first, DateOnly last, CancellationToken ct) =>
        [.. (await db.Exclusions.AsNoTracking().Join(db.Facts.Where(f => f.ClosedOn >= first && f.ClosedOn <= last), x => x.TicketId, f => f.TicketId, (x, f) => new { f.Department, x.State })
            .GroupBy(x => new { x.Department, x.State }).Select(g => new { g.Key.Department, g.Key.State, Count = g.Count() }).ToListAsync(ct)).Select(r => (r.Department, r.State, r.Count))];

    private static ExclusionCounts Count(List<(string Department, ExclusionState State, int Count)> all, Func<string, bool> of)
    {
        var own = all.Where(r => of(r.Department)).ToList();
        return new(Of(ExclusionState.Asked), Of(ExclusionState.Granted) + Of(ExclusionState.GrantedOnAppeal), Of(ExclusionState.Refused) + Of(ExclusionState.RefusedOnAppeal), Of(ExclusionState.Appealed));

        int Of(ExclusionState state) => own.Where(r => r.State == state).Sum(r => r.Count);
    }
}
