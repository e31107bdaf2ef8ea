namespace Hotline.Classifier.CommandLine;

/// <summary>
/// A model whose choice between territorial units and bureaus is settled by the address in the message. A unit whose place is
/// named has its odds multiplied by a factor, one whose places are not named has them divided by it.
/// </summary>
/// <param name="model">The model; it knows nothing of the directory.</param>
/// <param name="directory">Its units are labels of the model.</param>
/// <param name="factor">At least 1, which changes nothing.</param>
internal sealed class PlacedClassifier(ITicketClassifier model, PlaceDirectory directory, double factor) : ITicketClassifier
{
    /// <inheritdoc/>
    public ModelCard Card => model.Card;

    /// <inheritdoc/>
    public Prediction Predict(string subject, string body, int top = 3, bool evidence = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        var prediction = model.Predict(subject, body, Card.Labels.Count, evidence);
        if (prediction.Labels.Count == 0) return prediction;
        var named = directory.Find(subject, body).Select(place => place.Department).ToHashSet(StringComparer.Ordinal);
        double FactorOf(string label) => named.Contains(label) ? factor : directory.Departments.Contains(label) ? 1 / factor : 1;
        var sum = prediction.Labels.Sum(label => label.Probability * FactorOf(label.Label));
        var labels = prediction.Labels
            .Select(label => (Score: label, Factor: FactorOf(label.Label)))
            .Select(label => label.Score with
            {
                Probability = label.Score.Probability * label.Factor / sum,
                Logit = label.Score.Logit + Math.Log(label.Factor),
                Unlisted = label.Score.Unlisted + Math.Log(label.Factor),
            })
            .OrderByDescending(label => label.Probability).ThenBy(label => label.Label, StringComparer.Ordinal).Take(top).ToArray();
        var reason = prediction.AbstainReason is { } other && other != AbstainReasons.LowConfidence ? other
            : labels[0].Probability >= Card.AbstentionThreshold ? null
            : AbstainReasons.LowConfidence;
        return prediction with { Labels = labels, Abstained = reason is not null, AbstainReason = reason };
    }
}
