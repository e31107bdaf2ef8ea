using Hotline.Domain.Topics;

namespace Hotline.Bench.Topics;

/// <param name="Left">Number of the event of the marked message.</param>
/// <param name="Right">Number of the other's event; -1 when it is not marked.</param>
internal sealed record Pair(Likeness Likeness, int Left, int Right)
{
    public bool Same => Left == Right;

    public bool Touches(int number) => Left == number || Right == number;
}

/// <summary>Bias and weights of the score, and the threshold from which a pair counts as the same.</summary>
internal sealed record PairSetting(double[] Weights, double Threshold)
{
    public bool Joins(Pair pair) => !pair.Likeness.OnlyName && PairFit.Score(Weights, pair.Likeness) >= Threshold;
}

internal sealed record PairCounts(int Found, int Wrong, int Missed)
{
    public double Precision => Found + Wrong == 0 ? 1 : (double)Found / (Found + Wrong);
    public double Recall => Found + Missed == 0 ? 1 : (double)Found / (Found + Missed);
    public double F1 => Found == 0 ? 0 : 2.0 * Found / (2.0 * Found + Wrong + Missed);

    public static PairCounts operator +(PairCounts a, PairCounts b) => new(a.Found + b.Found, a.Wrong + b.Wrong, a.Missed + b.Missed);

    public static PairCounts Of(IEnumerable<Pair> pairs, PairSetting setting)
    {
        var (found, wrong, missed) = (0, 0, 0);
        foreach (var pair in pairs)
        {
            var joined = setting.Joins(pair);
            if (joined && pair.Same) found++;
            else if (joined) wrong++;
            else if (pair.Same) missed++;
        }
        return new PairCounts(found, wrong, missed);
    }
}

/// <summary>
/// Logistic regression by Newton's method. An event of n messages has n² pairs, so a pair weighs one over the root of the
/// pairs of its event: a large event counts more than a small one, but does not decide alone.
/// </summary>
internal static class PairFit
{
    private const int Parts = 9;
    private const int Steps = 12;
    private const double Ridge = 0.1;

    public static PairSetting Fit(IReadOnlyList<Pair> pairs)
    {
        var size = pairs.Where(p => p.Same).CountBy(p => p.Left).ToDictionary(g => g.Key, g => 1 / Math.Sqrt(g.Value));
        var weights = new double[Parts];
        var x = new double[Parts];
        for (var step = 0; step < Steps; step++)
        {
            var curve = new double[Parts, Parts];
            var slope = new double[Parts];
            for (var i = 0; i < Parts; i++) (curve[i, i], slope[i]) = (Ridge, -Ridge * weights[i]);
            foreach (var pair in pairs)
            {
                Fill(x, pair.Likeness);
                var counts = size.GetValueOrDefault(pair.Left);
                var p = 1 / (1 + Math.Exp(-Dot(weights, x)));
                var bend = Math.Max(1e-6, p * (1 - p)) * counts;
                for (var i = 0; i < Parts; i++)
                {
                    slope[i] += counts * ((pair.Same ? 1 : 0) - p) * x[i];
                    for (var j = 0; j < Parts; j++) curve[i, j] += bend * x[i] * x[j];
                }
            }
            Solve(curve, slope);
            for (var i = 0; i < Parts; i++) weights[i] += slope[i];
        }
        return new PairSetting(weights, BestThreshold(pairs, weights, size));
    }

    public static double Score(double[] weights, in Likeness likeness)
    {
        Span<double> x = stackalloc double[Parts];
        Fill(x, likeness);
        return Dot(weights, x);
    }

    private static double BestThreshold(IReadOnlyList<Pair> pairs, double[] weights, Dictionary<int, double> size)
    {
        var ranked = pairs.Select(p => (Score: Score(weights, p.Likeness), p.Same, Weight: size.GetValueOrDefault(p.Left))).OrderByDescending(p => p.Score).ToList();
        var all = ranked.Where(p => p.Same).Sum(p => p.Weight);
        var (found, wrong, best, threshold) = (0.0, 0.0, 0.0, 0.0);
        foreach (var (score, same, weight) in ranked)
        {
            if (same) found += weight;
            else wrong += weight;
            if (2 * found / (found + wrong + all) is var f1 && f1 > best) (best, threshold) = (f1, score);
        }
        return threshold;
    }

    private static void Fill(Span<double> x, in Likeness l) =>
        (x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]) = (1, l.Subjects, l.Wholes, l.More, l.Less, l.Rarest, l.Beyond, l.Place, l.Apart);

    private static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * x[i];
        return sum;
    }

    /// <summary>Elimination without pivoting: the matrix is positive definite.</summary>
    private static void Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
            for (var row = i + 1; row < n; row++)
            {
                var factor = a[row, i] / a[i, i];
                for (var column = i; column < n; column++) a[row, column] -= factor * a[i, column];
                b[row] -= factor * b[i];
            }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var column = i + 1; column < n; column++) b[i] -= a[i, column] * b[column];
            b[i] /= a[i, i];
        }
    }
}
