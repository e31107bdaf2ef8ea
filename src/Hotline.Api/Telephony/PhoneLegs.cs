using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Channels.Twilio;
using Hotline.Domain.CallFlows;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Telephony;

/// <summary>The telephones rung for calls. Reports come in any order and more than once; how far a telephone has come never goes back.</summary>
internal sealed class PhoneLegs(IDbContextFactory<HotlineDb> contexts, FlowDesk desk, PhoneSignal signal, TimeProvider clock)
{
    private const int MostTries = 5;
    private static readonly TimeSpan BetweenCallBacks = TimeSpan.FromMinutes(10);
    private const int MostCallBacks = 3;

    public async Task<PhoneLeg> Intend(PhoneLeg leg, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.PhoneLegs.Add(leg);
        await db.SaveChangesAsync(ct);
        return leg;
    }

    /// <summary>Changes a leg as it stands now; null when there is none.</summary>
    public async Task<PhoneLeg?> Change(Guid id, Func<HotlineDb, PhoneLeg, Task> change, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.PhoneLegs.SingleOrDefaultAsync(l => l.Id == id, ct) is not { } leg) return null;
            await change(db, leg);
            try
            {
                await db.SaveChangesAsync(ct);
                signal.Raise();
                return leg;
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries) { }
        }
    }

    public Task<PhoneLeg?> Change(Guid id, Action<PhoneLeg> change, CancellationToken ct) => Change(id, (_, leg) => { change(leg); return Task.CompletedTask; }, ct);

    /// <summary>Takes a report in. One that is behind what is known, or of another telephone, changes nothing.</summary>
    /// <param name="status">In Twilio's words: ringing, in-progress, completed, busy, no-answer, failed, canceled.</param>
    public Task<PhoneLeg?> Report(Guid id, string? sid, string status, CancellationToken ct) => Change(id, async (db, leg) =>
    {
        if (leg.Sid is { } known && sid is not null && known != sid) return;
        leg.Sid ??= sid;
        var rank = CallProgress.Rank(status);
        if (rank <= leg.Rank) return;
        leg.Rank = rank;
        var now = clock.GetUtcNow();
        switch (rank)
        {
            case <= 2: if (leg.State == LegState.Intended) leg.State = LegState.Ringing; break;
            case 3: await Answered(db, leg, now, ct); break;
            default: await Ended(db, leg, status, now, ct); break;
        }
    }, ct);

    private static async Task Answered(HotlineDb db, PhoneLeg leg, DateTimeOffset now, CancellationToken ct)
    {
        if (leg.State == LegState.Ended) return;
        (leg.State, leg.AnsweredAt) = (LegState.Talking, now);
        if (leg.Role == LegRole.Supervisor) return;
        if (leg.Role == LegRole.Agent) PhoneTasks.Add(db, PhoneTaskKind.ReportAnswered, leg.CallId, leg.Id, now);
        if (leg.Replaces)
            foreach (var other in await Live(db, leg).Where(l => l.Role == LegRole.Agent).ToListAsync(ct)) PhoneTasks.Add(db, PhoneTaskKind.HangUpLeg, leg.CallId, other.Id, now);
        else if (leg.Role == LegRole.Agent) PhoneTasks.Add(db, PhoneTaskKind.Bridge, leg.CallId, leg.Id, now);
    }

    private static async Task Ended(HotlineDb db, PhoneLeg leg, string status, DateTimeOffset now, CancellationToken ct)
    {
        var talked = leg.State == LegState.Talking;
        if (leg.State == LegState.Ended) return;
        (leg.State, leg.EndedAt) = (LegState.Ended, now);
        if (leg.Role == LegRole.Agent)
            PhoneTasks.Add(db, talked ? PhoneTaskKind.ReportLeft : status switch { "busy" => PhoneTaskKind.ReportDeclined, "no-answer" or "canceled" => PhoneTaskKind.ReportNoAnswer, _ => PhoneTaskKind.ReportFailed }, leg.CallId, leg.Id, now);
        if (!talked || leg.Role == LegRole.Supervisor || await Live(db, leg).AnyAsync(l => l.State == LegState.Talking && l.Role != LegRole.Supervisor, ct)) return;
        PhoneTasks.Add(db, PhoneTaskKind.Unbridge, leg.CallId, null, now);
    }

    private static IQueryable<PhoneLeg> Live(HotlineDb db, PhoneLeg but) => db.PhoneLegs.Where(l => l.CallId == but.CallId && l.Id != but.Id && l.State != LegState.Ended);

    /// <summary>The resident who was promised a call did not answer, or the agent gave up before: again later, a few times.</summary>
    public async Task CallBackFailed(Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == callId, ct) is not { CallBack: CallBackState.Calling, EndedAt: null } call) return;
        var now = clock.GetUtcNow();
        (call.CallerSid, call.Rank) = (null, 0);
        if (call.CallBackTries >= MostCallBacks)
        {
            call.CallBack = CallBackState.GivenUp;
            db.Emit("CallBackGivenUp", "call", nameof(Domain.Calls.Call), callId, now);
        }
        else (call.CallBack, call.CallBackAt) = (CallBackState.Waiting, now + BetweenCallBacks);
        foreach (var leg in await db.PhoneLegs.Where(l => l.CallId == callId && l.State != LegState.Ended).Select(l => l.Id).ToListAsync(ct)) PhoneTasks.Add(db, PhoneTaskKind.HangUpLeg, callId, leg, now);
        PhoneTasks.Add(db, PhoneTaskKind.ReportEnded, callId, null, now);
        var givenUp = call.CallBack == CallBackState.GivenUp;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return; }   // told twice at once
        signal.Raise();
        if (givenUp) await desk.Close(callId, ct);
    }

    /// <summary>The agent is done: everybody's telephone is hung up and the caller goes on in the flow.</summary>
    public async Task<PartyOutcome> EndTalk(Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.PhoneCalls.AnyAsync(c => c.Id == callId && c.EndedAt == null, ct)) return PartyOutcome.CallEnded;
        var now = clock.GetUtcNow();
        PhoneTasks.Add(db, PhoneTaskKind.Unbridge, callId, null, now);
        foreach (var leg in await db.PhoneLegs.Where(l => l.CallId == callId && l.State != LegState.Ended).Select(l => l.Id).ToListAsync(ct)) PhoneTasks.Add(db, PhoneTaskKind.HangUpLeg, callId, leg, now);
        await db.SaveChangesAsync(ct);
        signal.Raise();
        return PartyOutcome.Done;
    }

    /// <summary>Why no agent's telephone may ring for a call now; null when one may.</summary>
    public async Task<RingOutcome?> WhyNotRing(Guid callId, CancellationToken ct)
    {
        // A caller is in line a moment before the step that led there is on record, and a free agent is offered the call in that moment.
        await desk.Settled(callId, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneCalls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == callId, ct) is not { EndedAt: null } call || desk.StateOf(call).Ended) return RingOutcome.CallEnded;
        return WaitsOrTalks(call) ? null : RingOutcome.RetryLater;   // another node's step
    }

    /// <summary>True while the caller waits in line or speaks with agents.</summary>
    public bool WaitsOrTalks(PhoneCall call) => call.EndedAt is null && desk.StateOf(call) is var state && (state.InLine || state.Talk == TalkState.WithAgent);
}
