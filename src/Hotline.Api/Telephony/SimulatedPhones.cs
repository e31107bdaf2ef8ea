using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Intake;
using Hotline.Channels;
using Hotline.Domain.CallFlows;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Telephony;

/// <param name="Recording">A file that would be played instead.</param>
internal sealed record SimulatedWords(string Language, string Text, string? Recording);

/// <param name="Kind">What the line waits for: Ask, Wait, Record, Talk, Dial, HangUp.</param>
/// <param name="Seconds">How long, where it has an end.</param>
/// <param name="Number">Of Dial: who is dialled.</param>
internal sealed record SimulatedThen(string Kind, int? Seconds, string? Number);

/// <param name="Name">The agent's; of others the number.</param>
internal sealed record SimulatedTelephone(Guid Id, LegRole Role, LegState State, string Name);

/// <summary>A simulated call as the caller hears it.</summary>
/// <param name="Step">Counts the inputs that were answered.</param>
/// <param name="Said">The words of the last answer.</param>
/// <param name="Node">The flow's node.</param>
/// <param name="Position">In line; absent when not in line or not known.</param>
/// <param name="CallBackId">The call that keeps the promise to call back.</param>
internal sealed record SimulatedCallView(
    Guid Id, int Step, bool Ended, string Node, string Language, TalkState Talk, bool InLine, int? Position, IReadOnlyList<SimulatedWords> Said, SimulatedThen Then, IReadOnlyList<SimulatedTelephone> Telephones,
    string? Whisper, int? Rating, Guid? CallBackId);

