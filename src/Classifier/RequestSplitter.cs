namespace Hotline.Classifier;

/// <summary>One of the requests of a message.</summary>
/// <param name="Start">First UTF-16 unit in the original body.</param>
/// <param name="Length">Length in UTF-16 units.</param>
/// <param name="Label">The best label of the request.</param>
/// <param name="Probability">Its calibrated probability, 0 to 1.</param>
public sealed record RequestItem(int Start, int Length, string Label, double Probability);

/// <summary>
/// Splits a message that asks for several things. It is slow to split: only where the writer marks a new point (二、 or
/// 另外), and only when the model is sure of both sides and they bear different labels.
/// </summary>
public static class RequestSplitter
{
    // Two to eight characters make no request, whatever the model thinks of them.
    private const int ShortestRequest = 8;

    private static readonly string[] s_transitions =
        ["另外", "此外", "同时", "还有", "其次", "再者", "再就是", "还想反映", "另反映", "顺便", "also,", "also ", "in addition", "another "];

    private const string Ordinals = "一二三四五六七八九十";

    /// <summary>The requests of a message in order; together they cover the body.</summary>
    /// <returns>One item when there is nothing to split; none when the model has no label for the message.</returns>
    public static IReadOnlyList<RequestItem> Split(ITicketClassifier classifier, string subject, string body)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(body);
        var items = new List<RequestItem>();
        foreach (var (start, end) in Parts(body))
        {
            var prediction = classifier.Predict("", body[start..end], top: 1, evidence: false);
            var best = prediction.Abstained ? null : prediction.Labels[0];
            if (best is not null && items.Count > 0 && items[^1].Label == best.Label) best = null;
            if (best is not null) items.Add(new RequestItem(start, end - start, best.Label, best.Probability));
            else if (items.Count > 0) items[^1] = items[^1] with { Length = end - items[^1].Start };
        }
        if (items.Count > 1)
        {
            items[0] = items[0] with { Start = 0, Length = items[0].Length + items[0].Start }; // what led up to the first
            return items;
        }
        return classifier.Predict(subject, body, top: 1, evidence: false).Labels is [var only, ..]
            ? [new RequestItem(0, body.Length, only.Label, only.Probability)]
            : [];
    }

    /// <summary>True when the writer marks a new point somewhere; cheap, so that most messages are never split in vain.</summary>
    public static bool MarksNewPoint(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Parts(body).Skip(1).Any();
    }

    /// <summary>The stretches between marks of a new point.</summary>
    private static IEnumerable<(int Start, int End)> Parts(string body)
    {
        var start = 0;
        var atSentence = true;
        for (var i = 0; i < body.Length; i++)
        {
            if (char.IsWhiteSpace(body[i]) && body[i] is not ('\n' or '\r')) continue;
            if (atSentence && i - start >= ShortestRequest && IsMark(body.AsSpan(i)))
            {
                yield return (start, i);
                start = i;
            }
            atSentence = body[i] is '。' or '！' or '？' or '；' or '!' or '?' or ';' or '.' or '\n' or '\r';
        }
        if (body.Length > start) yield return (start, body.Length);
    }

    /// <summary>二、 or 2. or （二） or ② or 第二 or a word of transition.</summary>
    private static bool IsMark(ReadOnlySpan<char> text)
    {
        if (text[0] is >= '①' and <= '⑳') return true;
        foreach (var word in s_transitions)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        var rest = text[0] is '（' or '(' or '第' ? text[1..] : text;
        var digits = 0;
        while (digits < rest.Length && digits < 2 && (Ordinals.Contains(rest[digits], StringComparison.Ordinal) || char.IsDigit(rest[digits]))) digits++;
        if (digits == 0 || digits == rest.Length) return false;
        return text[0] switch
        {
            '（' or '(' => rest[digits] is '）' or ')',
            '第' => rest[digits] is '，' or '、' or ',' or '：' or ':',
            _ => rest[digits] is '、' or '．' or '.' or ')' or '）' && !(rest[digits] == '.' && digits + 1 < rest.Length && char.IsDigit(rest[digits + 1])),
        };
    }
}
