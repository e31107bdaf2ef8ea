namespace Hotline.Classifier;

/// <summary>The naive-Bayes log-count ratio of each feature for one label against the rest (Wang and Manning 2012).</summary>
internal static class LogCountRatios
{
    // What a single message holds says nothing about others.
    private const int FewestMessages = 2;

    /// <summary>Replaces counts by squared ratios; a feature too rare gets 0, which removes it.</summary>
    /// <param name="counts">Messages of each of the lane's labels that hold each feature, a feature's labels side by side.</param>
    /// <param name="totals">Messages that hold each feature.</param>
    /// <param name="smoothing">Added to every count.</param>
    public static void Square(float[] counts, int[] totals, double smoothing)
    {
        Span<double> insideTotals = stackalloc double[WeightTable.Lanes];
        Span<double> outsideTotals = stackalloc double[WeightTable.Lanes];
        insideTotals.Clear();
        outsideTotals.Clear();
        for (var i = 0; i < counts.Length; i++)
        {
            var total = totals[i / WeightTable.Lanes];
            if (total < FewestMessages) continue;
            insideTotals[i % WeightTable.Lanes] += counts[i] + smoothing;
            outsideTotals[i % WeightTable.Lanes] += total - counts[i] + smoothing;
        }
        for (var i = 0; i < counts.Length; i++)
        {
            var total = totals[i / WeightTable.Lanes];
            var label = i % WeightTable.Lanes;
            var ratio = total < FewestMessages
                ? 0
                : Math.Log((counts[i] + smoothing) / insideTotals[label] * outsideTotals[label] / (total - counts[i] + smoothing));
            counts[i] = (float)(ratio * ratio);
        }
    }
}
