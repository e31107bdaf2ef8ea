using System.Diagnostics;

namespace Hotline.Api.Platform;

/// <summary>The names under which spans and figures leave the process.</summary>
internal static class Telemetry
{
    /// <summary>Of the meter, which every host makes for itself, and of the source.</summary>
    public const string Name = "Hotline";

    public static readonly ActivitySource Source = new(Name);
}
