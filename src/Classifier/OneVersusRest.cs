using System.Runtime.Intrinsics;

namespace Hotline.Classifier;

/// <summary>
/// One linear classifier per label against the rest, on features scaled by their naive-Bayes log-count ratio for that
/// label: L2-regularised squared hinge, solved in the dual one message at a time (Hsieh et al. 2008, the method of
/// LIBLINEAR). Eight labels are solved side by side, so a row of features is read once for all of them.
/// </summary>
internal sealed class OneVersusRest(TrainingMatrix matrix, int labelCount, TrainingOptions options)
{
    private const float Tolerance = 0.05f;

    /// <summary>Learns from the given rows.</summary>
    public LaneWeights Solve(int[] rows, CancellationToken ct)
    {
        var totals = new int[matrix.FeatureCount];
        foreach (var row in rows)
        {
            foreach (var column in matrix.Columns(row)) totals[column]++;
        }
        var solved = new LaneWeights(matrix.FeatureCount, labelCount);
        for (var lane = 0; lane < solved.Lanes.Length; lane++) SolveLane(rows, totals, lane * WeightTable.Lanes, solved, ct);
        return solved;
    }

    /// <summary>The score of every label for one row.</summary>
    public float[] Score(int row, LaneWeights weights) => weights.Score(matrix.Columns(row), matrix.Values(row));

    private void SolveLane(int[] rows, int[] totals, int firstLabel, LaneWeights solved, CancellationToken ct)
    {
        var weights = solved.Lanes[firstLabel / WeightTable.Lanes];
        var squares = Squares(rows, totals, firstLabel);
        var labels = Math.Min(WeightTable.Lanes, labelCount - firstLabel);
        var diagonal = (float)(0.5 / options.Cost);
        var alphas = new float[rows.Length * WeightTable.Lanes];
        var curvatures = new float[alphas.Length];
        var order = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            order[i] = i;
            SparseRows.SquaredLength(matrix.Columns(rows[i]), matrix.Values(rows[i]), squares).StoreUnsafe(ref curvatures[i * WeightTable.Lanes]);
        }
        var shuffle = new SeededShuffle(options.Seed);
        var biases = Vector256<float>.Zero;
        for (var pass = 0; pass < options.Passes; pass++)
        {
            ct.ThrowIfCancellationRequested();
            shuffle.Apply(order);
            var worst = 0f;
            foreach (var i in order)
            {
                var columns = matrix.Columns(rows[i]);
                var values = matrix.Values(rows[i]);
                var scores = SparseRows.Dot(columns, values, weights, biases);
                var at = i * WeightTable.Lanes;
                var step = FindSteps(
                    matrix.Labels[rows[i]] - firstLabel, scores, alphas.AsSpan(at, labels), curvatures.AsSpan(at, labels), diagonal, ref worst);
                if (step == Vector256<float>.Zero) continue;
                biases += step;
                SparseRows.Step(columns, values, step, squares, weights);
            }
            if (worst < Tolerance) break;
        }
        for (var label = 0; label < labels; label++) solved.Biases[firstLabel + label] = biases[label];
    }

    /// <summary>The optimal change of each label's dual variable, signed by the target.</summary>
    private static Vector256<float> FindSteps(
        int truth, Vector256<float> scores, Span<float> alphas, ReadOnlySpan<float> curvatures, float diagonal, ref float worst)
    {
        Span<float> steps = stackalloc float[WeightTable.Lanes];
        steps.Clear();
        for (var label = 0; label < alphas.Length; label++)
        {
            var target = label == truth ? 1f : -1f;
            var alpha = alphas[label];
            var gradient = (target * scores[label]) - 1 + (diagonal * alpha);
            var projected = alpha == 0 ? Math.Min(gradient, 0) : gradient;
            worst = Math.Max(worst, Math.Abs(projected));
            if (projected == 0) continue;
            var next = Math.Max(alpha - (gradient / (curvatures[label] + diagonal)), 0);
            alphas[label] = next;
            steps[label] = (next - alpha) * target;
        }
        return Vector256.Create<float>(steps);
    }

    private float[] Squares(int[] rows, int[] totals, int firstLabel)
    {
        var counts = new float[totals.Length * WeightTable.Lanes];
        foreach (var row in rows)
        {
            var label = matrix.Labels[row] - firstLabel;
            if ((uint)label >= WeightTable.Lanes) continue;
            foreach (var column in matrix.Columns(row)) counts[(column * WeightTable.Lanes) + label]++;
        }
        LogCountRatios.Square(counts, totals, options.Smoothing);
        return counts;
    }
}
