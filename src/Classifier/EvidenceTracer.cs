namespace Hotline.Classifier;

/// <summary>
/// Traces a label's score back to the text. Every n-gram's contribution to the logit is shared evenly among its
/// occurrences and their characters; neighbouring characters that push the same way form a span. The strongest spans are
/// kept, so their weights and the unlisted rest (weak characters, punctuation, the bias) together make the logit.
/// </summary>
internal sealed class EvidenceTracer(string subject, string body)
{
    private const int MostSpans = 8;

    // A character below this part of the strongest one is background and ends a span.
    private const float BackgroundShare = 0.1f;

    /// <summary>The strongest spans for one label, strongest first.</summary>
    public IReadOnlyList<EvidenceSpan> Trace(MessageFeatures features, LinearTextModel model, int label)
    {
        var contributions = Contributions(features, model, label);
        var shares = Shares(features, contributions);
        Clear(features.Whole.Text, shares);
        var background = BackgroundShare * Strongest(shares);
        var spans = new List<EvidenceSpan>();
        for (var start = 0; start < shares.Length; start++)
        {
            if (shares[start] == 0 || Math.Abs(shares[start]) < background) continue;
            var end = start;
            var weight = 0.0;
            for (; end < shares.Length && Math.Abs(shares[end]) >= background && shares[end] * shares[start] > 0; end++)
            {
                weight += shares[end];
            }
            spans.Add(Locate(features.Whole.Origins[start], features.Whole.Origins[end - 1] + 1, weight));
            start = end - 1;
        }
        spans.Sort(ByStrength);
        return spans.Count > MostSpans ? spans.GetRange(0, MostSpans) : spans;
    }

    /// <summary>What each feature adds to the label's logit.</summary>
    public static float[] Contributions(MessageFeatures features, LinearTextModel model, int label)
    {
        var labels = model.Biases.Length;
        var contributions = new float[features.Count];
        var columns = features.Columns;
        var values = features.Values;
        for (var i = 0; i < contributions.Length; i++)
        {
            contributions[i] = (float)(model.Weights[(columns[i] * labels) + label] * values[i] / model.Card.Temperature);
        }
        return contributions;
    }

    /// <summary>The contributions shared out to the characters of the whole message's normal form.</summary>
    public static float[] Shares(MessageFeatures features, ReadOnlySpan<float> contributions)
    {
        var shares = new float[features.Whole.TextLength];
        features.Subject.Spread(contributions[..features.Subject.Count], shares);
        features.Whole.Spread(contributions[features.Subject.Count..], shares);
        return shares;
    }

    /// <summary>Blanks and punctuation are no evidence a person could use, and they end a span.</summary>
    private static void Clear(ReadOnlySpan<char> text, Span<float> shares)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            if (text[i] == ' ' || char.IsPunctuation(text[i])) shares[i] = 0;
        }
    }

    private static float Strongest(float[] shares)
    {
        var strongest = 0f;
        foreach (var share in shares) strongest = Math.Max(strongest, Math.Abs(share));
        return strongest;
    }

    /// <summary>Turns a span of the joined message into one of subject or body. The full stop between is cleared, so none crosses it.</summary>
    private EvidenceSpan Locate(int from, int to, double weight)
    {
        var bodyStart = MessageFeatures.BodyStart(MessageFeatures.Cut(subject));
        var (field, text, shift) = from < bodyStart ? (TextField.Subject, subject, 0) : (TextField.Body, body, bodyStart);
        from -= shift;
        to -= shift;
        if (from > 0 && char.IsLowSurrogate(text[from]) && char.IsHighSurrogate(text[from - 1])) from--;
        if (to < text.Length && char.IsHighSurrogate(text[to - 1]) && char.IsLowSurrogate(text[to])) to++;
        return new EvidenceSpan(field, from, to - from, weight);
    }

    private static int ByStrength(EvidenceSpan a, EvidenceSpan b)
    {
        var byWeight = Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight));
        if (byWeight != 0) return byWeight;
        return a.Field != b.Field ? a.Field.CompareTo(b.Field) : a.Start.CompareTo(b.Start);
    }
}
