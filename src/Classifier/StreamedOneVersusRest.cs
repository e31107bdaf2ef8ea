using System.Runtime.Intrinsics;

namespace Hotline.Classifier;

/// <summary>
/// The same classifiers as <see cref="OneVersusRest"/>, learnt from messages that are read anew in each pass and never
/// kept: one passive-aggressive step per message and label (Crammer et al. 2006), smaller in each pass. Memory is that of the
/// weights. Labels are shared out among processors; each is independent, so the result does not depend on their number.
/// </summary>
internal sealed class StreamedOneVersusRest(int featureCount, int labelCount)
{
    private readonly LaneWeights _squares = new(featureCount, labelCount);
    private readonly int[] _totals = new int[featureCount];

    /// <summary>What is learnt so far.</summary>
    public LaneWeights Weights { get; } = new(featureCount, labelCount);

    /// <summary>Counts which features go with which labels; all messages come here before the first is learnt.</summary>
    public void Count(MessageBatch batch, ReadOnlySpan<int> labels)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            var counts = _squares.Lanes[labels[row] / WeightTable.Lanes];
            foreach (var column in batch.Columns(row))
            {
                counts[(column * WeightTable.Lanes) + (labels[row] % WeightTable.Lanes)]++;
                _totals[column]++;
            }
        }
    }

    /// <summary>Ends the counting.</summary>
    public void EndCount(double smoothing) =>
        Parallel.ForEach(_squares.Lanes, counts => LogCountRatios.Square(counts, _totals, smoothing));

    /// <summary>Learns from a batch, message by message.</summary>
    /// <param name="batch">The messages.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="damping">Above 0; the larger, the smaller the steps.</param>
    public void Learn(MessageBatch batch, int[] labels, float damping) =>
        Parallel.For(0, Weights.Lanes.Length, lane => LearnLane(batch, labels, lane, damping));

    private void LearnLane(MessageBatch batch, int[] labels, int lane, float damping)
    {
        var weights = Weights.Lanes[lane];
        var squares = _squares.Lanes[lane];
        var first = lane * WeightTable.Lanes;
        var biases = Vector256<float>.Zero;
        var used = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(labelCount - first)).AsSingle();
        for (var label = first; label < Math.Min(first + WeightTable.Lanes, labelCount); label++) biases = biases.WithElement(label - first, Weights.Biases[label]);
        for (var row = 0; row < batch.Count; row++)
        {
            var columns = batch.Columns(row);
            var values = batch.Values(row);
            var scores = SparseRows.Dot(columns, values, weights, biases);
            var isTruth = Vector256.Equals(Vector256<int>.Indices, Vector256.Create(labels[row] - first)).AsSingle();
            var targets = Vector256.ConditionalSelect(isTruth, Vector256<float>.One, -Vector256<float>.One);
            var losses = Vector256.Max(Vector256<float>.One - (targets * scores), Vector256<float>.Zero) & used;
            if (losses == Vector256<float>.Zero) continue;
            var step = losses * targets / (SparseRows.SquaredLength(columns, values, squares) + Vector256.Create(damping));
            biases += step;
            SparseRows.Step(columns, values, step, squares, weights);
        }
        for (var label = first; label < Math.Min(first + WeightTable.Lanes, labelCount); label++) Weights.Biases[label] = biases[label - first];
    }
}
