using System.Numerics;
using System.Runtime.InteropServices;

namespace Hotline.Classifier;

/// <summary>
/// Traces labels' logits back to the text. Every n-gram's contribution is shared evenly among its occurrences and their
/// characters; neighbouring characters that push the same way form a span. The strongest spans, the unlisted rest (weak
/// characters, punctuation, weaker spans) and the bias together make the logit. Reusable and not thread-safe.
/// </summary>
internal sealed class EvidenceTracer
{
    /// <summary>Labels that are traced in one go.</summary>
    public const int Width = 4;

    private const int MostSpans = 8;

    // A character below this part of the strongest one is background and ends a span.
    private const float BackgroundShare = 0.1f;

    private readonly (int Start, int End, float Weight)[] _strongest = new (int, int, float)[MostSpans];
    private Vector4[] _contributions = [];
    private Vector4[] _shares = [];
    private int _length;

    /// <summary>Works out what each character adds to the logits of up to <see cref="Width"/> labels.</summary>
    public void Trace(MessageFeatures features, LinearTextModel model, ReadOnlySpan<int> labels)
    {
        _length = features.Length;
        if (_shares.Length <= _length) _shares = new Vector4[_length + 1];
        var shares = _shares.AsSpan(0, _length + 1);
        shares.Clear();
        var temperature = (float)model.Card.Temperature;
        Spread(features.Subject, model.Weights, 0, model.Space.SubjectWeight / temperature, labels, shares);
        Spread(features.Whole, model.Weights, model.Space.Subject.Count, 1 / temperature, labels, shares);
        for (var i = 1; i < _length; i++) shares[i] += shares[i - 1];
    }

    /// <summary>What each character of the normal form adds to the logit of one of the traced labels.</summary>
    public IEnumerable<float> Shares(int position) => _shares.Take(_length).Select(share => share[position]);

    /// <summary>The strongest spans for one of the traced labels, strongest first.</summary>
    /// <param name="position">Which of the labels.</param>
    /// <param name="features">The message.</param>
    /// <param name="subject">Its original subject.</param>
    /// <param name="body">Its original body.</param>
    public EvidenceSpan[] Spans(int position, MessageFeatures features, string subject, string body)
    {
        var text = features.Text;
        var shares = MemoryMarshal.Cast<Vector4, float>(_shares.AsSpan(0, _length));
        var strongest = 0f;
        for (var i = 0; i < text.Length; i++)
        {
            // Blanks and punctuation are no evidence a person could use, and they end a span.
            ref var share = ref shares[(i * Width) + position];
            if (!TextNormalizer.IsWord(text[i])) share = 0;
            strongest = Math.Max(strongest, Math.Abs(share));
        }
        var background = Math.Max(BackgroundShare * strongest, float.Epsilon);
        var kept = 0;
        for (var start = 0; start < text.Length; start++)
        {
            var first = shares[(start * Width) + position];
            if (Math.Abs(first) < background) continue;
            var end = start + 1;
            var weight = first;
            for (; end < text.Length; end++)
            {
                var share = shares[(end * Width) + position];
                if (Math.Abs(share) < background || share > 0 != first > 0) break;
                weight += share;
            }
            Keep(start, end, weight, ref kept);
            start = end - 1;
        }
        var spans = new EvidenceSpan[kept];
        for (var i = 0; i < kept; i++) spans[i] = Locate(_strongest[i], features, subject, body);
        return spans;
    }

    /// <summary>Lets buffers that one huge text blew up go.</summary>
    public void Trim(int longestKept)
    {
        if (_shares.Length > longestKept) _shares = _contributions = [];
    }

    private void Spread(
        BlockFeatures block, WeightTable weights, int firstFeature, float factor, ReadOnlySpan<int> labels, Span<Vector4> changes)
    {
        if (_contributions.Length < block.Count) _contributions = new Vector4[block.Count * 2];
        var contributions = _contributions.AsSpan(0, block.Count);
        var ids = block.Ids;
        var values = block.Values;
        factor *= block.Scale;
        for (var i = 0; i < contributions.Length; i++)
        {
            var value = factor * values[i];
            var contribution = Vector4.Zero;
            for (var k = 0; k < labels.Length; k++) contribution[k] = weights.At(firstFeature + ids[i], labels[k]) * value;
            contributions[i] = contribution;
        }
        block.Spread(contributions, changes);
    }

    /// <summary>Insertion into the short list of strongest spans; of equal ones the earlier stays ahead.</summary>
    private void Keep(int start, int end, float weight, ref int kept)
    {
        var strength = Math.Abs(weight);
        if (kept == MostSpans && Math.Abs(_strongest[MostSpans - 1].Weight) >= strength) return;
        var place = kept < MostSpans ? kept++ : MostSpans - 1;
        for (; place > 0 && Math.Abs(_strongest[place - 1].Weight) < strength; place--) _strongest[place] = _strongest[place - 1];
        _strongest[place] = (start, end, weight);
    }

    /// <summary>Turns a span of the normal form into one of subject or body. The full stop between is no word, so none crosses it.</summary>
    private static EvidenceSpan Locate((int Start, int End, float Weight) span, MessageFeatures features, string subject, string body)
    {
        var (field, text) = span.Start < features.BodyStart ? (TextField.Subject, subject) : (TextField.Body, body);
        var from = features.Origins[span.Start];
        var to = features.Origins[span.End - 1] + 1;
        if (from > 0 && char.IsLowSurrogate(text[from]) && char.IsHighSurrogate(text[from - 1])) from--;
        if (to < text.Length && char.IsHighSurrogate(text[to - 1]) && char.IsLowSurrogate(text[to])) to++;
        return new EvidenceSpan(field, from, to - from, span.Weight);
    }
}
