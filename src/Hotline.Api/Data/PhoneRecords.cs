using Hotline.Domain;

namespace Hotline.Api.Data;

/// <summary>What became of the promise to call back.</summary>
internal enum CallBackState { None, Waiting, Calling, Kept, GivenUp }

/// <summary>A call that our own telephony carries, beside the <see cref="Domain.Calls.Call"/> that everybody knows: where the caller stands in the flow.</summary>
internal sealed class PhoneCall : IVersioned
{
    /// <summary>The call's own id (<c>Call.Id</c>).</summary>
    public Guid Id { get; init; }
    /// <summary>Who carries it: <c>twilio</c> or <c>simulator</c>.</summary>
    public string Carrier { get; init; } = "";
    /// <summary>The carrier's identity of the caller's line; null while a call back is not dialled.</summary>
    public string? CallerSid { get; set; }
    public string FlowCode { get; init; } = "";
    /// <summary>Sealed: what the caller said may stand in it.</summary>
    public byte[] State { get; set; } = [];
    /// <summary>How many inputs were answered: a request names the step it belongs to, so that a repeated one changes nothing.</summary>
    public int Step { get; set; }
    /// <summary>The last answer, sealed; given again when the request comes again.</summary>
    public byte[]? Answer { get; set; }
    /// <summary>Told to the agent who answers; sealed.</summary>
    public byte[]? Whisper { get; set; }
    /// <summary>The carrier's identity of the talk between caller and agents.</summary>
    public string? TalkSid { get; set; }
    /// <summary>Since when the caller waits; who was promised a call back keeps the first call's.</summary>
    public DateTimeOffset? WaitsSince { get; set; }
    /// <summary>1 to 5; null while none was given.</summary>
    public int? Rating { get; set; }
    /// <summary>The call whose promise this one keeps.</summary>
    public Guid? CallsBack { get; init; }
    public CallBackState CallBack { get; set; }
    public int CallBackTries { get; set; }
    /// <summary>When a call back that failed is tried again.</summary>
    public DateTimeOffset? CallBackAt { get; set; }
    /// <summary>How far the caller's line has come, by its reports.</summary>
    public int Rank { get; set; }
    public DateTimeOffset BegunAt { get; init; }
    /// <summary>When the carrier last said anything of it; a call it is silent about for long is asked for.</summary>
    public DateTimeOffset HeardAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }
}

internal enum LegRole { Agent, Party, Supervisor }

internal enum LegState
{
    /// <summary>To be dialled; whether the carrier took it on is not known yet.</summary>
    Intended,
    Ringing,
    Talking,
    Ended,
}

/// <summary>A telephone rung for a call: an agent's, a supervisor's, a third party's.</summary>
internal sealed class PhoneLeg : IVersioned
{
    public Guid Id { get; init; }
    public Guid CallId { get; init; }
    public LegRole Role { get; init; }
    public Guid? AccountId { get; init; }
    /// <summary>Sealed; null for an account.</summary>
    public byte[]? Number { get; init; }
    public string? Sid { get; set; }
    public LegState State { get; set; }
    /// <summary>How far it has come, by its reports; never goes back.</summary>
    public int Rank { get; set; }
    /// <summary>The other agents leave when this one answers.</summary>
    public bool Replaces { get; init; }
    /// <summary>How a supervisor takes part.</summary>
    public string? Mode { get; set; }
    public DateTimeOffset IntendedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }
}

internal enum PhoneTaskKind
{
    /// <summary>The caller comes to the agent who answered.</summary>
    Bridge,
    /// <summary>The talk is over and the caller is still there: on to the rating.</summary>
    Unbridge,
    HangUpLeg,
    HangUpCaller,
    /// <summary>Whether an intended leg exists is asked before anything else.</summary>
    ReconcileLeg,
    ReportAnswered,
    ReportDeclined,
    ReportNoAnswer,
    ReportFailed,
    ReportLeft,
    ReportEnded,
    /// <summary>The resident who was promised a call is dialled.</summary>
    DialCaller,
}

internal enum PhoneTaskState { Pending, Done, Parked }

/// <summary>Slow work of a call, written in the transaction that makes it necessary and done once. Trying again is harmless.</summary>
internal sealed class PhoneTask
{
    public Guid Id { get; init; }
    public Guid CallId { get; init; }
    public Guid? LegId { get; init; }
    public PhoneTaskKind Kind { get; init; }
    public PhoneTaskState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? Reason { get; set; }
}

internal enum RecordingState { Announced, DeletedThere, Lost }

/// <summary>A recording at the carrier: deleted there once it is in the city's own store.</summary>
internal sealed class PhoneRecording
{
    /// <summary>The carrier's identity.</summary>
    public string Sid { get; init; } = "";
    public Guid? CallId { get; init; }
    public RecordingState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }
    public DateTimeOffset AnnouncedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; set; }
    public string? Reason { get; set; }
}
