using System.Globalization;
using System.Runtime.InteropServices;

namespace Hotline.Bench.Servers;

/// <summary>What a figure must be read against.</summary>
internal static class Machine
{
    public static string Facts => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, load average {Load}, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");

    private static string Load => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}
