namespace Hotline.Classifier;

/// <summary>How a model was made and how well it does, so that a city can decide whether to trust it.</summary>
public sealed record ModelCard
{
    /// <summary>Version of the model file layout.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>When the model was trained, as told by the caller; null when not told.</summary>
    public required DateTimeOffset? TrainedAt { get; init; }

    /// <summary>Number of training messages.</summary>
    public required int DataCount { get; init; }

    /// <summary>SHA-256 (lower-case hex) over the training messages in the order given.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>All labels in ordinal order, with how many training messages bear them.</summary>
    public required IReadOnlyList<LabelCount> Labels { get; init; }

    /// <summary>Number of n-gram features.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The options of the training run.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Share of right answers in cross-validation, 0 to 1.</summary>
    public required double CrossValidatedAccuracy { get; init; }

    /// <summary>Mean F1 over the labels in cross-validation, 0 to 1.</summary>
    public required double CrossValidatedMacroF1 { get; init; }

    /// <summary>Expected calibration error (15 equal-width bins) in cross-validation, 0 to 1.</summary>
    public required double CrossValidatedEce { get; init; }

    /// <summary>Confidence against the rate of right answers in cross-validation.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Coverage and risk in cross-validation.</summary>
    public required IReadOnlyList<RiskPoint> RiskCoverage { get; init; }

    /// <summary>Accuracy of each cross-validation fold by itself: how much the figures depend on the luck of the draw.</summary>
    public required IReadOnlyList<double> FoldAccuracies { get; init; }

    /// <summary>Scores are divided by this before the softmax.</summary>
    public required double Temperature { get; init; }

    /// <summary>Share of messages taken to be labelled at random, which keeps any probability from reaching 1.</summary>
    public required double ErrorFloor { get; init; }

    /// <summary>Below this probability of the best label the model abstains; above 1 when no value reached the wanted precision.</summary>
    public required double AbstentionThreshold { get; init; }

    /// <summary>Share of cross-validated messages at or above the threshold, 0 to 1.</summary>
    public required double CrossValidatedCoverage { get; init; }
}

/// <summary>A label and its number of training messages.</summary>
public sealed record LabelCount(string Label, int Count);
