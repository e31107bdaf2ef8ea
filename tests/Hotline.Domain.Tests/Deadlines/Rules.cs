using Hotline.Domain.Deadlines;
using Hotline.Domain.Tests.Calendar;

namespace Hotline.Domain.Tests.Deadlines;

/// <summary>A city's rules of time, for tests: its policy, and the clocks that the policy and the real calendar make.</summary>
internal static class Rules
{
    internal const string Written = """
        {
          "code": "demo", "name": "示范城市", "nameEn": "Demo city", "version": "2026-01", "effectiveFrom": "2026-01-01",
          "handling": {
            "Consultation": "3wd", "HelpRequest": "7wd", "Suggestion": "7wd", "Criticism": "7wd",
            "Complaint": "15wd", "Report": "15wd", "Praise": "7wd"
          },
          "urgent": {
            "Urgent": { "Dispatch": "10min", "Sign": "30min", "FirstContact": "24h" },
            "Critical": { "Dispatch": "10min", "Sign": "30min", "FirstContact": "2h", "Handle": "24h" }
          },
          "dueTime": "24:00",
          "warnAt": { "share": 0.8, "before": "1wd" }
        }
        """;

    public static readonly ServicePolicy Policy = ServicePolicy.Parse(Written);

    public static readonly ServiceClock Clocks = new([Policy], Calendars.China);
}
