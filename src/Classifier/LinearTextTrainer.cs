using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Classifier;

/// <summary>
/// Trains a <see cref="LinearTextModel"/>: vocabulary, one linear model per label, and a calibration measured on
/// cross-validated scores. Nothing but the data and the options enters, so the same input gives the same bytes.
/// </summary>
public static class LinearTextTrainer
{
    /// <summary>Trains on labelled messages.</summary>
    /// <exception cref="TrainingDataException">Fewer than two labels, or too little text to learn from.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static LinearTextModel Train(
        IReadOnlyList<Example> data, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options = options.For(data.Count);
        var labels = data.Select(example => example.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (labels.Length < 2) throw new TrainingDataException($"Training needs at least two labels; the data has {labels.Length}.");
        var indexes = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var truth = data.Select(example => indexes[example.Label]).ToArray();

        progress?.Report(new TrainingProgress("collecting n-grams", 0));
        var space = FeatureSpace.Collect(data, options, ct);
        if (space.FeatureCount == 0) throw new TrainingDataException("The messages share no text at all; there is nothing to learn from.");
        progress?.Report(new TrainingProgress("reading features", 0.1));
        var matrix = TrainingMatrix.Build(data, truth, space, ct);
        var solver = new OneVersusRest(matrix, labels.Length, options);
        var steps = new SolvedSteps(progress, options.Folds + 1);
        var folds = CrossValidation.AssignFolds(data, truth, options);
        var (scores, weights, biases) = CrossValidation.Solve(matrix, solver, folds, options.Folds, steps.Next, ct);

        progress?.Report(new TrainingProgress("calibrating", 0.96));
        var calibration = Calibration.Fit(scores, truth);
        var judgements = calibration.Judge(scores, truth);
        var quality = Evaluation.Summarise(judgements, labels);
        var threshold = Calibration.FitThreshold(judgements, options.TargetPrecision);
        var card = new ModelCard
        {
            FormatVersion = ModelFile.Version,
            TrainedAt = options.TrainedAt,
            DataCount = data.Count,
            DataSha256 = Fingerprint(data),
            Labels = [.. labels.Select((label, c) => new LabelCount(label, truth.Count(t => t == c)))],
            FeatureCount = space.FeatureCount,
            Options = options,
            CrossValidatedAccuracy = quality.Accuracy,
            CrossValidatedMacroF1 = quality.MacroF1,
            CrossValidatedEce = quality.Ece,
            Reliability = quality.Reliability,
            RiskCoverage = quality.RiskCoverage,
            FoldAccuracies = [.. Enumerable.Range(0, options.Folds)
                .Select(fold => judgements.Where((_, row) => folds[row] == fold).ToArray()).Where(held => held.Length > 0)
                .Select(held => held.Count(judgement => judgement.IsRight) / (double)held.Length)],
            Temperature = calibration.Temperature,
            ErrorFloor = calibration.ErrorFloor,
            AbstentionThreshold = threshold,
            CrossValidatedCoverage = judgements.Count(judgement => judgement.Confidence >= threshold) / (double)data.Count,
        };
        progress?.Report(new TrainingProgress("done", 1));
        return new LinearTextModel(card, space, WeightTable.Round(weights, labels.Length), biases[..labels.Length]);
    }

    private static string Fingerprint(IReadOnlyList<Example> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var example in data)
        {
            foreach (var part in (ReadOnlySpan<string>)[example.Subject, example.Body, example.Label])
            {
                var bytes = Encoding.Unicode.GetBytes(part);
                BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
                hash.AppendData(length);
                hash.AppendData(bytes);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reports each solved model, in whatever order they end.</summary>
    private sealed class SolvedSteps(IProgress<TrainingProgress>? progress, int count)
    {
        private readonly Lock _gate = new();
        private int _solved;

        public void Next()
        {
            lock (_gate)
            {
                _solved++;
                progress?.Report(new TrainingProgress($"solved {_solved} of {count} models", 0.15 + (0.8 * _solved / count)));
            }
        }
    }
}
