using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>Writes results, either for people or as JSON for programs.</summary>
internal static class Reports
{
    private static readonly JsonSerializerOptions s_lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // readable Chinese; the output is a file or terminal, never HTML
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private static readonly JsonSerializerOptions s_pages = new(s_lines) { WriteIndented = true };

    public static void WriteCardJson(ModelCard card, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(card, s_pages));

    public static void WriteCard(ModelCard card, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            messages             {card.DataCount}
            labels               {string.Join(", ", card.Labels.Select(label => $"{label.Label} {label.Count}"))}
            features             {card.FeatureCount}
            cross-validated      accuracy {card.CrossValidatedAccuracy:F4}, macro-F1 {card.CrossValidatedMacroF1:F4}, ECE {card.CrossValidatedEce:F4}
            abstains below       {card.AbstentionThreshold:F3} (keeps {card.CrossValidatedCoverage:P1}, wanted precision {card.Options.TargetPrecision:F3})
            calibration          temperature {card.Temperature:F4}, error floor {card.ErrorFloor:F3}
            data sha256          {card.DataSha256}
            accuracy by fold     {string.Join(' ', card.FoldAccuracies.Select(accuracy => accuracy.ToString("F4", CultureInfo.InvariantCulture)))}, standard deviation {Deviation(card.FoldAccuracies):F4}
            """));
        output.WriteLine("confidence            said   right  count (cross-validated)");
        foreach (var bin in card.Reliability.Where(bin => bin.Count > 0))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bin.From,9:F3} to {bin.To:F3} {bin.Confidence,7:F3} {bin.Accuracy,7:F3} {bin.Count,6}"));
        }
    }

    public static void WriteEvaluationJson(EvaluationReport report, double messagesPerSecond, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                report.Count,
                report.Accuracy,
                report.MacroF1,
                report.Ece,
                report.CoverageAtPrecision98,
                report.PrecisionAtThreshold,
                report.CoverageAtThreshold,
                MessagesPerSecond = messagesPerSecond,
                report.UnknownLabels,
                report.Reliability,
                report.Labels,
                report.Confusion,
            },
            s_lines));

    public static void WriteTrainingJson(ModelCard card, long bytes, EvaluationReport? validation, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(new { Card = card, ModelBytes = bytes, Validation = validation }, s_lines));

    public static void WriteRiskCoverageJson(ModelCard card, EvaluationReport report, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(
            new { report.Count, card.AbstentionThreshold, report.CoverageAtThreshold, report.PrecisionAtThreshold, Points = report.RiskCoverage }, s_lines));

    public static void WriteRiskCoverage(ModelCard card, EvaluationReport report, TextWriter output)
    {
        output.WriteLine("coverage   risk  threshold");
        foreach (var point in report.RiskCoverage)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{point.Coverage,8:P1} {point.Risk,6:P2} {point.Threshold,10:F4}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"at the model's threshold {card.AbstentionThreshold:F4}: coverage {report.CoverageAtThreshold:P1}, precision {report.PrecisionAtThreshold:P2}, of {report.Count} messages"));
    }

    public static void WriteEvaluation(EvaluationReport report, double? messagesPerSecond, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            count                {report.Count}
            accuracy             {report.Accuracy:F4}
            macro-F1             {report.MacroF1:F4}
            ECE                  {report.Ece:F4}
            coverage at 98 %     {report.CoverageAtPrecision98:F4}
            at the threshold     precision {report.PrecisionAtThreshold:F4}, coverage {report.CoverageAtThreshold:F4}
            """));
        if (messagesPerSecond is { } rate) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"messages/s           {rate:F0}"));
        if (report.UnknownLabels > 0) output.WriteLine($"unknown labels       {report.UnknownLabels} messages bear a label the model has never seen");
        output.WriteLine();
        output.WriteLine("precision recall     F1  count  label; then how often each label was given, in this order");
        for (var c = 0; c < report.Labels.Count; c++)
        {
            var label = report.Labels[c];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{label.Precision,9:F3} {label.Recall,6:F3} {label.F1,6:F3} {label.Count,6}  {label.Label}: {string.Join(' ', report.Confusion[c])}"));
        }
    }

    public static void WritePredictionJson(PredictedMessage prediction, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(prediction, s_lines));

    public static void WriteExplanation(Prediction prediction, string subject, string body, TextWriter output)
    {
        if (prediction.Abstained) output.WriteLine($"abstained: {prediction.AbstainReason}");
        foreach (var label in prediction.Labels)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{label.Probability:F4} {label.Label}   score {label.Logit:F2} = bias {label.Bias:F2} + spans {label.Evidence.Sum(span => span.Weight):F2} + the rest {label.Unlisted:F2}"));
            foreach (var span in label.Evidence)
            {
                var text = (span.Field == TextField.Subject ? subject : body).Substring(span.Start, span.Length);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"    {span.Weight,8:+0.00;-0.00} {span.Field} {span.Start}+{span.Length} {text.ReplaceLineEndings(" ")}"));
            }
        }
    }

    private static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
