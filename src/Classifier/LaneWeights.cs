using System.Runtime.Intrinsics;

namespace Hotline.Classifier;

/// <summary>Weights while they are learnt: per lane of eight labels one row per feature, and a bias per label.</summary>
internal sealed class LaneWeights
{
    public LaneWeights(int featureCount, int labelCount)
    {
        Lanes = new float[WeightTable.StrideOf(labelCount) / WeightTable.Lanes][];
        for (var lane = 0; lane < Lanes.Length; lane++) Lanes[lane] = new float[featureCount * WeightTable.Lanes];
        Biases = new float[labelCount];
    }

    public float[][] Lanes { get; }

    public float[] Biases { get; }

    /// <summary>The score of every label for one row.</summary>
    public float[] Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var scores = new float[Biases.Length];
        for (var lane = 0; lane < Lanes.Length; lane++)
        {
            var sums = SparseRows.Dot(columns, values, Lanes[lane], Vector256<float>.Zero);
            var first = lane * WeightTable.Lanes;
            for (var label = first; label < Math.Min(first + WeightTable.Lanes, scores.Length); label++) scores[label] = Biases[label] + sums[label - first];
        }
        return scores;
    }
}
