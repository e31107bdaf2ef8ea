namespace Hotline.Classifier;

/// <summary>What turns a message into numbered features: a vocabulary for the subject, one for the whole message, and how the
/// subject is valued.</summary>
internal sealed record FeatureSpace(NgramVocabulary Subject, NgramVocabulary Whole, int MaximumGram, float SubjectWeight)
{
    /// <summary>Number of features; the subject's come first.</summary>
    public int FeatureCount => Subject.Count + Whole.Count;

    // More messages than this are worth the memory of the tallies.
    private const int ManyMessages = 50_000;

    /// <summary>
    /// Collects the vocabularies of the training messages, which are read once per n-gram length and never kept. Beyond
    /// <paramref name="mostFeatures"/> the rarest n-grams are left out.
    /// </summary>
    public static FeatureSpace Collect(IReadOnlyCollection<Example> data, TrainingOptions options, int mostFeatures, CancellationToken ct)
    {
        var maximumGram = options.MaximumGram ?? 1;
        var subjects = new NgramCounter(options.MinimumSubjects, maximumGram, data.Count > ManyMessages);
        var wholes = new NgramCounter(options.MinimumDocuments ?? 1, maximumGram, data.Count > ManyMessages);
        var features = new MessageFeatures();
        for (var length = 1; length <= maximumGram; length++)
        {
            foreach (var example in data)
            {
                ct.ThrowIfCancellationRequested();
                features.Normalize(example.Subject, example.Body);
                subjects.Count(features.Text[..Math.Max(0, features.BodyStart - 1)], length);
                wholes.Count(features.Text, length);
            }
            subjects.Prune();
            wholes.Prune();
        }
        return new FeatureSpace(
            subjects.ToVocabulary(mostFeatures / 4), wholes.ToVocabulary(mostFeatures / 4 * 3), maximumGram, (float)options.SubjectWeight);
    }
}
