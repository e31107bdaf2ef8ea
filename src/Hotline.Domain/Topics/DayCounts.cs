namespace Hotline.Domain.Topics;

/// <summary>How many messages of one group came on which day, and what that leads one to expect.</summary>
internal sealed class DayCounts
{
    /// <summary>Expected a day of a matter without a past: one message in twenty days.</summary>
    private const double Unseen = 0.05;

    /// <summary>Days ascending.</summary>
    private readonly List<(int Day, int Count)> _days = [];

    /// <summary>The last day on which one came.</summary>
    public int Last => _days[^1].Day;

    /// <summary>Counts messages of a day, and forgets the days before <paramref name="reaches"/>.</summary>
    public void Add(int day, int count, int reaches)
    {
        var at = _days.Count;
        while (at > 0 && _days[at - 1].Day > day) at--;
        if (at > 0 && _days[at - 1].Day == day) _days[at - 1] = (day, _days[at - 1].Count + count);
        else _days.Insert(at, (day, count));
        var old = 0;
        while (_days[old].Day < reaches && old < _days.Count - 1) old++;
        _days.RemoveRange(0, old);
    }

    /// <summary>Takes over what another group counted.</summary>
    public void Add(DayCounts other, int reaches)
    {
        foreach (var (day, count) in other._days) Add(day, count, reaches);
    }

    /// <summary>Messages from a day on.</summary>
    public int Since(int begins)
    {
        var sum = 0;
        for (var i = _days.Count - 1; i >= 0 && _days[i].Day >= begins; i--) sum += _days[i].Count;
        return sum;
    }

    /// <summary>For each day of the window, the mean of the group's own count on that weekday in the weeks before the window.</summary>
    /// <param name="begins">First day of the window.</param>
    /// <param name="ends">Last day of the window.</param>
    /// <param name="reaches">First day of the past that counts.</param>
    public double Expected(int begins, int ends, int reaches)
    {
        Span<int> seen = stackalloc int[7];
        seen.Clear();
        foreach (var (day, count) in _days)
            if (day < begins && day >= reaches) seen[day % 7] += count;
        var sum = 0.0;
        for (var weekday = 0; weekday < 7; weekday++)
            sum += DaysOf(weekday, begins, ends + 1) * (seen[weekday] + Unseen) / (DaysOf(weekday, reaches, begins) + 1);
        return sum;
    }

    /// <summary>How many days from the first up to, without, the last are of that weekday.</summary>
    private static int DaysOf(int weekday, int from, int to) => to <= from ? 0 : (to - weekday + 6) / 7 - (from - weekday + 6) / 7;
}
