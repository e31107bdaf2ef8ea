namespace Hotline.Classifier;

/// <summary>The training messages as sparse rows: feature columns (subject block first, then whole message) and their values.</summary>
internal sealed class TrainingMatrix
{
    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly float[] _values;

    private TrainingMatrix(int[] rowStarts, int[] columns, float[] values, int[] labels, int featureCount)
    {
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
        Labels = labels;
        FeatureCount = featureCount;
    }

    /// <summary>Label index of each row.</summary>
    public int[] Labels { get; }

    /// <summary>Number of columns.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Labels.Length;

    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    public ReadOnlySpan<float> Values(int row) => _values.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    /// <summary>Reads all messages through the feature space the finished model will use.</summary>
    public static TrainingMatrix Build(IReadOnlyList<Example> data, int[] labels, FeatureSpace space, CancellationToken ct)
    {
        var rowStarts = new int[data.Count + 1];
        var columns = new List<int>();
        var values = new List<float>();
        var batch = new MessageBatch(space);
        var row = 0;
        foreach (var messages in data.Chunk(MessageBatch.Size))
        {
            ct.ThrowIfCancellationRequested();
            batch.Read(messages);
            for (var i = 0; i < batch.Count; i++)
            {
                columns.AddRange(batch.Columns(i));
                values.AddRange(batch.Values(i));
                rowStarts[++row] = columns.Count;
            }
        }
        return new TrainingMatrix(rowStarts, [.. columns], [.. values], labels, space.FeatureCount);
    }
}
