namespace Hotline.Classifier;

/// <summary>Precision, recall and F1 of one label, each 0 to 1 (0 when undefined).</summary>
/// <param name="Label">The label.</param>
/// <param name="Count">Messages that truly bear it.</param>
/// <param name="Precision">Right answers among the messages given this label.</param>
/// <param name="Recall">Right answers among the messages that bear it.</param>
/// <param name="F1">Harmonic mean of the two.</param>
public sealed record LabelQuality(string Label, int Count, double Precision, double Recall, double F1);

/// <summary>One bin of confidence: a calibrated model is right as often as it says.</summary>
/// <param name="From">Lowest probability of the best label in the bin.</param>
/// <param name="To">Highest, exclusive but for 1.</param>
/// <param name="Count">Messages in the bin.</param>
/// <param name="Confidence">Their mean probability; 0 in an empty bin.</param>
/// <param name="Accuracy">Share of them that is right; 0 in an empty bin.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy);

/// <summary>What remains for people at one confidence threshold, and what goes wrong without them.</summary>
/// <param name="Threshold">Lowest probability of the best label that is acted on.</param>
/// <param name="Coverage">Share of messages at or above it.</param>
/// <param name="Risk">Share of these that is wrong.</param>
public sealed record RiskPoint(double Threshold, double Coverage, double Risk);

/// <summary>How well a model does on labelled messages. All rates are 0 to 1.</summary>
public sealed record EvaluationReport
{
    /// <summary>Number of messages judged.</summary>
    public required int Count { get; init; }

    /// <summary>Share whose best label is the true one; a message with no label given counts as wrong.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean F1 over the model's labels.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Expected calibration error over 15 equal-width bins of the best label's probability.</summary>
    public required double Ece { get; init; }

    /// <summary>The largest share of messages, most confident first, of which at least 98 % are right.</summary>
    public required double CoverageAtPrecision98 { get; init; }

    /// <summary>Share right among the messages the model did not abstain on; 0 when it abstained on all.</summary>
    public required double PrecisionAtThreshold { get; init; }

    /// <summary>Share of messages the model did not abstain on.</summary>
    public required double CoverageAtThreshold { get; init; }

    /// <summary>Confidence against the rate of right answers in 15 equal-width bins.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Coverage and risk at every twentieth of the messages, most confident first.</summary>
    public required IReadOnlyList<RiskPoint> RiskCoverage { get; init; }

    /// <summary>Quality per label of the model.</summary>
    public required IReadOnlyList<LabelQuality> Labels { get; init; }

    /// <summary>Row = true label, column = given label, both in the order of <see cref="Labels"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Messages whose true label the model has never seen; they count as wrong and stand in no confusion row.</summary>
    public required int UnknownLabels { get; init; }
}

/// <summary>Measures a classifier against labelled messages.</summary>
public static class Evaluation
{
    private const int CalibrationBins = 15;
    private const int RiskStepCount = 20;

    /// <summary>Predicts every message and compares.</summary>
    public static EvaluationReport Measure(ITicketClassifier classifier, IReadOnlyList<Example> data, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(data);
        var labels = classifier.Card.Labels.Select(label => label.Label).ToArray();
        var indexes = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var judgements = new Judgement[data.Count];
        int kept = 0, keptRight = 0;
        for (var i = 0; i < data.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var prediction = classifier.Predict(data[i].Subject, data[i].Body, top: 1, evidence: false);
            var best = prediction.Labels.Count > 0 ? prediction.Labels[0] : null;
            judgements[i] = new Judgement(
                indexes.GetValueOrDefault(data[i].Label, -1), best is null ? -1 : indexes[best.Label], best?.Probability ?? 0);
            if (prediction.Abstained) continue;
            kept++;
            if (judgements[i].IsRight) keptRight++;
        }
        return Summarise(judgements, labels) with
        {
            PrecisionAtThreshold = Ratio(keptRight, kept),
            CoverageAtThreshold = Ratio(kept, data.Count),
        };
    }

    /// <summary>The measures that need no threshold.</summary>
    internal static EvaluationReport Summarise(IReadOnlyList<Judgement> judgements, IReadOnlyList<string> labels)
    {
        var confusion = labels.Select(_ => new int[labels.Count]).ToArray();
        var given = new int[labels.Count];
        var borne = new int[labels.Count];
        foreach (var judgement in judgements)
        {
            if (judgement.Predicted >= 0) given[judgement.Predicted]++;
            if (judgement.Truth >= 0) borne[judgement.Truth]++;
            if (judgement is { Truth: >= 0, Predicted: >= 0 }) confusion[judgement.Truth][judgement.Predicted]++;
        }
        var quality = labels.Select((label, c) => new LabelQuality(
            label, borne[c],
            Precision: Ratio(confusion[c][c], given[c]),
            Recall: Ratio(confusion[c][c], borne[c]),
            F1: Ratio(2 * confusion[c][c], given[c] + borne[c]))).ToArray();
        return new EvaluationReport
        {
            Count = judgements.Count,
            Accuracy = Ratio(judgements.Count(judgement => judgement.IsRight), judgements.Count),
            MacroF1 = quality.Length == 0 ? 0 : quality.Average(label => label.F1),
            Ece = CalibrationError(judgements),
            CoverageAtPrecision98 = PrecisionCurve.Of(judgements)
                .Where(point => point.Precision >= 0.98).Select(point => point.Coverage).DefaultIfEmpty(0).Max(),
            PrecisionAtThreshold = 0,
            CoverageAtThreshold = 0,
            Reliability = Bins(judgements),
            RiskCoverage = RiskSteps(judgements),
            Labels = quality,
            Confusion = confusion,
            UnknownLabels = judgements.Count(judgement => judgement.Truth < 0),
        };
    }

    /// <summary>Expected calibration error: how far confidence and the rate of right answers are apart, bin by bin.</summary>
    internal static double CalibrationError(IReadOnlyList<Judgement> judgements) =>
        judgements.Count == 0 ? 0 : Bins(judgements).Sum(bin => bin.Count * Math.Abs(bin.Confidence - bin.Accuracy)) / judgements.Count;

    private static ReliabilityBin[] Bins(IReadOnlyList<Judgement> judgements)
    {
        var confidence = new double[CalibrationBins];
        var right = new int[CalibrationBins];
        var count = new int[CalibrationBins];
        foreach (var judgement in judgements)
        {
            var bin = Math.Min((int)(judgement.Confidence * CalibrationBins), CalibrationBins - 1);
            confidence[bin] += judgement.Confidence;
            count[bin]++;
            if (judgement.IsRight) right[bin]++;
        }
        return [.. Enumerable.Range(0, CalibrationBins).Select(bin => new ReliabilityBin(
            bin / (double)CalibrationBins, (bin + 1) / (double)CalibrationBins, count[bin],
            count[bin] == 0 ? 0 : confidence[bin] / count[bin], Ratio(right[bin], count[bin])))];
    }

    private static RiskPoint[] RiskSteps(IReadOnlyList<Judgement> judgements)
    {
        var points = PrecisionCurve.Of(judgements).Select(point => new RiskPoint(point.Confidence, point.Coverage, 1 - point.Precision)).ToArray();
        if (points.Length == 0) return [];
        return [.. Enumerable.Range(1, RiskStepCount)
            .Select(step => points.First(point => point.Coverage >= (step / (double)RiskStepCount) - 1e-9)).Distinct()];
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
