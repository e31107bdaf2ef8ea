namespace Hotline.Api.Distribution;

/// <summary>
/// Carries calls: rings agents' telephones and joins, holds, transfers and ends the parties of a call. One for each way calls are
/// carried (Twilio, SIP, the simulator); who is rung is decided elsewhere. No method throws for a provider's refusal.
/// </summary>
internal interface ICallExecutor
{
    /// <summary>True for a call that this executor carries.</summary>
    Task<bool> Carries(Guid callId, CancellationToken ct);

    /// <summary>
    /// Lets the agent's telephone ring for the call. Returns at once: that the agent answered, declined or did not hear is reported
    /// through <see cref="ICallReports"/>.
    /// </summary>
    Task<RingOutcome> Ring(Guid callId, Guid agentAccountId, CancellationToken ct);

    /// <summary>The agent said in the console that they take the call: a telephone that has no key of its own is answered.</summary>
    Task Taken(Guid callId, Guid agentAccountId, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Stops ringing an agent's telephone. One that does not ring is no error.</summary>
    Task Cancel(Guid callId, Guid agentAccountId, CancellationToken ct);

    /// <summary>The caller hears music, the agent nothing.</summary>
    Task<PartyOutcome> Hold(Guid callId, CancellationToken ct);

    /// <summary>Ends <see cref="Hold"/>.</summary>
    Task<PartyOutcome> Resume(Guid callId, CancellationToken ct);

    /// <summary>Hands the call to another agent or number and lets the agent go once they answer.</summary>
    Task<PartyOutcome> Transfer(Guid callId, CallTarget target, CancellationToken ct);

    /// <summary>A third party joins: a colleague, an emergency service (110, 119, 120, 122, 12356), a department.</summary>
    Task<PartyOutcome> AddParty(Guid callId, CallTarget target, CancellationToken ct);

    /// <summary>A supervisor listens in, whispers to the agent or speaks with both; the mode of one who listens already is changed.</summary>
    Task<PartyOutcome> Monitor(Guid callId, Guid supervisorAccountId, MonitorMode mode, CancellationToken ct);

    /// <summary>Silences the recording while the caller says an identity number, or lets it go on.</summary>
    Task<PartyOutcome> PauseRecording(Guid callId, bool paused, CancellationToken ct);

    /// <summary>The agent is done: the caller goes on to the rating; with nobody left the call ends.</summary>
    Task<PartyOutcome> End(Guid callId, CancellationToken ct);
}

/// <summary>What the telephone at the other end did; whoever distributes calls listens.</summary>
internal interface ICallReports
{
    /// <summary>An agent's telephone was answered, or stopped ringing without that.</summary>
    Task RingEnded(Guid callId, Guid agentAccountId, RingEnd end, CancellationToken ct);

    /// <summary>The agent's part of the call is over: wrap-up begins.</summary>
    Task AgentLeft(Guid callId, Guid agentAccountId, CancellationToken ct);

    /// <summary>The call is over for everybody.</summary>
    Task CallEnded(Guid callId, CancellationToken ct);
}

/// <summary>What became of an attempt to ring.</summary>
internal enum RingOutcome
{
    /// <summary>It rings, or will in a moment.</summary>
    Ringing,

    /// <summary>This agent's telephone cannot be reached (not registered): offer the call to another one.</summary>
    Unreachable,

    /// <summary>The caller is gone.</summary>
    CallEnded,

    /// <summary>The provider did not take it on; trying again in a moment is safe.</summary>
    RetryLater,
}

/// <summary>How ringing ended.</summary>
internal enum RingEnd { Answered, Declined, NoAnswer, Failed }

/// <summary>What became of a request that concerns the parties of a call.</summary>
internal enum PartyOutcome { Done, CallEnded, Refused, NumberNotSetUp, RetryLater }

/// <summary>How a supervisor takes part: unheard, heard by the agent alone, heard by both.</summary>
internal enum MonitorMode { Silent, Coach, Barge, Stop }

/// <summary>Whom to bring to the telephone: exactly one of the two.</summary>
/// <param name="AgentAccountId">A colleague's account.</param>
/// <param name="Number">A number in E.164 form, or one of 110, 119, 120, 122, 12356.</param>
internal sealed record CallTarget(Guid? AgentAccountId, string? Number);
