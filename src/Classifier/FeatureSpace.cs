namespace Hotline.Classifier;

/// <summary>What turns a message into numbered features: a vocabulary for the subject, one for the whole message, and how the
/// subject is valued. The subject stands in both, so a message without a body is still judged by all that was learnt..</summary>
internal sealed record FeatureSpace(NgramVocabulary Subject, NgramVocabulary Whole, int MaximumGram, float SubjectWeight)
{
    /// <summary>Number of features; the subject's come first.</summary>
    public int FeatureCount => Subject.Count + Whole.Count;

    /// <summary>Collects the vocabularies of the training messages.</summary>
    public static FeatureSpace Collect(IReadOnlyList<Example> data, TrainingOptions options, CancellationToken ct)
    {
        var subjects = new ReadOnlyMemory<char>[data.Count];
        var wholes = new ReadOnlyMemory<char>[data.Count];
        for (var i = 0; i < data.Count; i++)
        {
            var subject = MessageFeatures.Cut(data[i].Subject);
            var body = MessageFeatures.Cut(data[i].Body);
            var whole = new char[MessageFeatures.JoinedLength(subject, body)];
            MessageFeatures.Join(subject, body, whole);
            subjects[i] = Normalize(subject);
            wholes[i] = Normalize(whole);
        }
        return new FeatureSpace(
            NgramVocabulary.Build(subjects, options.MaximumGram, options.MinimumDocuments, ct),
            NgramVocabulary.Build(wholes, options.MaximumGram, options.MinimumDocuments, ct),
            options.MaximumGram,
            (float)options.SubjectWeight);
    }

    private static ReadOnlyMemory<char> Normalize(ReadOnlySpan<char> text)
    {
        var normal = new char[text.Length];
        return normal.AsMemory(0, TextNormalizer.Normalize(text, normal, new int[text.Length]));
    }
}
