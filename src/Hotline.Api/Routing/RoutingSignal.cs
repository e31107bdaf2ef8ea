namespace Hotline.Api.Routing;

/// <summary>Tells the router that tickets wait for a suggestion.</summary>
internal sealed class RoutingSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private long _rushedAt = long.MinValue / 2;

    /// <summary>True for half a second after a rush: whoever waits for an acknowledgement goes before a suggestion.</summary>
    public bool IntakeBusy => Environment.TickCount64 - Volatile.Read(ref _rushedAt) < 500;

    /// <summary>Many messages shared one transaction.</summary>
    public void Rush() => Volatile.Write(ref _rushedAt, Environment.TickCount64);

    public void Raise()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { /* already raised */ }
    }

    /// <inheritdoc />
    public void Dispose() => _signal.Dispose();

    public Task Wait(TimeSpan atMost, CancellationToken ct) => _signal.WaitAsync(atMost, ct);
}
