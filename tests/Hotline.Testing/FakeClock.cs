namespace Hotline.Testing;

/// <summary>
/// A clock that a test sets. It runs on from there, so later stays later; timers and delays keep their real length,
/// so background work goes on whatever the date says.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>A working Monday morning in the demo city, far from any holiday.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));

    private readonly Lock _turn = new();
    private DateTimeOffset _from = Monday;
    private long _since = System.GetTimestamp();

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_turn) return (_from + System.GetElapsedTime(_since)).ToUniversalTime();
    }

    /// <summary>Sets the time; it goes on from here.</summary>
    public void Set(DateTimeOffset now)
    {
        lock (_turn) (_from, _since) = (now, System.GetTimestamp());
    }

    public void Advance(TimeSpan by) => Set(GetUtcNow() + by);
}
