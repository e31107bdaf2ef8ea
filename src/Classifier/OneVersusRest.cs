namespace Hotline.Classifier;

/// <summary>Solves one problem per label, labels in parallel; each is independent, so the result does not depend on timing.</summary>
internal sealed class OneVersusRest(TrainingMatrix matrix, int labelCount, TrainingOptions options)
{
    /// <summary>Learns from the given rows.</summary>
    /// <returns>One row of label weights per feature, and one bias per label.</returns>
    public (float[] Weights, float[] Biases) Solve(int[] rows, CancellationToken ct)
    {
        var weights = new float[matrix.FeatureCount * labelCount];
        var biases = new float[labelCount];
        Parallel.For(0, labelCount, new ParallelOptions { CancellationToken = ct }, label =>
        {
            var ratios = LogCountRatios.Compute(matrix, rows, label, options.Smoothing, options.MinimumDocuments);
            var (column, bias) = DualCoordinateDescent.Solve(matrix, rows, label, ratios, options.Cost, options.Seed, ct);
            for (var j = 0; j < column.Length; j++) weights[(j * labelCount) + label] = column[j];
            biases[label] = bias;
        });
        return (weights, biases);
    }
}
