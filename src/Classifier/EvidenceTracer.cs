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
    private const float BackgroundShare = 0.2f;

    /// <summary>The strongest spans for one label, strongest first.</summary>
    public IReadOnlyList<EvidenceSpan> Trace(MessageFeatures features, LinearTextModel model, int label)
    {
        var labels = model.Biases.Length;
        var contributions = new float[features.Count];
        var columns = features.Columns;
        var values = features.Values;
        for (var i = 0; i < contributions.Length; i++)
        {
            contributions[i] = (float)(model.Weights[(columns[i] * labels) + label] * values[i] / model.Card.Temperature);
        }
        var subjectShares = Shares(features.Subject, contributions.AsSpan(0, features.Subject.Count));
        var bodyShares = Shares(features.Body, contributions.AsSpan(features.Subject.Count));
        var background = BackgroundShare * Math.Max(Strongest(subjectShares), Strongest(bodyShares));
        var spans = new List<EvidenceSpan>();
        Collect(TextField.Subject, subject, features.Subject, subjectShares, background, spans);
        Collect(TextField.Body, body, features.Body, bodyShares, background, spans);
        spans.Sort(ByStrength);
        return spans.Count > MostSpans ? spans.GetRange(0, MostSpans) : spans;
    }

    private static float[] Shares(BlockFeatures block, ReadOnlySpan<float> contributions)
    {
        var shares = new float[block.TextLength];
        block.Spread(contributions, shares);
        var text = block.Text;
        for (var i = 0; i < shares.Length; i++)
        {
            if (text[i] == ' ' || char.IsPunctuation(text[i])) shares[i] = 0;
        }
        return shares;
    }

    private static float Strongest(float[] shares)
    {
        var strongest = 0f;
        foreach (var share in shares) strongest = Math.Max(strongest, Math.Abs(share));
        return strongest;
    }

    private static void Collect(
        TextField field, string original, BlockFeatures block, float[] shares, float background, List<EvidenceSpan> spans)
    {
        var origins = block.Origins;
        for (var start = 0; start < shares.Length; start++)
        {
            if (shares[start] == 0 || Math.Abs(shares[start]) < background) continue;
            var end = start;
            var weight = 0.0;
            for (; end < shares.Length && Math.Abs(shares[end]) >= background && shares[end] * shares[start] > 0; end++)
            {
                weight += shares[end];
            }
            var from = origins[start];
            var to = origins[end - 1] + 1;
            if (from > 0 && char.IsLowSurrogate(original[from]) && char.IsHighSurrogate(original[from - 1])) from--;
            if (to < original.Length && char.IsHighSurrogate(original[to - 1]) && char.IsLowSurrogate(original[to])) to++;
            spans.Add(new EvidenceSpan(field, from, to - from, weight));
            start = end - 1;
        }
    }

    private static int ByStrength(EvidenceSpan a, EvidenceSpan b)
    {
        var byWeight = Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight));
        if (byWeight != 0) return byWeight;
        return a.Field != b.Field ? a.Field.CompareTo(b.Field) : a.Start.CompareTo(b.Start);
    }
}
