namespace Hotline.Api.Distribution;

/// <summary>Every way calls are carried here; each call is some way's own. A call that nobody carries is taken on a telephone beside the system.</summary>
internal sealed class Telephones(IServiceProvider services, ILogger<Telephones> log)
{
    /// <summary>Who carries a call; null when no telephone of ours does.</summary>
    public async Task<ICallExecutor?> Of(Guid callId, CancellationToken ct)
    {
        foreach (var executor in services.GetServices<ICallExecutor>())
            if (await executor.Carries(callId, ct)) return executor;
        return null;
    }

    /// <summary>Lets an agent's telephone ring; what does not come about is put right in the line.</summary>
    public async Task Ring(Guid callId, Guid account, CancellationToken ct)
    {
        var outcome = RingOutcome.RetryLater;
        try
        {
            if (await Of(callId, ct) is not { } executor) return;
            outcome = await executor.Ring(callId, account, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // one call's trouble must not keep the others in line; the offer comes back and is tried again
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "A telephone could not be rung for call {Call}", callId);
        }
        var line = services.GetRequiredService<WaitingLine>();
        switch (outcome)
        {
            case RingOutcome.Unreachable: await line.RingEnded(callId, account, RingEnd.Failed, ct); break;
            case RingOutcome.CallEnded: await line.CallEnded(callId, ct); break;
            case RingOutcome.RetryLater: await line.Postpone(callId, account, TimeSpan.FromSeconds(2), ct); break;
            case RingOutcome.Ringing: break;
        }
    }

    /// <summary>Stops an agent's telephone.</summary>
    public Task Cancel(Guid callId, Guid account, CancellationToken ct) => Tell(callId, executor => executor.Cancel(callId, account, ct), ct);

    /// <summary>The agent took the call in the console.</summary>
    public Task Taken(Guid callId, Guid account, CancellationToken ct) => Tell(callId, executor => executor.Taken(callId, account, ct), ct);

    private async Task Tell(Guid callId, Func<ICallExecutor, Task> tell, CancellationToken ct)
    {
        try
        {
            if (await Of(callId, ct) is { } executor) await tell(executor);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the host stops */ }
#pragma warning disable CA1031 // a telephone stops ringing by itself, and what it does is reported
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "A telephone could not be told about call {Call}", callId);
        }
    }
}
