namespace Hotline.Classifier;

/// <summary>
/// The naive-Bayes log-count ratio of each feature for one label against the rest (Wang and Manning 2012): the linear
/// model then starts from what simple counting already knows.
/// </summary>
internal static class LogCountRatios
{
    /// <summary>Ratios over the given rows; a feature seen in fewer than <paramref name="minimumDocuments"/> of them gets 0, which removes it.</summary>
    public static float[] Compute(
        TrainingMatrix matrix, ReadOnlySpan<int> rows, int label, double smoothing, int minimumDocuments)
    {
        var inside = new int[matrix.FeatureCount];
        var outside = new int[matrix.FeatureCount];
        foreach (var row in rows)
        {
            var counts = matrix.Labels[row] == label ? inside : outside;
            foreach (var column in matrix.Columns(row)) counts[column]++;
        }
        double insideTotal = 0, outsideTotal = 0;
        for (var j = 0; j < inside.Length; j++)
        {
            if (inside[j] + outside[j] < minimumDocuments) continue;
            insideTotal += inside[j] + smoothing;
            outsideTotal += outside[j] + smoothing;
        }
        var ratios = new float[matrix.FeatureCount];
        for (var j = 0; j < ratios.Length; j++)
        {
            if (inside[j] + outside[j] < minimumDocuments) continue;
            ratios[j] = (float)Math.Log((inside[j] + smoothing) / insideTotal / ((outside[j] + smoothing) / outsideTotal));
        }
        return ratios;
    }
}
