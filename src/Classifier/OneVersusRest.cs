using System.Runtime.Intrinsics;

namespace Hotline.Classifier;

/// <summary>
/// One linear classifier per label against the rest, on features scaled by their naive-Bayes log-count ratio for that
/// label (Wang and Manning 2012): L2-regularised squared hinge, solved in the dual one message at a time (Hsieh et al.
/// 2008, the method of LIBLINEAR). All labels are solved side by side, so a row of features is read once for all of them.
/// </summary>
internal sealed class OneVersusRest(TrainingMatrix matrix, int labelCount, TrainingOptions options)
{
    private const float Tolerance = 0.05f;

    // What a single message of these rows holds says nothing about others.
    private const int FewestMessages = 2;

    private readonly int _stride = WeightTable.StrideOf(labelCount);

    /// <summary>Number of labels.</summary>
    public int LabelCount => labelCount;

    /// <summary>Learns from the given rows.</summary>
    /// <returns>One padded row of label weights per feature, and one bias per label, padded too.</returns>
    public (float[] Weights, float[] Biases) Solve(int[] rows, CancellationToken ct)
    {
        // With w the weights on scaled features, u = w * ratio are those on plain ones: w.(x*r) = u.x, and a step
        // w += d * x * r is u += d * x * r^2.
        var squares = SquaredRatios(rows);
        var weights = new float[squares.Length];
        var biases = new float[_stride];
        var alphas = new float[rows.Length * _stride];
        var curvatures = Curvatures(rows, squares);
        var diagonal = (float)(0.5 / options.Cost);
        var order = new int[rows.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var shuffle = new SeededShuffle(options.Seed);
        var scores = new float[_stride];
        var steps = new float[_stride];
        for (var pass = 0; pass < options.Passes; pass++)
        {
            ct.ThrowIfCancellationRequested();
            shuffle.Apply(order);
            var worst = 0f;
            foreach (var i in order)
            {
                biases.CopyTo(scores, 0);
                AddDot(rows[i], weights, scores);
                worst = Math.Max(worst, FindSteps(
                    matrix.Labels[rows[i]], scores, alphas.AsSpan(i * _stride, _stride), curvatures.AsSpan(i * _stride, _stride), diagonal, steps));
                Step(rows[i], steps, squares, weights, biases);
            }
            if (worst < Tolerance) break;
        }
        return (weights, biases);
    }

    /// <summary>Adds the row's score for every label.</summary>
    public void AddDot(int row, float[] weights, float[] scores)
    {
        var columns = matrix.Columns(row);
        var values = matrix.Values(row);
        for (var lane = 0; lane < _stride; lane += WeightTable.Lanes)
        {
            var even = Vector256<float>.Zero; // two sums hide the latency of the additions
            var odd = Vector256<float>.Zero;
            var k = 0;
            for (; k + 1 < columns.Length; k += 2)
            {
                even += Vector256.LoadUnsafe(ref weights[(columns[k] * _stride) + lane]) * values[k];
                odd += Vector256.LoadUnsafe(ref weights[(columns[k + 1] * _stride) + lane]) * values[k + 1];
            }
            if (k < columns.Length) even += Vector256.LoadUnsafe(ref weights[(columns[k] * _stride) + lane]) * values[k];
            (Vector256.LoadUnsafe(ref scores[lane]) + (even + odd)).StoreUnsafe(ref scores[lane]);
        }
    }

    /// <summary>The optimal change of each label's dual variable, signed by the target.</summary>
    /// <returns>The largest violation of the optimality conditions.</returns>
    private float FindSteps(int truth, float[] scores, Span<float> alphas, Span<float> curvatures, float diagonal, float[] steps)
    {
        var worst = 0f;
        for (var label = 0; label < labelCount; label++)
        {
            var target = label == truth ? 1f : -1f;
            var alpha = alphas[label];
            var gradient = (target * scores[label]) - 1 + (diagonal * alpha);
            var projected = alpha == 0 ? Math.Min(gradient, 0) : gradient;
            worst = Math.Max(worst, Math.Abs(projected));
            var next = projected == 0 ? alpha : Math.Max(alpha - (gradient / (curvatures[label] + diagonal)), 0);
            alphas[label] = next;
            steps[label] = (next - alpha) * target;
        }
        return worst;
    }

    private void Step(int row, float[] steps, float[] squares, float[] weights, float[] biases)
    {
        var columns = matrix.Columns(row);
        var values = matrix.Values(row);
        for (var lane = 0; lane < _stride; lane += WeightTable.Lanes)
        {
            var step = Vector256.LoadUnsafe(ref steps[lane]);
            if (step == Vector256<float>.Zero) continue;
            (Vector256.LoadUnsafe(ref biases[lane]) + step).StoreUnsafe(ref biases[lane]);
            for (var k = 0; k < columns.Length; k++)
            {
                var at = (columns[k] * _stride) + lane;
                var weight = Vector256.LoadUnsafe(ref weights[at]);
                (weight + (step * values[k] * Vector256.LoadUnsafe(ref squares[at]))).StoreUnsafe(ref weights[at]);
            }
        }
    }

    /// <summary>Squared length of each row as each label sees it; the bias is one more feature, always 1.</summary>
    private float[] Curvatures(int[] rows, float[] squares)
    {
        var curvatures = new float[rows.Length * _stride];
        for (var i = 0; i < rows.Length; i++)
        {
            var columns = matrix.Columns(rows[i]);
            var values = matrix.Values(rows[i]);
            for (var lane = 0; lane < _stride; lane += WeightTable.Lanes)
            {
                var sum = Vector256<float>.One;
                for (var k = 0; k < columns.Length; k++)
                {
                    sum += Vector256.LoadUnsafe(ref squares[(columns[k] * _stride) + lane]) * (values[k] * values[k]);
                }
                sum.StoreUnsafe(ref curvatures[(i * _stride) + lane]);
            }
        }
        return curvatures;
    }

    /// <summary>Squared log-count ratios; a feature too rare in these rows gets 0, which removes it.</summary>
    private float[] SquaredRatios(int[] rows)
    {
        var ratios = new float[matrix.FeatureCount * _stride]; // first counts inside the label
        var all = new int[matrix.FeatureCount];
        foreach (var row in rows)
        {
            foreach (var column in matrix.Columns(row))
            {
                ratios[(column * _stride) + matrix.Labels[row]]++;
                all[column]++;
            }
        }
        var insideTotals = new double[labelCount];
        var outsideTotals = new double[labelCount];
        for (var j = 0; j < all.Length; j++)
        {
            if (all[j] < FewestMessages) continue;
            for (var c = 0; c < labelCount; c++)
            {
                insideTotals[c] += ratios[(j * _stride) + c] + options.Smoothing;
                outsideTotals[c] += all[j] - ratios[(j * _stride) + c] + options.Smoothing;
            }
        }
        for (var j = 0; j < all.Length; j++)
        {
            for (var c = 0; c < labelCount; c++)
            {
                ref var inside = ref ratios[(j * _stride) + c];
                var ratio = all[j] < FewestMessages
                    ? 0
                    : Math.Log((inside + options.Smoothing) / insideTotals[c] * outsideTotals[c] / (all[j] - inside + options.Smoothing));
                inside = (float)(ratio * ratio);
            }
        }
        return ratios;
    }
}
