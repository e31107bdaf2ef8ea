namespace Hotline.Api.Routing;

/// <summary>Tells the router that tickets wait for a suggestion.</summary>
internal sealed class RoutingSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Raise()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { /* already raised */ }
    }

    /// <inheritdoc />
    public void Dispose() => _signal.Dispose();

    public Task Wait(TimeSpan atMost, CancellationToken ct) => _signal.WaitAsync(atMost, ct);
}
