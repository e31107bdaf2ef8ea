namespace Hotline.Classifier;

/// <summary>The two texts of a message.</summary>
public enum TextField
{
    /// <summary>The short title of the message.</summary>
    Subject,

    /// <summary>The message itself.</summary>
    Body,
}

/// <summary>A stretch of the original text that speaks for or against a label.</summary>
/// <param name="Field">The text the span lies in.</param>
/// <param name="Start">First UTF-16 unit in the original, unnormalised text.</param>
/// <param name="Length">Length in UTF-16 units; never splits a surrogate pair.</param>
/// <param name="Weight">Contribution to the label's logit. Positive pushes towards the label, negative against.</param>
public sealed record EvidenceSpan(TextField Field, int Start, int Length, double Weight);

/// <summary>One candidate label.</summary>
/// <param name="Label">The label exactly as in the training data.</param>
/// <param name="Probability">Calibrated probability, 0 to 1; over all labels of the model they sum to 1.</param>
/// <param name="Evidence">Strongest spans first; empty when evidence was not asked for.</param>
public sealed record LabelScore(string Label, double Probability, IReadOnlyList<EvidenceSpan> Evidence)
{
    /// <summary>
    /// The label's score over the calibration temperature; the softmax of these, mixed with the model's error floor, are the
    /// probabilities. It is the sum of <see cref="Bias"/>, the weights of <see cref="Evidence"/> and <see cref="Unlisted"/>.
    /// </summary>
    public double Logit { get; init; }

    /// <summary>What the label starts from before a word is read.</summary>
    public double Bias { get; init; }

    /// <summary>What all text outside the listed spans adds: weak words, punctuation, further spans. All of the text when evidence was not asked for.</summary>
    public double Unlisted { get; init; }
}

/// <summary>What the model says about one message.</summary>
/// <param name="Labels">Best first. Empty when the text holds nothing to judge by; present for low confidence and for a mostly unfamiliar text.</param>
/// <param name="Abstained">True when the model must not be acted on without a human.</param>
/// <param name="AbstainReason">One of <see cref="AbstainReasons"/>, or null when not abstained.</param>
public sealed record Prediction(IReadOnlyList<LabelScore> Labels, bool Abstained, string? AbstainReason)
{
    /// <summary>One of <see cref="Languages"/>.</summary>
    public string Language { get; init; } = Languages.Other;
}

/// <summary>Stable codes for why a model abstained.</summary>
public static class AbstainReasons
{
    /// <summary>Subject and body hold nothing but blanks and punctuation.</summary>
    public const string Empty = "empty";

    /// <summary>Fewer characters, blanks and punctuation apart, than <see cref="TrainingOptions.MinimumCharacters"/>.</summary>
    public const string TooShort = "too_short";

    /// <summary>Almost nothing of the text occurs in the training data (another language, keyboard noise).</summary>
    public const string OutOfVocabulary = "out_of_vocabulary";

    /// <summary>The best label's probability is below the model's threshold.</summary>
    public const string LowConfidence = "low_confidence";

    /// <summary>There is no model to ask: its file could not be read.</summary>
    public const string NoModel = "no_model";
}
