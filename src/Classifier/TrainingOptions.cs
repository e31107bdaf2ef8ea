namespace Hotline.Classifier;

/// <summary>Everything that decides a training run besides the data. Equal options and data give an equal model file.</summary>
public sealed record TrainingOptions
{
    private const int FewMessages = 400;
    private const int LanguageSample = 1000;

    /// <summary>Longest character n-gram, 1 to 8. Null, the default, takes 3 for Chinese and 5 for writing with letters, where a character says less.</summary>
    public int? MaximumGram { get; init; }

    /// <summary>
    /// An n-gram must occur in this many training messages. Null, the default, takes 2 for a few hundred messages, 4 to 8 for up to 5,000 and then
    /// grows with the square root of their number: rare n-grams teach a linear model noise, and they are most of its size.
    /// </summary>
    public int? MinimumDocuments { get; init; }

    /// <summary>An n-gram of a subject must occur in this many subjects; never more than <see cref="MinimumDocuments"/>.</summary>
    public int MinimumSubjects { get; init; } = 3;

    /// <summary>Length of the subject block relative to the whole-message block.</summary>
    public double SubjectWeight { get; init; } = 0.5;

    /// <summary>Added to every n-gram count before the log-count ratio is taken.</summary>
    public double Smoothing { get; init; } = 0.3;

    /// <summary>Inverse regularisation of the linear model: larger follows the training data more closely.</summary>
    public double Cost { get; init; } = 2;

    /// <summary>How often at most the solver goes over the messages.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>More messages than this, or fewer with more than 40 labels, are streamed, with a held-out part in place of cross-validation.</summary>
    public int StreamFrom { get; init; } = 50_000;

    /// <summary>How often streamed messages are gone over. Null, the default, takes 3 for fewer than 100,000, 2 for fewer than 300,000, else 1.</summary>
    public int? StreamedPasses { get; init; }

    /// <summary>Cross-validation parts used to calibrate probabilities and the threshold, 2 to 20.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Share of right answers wanted among the messages the model does not abstain on.</summary>
    public double TargetPrecision { get; init; } = 0.98;

    /// <summary>Characters other than blanks and punctuation a message needs to be judged at all.</summary>
    public int MinimumCharacters { get; init; } = 4;

    /// <summary>Seed of the fold assignment and of the solver's visiting order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Written to the model card as given; training itself reads no clock.</summary>
    public DateTimeOffset? TrainedAt { get; init; }

    /// <summary>The options with what depends on the number of messages filled in.</summary>
    /// <param name="data">The training messages.</param>
    internal TrainingOptions For(IReadOnlyList<Example> data)
    {
        var messages = data.Count;
        var minimum = MinimumDocuments ?? (messages < FewMessages ? 2 : Math.Max(4, (int)Math.Min(messages / 600.0, 8 * Math.Sqrt(messages / 5000.0))));
        return this with
        {
            MaximumGram = MaximumGram ?? (WritesIdeographs(data.Take(LanguageSample)) ? 3 : 5),
            MinimumDocuments = minimum,
            MinimumSubjects = Math.Min(MinimumSubjects, minimum),
            StreamedPasses = StreamedPasses ?? (messages < 100_000 ? 3 : messages < 300_000 ? 2 : 1),
        };
    }

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal void Validate()
    {
        Require(MaximumGram is null or (>= 1 and <= NgramVocabulary.LongestGram), nameof(MaximumGram), MaximumGram);
        Require(MinimumDocuments is null or >= 1, nameof(MinimumDocuments), MinimumDocuments);
        Require(MinimumSubjects >= 1, nameof(MinimumSubjects), MinimumSubjects);
        Require(SubjectWeight is > 0 and <= 100, nameof(SubjectWeight), SubjectWeight);
        Require(Smoothing is > 0 and <= 1000, nameof(Smoothing), Smoothing);
        Require(Cost is > 0 and <= 1000, nameof(Cost), Cost);
        Require(Passes is >= 1 and <= 1000, nameof(Passes), Passes);
        Require(StreamFrom >= 0, nameof(StreamFrom), StreamFrom);
        Require(StreamedPasses is null or (>= 1 and <= 20), nameof(StreamedPasses), StreamedPasses);
        Require(Folds is >= 2 and <= 20, nameof(Folds), Folds);
        Require(TargetPrecision is > 0 and <= 1, nameof(TargetPrecision), TargetPrecision);
        Require(MinimumCharacters >= 1, nameof(MinimumCharacters), MinimumCharacters);
    }

    /// <summary>Whether at least one unit in five is an ideograph.</summary>
    private static bool WritesIdeographs(IEnumerable<Example> sample)
    {
        long ideographs = 0, units = 0;
        foreach (var text in sample.SelectMany(example => (string[])[example.Subject, example.Body]))
        {
            units += text.Length;
            foreach (var unit in text) ideographs += unit is >= '\u4E00' and <= '\u9FFF' ? 1 : 0;
        }
        return ideographs * 5 >= units;
    }

    private static void Require(bool holds, string option, object? value)
    {
        if (!holds) throw new ArgumentOutOfRangeException(option, value, "The training option is outside its range.");
    }
}

/// <summary>How far a training run is.</summary>
/// <param name="Step">What is being done, for a human.</param>
/// <param name="Fraction">0 to 1, never falling.</param>
public sealed record TrainingProgress(string Step, double Fraction);
