using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Intake;
using Hotline.Api.Messaging;
using Hotline.Channels.Cti;
using Hotline.Domain.Calls;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Telephony;

/// <summary>
/// Does the slow work of calls: callers and agents are brought together, telephones hung up, the line told, recordings deleted at
/// the carrier. A task is tried again until it is done, and parked with an alarm when it cannot be.
/// </summary>
internal sealed class PhoneWorker(
    IDbContextFactory<HotlineDb> contexts, IEnumerable<ICallCarrier> carriers, ICallReports reports, IWaitingLine line, CallLog calls, FlowDesk desk, PhoneLegs legs, PhoneSignal signal,
    TimeProvider clock, ILogger<PhoneWorker> log) : BackgroundService
{
    private const int MostAttempts = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    /// <summary>A node that dies over a task gives it up to the others after this.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Housekeeping = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Sweeping = TimeSpan.FromHours(1);
    /// <summary>Twilio's answer comes within 15 seconds or never.</summary>
    private static readonly TimeSpan IntentionIsOld = TimeSpan.FromSeconds(30);
    /// <summary>A caller who waits is heard of every two minutes at least.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, ICallCarrier> _carriers = carriers.ToDictionary(c => c.Name);
    private long _kept, _swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                if (TimeProvider.System.GetElapsedTime(_kept) >= Housekeeping)
                {
                    _kept = TimeProvider.System.GetTimestamp();
                    await KeepHouse(stoppingToken);
                }
                if (await Round(stoppingToken)) continue;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // what could not be done now is still in the database at the next round
            catch (Exception e)
#pragma warning restore CA1031
            { log.LogError(e, "The work of calls failed; trying again"); }
            await EventSignal.WaitFor(next, Poll, clock, stoppingToken);
        }
    }

    private async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var due = await db.PhoneTasks.AsNoTracking().Where(t => t.State == PhoneTaskState.Pending && t.NextAttemptAt <= now).OrderBy(t => t.NextAttemptAt).ThenBy(t => t.Id).Take(100).Select(t => new { t.Id, t.CallId }).ToListAsync(ct);
        // Calls side by side, the tasks of one call in order: one slow answer of the carrier holds up nobody else.
        await Task.WhenAll(due.GroupBy(t => t.CallId).Select(async tasks => { foreach (var task in tasks) await Try(task.Id, ct); }));
        return due.Count > 0;
    }

    private async Task Try(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneTasks.SingleOrDefaultAsync(t => t.Id == id && t.State == PhoneTaskState.Pending, ct) is not { } task) return;
        task.Attempts++;
        task.NextAttemptAt = clock.GetUtcNow() + Claim;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return; }   // another node has it
        PartyOutcome outcome;
        try { outcome = await Do(db, task, ct); }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // one call's trouble must not hold up the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "{Task} of call {Call} failed", task.Kind, task.CallId);
            outcome = PartyOutcome.RetryLater;
        }
        if (outcome != PartyOutcome.RetryLater) task.State = PhoneTaskState.Done;
        else if (task.Attempts >= MostAttempts)
        {
            (task.State, task.Reason) = (PhoneTaskState.Parked, "not done after so many tries");
            db.Emit("PhoneTaskParked", "call", nameof(Call), task.CallId, clock.GetUtcNow());
            log.LogWarning("{Task} of call {Call} is given up after {Attempts} tries", task.Kind, task.CallId, task.Attempts);
        }
        else task.NextAttemptAt = clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(60, 1 << task.Attempts));
        await db.SaveChangesAsync(ct);
    }

    private async Task<PartyOutcome> Do(HotlineDb db, PhoneTask task, CancellationToken ct)
    {
        var call = await db.PhoneCalls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == task.CallId, ct);
        if (call is null || !_carriers.TryGetValue(call.Carrier, out var carrier)) return PartyOutcome.Refused;
        var leg = task.LegId is { } id ? await db.PhoneLegs.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) : null;
        switch (task.Kind)
        {
            case PhoneTaskKind.Bridge: return await Bridge(carrier, call, ct);
            case PhoneTaskKind.Unbridge: return await Unbridge(carrier, call, ct);
            case PhoneTaskKind.DialCaller: return call.EndedAt is null && call.CallBack == CallBackState.Calling ? await carrier.DialCaller(call, task.Attempts, ct) : PartyOutcome.Done;
            case PhoneTaskKind.HangUpCaller: return await carrier.HangUpCaller(call, ct);
            case PhoneTaskKind.HangUpLeg when leg is not null: return await carrier.HangUp(leg, ct);
            case PhoneTaskKind.ReconcileLeg when leg is { State: LegState.Intended, Sid: null }: return await Reconcile(carrier, leg, ct);
            case PhoneTaskKind.ReportAnswered when leg?.AccountId is { } agent: await Answered(db, call, agent, ct); return PartyOutcome.Done;
            case PhoneTaskKind.ReportDeclined when leg?.AccountId is { } agent: await reports.RingEnded(call.Id, agent, RingEnd.Declined, ct); return PartyOutcome.Done;
            case PhoneTaskKind.ReportNoAnswer when leg?.AccountId is { } agent: await reports.RingEnded(call.Id, agent, RingEnd.NoAnswer, ct); return PartyOutcome.Done;
            case PhoneTaskKind.ReportFailed when leg?.AccountId is { } agent: await reports.RingEnded(call.Id, agent, RingEnd.Failed, ct); return PartyOutcome.Done;
            case PhoneTaskKind.ReportLeft when leg?.AccountId is { } agent: await reports.AgentLeft(call.Id, agent, ct); return PartyOutcome.Done;
            case PhoneTaskKind.ReportEnded: await reports.CallEnded(call.Id, ct); return PartyOutcome.Done;
            default: return PartyOutcome.Done;
        }
    }

    private async Task<PartyOutcome> Bridge(ICallCarrier carrier, PhoneCall call, CancellationToken ct)
    {
        if (!legs.WaitsOrTalks(call))
        {
            // The caller went on to leave a message, or is gone: the agent need not listen to nobody.
            await DropAgents(call.Id, ct);
            return PartyOutcome.CallEnded;
        }
        if (call.CallBack == CallBackState.Waiting)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.PhoneCalls.SingleAsync(c => c.Id == call.Id, ct);
            (row.CallBack, row.CallBackAt) = (CallBackState.Calling, null);
            row.CallBackTries++;
            PhoneTasks.Add(db, PhoneTaskKind.DialCaller, call.Id, null, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return PartyOutcome.Done;
        }
        if (call.CallBack == CallBackState.Calling || desk.StateOf(call).Talk == Domain.CallFlows.TalkState.WithAgent) return PartyOutcome.Done;
        var outcome = await carrier.Bridge(call, ct);
        if (outcome == PartyOutcome.CallEnded) await desk.Close(call.Id, ct);
        return outcome;
    }

    private async Task<PartyOutcome> Unbridge(ICallCarrier carrier, PhoneCall call, CancellationToken ct)
    {
        if (call.EndedAt is not null) return PartyOutcome.CallEnded;
        if (call.CallBack == CallBackState.Calling)
        {
            // The agent gave up before the resident answered.
            await carrier.HangUpCaller(call, ct);
            await legs.CallBackFailed(call.Id, ct);
            return PartyOutcome.Done;
        }
        if (desk.StateOf(call).Talk != Domain.CallFlows.TalkState.WithAgent) return PartyOutcome.Done;
        var outcome = await carrier.Unbridge(call, ct);
        if (outcome == PartyOutcome.CallEnded) await desk.Close(call.Id, ct);
        return outcome;
    }

    private async Task<PartyOutcome> Reconcile(ICallCarrier carrier, PhoneLeg leg, CancellationToken ct)
    {
        var outcome = await carrier.Reconcile(leg, ct);
        if (outcome == PartyOutcome.CallEnded) await legs.Report(leg.Id, null, "failed", ct);
        return outcome;
    }

    /// <summary>The line is told, and the call record names who speaks.</summary>
    private async Task Answered(HotlineDb db, PhoneCall call, Guid agent, CancellationToken ct)
    {
        await reports.RingEnded(call.Id, agent, RingEnd.Answered, ct);
        var sid = await db.Calls.Where(c => c.Id == call.Id).Select(c => c.ProviderCallId).SingleAsync(ct);
        var extension = await db.Users.Where(u => u.Id == agent).Select(u => u.StaffNumber).SingleOrDefaultAsync(ct);
        await calls.Take(new CtiEvent($"{call.Carrier}:{sid}:answered:{agent:N}", CtiEventKind.Answered, sid, clock.GetUtcNow(), null, null, extension is { Length: > 0 } ? extension : null, null), ct);
    }

    private async Task DropAgents(Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        foreach (var leg in await db.PhoneLegs.Where(l => l.CallId == callId && l.State != LegState.Ended && l.Role == LegRole.Agent).Select(l => l.Id).ToListAsync(ct))
            PhoneTasks.Add(db, PhoneTaskKind.HangUpLeg, callId, leg, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private async Task KeepHouse(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        // Promised calls stand in line, also after a restart of whatever keeps the line.
        foreach (var call in await db.PhoneCalls.AsNoTracking().Where(c => c.CallBack == CallBackState.Waiting && c.EndedAt == null && (c.CallBackAt == null || c.CallBackAt <= now)).OrderBy(c => c.WaitsSince).Take(200).ToListAsync(ct))
            if (!await db.PhoneLegs.AnyAsync(l => l.CallId == call.Id && l.State != LegState.Ended, ct) && await line.Place(call.Id, ct) is null) await desk.JoinAgain(call, ct);
        // A telephone of which nothing was heard, perhaps because this program ended between intention and answer.
        var old = now - IntentionIsOld;
        foreach (var leg in await db.PhoneLegs.AsNoTracking().Where(l => l.State == LegState.Intended && l.Sid == null && l.IntendedAt <= old).OrderBy(l => l.Id).Take(100).ToListAsync(ct))
            if (!await db.PhoneTasks.AnyAsync(t => t.LegId == leg.Id && t.Kind == PhoneTaskKind.ReconcileLeg, ct)) PhoneTasks.Add(db, PhoneTaskKind.ReconcileLeg, leg.CallId, leg.Id, now);
        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(ct);
        await FindLost(now, ct);
        await DeleteRecordings(db, now, ct);
        if (TimeProvider.System.GetElapsedTime(_swept) < Sweeping) return;
        _swept = TimeProvider.System.GetTimestamp();
        await Sweep(db, now, ct);
    }

    /// <summary>Done tasks are of no use after a day; what callers said and whom agents dialled is not kept longer than it serves a question about the call.</summary>
    private static async Task Sweep(HotlineDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (yesterday, month) = (now.AddDays(-1), now.AddDays(-30));
        await db.Write(() => db.PhoneTasks.Where(t => t.State == PhoneTaskState.Done && t.CreatedAt < yesterday).ExecuteDeleteAsync(ct), ct);
        await db.Write(() => db.PhoneCalls.Where(c => c.EndedAt < month && (c.Answer != null || c.Whisper != null)).ExecuteUpdateAsync(c => c.SetProperty(x => x.Answer, (byte[]?)null).SetProperty(x => x.Whisper, (byte[]?)null).SetProperty(x => x.State, Array.Empty<byte>()), ct), ct);
        await db.Write(() => db.PhoneLegs.Where(l => l.EndedAt < month && l.Number != null).ExecuteUpdateAsync(l => l.SetProperty(x => x.Number, (byte[]?)null), ct), ct);
    }

    /// <summary>The report that a caller hung up may have been lost: nobody waits for ever in the line's eyes.</summary>
    private async Task FindLost(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var silent = now - SilentFor;
        foreach (var call in await db.PhoneCalls.Where(c => c.EndedAt == null && c.HeardAt < silent).OrderBy(c => c.HeardAt).Take(20).ToListAsync(ct))
        {
            call.HeardAt = now;   // asked for again only after as long
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException) { db.Entry(call).State = EntityState.Detached; continue; }
            if (_carriers.TryGetValue(call.Carrier, out var carrier) && await carrier.IsOver(call, ct) == true) await desk.Close(call.Id, ct);
        }
    }

    /// <summary>What is in the city's own store, with its hash, is deleted at the carrier.</summary>
    private async Task DeleteRecordings(HotlineDb db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var recording in await db.PhoneRecordings.Where(r => r.State == RecordingState.Announced && r.NextAttemptAt <= now).OrderBy(r => r.NextAttemptAt).Take(20).ToListAsync(ct))
        {
            recording.Attempts++;
            recording.NextAttemptAt = now + TimeSpan.FromSeconds(Math.Min(3600, 2 << Math.Min(11, recording.Attempts)));
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException) { db.Entry(recording).State = EntityState.Detached; continue; }
            var from = recording.AnnouncedAt.AddMinutes(-10);
            var file = await db.Attachments.AsNoTracking().Where(a => a.Kind == AttachmentKind.Recording && a.AddedAt >= from && a.RemoteUrl!.Contains(recording.Sid)).Select(a => new { a.State, a.Error }).FirstOrDefaultAsync(ct);
            if (file is { State: AttachmentState.Failed })
            {
                (recording.State, recording.Reason) = (RecordingState.Lost, file.Error);   // it stays at the carrier, for a person to fetch
                db.Emit("RecordingLost", "call", nameof(Call), recording.CallId ?? Guid.Empty, now);
            }
            else if (file is { State: AttachmentState.Stored })
                foreach (var carrier in _carriers.Values)
                    if (await carrier.DeleteRecording(recording.Sid, ct) == PartyOutcome.Done) (recording.State, recording.DeletedAt) = (RecordingState.DeletedThere, now);
            await db.SaveChangesAsync(ct);
        }
    }
}
