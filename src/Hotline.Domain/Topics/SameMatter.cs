namespace Hotline.Domain.Topics;

/// <summary>What two messages have in common, as the score weighs it. Each lies between 0 and 1 unless said otherwise.</summary>
/// <param name="Subjects">Cosine of the weighted n-grams of the subjects.</param>
/// <param name="Wholes">Cosine of the weighted n-grams of the whole messages.</param>
/// <param name="More">Share of the one subject's weight found in the other message, the larger of the two.</param>
/// <param name="Less">The smaller of the two.</param>
/// <param name="Rarest">Mean weight of the five rarest n-grams they share, a tenth of it; a shared name shows here.</param>
/// <param name="Beyond">The same of the ten that follow: what they share beyond a name.</param>
/// <param name="Place">1 the same district, -1 another, 0 when one is unknown.</param>
/// <param name="Apart">Time between them, 1 from half a year on.</param>
/// <param name="OnlyName">
/// They share no more than the name of a place, a road or a person has n-grams, and are not the same text: never the same matter.
/// </param>
public readonly record struct Likeness(double Subjects, double Wholes, double More, double Less, double Rarest, double Beyond, double Place, double Apart, bool OnlyName);

/// <summary>
/// Whether two messages speak of the same matter: a logistic score over what they share. The weights were fitted on real
/// messages of one city by <c>hotline bench topics</c>, which prints them anew and how well they do on events left out.
/// </summary>
public static class SameMatter
{
    /// <summary>From this score on two messages are taken to be the same matter.</summary>
    public const double Threshold = 0.5;

    /// <summary>From this overlap on two messages are the same text, copied or sent again with a few words changed.</summary>
    public const double SameText = 0.8;

    private const int Rarest = 5;
    private const int Beyond = 10;
    /// <summary>N-grams of a name of six characters: five pairs and four triples.</summary>
    private const int OfName = 9;
    /// <summary>Weight of an n-gram that one message in seven has; those above it are not common.</summary>
    private const float Rare = 2;
    /// <summary>Score at most of two messages that share only a name.</summary>
    private const double OfOnlyName = 0.4;
    /// <summary>Added to each mass, about five rare n-grams: that a few common words are found elsewhere says little.</summary>
    private const double Slack = 300;

    /// <summary>Bias, then a weight for each part of <see cref="Likeness"/> in its order.</summary>
    private static readonly double[] s_weights = [-4.42, 7.52, 4.78, 16.15, 10.81, 0.58, 5.89, 0.80, -3.38];

    /// <summary>0 to 1.</summary>
    public static double Score(Matter left, Matter right) => Score(Compare(left, right));

    /// <summary>0 to 1.</summary>
    public static double Score(in Likeness l)
    {
        var score = 1 / (1 + Math.Exp(-(s_weights[0] + s_weights[1] * l.Subjects + s_weights[2] * l.Wholes + s_weights[3] * l.More + s_weights[4] * l.Less
            + s_weights[5] * l.Rarest + s_weights[6] * l.Beyond + s_weights[7] * l.Place + s_weights[8] * l.Apart)));
        return l.OnlyName ? Math.Min(score, OfOnlyName) : score;
    }

    /// <summary>The exact share of n-grams that two messages have in common (Jaccard), 0 to 1; 1 for the same text.</summary>
    public static double Overlap(MessageGrams left, MessageGrams right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var l = left.Whole;
        var r = right.Whole;
        var shared = 0;
        for (int i = 0, j = 0; i < l.Length && j < r.Length;)
        {
            var (a, b) = (l[i], r[j]);
            if (a == b) shared++;
            if (a <= b) i++;
            if (b <= a) j++;
        }
        var all = l.Length + r.Length - shared;
        return all == 0 ? 0 : (double)shared / all;
    }

    /// <summary>Linear in the lengths of the two messages.</summary>
    public static Likeness Compare(Matter left, Matter right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Span<float> top = stackalloc float[Rarest + Beyond];
        top.Clear();
        var whole = Shared(left.Grams.Whole, left.WholeWeights, right.Grams.Whole, right.WholeWeights, top);
        var subject = Shared(left.Grams.Subject, left.SubjectWeights, right.Grams.Subject, right.SubjectWeights, []);
        var there = Share(Shared(left.Grams.Subject, left.SubjectWeights, right.Grams.Whole, right.WholeWeights, []), left.SubjectMass);
        var back = Share(Shared(right.Grams.Subject, right.SubjectWeights, left.Grams.Whole, left.WholeWeights, []), right.SubjectMass);
        return new Likeness(
            Share(subject, Math.Sqrt(left.SubjectMass * right.SubjectMass)), Share(whole, Math.Sqrt(left.WholeMass * right.WholeMass)),
            Math.Max(there, back), Math.Min(there, back), Mean(top[..Rarest]) / 10, Mean(top[Rarest..]) / 10,
            left.Place is null || right.Place is null ? 0 : left.Place == right.Place ? 1 : -1,
            Math.Min(1, (left.At - right.At).Duration().TotalDays / 183),
            top[OfName] < Rare && Overlap(left.Grams, right.Grams) < SameText);
    }

    private static double Share(double part, double whole) => Math.Min(1, part / (whole + Slack));

    private static double Mean(ReadOnlySpan<float> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        return sum / weights.Length;
    }

    private static double Shared(ReadOnlySpan<ulong> left, ReadOnlySpan<float> leftWeights, ReadOnlySpan<ulong> right, ReadOnlySpan<float> rightWeights, Span<float> top)
    {
        var sum = 0.0;
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            var (l, r) = (left[i], right[j]);
            if (l == r)
            {
                var weight = MathF.Min(leftWeights[i], rightWeights[j]);
                sum += weight * weight;
                if (top.Length > 0 && weight > top[^1]) Insert(top, weight);
            }
            if (l <= r) i++;
            if (r <= l) j++;
        }
        return sum;
    }

    /// <summary>Keeps the largest, in descending order.</summary>
    private static void Insert(Span<float> top, float weight)
    {
        var at = top.Length - 1;
        for (; at > 0 && top[at - 1] < weight; at--) top[at] = top[at - 1];
        top[at] = weight;
    }
}
