namespace Hotline.Classifier;

/// <summary>The features of one message: subject block and whole-message block side by side in the columns of a <see cref="FeatureSpace"/>.</summary>
internal sealed class MessageFeatures
{
    /// <summary>UTF-16 units of a block that are read; no message to a hotline is longer, and it bounds the memory.</summary>
    public const int LongestBlock = 200_000;

    // Punctuation keeps n-grams and evidence of the two parts apart, where a blank between ideographs would vanish.
    private const char FullStop = '。';

    private int[] _columns = [];
    private float[] _values = [];

    private char[] _message = [];

    /// <summary>The subject's n-grams.</summary>
    public BlockFeatures Subject { get; } = new();

    /// <summary>The n-grams of the whole message: subject, full stop, body. Its normal form starts with the subject's.</summary>
    public BlockFeatures Whole { get; } = new();

    /// <summary>Number of distinct features.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>Replaces the content by the features of another message.</summary>
    public void Read(ReadOnlySpan<char> subject, ReadOnlySpan<char> body, FeatureSpace space)
    {
        subject = Cut(subject);
        body = Cut(body);
        Subject.Read(subject, space.Subject, space.MaximumGram);
        var length = JoinedLength(subject, body);
        if (_message.Length < length) _message = new char[length];
        Join(subject, body, _message);
        Whole.Read(_message.AsSpan(0, length), space.Whole, space.MaximumGram);
        Count = Subject.Count + Whole.Count;
        if (_columns.Length < Count)
        {
            _columns = new int[Count * 2];
            _values = new float[Count * 2];
        }
        Subject.Ids.CopyTo(_columns);
        var wholeColumns = _columns.AsSpan(Subject.Count, Whole.Count);
        Whole.Ids.CopyTo(wholeColumns);
        foreach (ref var column in wholeColumns) column += space.Subject.Count;
        SetValues(Subject.Counts, _values.AsSpan(0, Subject.Count), space.SubjectWeight);
        SetValues(Whole.Counts, _values.AsSpan(Subject.Count, Whole.Count), 1);
    }

    /// <summary>Lets buffers that one huge text blew up go.</summary>
    public void Trim(int longestKept)
    {
        Subject.Trim(longestKept);
        Whole.Trim(longestKept);
        if (_message.Length > longestKept) _message = [];
        if (_columns.Length <= longestKept * NgramVocabulary.LongestGram) return;
        _columns = [];
        _values = [];
    }

    /// <summary>The part of a block that is read.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text) => text.Length > LongestBlock ? text[..LongestBlock] : text;

    /// <summary>Length of the joined message in UTF-16 units.</summary>
    public static int JoinedLength(ReadOnlySpan<char> subject, ReadOnlySpan<char> body) => BodyStart(subject) + body.Length;

    /// <summary>Where the body starts in the joined message: at once when there is no subject.</summary>
    public static int BodyStart(ReadOnlySpan<char> subject) => subject.IsEmpty ? 0 : subject.Length + 1;

    /// <summary>Writes subject, full stop and body; both already cut.</summary>
    public static void Join(ReadOnlySpan<char> subject, ReadOnlySpan<char> body, Span<char> output)
    {
        subject.CopyTo(output);
        if (!subject.IsEmpty) output[subject.Length] = FullStop;
        body.CopyTo(output[BodyStart(subject)..]);
    }

    /// <summary>Sublinear counts scaled to a fixed length: neither a long nor a repetitive message shouts.</summary>
    private static void SetValues(ReadOnlySpan<int> counts, Span<float> values, float length)
    {
        var square = 0f;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = counts[i] == 1 ? 1 : 1 + MathF.Log(counts[i]);
            square += values[i] * values[i];
        }
        var scale = length / MathF.Sqrt(square);
        foreach (ref var value in values) value *= scale;
    }
}
