using System.Runtime.Intrinsics;

namespace Hotline.Classifier;

/// <summary>
/// What both solvers do with a sparse row and a lane: the weights of eight labels, side by side for each feature. One lane
/// of all features is small enough to stay in the cache while many messages are gone over.
/// </summary>
internal static class SparseRows
{
    /// <summary>Start values plus the row's product with the lane's weights.</summary>
    public static Vector256<float> Dot(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float[] weights, Vector256<float> start)
    {
        var even = start; // two sums hide the latency of the additions
        var odd = Vector256<float>.Zero;
        var k = 0;
        for (; k + 1 < columns.Length; k += 2)
        {
            even += Vector256.LoadUnsafe(ref weights[columns[k] * WeightTable.Lanes]) * values[k];
            odd += Vector256.LoadUnsafe(ref weights[columns[k + 1] * WeightTable.Lanes]) * values[k + 1];
        }
        if (k < columns.Length) even += Vector256.LoadUnsafe(ref weights[columns[k] * WeightTable.Lanes]) * values[k];
        return even + odd;
    }

    /// <summary>Squared length of a row as each label of the lane sees it, with the bias as one more feature that is always 1.</summary>
    public static Vector256<float> SquaredLength(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float[] squares)
    {
        var sum = Vector256<float>.One;
        for (var k = 0; k < columns.Length; k++)
        {
            sum += Vector256.LoadUnsafe(ref squares[columns[k] * WeightTable.Lanes]) * (values[k] * values[k]);
        }
        return sum;
    }

    /// <summary>Moves the lane's weights along the row.</summary>
    public static void Step(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Vector256<float> step, float[] squares, float[] weights)
    {
        // With w the weights on features scaled by their ratios, u = w * ratio are those on plain ones: w.(x*r) = u.x, and
        // a step w += d * x * r is u += d * x * r^2.
        for (var k = 0; k < columns.Length; k++)
        {
            var at = columns[k] * WeightTable.Lanes;
            (Vector256.LoadUnsafe(ref weights[at]) + (step * values[k] * Vector256.LoadUnsafe(ref squares[at]))).StoreUnsafe(ref weights[at]);
        }
    }
}
