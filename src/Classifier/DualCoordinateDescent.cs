namespace Hotline.Classifier;

/// <summary>
/// L2-regularised squared-hinge linear classifier for one label against the rest, solved in the dual one message at a
/// time (Hsieh et al. 2008, the method of LIBLINEAR). Features are scaled by per-feature ratios on the fly.
/// </summary>
internal static class DualCoordinateDescent
{
    private const int MaximumPasses = 60;
    private const double Tolerance = 0.02;

    /// <summary>Learns from the given rows.</summary>
    /// <returns>Weights that apply to the unscaled feature values, and the bias.</returns>
    public static (float[] Weights, float Bias) Solve(
        TrainingMatrix matrix, ReadOnlySpan<int> rows, int label, float[] ratios, double cost, ulong seed, CancellationToken ct)
    {
        // With w the weights on scaled features, u = w * ratio are those on plain ones: w.(x*r) = u.x, and a step
        // w += d * x * r is u += d * x * r^2.
        var weights = new float[matrix.FeatureCount];
        var bias = 0f;
        var squares = new float[ratios.Length];
        for (var j = 0; j < ratios.Length; j++) squares[j] = ratios[j] * ratios[j];

        var diagonal = 0.5 / cost;
        var curvature = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) curvature[i] = Norm(matrix, rows[i], squares) + diagonal;

        var alphas = new double[rows.Length];
        var order = new int[rows.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var shuffle = new SeededShuffle(seed);
        for (var pass = 0; pass < MaximumPasses; pass++)
        {
            ct.ThrowIfCancellationRequested();
            shuffle.Apply(order);
            var worst = 0.0;
            foreach (var i in order)
            {
                var target = matrix.Labels[rows[i]] == label ? 1 : -1;
                var columns = matrix.Columns(rows[i]);
                var values = matrix.Values(rows[i]);
                var gradient = (target * (Dot(columns, values, weights) + bias)) - 1 + (diagonal * alphas[i]);
                var projected = alphas[i] == 0 ? Math.Min(gradient, 0) : gradient;
                worst = Math.Max(worst, Math.Abs(projected));
                if (projected == 0) continue;
                var next = Math.Max(alphas[i] - (gradient / curvature[i]), 0);
                var step = (float)((next - alphas[i]) * target);
                alphas[i] = next;
                if (step == 0) continue;
                bias += step;
                for (var k = 0; k < columns.Length; k++) weights[columns[k]] += step * values[k] * squares[columns[k]];
            }
            if (worst < Tolerance) break;
        }
        return (weights, bias);
    }

    private static double Norm(TrainingMatrix matrix, int row, float[] squares)
    {
        var columns = matrix.Columns(row);
        var values = matrix.Values(row);
        var norm = 1.0; // the bias is one more feature, always 1
        for (var k = 0; k < columns.Length; k++) norm += values[k] * values[k] * squares[columns[k]];
        return norm;
    }

    private static float Dot(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float[] weights)
    {
        // Four sums hide the latency of the gathers; a fixed order keeps the result the same on every machine.
        float a = 0, b = 0, c = 0, d = 0;
        var k = 0;
        for (; k + 3 < columns.Length; k += 4)
        {
            a += weights[columns[k]] * values[k];
            b += weights[columns[k + 1]] * values[k + 1];
            c += weights[columns[k + 2]] * values[k + 2];
            d += weights[columns[k + 3]] * values[k + 3];
        }
        for (; k < columns.Length; k++) a += weights[columns[k]] * values[k];
        return a + b + (c + d);
    }
}
