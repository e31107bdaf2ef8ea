using Hotline.Classifier;

namespace Hotline.Api.Routing;

/// <summary>Stands in when the chosen model cannot be read: every ticket goes to a person without a suggestion.</summary>
internal sealed class SuggestionsOff : ITicketClassifier
{
    public ModelCard Card { get; } = new()
    {
        FormatVersion = 0,
        TrainedAt = null,
        DataCount = 0,
        DataSha256 = "",
        Labels = [],
        FeatureCount = 0,
        Options = new TrainingOptions(),
        CrossValidatedAccuracy = 0,
        CrossValidatedMacroF1 = 0,
        CrossValidatedEce = 0,
        Reliability = [],
        RiskCoverage = [],
        FoldAccuracies = [],
        Temperature = 1,
        ErrorFloor = 0,
        AbstentionThreshold = 2,
        CrossValidatedCoverage = 0,
    };

    public Prediction Predict(string subject, string body, int top = 3, bool evidence = true) => new([], Abstained: true, AbstainReasons.NoModel);
}
