using System.Globalization;

namespace Hotline.Bench;

/// <summary>Order statistics of a set of times in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    /// <summary>Nearest-rank percentiles; all zero for an empty set.</summary>
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(At(0.50), At(0.95), At(0.99), sorted[^1]);
        double At(double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
    }

    /// <summary>A time with as many digits as it deserves, such as <c>0.84</c>, <c>8.4</c> or <c>84</c>.</summary>
    public static string Show(double milliseconds) => milliseconds.ToString(milliseconds < 1 ? "0.00" : milliseconds < 20 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
