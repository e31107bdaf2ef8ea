namespace Hotline.Api.Messaging;

/// <summary>
/// "Something was committed": a hint without content. The database is the truth, so a lost hint costs a moment, never data.
/// Several waiters may listen; each sees every raise that comes after it began to wait.
/// </summary>
internal sealed class EventSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Take this before looking at the database, await it after: no raise falls between.</summary>
    public Task Next => _next.Task;

    /// <summary>Waits for the given task or the time, whichever is first.</summary>
    public static async Task WaitFor(Task raised, TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        try { await raised.WaitAsync(atMost, clock, ct); }
        catch (TimeoutException) { /* the poll that catches what another node committed */ }
    }
}
