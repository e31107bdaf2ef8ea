namespace Hotline.Classifier;

/// <summary>
/// One message in normal form with the features of its two blocks: the subject, and the whole message (subject, full
/// stop, body). The subject stands in both, so a message without a body is judged by all that was learnt from bodies.
/// </summary>
internal sealed class MessageFeatures
{
    /// <summary>UTF-16 units of subject and of body that are read; no message to a hotline is longer, and it bounds the memory.</summary>
    public const int LongestBlock = 200_000;

    // Punctuation keeps n-grams and evidence of the two parts apart, where a blank between ideographs would vanish.
    private const char FullStop = '。';

    private char[] _text = [];
    private int[] _origins = [];

    /// <summary>The subject's n-grams.</summary>
    public BlockFeatures Subject { get; } = new();

    /// <summary>The n-grams of the whole message.</summary>
    public BlockFeatures Whole { get; } = new();

    /// <summary>Length of the normal form in UTF-16 units.</summary>
    public int Length { get; private set; }

    /// <summary>Where the body starts in the normal form.</summary>
    public int BodyStart { get; private set; }

    /// <summary>Units of the normal form that are neither blank nor punctuation.</summary>
    public int WordLength { get; private set; }

    /// <summary>The normal form.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, Length);

    /// <summary>Per unit of the normal form, where it stood in the original subject or body.</summary>
    public ReadOnlySpan<int> Origins => _origins.AsSpan(0, Length);

    /// <summary>Replaces the content by the features of another message.</summary>
    public void Read(ReadOnlySpan<char> subject, ReadOnlySpan<char> body, FeatureSpace space)
    {
        Normalize(subject, body);
        var subjectLength = BodyStart == 0 ? 0 : BodyStart - 1;
        Subject.Read(Text[..subjectLength], space.Subject, space.MaximumGram);
        Whole.Read(Text, space.Whole, space.MaximumGram);
    }

    /// <summary>Replaces the normal form only; the features are those of an earlier message.</summary>
    public void Normalize(ReadOnlySpan<char> subject, ReadOnlySpan<char> body)
    {
        subject = Cut(subject);
        body = Cut(body);
        var most = subject.Length + body.Length + 1;
        if (_text.Length < most)
        {
            _text = new char[most];
            _origins = new int[most];
        }
        Length = TextNormalizer.Normalize(subject, _text, _origins);
        if (Length > 0)
        {
            _origins[Length] = subject.Length;
            _text[Length++] = FullStop;
        }
        BodyStart = Length;
        Length += TextNormalizer.Normalize(body, _text.AsSpan(BodyStart), _origins.AsSpan(BodyStart));
        var words = 0;
        foreach (var unit in Text) words += TextNormalizer.IsWord(unit) ? 1 : 0;
        WordLength = words;
    }

    /// <summary>Lets buffers that one huge text blew up go.</summary>
    public void Trim(int longestKept)
    {
        Subject.Trim(longestKept);
        Whole.Trim(longestKept);
        if (_text.Length <= longestKept) return;
        _text = [];
        _origins = [];
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text) => text.Length > LongestBlock ? text[..LongestBlock] : text;
}
