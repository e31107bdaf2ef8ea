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
    private static Scratch? s_scratch;

    private readonly string[] _labels;
    private readonly Calibration _calibration;

    internal LinearTextModel(ModelCard card, FeatureSpace space, WeightTable weights, float[] biases)
    {
        Card = card;
        Space = space;
        Weights = weights;
        Biases = biases;
        _labels = [.. card.Labels.Select(label => label.Label)];
        _calibration = new Calibration(card.Temperature, card.ErrorFloor);
    }

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The vocabularies.</summary>
    internal FeatureSpace Space { get; }

    /// <summary>A row of label weights per feature.</summary>
    internal WeightTable Weights { get; }

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
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        var scratch = Read(subject, body);
        var features = scratch.Features;
        var reason = UnjudgeableReason(features);
        var nothingToGoBy = reason is not null && (reason != AbstainReasons.OutOfVocabulary || features.Whole.FamiliarPositions == 0);
        var labels = nothingToGoBy ? [] : Rank(scratch, top);
        if (evidence && labels.Length > 0) Explain(scratch, labels, subject, body);
        reason ??= labels[0].Probability >= Card.AbstentionThreshold ? null : AbstainReasons.LowConfidence;
        var prediction = new Prediction(labels, reason is not null, reason) { Language = Languages.Detect(features.Text) };
        scratch.Trim(LongestBufferKept);
        return prediction;
    }

    /// <summary>
    /// Judges the upper levels of hierarchical labels, whose codes begin with the code of the level above: the probability
    /// of a prefix is the sum over the labels that begin with it.
    /// </summary>
    /// <param name="subject">Title; may be empty.</param>
    /// <param name="body">Message text; may be empty.</param>
    /// <param name="codeLength">Characters of a label that name the level, such as 2 for 01 of 010203.</param>
    /// <param name="top">How many prefixes to return at most.</param>
    /// <returns>Likeliest first, without evidence; empty when the text holds nothing to judge by.</returns>
    public IReadOnlyList<LabelScore> PredictLevel(string subject, string body, int codeLength, int top = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(codeLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        return [.. Predict(subject, body, _labels.Length, evidence: false).Labels
            .GroupBy(label => label.Label.Length <= codeLength ? label.Label : label.Label[..codeLength], StringComparer.Ordinal)
            .Select(group => new LabelScore(group.Key, group.Sum(label => label.Probability), []))
            .OrderByDescending(label => label.Probability).ThenBy(label => label.Label, StringComparer.Ordinal)
            .Take(top)];
    }

    /// <summary>The raw score of every label, padded to the length of a row of weights.</summary>
    internal void Score(MessageFeatures features, Span<float> scores)
    {
        scores.Clear();
        Biases.CopyTo(scores);
        Weights.Add(features.Subject, 0, Space.SubjectWeight, scores);
        Weights.Add(features.Whole, Space.Subject.Count, 1, scores);
    }

    private Scratch Read(string subject, string body)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(body);
        var scratch = s_scratch ??= new Scratch();
        scratch.Reserve(Weights.Stride);
        scratch.Features.Read(subject, body, Space);
        return scratch;
    }

    private string? UnjudgeableReason(MessageFeatures features)
    {
        var length = features.WordLength;
        if (length == 0) return AbstainReasons.Empty;
        if (length < Card.Options.MinimumCharacters) return AbstainReasons.TooShort;
        return features.Whole.FamiliarPositions < length * FamiliarShareNeeded ? AbstainReasons.OutOfVocabulary : null;
    }

    /// <summary>Leaves the chosen label indexes at the front of the scratch's order.</summary>
    private LabelScore[] Rank(Scratch scratch, int top)
    {
        var scores = scratch.Scores.AsSpan(0, Weights.Stride);
        var probabilities = scratch.Probabilities.AsSpan(0, _labels.Length);
        var order = scratch.Order.AsSpan(0, _labels.Length);
        Score(scratch.Features, scores);
        _calibration.Fill(scores[.._labels.Length], probabilities);
        for (var c = 0; c < order.Length; c++) order[c] = c;
        var best = new LabelScore[Math.Min(top, order.Length)];
        for (var rank = 0; rank < best.Length; rank++)
        {
            var chosen = rank;
            for (var k = rank + 1; k < order.Length; k++)
            {
                var difference = probabilities[order[k]].CompareTo(probabilities[order[chosen]]);
                if (difference > 0 || (difference == 0 && order[k] < order[chosen])) chosen = k;
            }
            (order[rank], order[chosen]) = (order[chosen], order[rank]);
            var label = order[rank];
            var (logit, bias) = (scores[label] / _calibration.Temperature, Biases[label] / _calibration.Temperature);
            best[rank] = new LabelScore(_labels[label], probabilities[label], []) { Logit = logit, Bias = bias, Unlisted = logit - bias };
        }
        return best;
    }

    private void Explain(Scratch scratch, LabelScore[] labels, string subject, string body)
    {
        for (var from = 0; from < labels.Length; from += EvidenceTracer.Width)
        {
            var traced = scratch.Order.AsSpan(from, Math.Min(EvidenceTracer.Width, labels.Length - from));
            scratch.Tracer.Trace(scratch.Features, this, traced);
            for (var k = 0; k < traced.Length; k++)
            {
                var spans = scratch.Tracer.Spans(k, scratch.Features, subject, body);
                ref var label = ref labels[from + k];
                label = label with { Evidence = spans, Unlisted = label.Unlisted - spans.Sum(span => span.Weight) };
            }
        }
    }

    /// <summary>Buffers of one thread, kept between messages.</summary>
    private sealed class Scratch
    {
        public MessageFeatures Features { get; } = new();

        public EvidenceTracer Tracer { get; } = new();

        public float[] Scores { get; private set; } = [];

        public double[] Probabilities { get; private set; } = [];

        public int[] Order { get; private set; } = [];

        public void Reserve(int labels)
        {
            if (Scores.Length >= labels) return;
            Scores = new float[labels];
            Probabilities = new double[labels];
            Order = new int[labels];
        }

        public void Trim(int longestKept)
        {
            Features.Trim(longestKept);
            Tracer.Trim(longestKept);
        }
    }
}
