namespace Hotline.Classifier;

/// <summary>What turns a message into numbered features: a vocabulary per block and how blocks are valued.</summary>
internal sealed record FeatureSpace(NgramVocabulary Subject, NgramVocabulary Body, int MaximumGram, float SubjectWeight)
{
    /// <summary>Number of features; the subject's come first.</summary>
    public int FeatureCount => Subject.Count + Body.Count;

    /// <summary>Collects the vocabularies of the training messages.</summary>
    public static FeatureSpace Collect(IReadOnlyList<Example> data, TrainingOptions options, CancellationToken ct) => new(
        Vocabulary(data, example => example.Subject, options, ct),
        Vocabulary(data, example => example.Body, options, ct),
        options.MaximumGram,
        (float)options.SubjectWeight);

    private static NgramVocabulary Vocabulary(
        IReadOnlyList<Example> data, Func<Example, string> block, TrainingOptions options, CancellationToken ct)
    {
        var texts = new ReadOnlyMemory<char>[data.Count];
        var origins = Array.Empty<int>();
        for (var i = 0; i < texts.Length; i++)
        {
            var text = MessageFeatures.Cut(block(data[i]));
            if (origins.Length < text.Length) origins = new int[text.Length];
            var normal = new char[text.Length];
            texts[i] = normal.AsMemory(0, TextNormalizer.Normalize(text, normal, origins));
        }
        return NgramVocabulary.Build(texts, options.MaximumGram, options.MinimumDocuments, ct);
    }
}
