namespace Hotline.Classifier;

/// <summary>Messages read into sparse rows a batch at a time, on all processors, in the order given.</summary>
internal sealed class MessageBatch(FeatureSpace space)
{
    /// <summary>Messages in a full batch.</summary>
    public const int Size = 512;

    private readonly (int[] Columns, float[] Values)[] _rows = new (int[], float[])[Size];

    /// <summary>Number of messages.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Columns(int row) => _rows[row].Columns;

    public ReadOnlySpan<float> Values(int row) => _rows[row].Values;

    /// <summary>Replaces the content.</summary>
    public void Read(IReadOnlyList<Example> messages)
    {
        Count = messages.Count;
        Parallel.For(0, Count, () => new MessageFeatures(), (row, _, features) =>
        {
            features.Read(messages[row].Subject, messages[row].Body, space);
            var columns = new int[features.Subject.Count + features.Whole.Count];
            var values = new float[columns.Length];
            features.Subject.CopyTo(columns, values, 0, space.SubjectWeight);
            features.Whole.CopyTo(columns.AsSpan(features.Subject.Count), values.AsSpan(features.Subject.Count), space.Subject.Count, 1);
            _rows[row] = (columns, values);
            return features;
        }, _ => { });
    }
}
