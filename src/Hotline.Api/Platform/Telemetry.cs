using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hotline.Api.Platform;

/// <summary>The names under which spans and figures leave the process.</summary>
internal static class Telemetry
{
    public static readonly ActivitySource Source = new("Hotline");
    public static readonly Meter Meter = new("Hotline");
}
