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
        var features = new MessageFeatures();
        for (var row = 0; row < data.Count; row++)
        {
            ct.ThrowIfCancellationRequested();
            features.Read(data[row].Subject, data[row].Body, space);
            Append(features.Subject, 0, space.SubjectWeight, columns, values);
            Append(features.Whole, space.Subject.Count, 1, columns, values);
            rowStarts[row + 1] = columns.Count;
        }
        return new TrainingMatrix(rowStarts, [.. columns], [.. values], labels, space.FeatureCount);
    }

    private static void Append(BlockFeatures block, int firstColumn, float weight, List<int> columns, List<float> values)
    {
        for (var i = 0; i < block.Count; i++)
        {
            columns.Add(firstColumn + block.Ids[i]);
            values.Add(weight * block.Scale * block.Values[i]);
        }
    }
}
