namespace Hotline.Classifier;

/// <summary>Everything that decides a training run besides the data. Equal options and data give an equal model file.</summary>
public sealed record TrainingOptions
{
    /// <summary>Longest character n-gram, 1 to 4.</summary>
    public int MaximumGram { get; init; } = 4;

    /// <summary>An n-gram must occur in this many training messages.</summary>
    public int MinimumDocuments { get; init; } = 2;

    /// <summary>Length of the subject block relative to the whole-message block.</summary>
    public double SubjectWeight { get; init; } = 0.7;

    /// <summary>Added to every n-gram count before the log-count ratio is taken.</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>Inverse regularisation of the linear model: larger follows the training data more closely.</summary>
    public double Cost { get; init; } = 1;

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

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal void Validate()
    {
        Require(MaximumGram is >= 1 and <= NgramVocabulary.LongestGram, nameof(MaximumGram), MaximumGram);
        Require(MinimumDocuments >= 1, nameof(MinimumDocuments), MinimumDocuments);
        Require(SubjectWeight is > 0 and <= 100, nameof(SubjectWeight), SubjectWeight);
        Require(Smoothing is > 0 and <= 1000, nameof(Smoothing), Smoothing);
        Require(Cost is > 0 and <= 1000, nameof(Cost), Cost);
        Require(Folds is >= 2 and <= 20, nameof(Folds), Folds);
        Require(TargetPrecision is > 0 and <= 1, nameof(TargetPrecision), TargetPrecision);
        Require(MinimumCharacters >= 1, nameof(MinimumCharacters), MinimumCharacters);
    }

    private static void Require(bool holds, string option, object value)
    {
        if (!holds) throw new ArgumentOutOfRangeException(option, value, "The training option is outside its range.");
    }
}

/// <summary>How far a training run is.</summary>
/// <param name="Step">What is being done, for a human.</param>
/// <param name="Fraction">0 to 1, never falling.</param>
public sealed record TrainingProgress(string Step, double Fraction);
