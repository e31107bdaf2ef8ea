using System.Globalization;

namespace Hotline.Domain.Calendar;

/// <summary>One stretch of office time within a day, local time, <paramref name="To"/> excluded.</summary>
public readonly record struct OfficeSpan(TimeOnly From, TimeOnly To)
{
    /// <summary>Reads <c>09:00-12:00</c>.</summary>
    /// <exception cref="FormatException">The text is not like that.</exception>
    public static OfficeSpan Parse(string text) =>
        text is { Length: 11 } && text[5] == '-' && TimeOnly.TryParseExact(text[..5], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && TimeOnly.TryParseExact(text[6..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            ? new(from, to) : throw new FormatException($"'{text}' is not like 09:00-12:00.");
}

/// <summary>
/// Which days are worked and at which hours: Monday to Friday unless a yearly notice says otherwise.
/// Immutable. Instants are returned in UTC; dates are local dates of <see cref="TimeZone"/>.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly Dictionary<DateOnly, CalendarDay> _days = [];
    private readonly HashSet<int> _years = [];
    private readonly OfficeSpan[] _office;

    /// <param name="version">Names this data; stored with each deadline computed from it.</param>
    /// <param name="timeZone">The zone of the city, usually Asia/Shanghai.</param>
    /// <param name="years">The notices known, each year at most once. A later year's notice wins for the December days it names.</param>
    /// <param name="officeHours">In order and without overlap; <see cref="DefaultOfficeHours"/> when omitted.</param>
    /// <exception cref="ArgumentException">A year given twice, or office hours that are empty, out of order or overlapping.</exception>
    public WorkingCalendar(
        string version, TimeZoneInfo timeZone, IEnumerable<CalendarYear> years, IEnumerable<OfficeSpan>? officeHours = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentNullException.ThrowIfNull(timeZone);
        ArgumentNullException.ThrowIfNull(years);
        Version = version;
        TimeZone = timeZone;
        _office = [.. officeHours ?? DefaultOfficeHours];
        RequireOrderly(_office);
        OfficeTimePerDay = Total(_office);

        var given = new HashSet<int>();
        foreach (var year in years.OrderBy(y => y.Year))
        {
            if (!given.Add(year.Year)) throw new ArgumentException($"The calendar of {year.Year} is given twice.", nameof(years));
            if (year.Days.Count > 0) _years.Add(year.Year);
            foreach (var day in year.Days) _days[day.Date] = day;
        }
    }

    /// <summary>09:00-12:00 and 13:30-17:30.</summary>
    public static IReadOnlyList<OfficeSpan> DefaultOfficeHours { get; } =
        [new(new TimeOnly(9, 0), new TimeOnly(12, 0)), new(new TimeOnly(13, 30), new TimeOnly(17, 30))];

    /// <summary>The name of this data set, e.g. <c>2026.1</c>.</summary>
    public string Version { get; }

    /// <summary>The zone whose dates and office hours these are.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>The office spans of a working day, in order.</summary>
    public IReadOnlyList<OfficeSpan> OfficeHours => _office;

    /// <summary>Office time of one whole working day (7 hours by default).</summary>
    public TimeSpan OfficeTimePerDay { get; }

    /// <summary>True when a notice with at least one day is known for the year; otherwise its days are guessed as Monday to Friday.</summary>
    public bool HasYear(int year) => _years.Contains(year);

    /// <summary>What a notice says of the day, or null when it is an ordinary weekday or weekend day.</summary>
    public CalendarDay? Named(DateOnly day) => _days.GetValueOrDefault(day);

    /// <summary>True when offices work on that local date.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        _days.TryGetValue(day, out var named) ? !named.IsOffDay : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The n-th working day after the date (the date itself never counts); before it when n is negative; the date itself when n is 0.</summary>
    public DateOnly AddWorkingDays(DateOnly day, int n)
    {
        var step = Math.Sign(n);
        while (n != 0)
        {
            day = day.AddDays(step);
            if (IsWorkingDay(day)) n -= step;
        }

        return day;
    }

    /// <summary>
    /// Working days after <paramref name="from"/> up to and with <paramref name="to"/>: the n that
    /// <see cref="AddWorkingDays"/> needs. Backwards it is negative and counts <paramref name="to"/> but not <paramref name="from"/>.
    /// </summary>
    public int CountWorkingDays(DateOnly from, DateOnly to)
    {
        var count = 0;
        var step = Math.Sign(to.DayNumber - from.DayNumber);
        while (from != to)
        {
            from = from.AddDays(step);
            if (IsWorkingDay(from)) count += step;
        }

        return count;
    }

    /// <summary>
    /// The instant at which that much office time has passed since <paramref name="from"/>; before it when the time is negative;
    /// unchanged when it is zero. Time outside office hours does not count.
    /// </summary>
    public DateTimeOffset AddWorkingTime(DateTimeOffset from, TimeSpan time)
    {
        if (time < TimeSpan.Zero) return SubtractWorkingTime(from, -time);
        if (time == TimeSpan.Zero) return from.ToUniversalTime();
        for (var day = DateOf(from); ; day = day.AddDays(1))
        {
            foreach (var (opens, closes) in SpansOf(day))
            {
                var start = opens > from ? opens : from;
                if (start >= closes) continue;
                if (time <= closes - start) return (start + time).ToUniversalTime();
                time -= closes - start;
            }
        }
    }

    /// <summary>Office time between two instants; negative when <paramref name="to"/> is the earlier one.</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from) return -WorkingTimeBetween(to, from);
        var total = TimeSpan.Zero;
        var last = DateOf(to);
        for (var day = DateOf(from); day <= last; day = day.AddDays(1))
        {
            foreach (var (opens, closes) in SpansOf(day))
            {
                var start = opens > from ? opens : from;
                var end = closes < to ? closes : to;
                if (end > start) total += end - start;
            }
        }

        return total;
    }

    /// <summary>The instant itself when offices are open then, otherwise the moment they open next.</summary>
    public DateTimeOffset NextWorkingInstant(DateTimeOffset instant)
    {
        for (var day = DateOf(instant); ; day = day.AddDays(1))
        {
            foreach (var (opens, closes) in SpansOf(day))
                if (instant < closes) return (opens > instant ? opens : instant).ToUniversalTime();
        }
    }

    /// <summary>The local date of an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    /// <summary>The instant (UTC) of a local date and time.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, TimeZone.GetUtcOffset(local)).ToUniversalTime();
    }

    private DateTimeOffset SubtractWorkingTime(DateTimeOffset from, TimeSpan time)
    {
        for (var day = DateOf(from); ; day = day.AddDays(-1))
        {
            foreach (var (opens, closes) in SpansOf(day).Reverse())
            {
                var end = closes < from ? closes : from;
                if (end <= opens) continue;
                if (time <= end - opens) return (end - time).ToUniversalTime();
                time -= end - opens;
            }
        }
    }

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> SpansOf(DateOnly day) =>
        IsWorkingDay(day) ? _office.Select(span => (At(day, span.From), At(day, span.To))) : [];

    /// <summary>The same days with other office hours.</summary>
    public WorkingCalendar With(IReadOnlyList<OfficeSpan> officeHours) => new(this, [.. officeHours]);

    private WorkingCalendar(WorkingCalendar days, OfficeSpan[] office)
    {
        RequireOrderly(office);
        (Version, TimeZone, _days, _years, _office) = (days.Version, days.TimeZone, days._days, days._years, office);
        OfficeTimePerDay = Total(office);
    }

    private static TimeSpan Total(OfficeSpan[] spans) => spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + (span.To - span.From));

    /// <exception cref="ArgumentException">No span, or spans that are empty, out of order or overlapping.</exception>
    internal static void RequireOrderly(OfficeSpan[] spans)
    {
        if (spans.Length == 0) throw new ArgumentException("At least one office span is needed.", nameof(spans));
        for (var i = 0; i < spans.Length; i++)
        {
            if (spans[i].From >= spans[i].To || (i > 0 && spans[i].From < spans[i - 1].To))
                throw new ArgumentException($"Office span {spans[i].From:HH\\:mm}-{spans[i].To:HH\\:mm} is empty, out of order or overlaps.", nameof(spans));
        }
    }
}
