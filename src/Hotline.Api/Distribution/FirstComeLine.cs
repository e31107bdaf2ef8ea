namespace Hotline.Api.Distribution;

/// <summary>
/// The simplest line: callers in order, rung to nobody. Agents take the next call themselves. It stands in where calls are not
/// distributed, lives in memory, and tells no waiting time, since nothing would bear it out.
/// </summary>
internal sealed class FirstComeLine : IWaitingLine, ICallReports
{
    private readonly Lock _turn = new();
    private readonly List<WaitingCall> _line = [];

    public Task Join(WaitingCall call, CancellationToken ct)
    {
        lock (_turn)
            if (!_line.Exists(c => c.CallId == call.CallId)) _line.Add(call);
        return Task.CompletedTask;
    }

    public Task<LinePlace?> Place(Guid callId, CancellationToken ct)
    {
        lock (_turn)
        {
            var at = Ordered().FindIndex(c => c.CallId == callId);
            return Task.FromResult(at < 0 ? null : new LinePlace(at + 1, null));
        }
    }

    public Task Leave(Guid callId, LeaveReason reason, CancellationToken ct) => Remove(callId);

    public Task RingEnded(Guid callId, Guid agentAccountId, RingEnd end, CancellationToken ct) => end == RingEnd.Answered ? Remove(callId) : Task.CompletedTask;

    public Task AgentLeft(Guid callId, Guid agentAccountId, CancellationToken ct) => Task.CompletedTask;

    public Task CallEnded(Guid callId, CancellationToken ct) => Remove(callId);

    private List<WaitingCall> Ordered() => [.. _line.OrderByDescending(c => c.Priority).ThenBy(c => c.Since)];

    private Task Remove(Guid callId)
    {
        lock (_turn) _line.RemoveAll(c => c.CallId == callId);
        return Task.CompletedTask;
    }
}
