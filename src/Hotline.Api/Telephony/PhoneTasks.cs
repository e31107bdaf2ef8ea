using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Messaging;

namespace Hotline.Api.Telephony;

/// <summary>Wakes whoever does the slow work of calls; what is to be done stands in the database.</summary>
internal sealed class PhoneSignal
{
    private readonly EventSignal _signal = new();
    public Task Next => _signal.Next;
    public void Raise() => _signal.Raise();
}

/// <summary>Writes slow work down in the transaction that makes it necessary.</summary>
internal static class PhoneTasks
{
    public static void Add(HotlineDb db, PhoneTaskKind kind, Guid callId, Guid? legId, DateTimeOffset now, TimeSpan delay = default) =>
        db.PhoneTasks.Add(new PhoneTask { Id = Guid.CreateVersion7(now), CallId = callId, LegId = legId, Kind = kind, CreatedAt = now, NextAttemptAt = now + delay });
}

/// <summary>
/// What one way of carrying calls does with them. Each may be asked for twice and does then nothing more; no method throws for a
/// provider's refusal. A further way (SIP) is a further carrier beside <see cref="ICallExecutor"/>; flows know nothing of it.
/// </summary>
internal interface ICallCarrier
{
    /// <summary>The name in <see cref="PhoneCall.Carrier"/>.</summary>
    string Name { get; }

    /// <summary>The caller, who waits, comes to the agent who answered.</summary>
    Task<PartyOutcome> Bridge(PhoneCall call, CancellationToken ct);

    /// <summary>The talk is over; the caller goes on in the flow.</summary>
    Task<PartyOutcome> Unbridge(PhoneCall call, CancellationToken ct);

    Task<PartyOutcome> HangUp(PhoneLeg leg, CancellationToken ct);

    Task<PartyOutcome> HangUpCaller(PhoneCall call, CancellationToken ct);

    /// <summary>Finds out whether a telephone that was to be rung is rung. <see cref="PartyOutcome.CallEnded"/>: it is not.</summary>
    Task<PartyOutcome> Reconcile(PhoneLeg leg, CancellationToken ct);

    /// <summary>Dials the resident who was promised a call.</summary>
    Task<PartyOutcome> DialCaller(PhoneCall call, int attempt, CancellationToken ct);

    /// <summary>Whether a call of which nothing was heard for long is over; null when nobody can tell now.</summary>
    Task<bool?> IsOver(PhoneCall call, CancellationToken ct);

    /// <summary>Deletes a recording that is in the city's own store by now.</summary>
    Task<PartyOutcome> DeleteRecording(string sid, CancellationToken ct);
}
