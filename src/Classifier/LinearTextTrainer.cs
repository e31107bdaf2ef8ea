using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Classifier;

/// <summary>
/// Trains a <see cref="LinearTextModel"/>: vocabulary, one linear model per label, and a calibration measured on messages
/// the scoring model has not seen. Nothing but the data and the options enters, so the same input gives the same bytes.
/// </summary>
public static class LinearTextTrainer
{
    // One message in this many is held out for the calibration of a streamed model, but no more than are needed.
    private const int StreamedHoldOut = 10;
    private const int MostHeldOut = 20_000;

    // With this many labels a message takes as much work as many messages with few.
    private const int LabelsKeptInMemory = 40;

    // The two tables of the streamed solver then take 2 GB.
    private const int MostStreamedWeights = 1 << 28;

    /// <summary>
    /// Trains on labelled messages. Up to <see cref="TrainingOptions.StreamFrom"/> of them stay in memory as features and are
    /// solved to the optimum with cross-validation; more are read again from <paramref name="data"/> in each pass, so that
    /// memory grows with distinct features and labels, not with messages.
    /// </summary>
    /// <exception cref="TrainingDataException">Fewer than two labels, or too little text to learn from.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static LinearTextModel Train(
        IReadOnlyList<Example> data, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options = options.For(data);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var example in data) counts[example.Label] = counts.GetValueOrDefault(example.Label) + 1;
        if (counts.Count < 2)
        {
            var only = counts.Count == 0 ? "" : $", '{counts.First().Key}' on all {data.Count} messages";
            throw new TrainingDataException($"Training needs at least two labels; the data has {counts.Count}{only}.");
        }
        var labels = counts.Keys.ToArray();
        var indexes = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var streamed = data.Count > options.StreamFrom
            || (long)data.Count * WeightTable.StrideOf(labels.Length) > (long)options.StreamFrom * LabelsKeptInMemory;

        progress?.Report(new TrainingProgress("collecting n-grams", 0));
        var mostFeatures = streamed ? MostStreamedWeights / WeightTable.StrideOf(labels.Length) : int.MaxValue;
        var space = FeatureSpace.Collect(data, options, mostFeatures, ct);
        if (space.FeatureCount == 0) throw new TrainingDataException("The messages share no text at all; there is nothing to learn from.");

        var truth = data.Select(example => indexes[example.Label]).ToArray();
        var solved = streamed ? SolveStreamed(data, truth, labels.Length, space, options, progress, ct) : Solve(data, truth, labels.Length, space, options, progress, ct);
        progress?.Report(new TrainingProgress("calibrating", 0.96));
        var card = Judge(solved, labels, options) with
        {
            DataCount = data.Count,
            DataSha256 = Fingerprint(data),
            Labels = [.. counts.Select(label => new LabelCount(label.Key, label.Value))],
            FeatureCount = space.FeatureCount,
        };
        progress?.Report(new TrainingProgress("done", 1));
        return new LinearTextModel(card, space, WeightTable.Round(solved.Weights, space.FeatureCount), solved.Weights.Biases);
    }

    private static SolvedModel Solve(
        IReadOnlyList<Example> data, int[] truth, int labelCount, FeatureSpace space, TrainingOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        progress?.Report(new TrainingProgress("reading features", 0.1));
        var solver = new OneVersusRest(TrainingMatrix.Build(data, truth, space, ct), labelCount, options);
        var steps = new SolvedSteps(progress, options.Folds + 1);
        var folds = CrossValidation.AssignFolds(data, truth, options);
        var (scores, weights) = CrossValidation.Solve(solver, folds, options.Folds, steps.Next, ct);
        return new SolvedModel(weights, scores, truth, folds);
    }

    private static SolvedModel SolveStreamed(
        IReadOnlyList<Example> data, int[] truth, int labelCount, FeatureSpace space, TrainingOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var order = new int[data.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var shuffle = new SeededShuffle(options.Seed);
        shuffle.Apply(order);
        var heldOut = order[..Math.Min(MostHeldOut, order.Length / StreamedHoldOut)];
        var rest = order[heldOut.Length..];
        var solver = new StreamedOneVersusRest(space.FeatureCount, labelCount);
        var batch = new MessageBatch(space);
        var passes = options.StreamedPasses ?? 1;

        void Each(int[] rows, string step, double from, double to, Action<int[]> use)
        {
            var done = 0;
            foreach (var chunk in rows.Chunk(MessageBatch.Size))
            {
                ct.ThrowIfCancellationRequested();
                if (done * 20L / rows.Length != (done + chunk.Length) * 20L / rows.Length)
                {
                    progress?.Report(new TrainingProgress(step, from + ((to - from) * done / rows.Length)));
                }
                batch.Read([.. chunk.Select(row => data[row])]);
                use([.. chunk.Select(row => truth[row])]);
                done += chunk.Length;
            }
        }

        Each(rest, "counting", 0.15, 0.3, labels => solver.Count(batch, labels));
        solver.EndCount(options.Smoothing);
        for (var pass = 0; pass < passes; pass++)
        {
            shuffle.Apply(rest);
            var from = 0.3 + (0.6 * pass / passes);
            var damping = (float)((1 << (2 * pass)) / options.Cost);
            Each(rest, $"pass {pass + 1} of {passes}", from, from + (0.6 / passes), labels => solver.Learn(batch, labels, damping));
        }
        var scores = new List<float[]>(heldOut.Length);
        Each(heldOut, "scoring held-out messages", 0.9, 0.95, _ =>
        {
            for (var row = 0; row < batch.Count; row++) scores.Add(solver.Weights.Score(batch.Columns(row), batch.Values(row)));
        });
        return new SolvedModel(solver.Weights, [.. scores], [.. heldOut.Select(row => truth[row])], new int[heldOut.Length]);
    }

    /// <summary>Calibrates, chooses the threshold, and writes down how well the held-out messages were judged.</summary>
    private static ModelCard Judge(SolvedModel solved, string[] labels, TrainingOptions options)
    {
        var calibration = Calibration.Fit(solved.Scores, solved.Truth);
        var judgements = calibration.Judge(solved.Scores, solved.Truth);
        var quality = Evaluation.Summarise(judgements, labels);
        var threshold = Calibration.FitThreshold(judgements, options.TargetPrecision);
        return new ModelCard
        {
            FormatVersion = ModelFile.Version,
            TrainedAt = options.TrainedAt,
            DataCount = 0,
            DataSha256 = "",
            Labels = [],
            FeatureCount = 0,
            Options = options,
            CrossValidatedAccuracy = quality.Accuracy,
            CrossValidatedMacroF1 = quality.MacroF1,
            CrossValidatedEce = quality.Ece,
            Reliability = quality.Reliability,
            RiskCoverage = quality.RiskCoverage,
            FoldAccuracies = [.. judgements.Zip(solved.Folds).GroupBy(pair => pair.Second).OrderBy(fold => fold.Key)
                .Select(fold => fold.Count(pair => pair.First.IsRight) / (double)fold.Count())],
            Temperature = calibration.Temperature,
            ErrorFloor = calibration.ErrorFloor,
            AbstentionThreshold = threshold,
            CrossValidatedCoverage = judgements.Count(judgement => judgement.Confidence >= threshold) / (double)judgements.Length,
        };
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

    /// <summary>Weights, and the scores, true labels and folds of messages the scoring model has not seen.</summary>
    private sealed record SolvedModel(LaneWeights Weights, float[][] Scores, int[] Truth, int[] Folds);

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
