using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Twilio;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.Relay;

/// <summary>Keeps what the provider reports of relayed calls; reports may come twice, late and in any order.</summary>
internal sealed class RelayCalls(IDbContextFactory<HotlineDb> contexts, PersonalData personal, TimeProvider clock)
{
    private const int MostTries = 5;

    /// <summary>The first leg answered: the resident's number, for the provider alone; null when the call is over or unknown.</summary>
    public Task<string?> Answered(Guid id, string callId, CancellationToken ct) => Write(id, async (db, call) =>
    {
        if (call.State == RelayCallState.Ended || (call.ProviderCallId is { } known && known != callId)) return null;
        var resident = await db.Tickets.Where(t => t.Id == call.TicketId).Join(db.Residents, t => t.ResidentId, r => r.Id, (t, r) => r.Phone).SingleOrDefaultAsync(ct);
        if (PhoneNumber.ToE164(personal.OpenOrNull(resident)) is not { } number) return null;
        (call.State, call.ProviderCallId, call.BridgedAt) = (RelayCallState.Calling, callId, call.BridgedAt ?? clock.GetUtcNow());
        return number;
    }, ct);

    /// <summary>Takes a report on one of the legs.</summary>
    /// <returns>Whether the two were connected.</returns>
    public Task<bool> Report(Guid id, RelayLegReport report, bool resident, CancellationToken ct) => Write(id, async (db, call) =>
    {
        if (report.End is { } end && call.State != RelayCallState.Ended)
        {
            if (resident) (call.ResidentLeg, call.Seconds) = (call.ResidentLeg ?? end.ToString(), call.Seconds ?? (end == RelayLegEnd.Completed ? report.Seconds : null));
            else (call.CallerLeg, call.ProviderCallId) = (call.CallerLeg ?? end.ToString(), call.ProviderCallId ?? report.CallId);
            if (call.CallerLeg is not null && (call.ResidentLeg is not null || call.BridgedAt is null)) await End(db, call, OutcomeOf(call), null, ct);
        }
        return call.ResidentLeg == nameof(RelayLegEnd.Completed);
    }, ct);

    /// <summary>Keeps the recording with the ticket, once.</summary>
    public Task<bool> Recorded(Guid id, VoiceRecording recording, CancellationToken ct) => Write(id, (db, call) =>
    {
        if (call.RecordingSid is not null) return Task.FromResult(false);
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), TicketId = call.TicketId, Kind = AttachmentKind.Recording, State = AttachmentState.Fetching, FileName = $"{recording.Sid}.wav", ContentType = "audio/wav",
            RemoteUrl = recording.Url.AbsoluteUri, AddedAt = clock.GetUtcNow(), AddedBy = Actor.System.UserName,
        };
        db.Attachments.Add(attachment);
        (call.RecordingSid, call.RecordingId) = (recording.Sid, attachment.Id);
        return Task.FromResult(true);
    }, ct);

    /// <summary>Ends a call that the provider would not make, or that nobody reports on any more.</summary>
    public Task<bool> GiveUp(Guid id, string? error, CancellationToken ct) => Write(id, async (db, call) =>
    {
        if (call.State == RelayCallState.Ended) return false;
        await End(db, call, call.ResidentLeg is not null || call.CallerLeg is not null ? OutcomeOf(call) : RelayCallOutcome.Failed, error, ct);
        return true;
    }, ct);

    /// <summary>True when it exists.</summary>
    public async Task<bool> Exists(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.RelayCalls.AnyAsync(c => c.Id == id, ct);
    }

    private async Task End(HotlineDb db, RelayCall call, RelayCallOutcome outcome, string? error, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        (call.State, call.Outcome, call.EndedAt, call.Error) = (RelayCallState.Ended, outcome, now, error is { Length: > 300 } ? error[..300] : error);
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Id == call.TicketId, ct) is { } ticket) ticket.RelayCallEnded(outcome.ToString(), call.Seconds, now);
    }

    private static RelayCallOutcome OutcomeOf(RelayCall call) => call switch
    {
        { ResidentLeg: nameof(RelayLegEnd.Completed) } => RelayCallOutcome.Connected,
        { ResidentLeg: nameof(RelayLegEnd.Busy) } => RelayCallOutcome.ResidentBusy,
        { ResidentLeg: nameof(RelayLegEnd.NoAnswer) } => RelayCallOutcome.ResidentUnreached,
        { BridgedAt: null, CallerLeg: not nameof(RelayLegEnd.Failed) } => RelayCallOutcome.CallerUnreached,
        _ => RelayCallOutcome.Failed,
    };

    /// <summary>Reports and desks meet at one ticket: the slower one reads again.</summary>
    private async Task<T?> Write<T>(Guid id, Func<HotlineDb, RelayCall, Task<T>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            try
            {
                return await db.Write(async () =>
                {
                    if (await db.RelayCalls.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } call) return default;
                    var done = await work(db, call);
                    await db.SaveChangesAsync(ct);
                    return done;
                }, ct);
            }
            catch (DbUpdateException) when (tries < MostTries) { }
        }
    }
}
