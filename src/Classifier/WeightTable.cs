using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hotline.Classifier;

/// <summary>
/// The weight of every feature for every label, as 16-bit integers with one factor per label. A feature's weights stand
/// side by side, padded to whole vectors, so one look at memory serves all labels of a small model.
/// </summary>
internal sealed class WeightTable
{
    /// <summary>Labels are padded to a multiple of this.</summary>
    public const int Lanes = 8;

    private readonly short[] _rows;
    private readonly float[] _factors;

    /// <param name="rows">One row of <see cref="StrideOf"/> weights per feature.</param>
    /// <param name="factors">What each label's integers are to be multiplied with; one per label.</param>
    public WeightTable(short[] rows, float[] factors)
    {
        LabelCount = factors.Length;
        Stride = StrideOf(LabelCount);
        _rows = rows;
        _factors = new float[Stride];
        factors.CopyTo(_factors, 0);
    }

    public int LabelCount { get; }

    /// <summary>Length of a row.</summary>
    public int Stride { get; }

    public int FeatureCount => _rows.Length / Stride;

    public ReadOnlySpan<short> Rows => _rows;

    public ReadOnlySpan<float> Factors => _factors.AsSpan(0, LabelCount);

    /// <summary>Row length for a number of labels.</summary>
    public static int StrideOf(int labels) => (labels + Lanes - 1) / Lanes * Lanes;

    /// <summary>Rounds learnt weights so that each label's largest becomes the largest integer.</summary>
    public static WeightTable Round(LaneWeights learnt, int featureCount)
    {
        var labels = learnt.Biases.Length;
        var stride = StrideOf(labels);
        var factors = new float[labels];
        var rows = new short[(long)featureCount * stride];
        for (var label = 0; label < labels; label++)
        {
            var lane = learnt.Lanes[label / Lanes];
            var largest = 0f;
            for (var i = label % Lanes; i < lane.Length; i += Lanes) largest = Math.Max(largest, Math.Abs(lane[i]));
            if (largest == 0) continue;
            factors[label] = largest / short.MaxValue;
            for (var feature = 0; feature < featureCount; feature++)
            {
                rows[((long)feature * stride) + label] = (short)MathF.Round(lane[(feature * Lanes) + (label % Lanes)] / factors[label]);
            }
        }
        return new WeightTable(rows, factors);
    }

    /// <summary>The weight of one feature for one label.</summary>
    public float At(int feature, int label) => _rows[((long)feature * Stride) + label] * _factors[label];

    /// <summary>Adds what a block's features say to the scores.</summary>
    /// <param name="block">The features.</param>
    /// <param name="firstFeature">Where the block's features start in the table.</param>
    /// <param name="weight">Factor of the block.</param>
    /// <param name="scores">One per label, padded to the length of a row.</param>
    public void Add(BlockFeatures block, int firstFeature, float weight, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Stride);
        var ids = block.Ids;
        var values = block.Values[..ids.Length];
        var first = (nint)firstFeature * Stride;
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (var lane = 0; lane < Stride; lane += Lanes)
        {
            var even = Vector256<float>.Zero; // two sums hide the latency of the additions
            var odd = Vector256<float>.Zero;
            var i = 0;
            for (; i + 1 < ids.Length; i += 2)
            {
                even += Load(ref rows, first + ((nint)ids[i] * Stride) + lane) * values[i];
                odd += Load(ref rows, first + ((nint)ids[i + 1] * Stride) + lane) * values[i + 1];
            }
            if (i < ids.Length) even += Load(ref rows, first + ((nint)ids[i] * Stride) + lane) * values[i];
            var factors = Vector256.LoadUnsafe(ref _factors[lane]) * (weight * block.Scale);
            var before = Vector256.LoadUnsafe(ref scores[lane]);
            (before + ((even + odd) * factors)).StoreUnsafe(ref scores[lane]);
        }
    }

    private static Vector256<float> Load(ref short rows, nint at) =>
        Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.LoadUnsafe(ref rows, (nuint)at).ToVector256Unsafe()));
}
