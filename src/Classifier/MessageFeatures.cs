namespace Hotline.Classifier;

/// <summary>The features of one message: both blocks side by side in the columns of a <see cref="FeatureSpace"/>.</summary>
internal sealed class MessageFeatures
{
    /// <summary>UTF-16 units of a block that are read; no message to a hotline is longer, and it bounds the memory.</summary>
    public const int LongestBlock = 200_000;

    private int[] _columns = [];
    private float[] _values = [];

    /// <summary>The subject's n-grams.</summary>
    public BlockFeatures Subject { get; } = new();

    /// <summary>The body's n-grams.</summary>
    public BlockFeatures Body { get; } = new();

    /// <summary>Number of distinct features.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>Replaces the content by the features of another message.</summary>
    public void Read(ReadOnlySpan<char> subject, ReadOnlySpan<char> body, FeatureSpace space)
    {
        Subject.Read(Cut(subject), space.Subject, space.MaximumGram);
        Body.Read(Cut(body), space.Body, space.MaximumGram);
        Count = Subject.Count + Body.Count;
        if (_columns.Length < Count)
        {
            _columns = new int[Count * 2];
            _values = new float[Count * 2];
        }
        Subject.Ids.CopyTo(_columns);
        var bodyColumns = _columns.AsSpan(Subject.Count, Body.Count);
        Body.Ids.CopyTo(bodyColumns);
        foreach (ref var column in bodyColumns) column += space.Subject.Count;
        // Presence only, scaled to unit length per block: neither a long nor a repetitive message shouts.
        _values.AsSpan(0, Subject.Count).Fill(space.SubjectWeight / MathF.Sqrt(Subject.Count));
        _values.AsSpan(Subject.Count, Body.Count).Fill(1 / MathF.Sqrt(Body.Count));
    }

    /// <summary>Lets buffers that one huge text blew up go.</summary>
    public void Trim(int longestKept)
    {
        Subject.Trim(longestKept);
        Body.Trim(longestKept);
        if (_columns.Length <= longestKept * NgramVocabulary.LongestGram) return;
        _columns = [];
        _values = [];
    }

    /// <summary>The part of a block that is read.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text) => text.Length > LongestBlock ? text[..LongestBlock] : text;
}
