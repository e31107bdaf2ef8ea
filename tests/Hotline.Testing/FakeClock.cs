namespace Hotline.Testing;

/// <summary>
/// A clock that a test sets. It runs on from there, so later stays later. A timer rings when its real length has passed or when
/// the clock is set past its time, whichever is first: background work goes on whatever the date says, and no test waits for it.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>A working Monday morning in the demo city, far from any holiday.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));

    private readonly Lock _turn = new();
    private readonly HashSet<Alarm> _alarms = [];
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
        List<Alarm> due;
        lock (_turn)
        {
            (_from, _since) = (now, System.GetTimestamp());
            due = [.. _alarms.Where(a => a.At <= now)];
        }
        foreach (var alarm in due) alarm.RingNow();
    }

    public void Advance(TimeSpan by) => Set(GetUtcNow() + by);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Alarm(this, callback, state, dueTime, period);

    private sealed class Alarm : ITimer
    {
        private readonly FakeClock _clock;
        private readonly ITimer _real;
        private TimeSpan _period;

        public Alarm(FakeClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _clock = clock;
            _real = System.CreateTimer(_ =>
            {
                Next(_period);
                callback(state);
            }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        /// <summary>When it rings by the clock that the test sets.</summary>
        public DateTimeOffset At { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Next(dueTime);
            return _real.Change(dueTime, period);
        }

        public void RingNow() => _real.Change(TimeSpan.Zero, _period);

        private void Next(TimeSpan after)
        {
            var now = _clock.GetUtcNow();
            lock (_clock._turn)
            {
                if (after == Timeout.InfiniteTimeSpan || after > DateTimeOffset.MaxValue - now) _clock._alarms.Remove(this);
                else
                {
                    At = now + after;
                    _clock._alarms.Add(this);
                }
            }
        }

        public void Dispose()
        {
            lock (_clock._turn) _clock._alarms.Remove(this);
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
