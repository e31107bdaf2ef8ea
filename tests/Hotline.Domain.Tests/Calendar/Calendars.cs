using Hotline.Domain.Calendar;

namespace Hotline.Domain.Tests.Calendar;

/// <summary>The real working days of 2025 and 2026 (State Council notices), for tests.</summary>
internal static class Calendars
{
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static readonly CalendarYear Year2025 = Year(
        2025,
        [("元旦", 1, 1, 1), ("春节", 1, 28, 8), ("清明节", 4, 4, 3), ("劳动节", 5, 1, 5), ("端午节", 5, 31, 3), ("国庆节、中秋节", 10, 1, 8)],
        [("春节", 1, 26), ("春节", 2, 8), ("劳动节", 4, 27), ("国庆节、中秋节", 9, 28), ("国庆节、中秋节", 10, 11)]);

    public static readonly CalendarYear Year2026 = Year(
        2026,
        [("元旦", 1, 1, 3), ("春节", 2, 15, 9), ("清明节", 4, 4, 3), ("劳动节", 5, 1, 5), ("端午节", 6, 19, 3), ("中秋节", 9, 25, 3), ("国庆节", 10, 1, 7)],
        [("元旦", 1, 4), ("春节", 2, 14), ("春节", 2, 28), ("劳动节", 5, 9), ("国庆节", 9, 20), ("国庆节", 10, 10)]);

    public static readonly WorkingCalendar China = new("2026.1", Shanghai, [Year2025, Year2026]);

    /// <summary>A day, a number of working days, and the day they end on: over holidays, make-up days and a new year.</summary>
    public static readonly TheoryData<string, int, string> WorkingDays =
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2025-12-31", 2, "2026-01-05"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-02-17", 3, "2026-02-26"),
        ("2026-11-20", 15, "2026-12-11")
    ];

    public static DateTimeOffset Local(string text) =>
        new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    private static CalendarYear Year(
        int year, (string Name, int Month, int Day, int Length)[] off, (string Name, int Month, int Day)[] work) =>
        new(
            year,
            [],
            [
                .. off.SelectMany(h => Enumerable.Range(0, h.Length).Select(i => new CalendarDay(new DateOnly(year, h.Month, h.Day).AddDays(i), h.Name, true))),
                .. work.Select(w => new CalendarDay(new DateOnly(year, w.Month, w.Day), w.Name, false)),
            ]);
}