/// <summary>Carries calls that nobody makes: a page says what the caller presses and says, and when an agent answers. In Development only.</summary>
internal sealed class SimulatedPhones(IDbContextFactory<HotlineDb> contexts, FlowDesk desk, PhoneLegs legs, IWaitingLine line, IntakePipeline intake, CallLog calls, Platform.PersonalData personal, TimeProvider clock)
    : ICallExecutor, ICallCarrier
{
    private const string Carrier = "simulator";
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Answer(IReadOnlyList<SimulatedWords> Said, SimulatedThen Then);

    public string Name => Carrier;

    public async Task<Guid> Start(string? from, string? dialled, CancellationToken ct)
    {
        var id = await desk.Begin(Carrier, $"simulated:{Guid.NewGuid():N}", from, dialled, ct);
        await desk.Step(id, 0, (_, _) => new CallInput.Began(), Render, ct);
        return id;
    }

    /// <summary>The caller does something; false when there is no such call.</summary>
    public async Task<bool> Input(Guid id, Func<FlowState, CallInput?> read, string? message, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } call) return false;
        if (message is not null) await Keep(call, message, ct);
        await desk.Step(id, null, (_, state) => state.Ended ? null : read(state), Render, ct);
        if ((await Find(id, ct)) is { EndedAt: null } now && desk.StateOf(now).Ended) await desk.Close(id, ct);
        return true;
    }

    /// <summary>An agent's telephone for this call: the one that rings, or, where nobody rings it, rung now.</summary>
    public async Task<PhoneLeg?> TelephoneOf(Guid id, Guid account, bool ring, CancellationToken ct)
    {
        if (await Live(id, account, ct) is { } leg) return leg;
        return ring && await Ring(id, account, ct) == RingOutcome.Ringing ? await Live(id, account, ct) : null;
    }

    public Task Report(PhoneLeg leg, string status, CancellationToken ct) => legs.Report(leg.Id, null, status, ct);

    public async Task<SimulatedCallView?> View(Guid id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } call) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var state = desk.StateOf(call);
        var answer = desk.Last(call) is { Length: > 0 } last ? JsonSerializer.Deserialize<Answer>(last, Json)! : new Answer([], new SimulatedThen("Wait", null, null));
        var telephones = await db.PhoneLegs.AsNoTracking().Where(l => l.CallId == id && l.State != LegState.Ended).OrderBy(l => l.IntendedAt).ToListAsync(ct);
        var accounts = telephones.Select(l => l.AccountId).ToList();
        var names = await db.Users.Where(u => accounts.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, ct);
        var promised = await db.PhoneCalls.Where(c => c.CallsBack == id).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(ct);
        return new SimulatedCallView(id, call.Step, call.EndedAt is not null, state.Node, state.Language, state.Talk, state.InLine, state.InLine ? (await line.Place(id, ct))?.Position : null, answer.Said, answer.Then,
            telephones.ConvertAll(l => new SimulatedTelephone(l.Id, l.Role, l.State, l.AccountId is { } account ? names.GetValueOrDefault(account, "") : personal.OpenOrNull(l.Number) ?? "")),
            personal.OpenOrNull(call.Whisper), call.Rating, promised);
    }

    public async Task<bool> Carries(Guid callId, CancellationToken ct) => await Find(callId, ct) is not null;

    public async Task<RingOutcome> Ring(Guid callId, Guid agentAccountId, CancellationToken ct)
    {
        if (await legs.WhyNotRing(callId, ct) is { } not) return not;
        if (await Live(callId, agentAccountId, ct) is null) await Intend(callId, LegRole.Agent, agentAccountId, null, false, ct);
        return RingOutcome.Ringing;
    }

    public async Task Taken(Guid callId, Guid agentAccountId, CancellationToken ct)
    {
        if (await TelephoneOf(callId, agentAccountId, ring: true, ct) is { State: not LegState.Talking } leg) await Report(leg, "in-progress", ct);
    }

    public async Task Cancel(Guid callId, Guid agentAccountId, CancellationToken ct)
    {
        if (await Live(callId, agentAccountId, ct) is { State: not LegState.Talking } leg) await Report(leg, "canceled", ct);
    }

    public Task<PartyOutcome> Hold(Guid callId, CancellationToken ct) => WhileTalking(callId, () => Task.CompletedTask, ct);

    public Task<PartyOutcome> Resume(Guid callId, CancellationToken ct) => WhileTalking(callId, () => Task.CompletedTask, ct);

    public Task<PartyOutcome> Transfer(Guid callId, CallTarget target, CancellationToken ct) => Bring(callId, target, true, ct);

    public Task<PartyOutcome> AddParty(Guid callId, CallTarget target, CancellationToken ct) => Bring(callId, target, false, ct);

    public Task<PartyOutcome> Monitor(Guid callId, Guid supervisorAccountId, MonitorMode mode, CancellationToken ct) => WhileTalking(callId, async () =>
    {
        var leg = await Live(callId, supervisorAccountId, ct);
        if (mode == MonitorMode.Stop && leg is not null) await Report(leg, "completed", ct);
        else if (mode != MonitorMode.Stop && leg is null) await Report(await Intend(callId, LegRole.Supervisor, supervisorAccountId, null, false, ct), "in-progress", ct);
    }, ct);

    public Task<PartyOutcome> PauseRecording(Guid callId, bool paused, CancellationToken ct) => WhileTalking(callId, () => Task.CompletedTask, ct);

    public Task<PartyOutcome> End(Guid callId, CancellationToken ct) => legs.EndTalk(callId, ct);

    public async Task<PartyOutcome> Bridge(PhoneCall call, CancellationToken ct)
    {
        await desk.Step(call.Id, null, (_, state) => state.InLine ? new CallInput.AgentJoined() : null, Render, ct);
        return PartyOutcome.Done;
    }

    public async Task<PartyOutcome> Unbridge(PhoneCall call, CancellationToken ct)
    {
        await Input(call.Id, state => state.Talk == TalkState.WithAgent ? new CallInput.TalkEnded(true) : null, null, ct);
        return PartyOutcome.Done;
    }

    public async Task<PartyOutcome> HangUp(PhoneLeg leg, CancellationToken ct)
    {
        await Report(leg, "completed", ct);
        return PartyOutcome.Done;
    }

    public async Task<PartyOutcome> HangUpCaller(PhoneCall call, CancellationToken ct)
    {
        await desk.Close(call.Id, ct);
        return PartyOutcome.Done;
    }

    public Task<PartyOutcome> Reconcile(PhoneLeg leg, CancellationToken ct) => Task.FromResult(PartyOutcome.CallEnded);

    public async Task<PartyOutcome> DialCaller(PhoneCall call, int attempt, CancellationToken ct)
    {
        await desk.Step(call.Id, null, (known, state) =>
        {
            known.CallerSid ??= $"simulated:{Guid.NewGuid():N}";
            return state.InLine ? new CallInput.AgentJoined() : null;
        }, Render, ct);
        return PartyOutcome.Done;
    }

    public Task<bool?> IsOver(PhoneCall call, CancellationToken ct) => Task.FromResult<bool?>(call.CallerSid is not null && clock.GetUtcNow() - call.HeardAt > Forgotten);

    public Task<PartyOutcome> DeleteRecording(string sid, CancellationToken ct) => Task.FromResult(PartyOutcome.Refused);

    private async Task<PartyOutcome> Bring(Guid callId, CallTarget target, bool replaces, CancellationToken ct) => (target.AgentAccountId is null) == (target.Number is null) ? PartyOutcome.Refused
        : await WhileTalking(callId, async () =>
        {
            var leg = await Intend(callId, target.Number is null ? LegRole.Agent : LegRole.Party, target.AgentAccountId, target.Number, replaces, ct);
            if (target.Number is not null) await Report(leg, "in-progress", ct);   // outside everybody answers at once
        }, ct);

    private async Task<PartyOutcome> WhileTalking(Guid callId, Func<Task> work, CancellationToken ct)
    {
        if (await Find(callId, ct) is not { EndedAt: null } call || desk.StateOf(call).Talk != TalkState.WithAgent) return PartyOutcome.CallEnded;
        await work();
        return PartyOutcome.Done;
    }

    private Task<PhoneLeg> Intend(Guid callId, LegRole role, Guid? account, string? number, bool replaces, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return legs.Intend(new PhoneLeg { Id = Guid.CreateVersion7(now), CallId = callId, Role = role, AccountId = account, Number = personal.SealOrNull(number), Replaces = replaces, State = LegState.Ringing, IntendedAt = now }, ct);
    }

    /// <summary>The message a caller would have spoken, typed.</summary>
    private async Task Keep(PhoneCall call, string message, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var number = calls.NumberOf(await db.Calls.AsNoTracking().SingleAsync(c => c.Id == call.Id, ct));
        await intake.Submit(new IntakeRequest(new IncomingMessage(ChannelKind.Phone, Carrier, $"{call.Id:N}:{call.Step}", number, null, "", message, clock.GetUtcNow(), [], "", "text/plain")));
    }

    private async Task<PhoneCall?> Find(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PhoneCalls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Carrier == Carrier, ct);
    }

    private async Task<PhoneLeg?> Live(Guid callId, Guid account, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PhoneLegs.AsNoTracking().FirstOrDefaultAsync(l => l.CallId == callId && l.AccountId == account && l.State != LegState.Ended, ct);
    }

    private static string Render(PhoneCall call, FlowStep step) => JsonSerializer.Serialize(new Answer(
        [.. step.Words.Select(w => new SimulatedWords(w.Language, w.Text, w.Recording))],
        step.Then switch
        {
            CallThen.Ask ask => new SimulatedThen("Ask", ask.Seconds, null),
            CallThen.Wait wait => new SimulatedThen("Wait", wait.Seconds, null),
            CallThen.Record record => new SimulatedThen("Record", record.Seconds, null),
            CallThen.Talk => new SimulatedThen("Talk", null, null),
            CallThen.Dial dial => new SimulatedThen("Dial", dial.Seconds, dial.Number),
            _ => new SimulatedThen("HangUp", null, null),
        }), Json);
}
