namespace Hotline.Domain.Deadlines;

/// <summary>How a deadline stands at a glance.</summary>
public enum DeadlineLight
{
    /// <summary>Running, with time in hand.</summary>
    Green,

    /// <summary>Running, close to its end.</summary>
    Yellow,

    /// <summary>Past due and still open.</summary>
    Red,

    /// <summary>The clock stands still.</summary>
    Paused,

    /// <summary>Done in time.</summary>
    Met,

    /// <summary>Done, but late.</summary>
    Missed,
}

/// <summary>Turns the stored instants of a deadline into its light.</summary>
public static class DeadlineLights
{
    /// <summary>True when the instant is past due. The due second itself still counts, since 24:00 is kept as 23:59:59.</summary>
    public static bool IsLate(DateTimeOffset dueAt, DateTimeOffset instant) => instant >= dueAt.AddSeconds(1);

    /// <summary>The light at <paramref name="now"/>.</summary>
    /// <param name="dueAt">When it is due.</param>
    /// <param name="warnAt">When it turns yellow.</param>
    /// <param name="now">The moment asked about.</param>
    /// <param name="metAt">When the step was done, or null while it is open.</param>
    /// <param name="paused">Whether the clock stands still now.</param>
    public static DeadlineLight Of(DateTimeOffset dueAt, DateTimeOffset warnAt, DateTimeOffset now, DateTimeOffset? metAt = null, bool paused = false)
    {
        if (metAt is { } met) return IsLate(dueAt, met) ? DeadlineLight.Missed : DeadlineLight.Met;
        if (paused) return DeadlineLight.Paused;
        if (IsLate(dueAt, now)) return DeadlineLight.Red;
        return now >= warnAt ? DeadlineLight.Yellow : DeadlineLight.Green;
    }
}
