using System.Numerics.Tensors;

namespace Hotline.Classifier;

/// <summary>
/// A trained linear classifier over character n-grams. Immutable and safe for many threads; it reads no clock, no file
/// and no random number when predicting.
/// </summary>
public sealed class LinearTextModel : ITicketClassifier
{
    // A text whose two-character sequences are mostly unknown is another language or noise, whatever the score says.
    private const double FamiliarShareNeeded = 0.3;
    private const int LongestBufferKept = 20_000;

    [ThreadStatic]
    private static MessageFeatures? s_features;

    private readonly string[] _labels;

    internal LinearTextModel(ModelCard card, FeatureSpace space, float[] weights, float[] biases)
    {
        Card = card;
        Space = space;
        Weights = weights;
        Biases = biases;
        _labels = [.. card.Labels.Select(label => label.Label)];
    }

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The vocabularies.</summary>
    internal FeatureSpace Space { get; }

    /// <summary>One row of label weights per feature.</summary>
    internal float[] Weights { get; }

    /// <summary>One per label.</summary>
    internal float[] Biases { get; }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="ModelFileException">The file is damaged, cut off, newer than this program or no model at all.</exception>
    public static LinearTextModel Load(Stream stream) => ModelFile.Read(stream);

    /// <summary>Writes the model file; equal models give equal bytes.</summary>
    public void Save(Stream stream) => ModelFile.Write(this, stream);

    /// <inheritdoc/>
    public Prediction Predict(string subject, string body, int top = 3, bool evidence = true)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        var features = s_features ??= new MessageFeatures();
        features.Read(subject, body, Space);
        var reason = UnjudgeableReason(features);
        var nothingToGoBy = reason is not null && (reason != AbstainReasons.OutOfVocabulary || features.Whole.FamiliarPositions == 0);
        var prediction = nothingToGoBy ? new Prediction([], Abstained: true, reason) : Judge(features, top, evidence ? new EvidenceTracer(subject, body) : null, reason);
        features.Trim(LongestBufferKept);
        return prediction;
    }

    /// <summary>The raw score of every label.</summary>
    internal void Score(MessageFeatures features, Span<float> scores)
    {
        Biases.CopyTo(scores);
        var columns = features.Columns;
        var values = features.Values;
        for (var i = 0; i < columns.Length; i++)
        {
            var row = Weights.AsSpan(columns[i] * scores.Length, scores.Length);
            TensorPrimitives.MultiplyAdd(row, values[i], scores, scores);
        }
    }

    private string? UnjudgeableReason(MessageFeatures features)
    {
        var length = features.Whole.WordLength;
        if (length == 0) return AbstainReasons.Empty;
        if (length < Card.Options.MinimumCharacters) return AbstainReasons.TooShort;
        return features.Whole.FamiliarPositions < length * FamiliarShareNeeded ? AbstainReasons.OutOfVocabulary : null;
    }

    private Prediction Judge(MessageFeatures features, int top, EvidenceTracer? tracer, string? doubt)
    {
        Span<float> scores = _labels.Length <= 256 ? stackalloc float[_labels.Length] : new float[_labels.Length];
        Score(features, scores);
        var probabilities = new Calibration(Card.Temperature, Card.ErrorFloor).Probabilities(scores);
        var order = new int[_labels.Length];
        for (var c = 0; c < order.Length; c++) order[c] = c;
        Array.Sort(order, (a, b) => probabilities[b] != probabilities[a] ? probabilities[b].CompareTo(probabilities[a]) : a - b);
        var best = new LabelScore[Math.Min(top, order.Length)];
        for (var rank = 0; rank < best.Length; rank++)
        {
            var label = order[rank];
            best[rank] = new LabelScore(
                _labels[label], probabilities[label], tracer?.Trace(features, this, label) ?? []);
        }
        doubt ??= best[0].Probability >= Card.AbstentionThreshold ? null : AbstainReasons.LowConfidence;
        return new Prediction(best, doubt is not null, doubt);
    }
}
