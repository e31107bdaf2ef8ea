using Hotline.Domain.Topics;

namespace Hotline.Bench.Topics;

/// <param name="Among">Pairs of two marked messages only.</param>
/// <param name="Everything">Pairs of a marked message with any other; one that nobody marked counts as another matter.</param>
internal sealed record PairResult(string Event, PairCounts Among, PairCounts Everything);

/// <summary>
/// "Same event" for pairs of messages. Weights and threshold are fitted on all events but one and judged on the pairs of that
/// one, each event in turn. The setting of the product is the fit over all of them.
/// </summary>
internal static class PairEvaluation
{
    /// <summary>Of the pairs with unmarked messages, one in so many is learnt from; all are judged.</summary>
    private const int LearntFrom = 8;
    /// <summary>Below this the messages share no more than every two messages do.</summary>
    private const double LeastRarest = 0.35;

    public static (IReadOnlyList<PairResult> Results, PairSetting Overall) Measure(IReadOnlyList<MarkedMessage> messages)
    {
        var names = messages.Select(m => m.Event).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var pairs = Pairs(messages, names);
        var learnt = pairs.Where((p, i) => p.Right >= 0 || i % LearntFrom == 0).ToList();
        var results = new List<PairResult>();
        for (var i = 0; i < names.Count; i++)
        {
            var left = i;
            var setting = PairFit.Fit([.. learnt.Where(p => !p.Touches(left))]);
            var held = pairs.Where(p => p.Touches(left)).ToList();
            results.Add(new PairResult(names[i], PairCounts.Of(held.Where(p => p.Right >= 0), setting), PairCounts.Of(held, setting)));
        }
        return (results, PairFit.Fit(learnt));
    }

    private static List<Pair> Pairs(IReadOnlyList<MarkedMessage> messages, List<string> names)
    {
        var counts = new GramCounts();
        foreach (var message in messages) counts.Add(message.Grams);
        var matters = messages.Select(m => Matter.Of(m.Grams, counts, m.Place, m.At)).ToArray();
        var pairs = new List<Pair>();
        foreach (var left in messages.Where(m => m.Event is not null))
            foreach (var right in messages)
            {
                if (right.Index == left.Index || right.Event is not null && right.Index < left.Index) continue;
                var likeness = SameMatter.Compare(matters[left.Index], matters[right.Index]);
                if (right.Event is not null || likeness.Rarest >= LeastRarest) pairs.Add(new Pair(likeness, names.IndexOf(left.Event!), right.Event is null ? -1 : names.IndexOf(right.Event)));
            }
        return pairs;
    }
}
