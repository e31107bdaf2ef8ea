using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Classifier;

/// <summary>Whether the model still fits what comes in: acceptance, abstention and category mix, week by week.</summary>
/// <param name="Weeks">How many weeks back, the present one included; 12 when absent, at most 52.</param>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ReadDrift(int? Weeks);

/// <summary>One week of tickets, by the day they were received. All shares are 0 to 1 and absent when there is nothing to divide by.</summary>
/// <param name="Monday">Its first day in the city's time.</param>
/// <param name="Decided">Advised tickets that a person took on after the advice.</param>
/// <param name="Accepted">Those of them whose category is the suggested one.</param>
/// <param name="Alone">Tickets dispatched without a person.</param>
/// <param name="MixDistance">Total variation between the week's categories and the training data's: the share of tickets that would have to be of another category for the two to be alike.</param>
internal sealed record DriftWeek(DateOnly Monday, int Tickets, int Advised, int Decided, int Accepted, double? AcceptanceRate, int Abstained, double? AbstentionRate, int Alone, double? MixDistance);

/// <param name="TrainingShare">Share of the running model's training messages.</param>
/// <param name="LiveShare">Share of the tickets of all these weeks.</param>
internal sealed record CategoryShare(string Code, string Name, double TrainingShare, double LiveShare);

/// <param name="Weeks">Oldest first.</param>
/// <param name="Mix">Largest difference first.</param>
internal sealed record DriftView(IReadOnlyList<DriftWeek> Weeks, IReadOnlyList<CategoryShare> Mix);

internal sealed class ReadDriftHandler(HotlineDb db, RunningClassifier running, City city, TimeProvider clock) : IHandler<ReadDrift, DriftView>
{
    private sealed record Row(string? Category, string? Suggested, int? ModelVersion, bool? Abstained, string? AcceptedBy, int Count);

    public async Task<Result<DriftView>> Handle(ReadDrift request, CancellationToken ct)
    {
        var zone = city.Clock.Calendar.TimeZone;
        var today = city.Clock.Calendar.DateOf(clock.GetUtcNow());
        var thisMonday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var training = await TrainingShares(ct);
        var (weeks, all) = (new List<DriftWeek>(), new List<Row>());
        for (var back = Math.Clamp(request.Weeks ?? 12, 1, 52) - 1; back >= 0; back--)
        {
            var monday = thisMonday.AddDays(-7 * back);
            var rows = await Rows(Start(monday), Start(monday.AddDays(7)), ct);
            weeks.Add(Week(monday, rows, training));
            all.AddRange(rows);
        }
        var live = Shares(all);
        var mix = training.Keys.Union(live.Keys).Select(c => new CategoryShare(c, CategoryNames.Of(city, c), training.GetValueOrDefault(c), live.GetValueOrDefault(c)))
            .OrderByDescending(c => Math.Abs(c.LiveShare - c.TrainingShare)).ThenBy(c => c.Code, StringComparer.Ordinal).ToList();
        return new DriftView(weeks, mix);

        DateTimeOffset Start(DateOnly day)
        {
            var midnight = day.ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
        }
    }

    private Task<List<Row>> Rows(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => db.Tickets.AsNoTracking().Where(t => t.ReceivedAt >= from && t.ReceivedAt < to)
        .GroupBy(t => new { t.CategoryCode, t.SuggestedCategory, t.ModelVersion, t.ModelAbstained, System = t.AcceptedBy == Actor.System.DisplayName, Person = t.AcceptedBy != null && t.AcceptedAt >= t.SuggestedAt })
        .Select(g => new Row(g.Key.CategoryCode, g.Key.SuggestedCategory, g.Key.ModelVersion, g.Key.ModelAbstained, g.Key.System ? Actor.System.DisplayName : g.Key.Person ? "" : null, g.Count())).ToListAsync(ct);

    private static DriftWeek Week(DateOnly monday, List<Row> rows, Dictionary<string, double> training)
    {
        var advised = rows.Where(r => r.ModelVersion is not null).ToList();
        var decided = advised.Where(r => r.AcceptedBy == "" && r.Suggested is not null).ToList();
        var accepted = Count(decided.Where(r => r.Category == r.Suggested));
        var abstained = Count(advised.Where(r => r.Abstained == true));
        var live = Shares(rows);
        return new DriftWeek(monday, Count(rows), Count(advised), Count(decided), accepted, Rate(accepted, Count(decided)), abstained, Rate(abstained, Count(advised)),
            Count(rows.Where(r => r.AcceptedBy == Actor.System.DisplayName)),
            live.Count == 0 || training.Count == 0 ? null : training.Keys.Union(live.Keys).Sum(c => Math.Abs(live.GetValueOrDefault(c) - training.GetValueOrDefault(c))) / 2);
    }

    private async Task<Dictionary<string, double>> TrainingShares(CancellationToken ct)
    {
        if (running.Champion is not { } champion) return [];
        var card = await db.Models.AsNoTracking().Where(m => m.Id == champion.Id).Select(m => m.Card).SingleAsync(ct);
        var counts = ModelJson.Read<CardView>(card).Categories;
        var sum = (double)counts.Sum(c => c.Count);
        return counts.ToDictionary(c => c.Code, c => c.Count / sum);
    }

    /// <summary>By the category a ticket has, or else the suggested one.</summary>
    private static Dictionary<string, double> Shares(List<Row> rows)
    {
        var known = rows.Where(r => (r.Category ?? r.Suggested) is not null).ToList();
        var sum = (double)Count(known);
        return known.GroupBy(r => (r.Category ?? r.Suggested)!).ToDictionary(g => g.Key, g => Count(g) / sum);
    }

    private static int Count(IEnumerable<Row> rows) => rows.Sum(r => r.Count);

    private static double? Rate(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
