namespace Hotline.Classifier;

/// <summary>One message with its true and its predicted label index and the probability given to the prediction.</summary>
/// <param name="Truth">Index of the true label, or -1 when the model does not know that label.</param>
/// <param name="Predicted">Index of the best label, or -1 when the model gave none.</param>
/// <param name="Confidence">Probability of the best label, 0 when there is none.</param>
internal readonly record struct Judgement(int Truth, int Predicted, double Confidence)
{
    /// <summary>Whether the best label is the true one.</summary>
    public bool IsRight => Predicted >= 0 && Predicted == Truth;
}

/// <summary>How coverage and precision trade off as the confidence threshold falls.</summary>
internal static class PrecisionCurve
{
    /// <summary>One point per distinct confidence, highest first: the share of messages at or above it, and how many of those are right.</summary>
    public static IEnumerable<(double Confidence, double Coverage, double Precision)> Of(IReadOnlyList<Judgement> judgements)
    {
        var sorted = judgements.OrderByDescending(judgement => judgement.Confidence).ToArray();
        var right = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].IsRight) right++;
            if (i + 1 < sorted.Length && sorted[i + 1].Confidence == sorted[i].Confidence) continue;
            yield return (sorted[i].Confidence, (i + 1.0) / sorted.Length, right / (i + 1.0));
        }
    }
}
