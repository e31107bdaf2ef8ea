namespace Hotline.Api.Routing;

/// <summary>Tells the router that tickets wait for a suggestion.</summary>
internal sealed class RoutingSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private long _arrivedAt = long.MinValue / 2;
    private long _rushedAt = long.MinValue / 2;

    /// <summary>
    /// How often the time of its own work the router steps back: whoever waits for an acknowledgement goes before a suggestion.
    /// In a rush it takes a tenth of the time, while messages come at all it takes half, else all of it.
    /// </summary>
    public int StepBack => Since(ref _rushedAt) < 500 ? 9 : Since(ref _arrivedAt) < 50 ? 1 : 0;

    /// <summary>So many messages shared one transaction.</summary>
    public void Arrived(int together)
    {
        Volatile.Write(ref _arrivedAt, Environment.TickCount64);
        if (together >= Rush) Volatile.Write(ref _rushedAt, Environment.TickCount64);
        Raise();
    }

    /// <summary>A transaction shared by this many means a rush.</summary>
    private const int Rush = 8;

    private static long Since(ref long moment) => Environment.TickCount64 - Volatile.Read(ref moment);

    public void Raise()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { /* already raised */ }
    }

    /// <inheritdoc />
    public void Dispose() => _signal.Dispose();

    public Task Wait(TimeSpan atMost, CancellationToken ct) => _signal.WaitAsync(atMost, ct);
}
