using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Classifier;

namespace Hotline.Api.Routing;

/// <param name="Count">Training messages of the category.</param>
internal sealed record CategoryCount(string Code, int Count);

/// <param name="From">Lowest probability of the bin.</param>
/// <param name="Confidence">Mean probability of its messages.</param>
/// <param name="Accuracy">Share of them that is right.</param>
internal sealed record ReliabilityPoint(double From, double To, int Count, double Confidence, double Accuracy);

/// <param name="Coverage">Share of the messages at or above the threshold.</param>
/// <param name="Risk">Share of these that is wrong.</param>
internal sealed record CoveragePoint(double Threshold, double Coverage, double Risk);

/// <summary>How a model was made and what cross-validation says of it. All rates are 0 to 1.</summary>
internal sealed record CardView(int DataCount, string DataSha256, int FeatureCount, double Accuracy, double MacroF1, double Ece, double Threshold, double Coverage,
    IReadOnlyList<CategoryCount> Categories, IReadOnlyList<ReliabilityPoint> Reliability, IReadOnlyList<CoveragePoint> RiskCoverage)
{
    public static CardView Of(ModelCard card) => new(card.DataCount, card.DataSha256, card.FeatureCount, card.CrossValidatedAccuracy, card.CrossValidatedMacroF1, card.CrossValidatedEce,
        card.AbstentionThreshold, card.CrossValidatedCoverage, [.. card.Labels.Select(l => new CategoryCount(l.Label, l.Count))],
        [.. card.Reliability.Select(ModelQuality.Point)], [.. card.RiskCoverage.Select(ModelQuality.Point)]);
}

/// <summary>How a model does on the hold-out.</summary>
/// <param name="Coverage">Share of the messages that it did not abstain on.</param>
/// <param name="Precision">Share of these that is right.</param>
internal sealed record ModelQuality(double Accuracy, double MacroF1, double Ece, double CoverageAtPrecision98, double Coverage, double Precision,
    IReadOnlyList<ReliabilityPoint> Reliability, IReadOnlyList<CoveragePoint> RiskCoverage)
{
    public static ModelQuality Of(EvaluationReport report) => new(report.Accuracy, report.MacroF1, report.Ece, report.CoverageAtPrecision98, report.CoverageAtThreshold, report.PrecisionAtThreshold,
        [.. report.Reliability.Select(Point)], [.. report.RiskCoverage.Select(Point)]);

    public static ReliabilityPoint Point(ReliabilityBin bin) => new(bin.From, bin.To, bin.Count, bin.Confidence, bin.Accuracy);

    public static CoveragePoint Point(RiskPoint point) => new(point.Threshold, point.Coverage, point.Risk);
}

/// <summary>One category of the hold-out, judged by both.</summary>
/// <param name="ChampionF1">Null when there was no champion.</param>
internal sealed record CategoryComparison(string Code, int Count, double? ChampionF1, double ChallengerF1);

/// <param name="Count">Messages of category <paramref name="Truth"/> that the challenger gave to <paramref name="Given"/>.</param>
internal sealed record ConfusionCell(string Truth, string Given, int Count);

internal enum PromotionObstacle
{
    /// <summary>There was nothing to compare with.</summary>
    NoChampion,
    /// <summary>Less accurate than the champion as a whole.</summary>
    LessAccurate,
    /// <summary>A category loses more F1 than the margin.</summary>
    CategoryLoses,
}

/// <summary>Whether a challenger was promoted by itself.</summary>
/// <param name="Margin">What a category was allowed to lose, 0 to 1.</param>
/// <param name="Obstacles">Why it was not; empty when it passed.</param>
/// <param name="Losing">Codes of the categories that lose more.</param>
internal sealed record PromotionVerdict(double Margin, IReadOnlyList<PromotionObstacle> Obstacles, IReadOnlyList<string> Losing)
{
    public static PromotionVerdict Of(ModelEvaluation evaluation, double margin)
    {
        if (evaluation.Champion is not { } champion) return new PromotionVerdict(margin, [PromotionObstacle.NoChampion], []);
        var losing = evaluation.Categories.Where(c => c.ChallengerF1 < c.ChampionF1 - margin).Select(c => c.Code).ToList();
        var obstacles = new List<PromotionObstacle>();
        if (evaluation.Challenger.Accuracy < champion.Accuracy) obstacles.Add(PromotionObstacle.LessAccurate);
        if (losing.Count > 0) obstacles.Add(PromotionObstacle.CategoryLoses);
        return new PromotionVerdict(margin, obstacles, losing);
    }
}

/// <summary>A challenger beside the champion of that time, on the same messages, which neither was trained on here.</summary>
/// <param name="People">Hold-out messages that people decided: their newest.</param>
/// <param name="Base">Hold-out messages of the city's own examples.</param>
/// <param name="Promotion">Null when models are promoted only on command.</param>
internal sealed record ModelEvaluation(int People, int Base, int? ChampionVersion, ModelQuality? Champion, ModelQuality Challenger,
    IReadOnlyList<CategoryComparison> Categories, IReadOnlyList<ConfusionCell> Confusion, PromotionVerdict? Promotion = null)
{
    private const int MostCells = 200;

    public static ModelEvaluation Measure(LoadedModel? champion, ITicketClassifier challenger, TrainingData data, CancellationToken ct)
    {
        var theirs = champion is null ? null : Evaluation.Measure(champion.Model, data.HoldOut, ct);
        var ours = Evaluation.Measure(challenger, data.HoldOut, ct);
        var (f1, own) = (theirs?.Labels.ToDictionary(l => l.Label, l => l.F1), ours.Labels.ToDictionary(l => l.Label, l => l.F1));
        return new ModelEvaluation(data.PeopleHeldOut, data.BaseHeldOut, champion?.Version, theirs is null ? null : ModelQuality.Of(theirs), ModelQuality.Of(ours),
            // By the messages' own categories: one that a model has never heard of is one that it gets wrong.
            [.. data.HoldOut.CountBy(e => e.Label).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new CategoryComparison(c.Key, c.Value, f1 is null ? null : f1.GetValueOrDefault(c.Key), own.GetValueOrDefault(c.Key)))],
            [.. Cells(ours).OrderByDescending(c => c.Count).Take(MostCells)]);
    }

    private static IEnumerable<ConfusionCell> Cells(EvaluationReport report) =>
        report.Confusion.SelectMany((row, truth) => row.Select((count, given) => new ConfusionCell(report.Labels[truth].Label, report.Labels[given].Label, count))).Where(c => c.Count > 0 && c.Truth != c.Given);
}

/// <summary>How cards and comparisons are kept in the registry.</summary>
internal static class ModelJson
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, HotlineJson.Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, HotlineJson.Options)!;
}
