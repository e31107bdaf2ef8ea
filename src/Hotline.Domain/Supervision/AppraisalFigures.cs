using System.Globalization;

namespace Hotline.Domain.Supervision;

/// <summary>The interval in which the true rate lies with 95 % confidence (Wilson's score interval, 1927).</summary>
public readonly record struct WilsonInterval(double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <param name="successes">May be a fraction where successes are weighed.</param>
    /// <param name="n">Above 0.</param>
    public static WilsonInterval Of(double successes, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        var p = successes / n;
        var scale = 1 + (Z * Z / n);
        var centre = (p + (Z * Z / (2 * n))) / scale;
        var half = Z / scale * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4.0 * n * n)));
        return new(Math.Clamp(centre - half, 0, 1), Math.Clamp(centre + half, 0, 1));
    }
}

/// <summary>Where a unit stands beside its group: clearly better, not clearly different, clearly worse.</summary>
public enum Band { A, B, C }

/// <summary>Bands instead of ranks: a unit leaves the middle only when chance does not explain the difference.</summary>
public static class Bands
{
    /// <summary>Below so many cases a unit gets neither band nor rank.</summary>
    public const int LeastCases = 30;

    /// <param name="interval">The unit's own interval.</param>
    /// <param name="group">The rate of the whole group.</param>
    /// <param name="moreIsBetter">Whether a high rate is praise.</param>
    /// <returns>Null below <see cref="LeastCases"/>.</returns>
    public static Band? Of(WilsonInterval interval, long n, double group, bool moreIsBetter) =>
        n < LeastCases ? null
        : interval.Low > group ? moreIsBetter ? Band.A : Band.C
        : interval.High < group ? moreIsBetter ? Band.C : Band.A
        : Band.B;
}

/// <summary>
/// Durations in classes that add up over days and units, which percentiles themselves do not: hours on the first day, days up to the
/// fifteenth, wider ones after.
/// </summary>
public static class DurationClasses
{
    /// <summary>Upper edges in hours; the last class has none.</summary>
    private static readonly int[] Edges = [1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 144, 168, 192, 216, 240, 288, 336, 360, 480, 600, 720, 1_080, 1_440, 2_160, 2_880, 4_320];

    public static int Count => Edges.Length + 1;

    public static string Code(int of) => string.Create(CultureInfo.InvariantCulture, $"duration.{of:D2}");

    /// <summary>The class of a duration; its upper edge belongs to it.</summary>
    public static int Of(long minutes)
    {
        var found = Array.FindIndex(Edges, e => minutes <= e * 60L);
        return found < 0 ? Edges.Length : found;
    }

    /// <summary>The duration in hours below which the part lies, straight within its class; null without any, the last edge beyond it.</summary>
    /// <param name="counts">Tickets in each class.</param>
    /// <param name="part">0.5 for the median.</param>
    public static double? Percentile(IReadOnlyList<long> counts, double part)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var wanted = part * counts.Sum();
        if (wanted <= 0) return null;
        for (var (i, below) = (0, 0L); i < Edges.Length; below += counts[i], i++)
            if (below + counts[i] >= wanted)
            {
                var from = i == 0 ? 0 : Edges[i - 1];
                return from + ((Edges[i] - from) * (wanted - below) / counts[i]);
            }
        return Edges[^1];
    }
}
