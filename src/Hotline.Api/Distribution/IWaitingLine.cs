namespace Hotline.Api.Distribution;

/// <summary>The line of callers who wait for an agent. It decides who speaks to whom; carrying the call is <see cref="ICallExecutor"/>'s.</summary>
internal interface IWaitingLine
{
    /// <summary>Puts a call in line, or does nothing when it stands there already.</summary>
    Task Join(WaitingCall call, CancellationToken ct);

    /// <summary>Where a call stands; null when it is not in line (never joined, left, or with an agent).</summary>
    Task<LinePlace?> Place(Guid callId, CancellationToken ct);

    /// <summary>Takes a call out of the line. A call that does not stand there is no error.</summary>
    Task Leave(Guid callId, LeaveReason reason, CancellationToken ct);
}

/// <summary>A call that waits for an agent.</summary>
/// <param name="CallId">The call's own id (<c>Call.Id</c>).</param>
/// <param name="Topic">A skill the agent should have, as the call flow names it; null for any agent.</param>
/// <param name="Language"><c>zh-CN</c> or <c>en</c>.</param>
/// <param name="Enterprise">The caller speaks for a company: agents for companies first.</param>
/// <param name="Priority">Higher is sooner; 0 is the ordinary caller.</param>
/// <param name="Since">Since when the caller waits: who was promised a call back keeps the place of the first call.</param>
internal sealed record WaitingCall(Guid CallId, string? Topic, string Language, bool Enterprise, int Priority, DateTimeOffset Since);

/// <summary>A place in the line.</summary>
/// <param name="Position">1 for the next one.</param>
/// <param name="ExpectedWait">Null while nobody can tell.</param>
internal sealed record LinePlace(int Position, TimeSpan? ExpectedWait);

/// <summary>Why a call left the line.</summary>
internal enum LeaveReason
{
    /// <summary>The caller hung up.</summary>
    Abandoned,

    /// <summary>The caller chose to leave a message instead.</summary>
    Voicemail,

    /// <summary>The caller asked to be called back and hung up; the new call joins with the old <see cref="WaitingCall.Since"/>.</summary>
    CallBack,

    /// <summary>An agent has the caller.</summary>
    Answered,

    /// <summary>The call ended for another reason, or nobody may wait any longer (closed).</summary>
    Ended,
}
