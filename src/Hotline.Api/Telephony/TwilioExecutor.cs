using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Intake;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Twilio;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Residents;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Telephony;

/// <summary>
/// Carries calls over Twilio: a talk is a conference whose parts are the caller, agents, third parties and supervisors. A telephone
/// that is to be rung is on disk before Twilio is asked, and its address names it, so that its reports find it whether or not
/// Twilio's answer came.
/// </summary>
internal sealed class TwilioExecutor(IDbContextFactory<HotlineDb> contexts, TwilioCalls twilio, TwilioAddresses addresses, FlowDesk desk, PhoneLegs legs, CallLog calls, PersonalData personal, TimeProvider clock)
    : ICallExecutor, ICallCarrier
{
    private const int SecondsToRing = 25;
    private const int SecondsToRingOutside = 40;
    /// <summary>When Twilio did not answer, so long passes before it is asked what became of it.</summary>
    private static readonly TimeSpan BeforeReconciling = TimeSpan.FromSeconds(5);

    public string Name => TwilioAddresses.Carrier;

    public async Task<bool> Carries(Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PhoneCalls.AnyAsync(c => c.Id == callId && c.Carrier == TwilioAddresses.Carrier, ct);
    }

    public async Task<RingOutcome> Ring(Guid callId, Guid agentAccountId, CancellationToken ct)
    {
        if (await legs.WhyNotRing(callId, ct) is { } not) return not;
        if ((await LegsOf(callId, ct)).Exists(l => l.AccountId == agentAccountId)) return RingOutcome.Ringing;
        return await Dial(NewLeg(callId, LegRole.Agent, agentAccountId), ct) switch
        {
            PartyOutcome.Done => RingOutcome.Ringing,
            PartyOutcome.Refused => RingOutcome.Unreachable,
            _ => RingOutcome.RetryLater,
        };
    }

    public async Task Cancel(Guid callId, Guid agentAccountId, CancellationToken ct)
    {
        foreach (var leg in (await LegsOf(callId, ct)).Where(l => l.AccountId == agentAccountId && l.State != LegState.Talking))
            await legs.Change(leg.Id, (db, row) =>
            {
                if (row.State is LegState.Talking or LegState.Ended) return Task.CompletedTask;
                // From here on nobody gets in by it, even when the telephone is answered at this moment.
                (row.State, row.Rank, row.EndedAt) = (LegState.Ended, CallProgress.Rank("canceled"), clock.GetUtcNow());
                PhoneTasks.Add(db, PhoneTaskKind.HangUpLeg, callId, leg.Id, clock.GetUtcNow());
                return Task.CompletedTask;
            }, ct);
    }

    public Task<PartyOutcome> Hold(Guid callId, CancellationToken ct) => Hold(callId, true, ct);

    public Task<PartyOutcome> Resume(Guid callId, CancellationToken ct) => Hold(callId, false, ct);

    public Task<PartyOutcome> Transfer(Guid callId, CallTarget target, CancellationToken ct) => Bring(callId, target, replaces: true, ct);

    public Task<PartyOutcome> AddParty(Guid callId, CallTarget target, CancellationToken ct) => Bring(callId, target, replaces: false, ct);

    public async Task<PartyOutcome> Monitor(Guid callId, Guid supervisorAccountId, MonitorMode mode, CancellationToken ct)
    {
        if (await Talking(callId, ct) is not { } call) return PartyOutcome.CallEnded;
        var all = await LegsOf(callId, ct);
        if (all.Find(l => l.Role == LegRole.Supervisor && l.AccountId == supervisorAccountId) is not { } listener)
            return mode == MonitorMode.Stop ? PartyOutcome.Done : await Dial(NewLeg(callId, LegRole.Supervisor, supervisorAccountId, mode: mode), ct);
        if (mode == MonitorMode.Stop) return await HangUp(listener, ct);
        var coached = all.Find(l => l.Role == LegRole.Agent && l.State == LegState.Talking)?.Sid;
        if (mode == MonitorMode.Coach && coached is null) return PartyOutcome.Refused;
        // Not in the talk yet: the mode is read when the telephone is answered.
        if (listener is { State: LegState.Talking, Sid: { } sid })
        {
            if (await TalkSid(call, ct) is not { } talk) return PartyOutcome.RetryLater;
            var outcome = Outcome(await twilio.TakePart(talk, sid, muted: mode == MonitorMode.Silent, mode == MonitorMode.Coach ? coached : null, ct));
            if (outcome != PartyOutcome.Done) return outcome;
        }
        await legs.Change(listener.Id, l => l.Mode = mode.ToString(), ct);
        return PartyOutcome.Done;
    }

    public async Task<PartyOutcome> PauseRecording(Guid callId, bool paused, CancellationToken ct) =>
        await Talking(callId, ct) is not { } call ? PartyOutcome.CallEnded
        : await TalkSid(call, ct) is not { } talk ? PartyOutcome.RetryLater
        : Outcome(await twilio.PauseRecording(talk, paused, ct));

    public Task<PartyOutcome> End(Guid callId, CancellationToken ct) => legs.EndTalk(callId, ct);

    public async Task<PartyOutcome> Bridge(PhoneCall call, CancellationToken ct) =>
        call.CallerSid is { } sid ? Outcome(await twilio.Redirect(sid, addresses.Absolute(TwilioAddresses.Of("joined", call.Id)), ct)) : PartyOutcome.Done;

    public async Task<PartyOutcome> Unbridge(PhoneCall call, CancellationToken ct) =>
        call.CallerSid is { } sid ? Outcome(await twilio.Redirect(sid, addresses.Absolute(TwilioAddresses.Of("talked", call.Id)), ct)) : PartyOutcome.CallEnded;

    public async Task<PartyOutcome> HangUp(PhoneLeg leg, CancellationToken ct)
    {
        var sid = leg.Sid;
        if (sid is null)
        {
            var found = await twilio.Find(AddressOf(leg), leg.IntendedAt, await KnownSids(leg.IntendedAt, ct), ct);
            if (found.Outcome != SendOutcome.Accepted) return found.Outcome == SendOutcome.Unknown ? PartyOutcome.RetryLater : PartyOutcome.Done;
            sid = found.ProviderId!;
            await legs.Change(leg.Id, l => l.Sid ??= sid, ct);
        }
        return Outcome(await twilio.HangUp(sid, ct));
    }

    public async Task<PartyOutcome> HangUpCaller(PhoneCall call, CancellationToken ct) => call.CallerSid is { } sid ? Outcome(await twilio.HangUp(sid, ct)) : PartyOutcome.Done;

    public async Task<PartyOutcome> Reconcile(PhoneLeg leg, CancellationToken ct)
    {
        var found = await twilio.Find(AddressOf(leg), leg.IntendedAt, await KnownSids(leg.IntendedAt, ct), ct);
        switch (found.Outcome)
        {
            case SendOutcome.Accepted:
                await legs.Change(leg.Id, l => { l.Sid ??= found.ProviderId; if (l.State == LegState.Intended) l.State = LegState.Ringing; }, ct);
                return PartyOutcome.Done;
            // Twilio says that it has none, or that nothing can be asked: either way this telephone does not ring.
            case SendOutcome.RetryLater when found.ErrorCode == "reconcile.not_found": return PartyOutcome.CallEnded;
            case SendOutcome.Refused: return PartyOutcome.CallEnded;
            default: return PartyOutcome.RetryLater;
        }
    }

    public async Task<PartyOutcome> DialCaller(PhoneCall call, int attempt, CancellationToken ct)
    {
        if (call.CallerSid is not null) return PartyOutcome.Done;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var number = calls.NumberOf(await db.Calls.AsNoTracking().SingleAsync(c => c.Id == call.Id, ct));
        if (number is null || !number.StartsWith('+'))
        {
            await legs.CallBackFailed(call.Id, ct);
            return PartyOutcome.Refused;
        }
        var order = new CallOrder(number, addresses.Absolute(TwilioAddresses.Of("joined", call.Id)), addresses.Absolute(TwilioAddresses.Of("status", call.Id)), SecondsToRingOutside);
        // A second attempt may follow an answer that never arrived: Twilio is asked before anybody is called twice.
        var first = await db.PhoneTasks.Where(t => t.CallId == call.Id && t.Kind == PhoneTaskKind.DialCaller && t.State == PhoneTaskState.Pending).OrderBy(t => t.CreatedAt).Select(t => (DateTimeOffset?)t.CreatedAt).FirstOrDefaultAsync(ct) ?? clock.GetUtcNow();
        var result = attempt > 1 ? await twilio.Find(number, first, await KnownSids(first, ct), ct) : null;
        if (result is null or { Outcome: SendOutcome.RetryLater, ErrorCode: "reconcile.not_found" }) result = await twilio.Call(order, ct);
        if (result.Outcome == SendOutcome.Refused) await legs.CallBackFailed(call.Id, ct);
        if (result.Outcome != SendOutcome.Accepted) return Outcome(result);
        if (await db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == call.Id && c.CallerSid == null && c.CallBack == CallBackState.Calling, ct) is { } row)
        {
            row.CallerSid = result.ProviderId;
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateException) { /* its own report was faster */ }
        }
        return PartyOutcome.Done;
    }

    public async Task<bool?> IsOver(PhoneCall call, CancellationToken ct)
    {
        if (call.CallerSid is not { } sid) return false;   // a promised call that is not dialled yet
        var asked = await twilio.Status(sid, ct);
        return asked.Outcome switch
        {
            SendOutcome.Accepted => CallProgress.IsTerminal(asked.ProviderId!),
            SendOutcome.Refused => Outcome(asked) == PartyOutcome.CallEnded ? true : null,
            _ => null,
        };
    }

    public async Task<PartyOutcome> DeleteRecording(string sid, CancellationToken ct) => Outcome(await twilio.DeleteRecording(sid, ct));

    private async Task<PartyOutcome> Hold(Guid callId, bool hold, CancellationToken ct) =>
        await Talking(callId, ct) is not { CallerSid: { } sid } call ? PartyOutcome.CallEnded
        : await TalkSid(call, ct) is not { } talk ? PartyOutcome.RetryLater
        : Outcome(await twilio.Hold(talk, sid, hold, addresses.Absolute(TwilioAddresses.Wait), ct));

    private async Task<PartyOutcome> Bring(Guid callId, CallTarget target, bool replaces, CancellationToken ct)
    {
        if ((target.AgentAccountId is null) == (target.Number is null)) return PartyOutcome.Refused;
        if (await Talking(callId, ct) is null) return PartyOutcome.CallEnded;
        if (target.AgentAccountId is { } agent)
            return (await LegsOf(callId, ct)).Exists(l => l.AccountId == agent && l.Role == LegRole.Agent) ? PartyOutcome.Done : await Dial(NewLeg(callId, LegRole.Agent, agent, replaces: replaces), ct);
        if (addresses.Dialable(target.Number!) is not { } number) return PartyOutcome.NumberNotSetUp;
        return PhoneNumber.IsE164(number) ? await Dial(NewLeg(callId, LegRole.Party, null, number, replaces), ct) : PartyOutcome.Refused;
    }

    private PhoneLeg NewLeg(Guid callId, LegRole role, Guid? account, string? number = null, bool replaces = false, MonitorMode? mode = null)
    {
        var now = clock.GetUtcNow();
        return new PhoneLeg { Id = Guid.CreateVersion7(now), CallId = callId, Role = role, AccountId = account, Number = personal.SealOrNull(number), Replaces = replaces, Mode = mode?.ToString(), IntendedAt = now };
    }

    private async Task<PartyOutcome> Dial(PhoneLeg leg, CancellationToken ct)
    {
        await legs.Intend(leg, ct);
        var result = await twilio.Call(new CallOrder(AddressOf(leg), addresses.Absolute(TwilioAddresses.OfLeg("part", leg.Id)), addresses.Absolute(TwilioAddresses.OfLeg("part-status", leg.Id)),
            leg.Number is null ? SecondsToRing : SecondsToRingOutside), ct);
        switch (result.Outcome)
        {
            case SendOutcome.Accepted:
                await legs.Change(leg.Id, l => { l.Sid ??= result.ProviderId; if (l.State == LegState.Intended) l.State = LegState.Ringing; }, ct);
                return PartyOutcome.Done;
            case SendOutcome.Unknown:
                // It may ring already. Its reports will tell; if none comes, Twilio is asked.
                await legs.Change(leg.Id, (db, row) => { PhoneTasks.Add(db, PhoneTaskKind.ReconcileLeg, row.CallId, row.Id, clock.GetUtcNow(), BeforeReconciling); return Task.CompletedTask; }, ct);
                return PartyOutcome.Done;
            default:
                await legs.Change(leg.Id, l => (l.State, l.Rank, l.EndedAt) = (LegState.Ended, CallProgress.Rank("failed"), clock.GetUtcNow()), ct);
                return Outcome(result);
        }
    }

    private string AddressOf(PhoneLeg leg) => leg.AccountId is { } account ? TwilioAddresses.IdentityOf(account) : personal.Open(leg.Number!);

    private async Task<PhoneCall?> Find(Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PhoneCalls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == callId, ct);
    }

    private async Task<PhoneCall?> Talking(Guid callId, CancellationToken ct) =>
        await Find(callId, ct) is { EndedAt: null } call && desk.StateOf(call).Talk == TalkState.WithAgent ? call : null;

    private async Task<List<PhoneLeg>> LegsOf(Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PhoneLegs.AsNoTracking().Where(l => l.CallId == callId && l.State != LegState.Ended).OrderBy(l => l.IntendedAt).ToListAsync(ct);
    }

    /// <summary>The talk's identity, from what Twilio reported, or by asking it.</summary>
    private async Task<string?> TalkSid(PhoneCall call, CancellationToken ct) =>
        call.TalkSid ?? (await twilio.FindConference(TwilioAddresses.TalkOf(call.Id), ct) is { Outcome: SendOutcome.Accepted } found ? found.ProviderId : null);

    private async Task<IReadOnlyCollection<string>> KnownSids(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var from = since.AddMinutes(-10);
        var known = await db.PhoneLegs.Where(l => l.IntendedAt >= from && l.Sid != null).Select(l => l.Sid!).ToListAsync(ct);
        known.AddRange(await db.PhoneCalls.Where(c => c.BegunAt >= from && c.CallerSid != null).Select(c => c.CallerSid!).ToListAsync(ct));
        return known;
    }

    private static PartyOutcome Outcome(SendResult result) => result.Outcome switch
    {
        SendOutcome.Accepted => PartyOutcome.Done,
        SendOutcome.Refused => result.ErrorCode is TwilioCalls.CallIsOver or "20404" or "http.404" ? PartyOutcome.CallEnded : PartyOutcome.Refused,
        _ => PartyOutcome.RetryLater,
    };
}
