using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Features.Public;
using Hotline.Api.Intake;
using Hotline.Api.Platform;
using Hotline.Channels.Cti;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Calls;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Telephony;

/// <summary>
/// Walks callers through the city's flows, whoever carries the call. Each input is answered once: a request names the step it
/// belongs to, and one that comes again, or too late, gets the answer that was given.
/// </summary>
internal sealed class FlowDesk(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, IWaitingLine line, CallLog calls, City city, PersonalData personal, PhoneSignal signal, TimeProvider clock)
{
    private const int MostTries = 5;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>The call of that line of the carrier, made when it is new.</summary>
    public async Task<Guid> Begin(string carrier, string callerSid, string? from, string? dialled, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneCalls.Where(c => c.CallerSid == callerSid).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct) is { } known) return known;
        var now = clock.GetUtcNow();
        var id = (await calls.Take(new CtiEvent($"{carrier}:{callerSid}:ringing", CtiEventKind.Ringing, callerSid, now, from, dialled, null, null), ct)).CallId;
        var flow = city.Facts.CallFlowFor(dialled);
        db.PhoneCalls.Add(new PhoneCall { Id = id, Carrier = carrier, CallerSid = callerSid, FlowCode = flow.Code, State = Seal(FlowState.At(flow)), BegunAt = now, HeardAt = now });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { /* the same request, a moment earlier */ }
        return id;
    }

    /// <summary>Answers one input.</summary>
    /// <param name="at">The step the request belongs to; null for what is told from outside.</param>
    /// <param name="read">The input, given where the caller stands; null for none: the last answer stands.</param>
    /// <param name="render">The answer in the carrier's words.</param>
    /// <returns>Null for a call that is not known.</returns>
    public async Task<string?> Step(Guid callId, int? at, Func<PhoneCall, FlowState, CallInput?> read, Func<PhoneCall, FlowStep, string> render, CancellationToken ct)
    {
        var turn = TurnOf(callId);
        await turn.WaitAsync(ct);
        try
        {
            for (var tries = 1; ; tries++)
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                if (await db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == callId, ct) is not { } call) return null;
                var state = StateOf(call);
                if ((at is { } step && step != call.Step) || read(call, state) is not { } input) return Last(call);
                var (answer, keepsPlace) = await Walk(call, state, input, ct);
                var before = call.WaitsSince;
                Keep(call, answer, input);
                call.Answer = personal.Seal(render(call, answer));
                PhoneCall? later = keepsPlace ? await CallBackOf(db, call, answer.State, state.Line!, before, ct) : null;
                try { await db.SaveChangesAsync(ct); }
                catch (DbUpdateException) when (tries < MostTries) { continue; }   // another node was faster
                if (later is not null) await JoinAgain(later, ct);
                signal.Raise();
                return Last(call);
            }
        }
        finally { turn.Release(); }
    }

    /// <summary>Returns when this node has no step of the call in hand.</summary>
    public async Task Settled(Guid callId, CancellationToken ct)
    {
        var turn = TurnOf(callId);
        await turn.WaitAsync(ct);
        turn.Release();
    }

    /// <summary>The caller's line is down: whatever the flow was about is over.</summary>
    public async Task Close(Guid callId, CancellationToken ct)
    {
        await Step(callId, null, (_, state) => state.Ended ? null : new CallInput.HungUp(), (call, _) => Last(call) ?? "", ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var call = await db.PhoneCalls.SingleAsync(c => c.Id == callId, ct);
        if (call.EndedAt is not null) return;
        call.EndedAt = now;
        if (call.CallBack is CallBackState.Waiting or CallBackState.Calling) call.CallBack = CallBackState.Kept;
        foreach (var leg in await db.PhoneLegs.Where(l => l.CallId == callId && l.State != LegState.Ended).Select(l => l.Id).ToListAsync(ct)) PhoneTasks.Add(db, PhoneTaskKind.HangUpLeg, callId, leg, now);
        PhoneTasks.Add(db, PhoneTaskKind.ReportEnded, callId, null, now);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return; }   // somebody else closes it
        signal.Raise();
        var sid = (await db.Calls.AsNoTracking().SingleAsync(c => c.Id == callId, ct)).ProviderCallId;
        await calls.Take(new CtiEvent($"{call.Carrier}:{sid}:ended", CtiEventKind.Ended, sid, now, null, null, null, null), ct);
    }

    /// <summary>Where the caller stands; of a call long over nothing is kept but that.</summary>
    public FlowState StateOf(PhoneCall call) => call.State.Length == 0 ? new FlowState { Node = "", Language = "zh-CN", Ended = true } : JsonSerializer.Deserialize<FlowState>(personal.Open(call.State), Json)!;

    public string? Last(PhoneCall call) => personal.OpenOrNull(call.Answer);

    public CallFlow FlowOf(PhoneCall call) => city.Facts.CallFlows.GetValueOrDefault(call.FlowCode) ?? city.Facts.CallFlows["default"];

    /// <summary>Puts a promised call in line, with the place of the call that asked for it.</summary>
    public Task JoinAgain(PhoneCall call, CancellationToken ct)
    {
        var state = StateOf(call);
        var queue = FlowOf(call).Nodes.GetValueOrDefault(state.Line ?? "") as QueueNode;
        return line.Join(new WaitingCall(call.Id, queue?.Topic, state.Language, queue?.Enterprise ?? false, queue?.Priority ?? 0, call.WaitsSince ?? call.BegunAt), ct);
    }

    private SemaphoreSlim TurnOf(Guid callId) => _turns[(callId.GetHashCode() & int.MaxValue) % _turns.Length];

    private async Task<(FlowStep Step, bool KeepsPlace)> Walk(PhoneCall call, FlowState state, CallInput input, CancellationToken ct)
    {
        var flow = FlowOf(call);
        var moment = await MomentOf(call, state, ct);
        var step = CallFlowRun.Step(flow, state, input, moment);
        if (step.Then is CallThen.LookUp asked)
            step = CallFlowRun.Step(flow, step.State, new CallInput.TicketState(await StateOf(call, asked, step.State.Language, ct)), moment);
        var joins = step.Commands.OfType<CallCommand.Join>().LastOrDefault();
        if (joins is not null)
        {
            if (state.InLine) await line.Leave(call.Id, LeaveReason.Ended, ct);   // out of another line
            await line.Join(new WaitingCall(call.Id, joins.Topic, joins.Language, joins.Enterprise, joins.Priority, call.WaitsSince ?? clock.GetUtcNow()), ct);
            if (await line.Place(call.Id, ct) is null)
            {
                // The line took nobody in. The walk is pure: the same step again, now with that known.
                step = CallFlowRun.Step(flow, state, input, moment with { LineOpen = false });
                if (step.Then is CallThen.LookUp again)
                    step = CallFlowRun.Step(flow, step.State, new CallInput.TicketState(await StateOf(call, again, step.State.Language, ct)), moment with { LineOpen = false });
            }
        }
        foreach (var command in step.Commands)
            switch (command)
            {
                case CallCommand.Leave leave: await line.Leave(call.Id, input is CallInput.HungUp ? LeaveReason.Abandoned : leave.ForVoicemail ? LeaveReason.Voicemail : LeaveReason.Ended, ct); break;
                case CallCommand.KeepPlace: await line.Leave(call.Id, LeaveReason.CallBack, ct); break;
                case CallCommand.Rate rate: call.Rating ??= rate.Value; break;
                case CallCommand.Join join: call.Whisper = join.Whisper.Length == 0 ? null : personal.Seal(join.Whisper); break;
            }
        // A line that lost its memory, such as one in it, is told again where the caller stands.
        if (joins is null && step.State.InLine && step.Then is CallThen.Wait && moment.Position is null)
        {
            var queue = flow.Nodes[step.State.Line!] as QueueNode;
            await line.Join(new WaitingCall(call.Id, queue?.Topic, step.State.Language, queue?.Enterprise ?? false, queue?.Priority ?? 0, call.WaitsSince ?? clock.GetUtcNow()), ct);
        }
        return (step, step.Commands.OfType<CallCommand.KeepPlace>().Any());
    }

    private void Keep(PhoneCall call, FlowStep step, CallInput input)
    {
        call.State = Seal(step.State);
        call.Step++;
        call.HeardAt = clock.GetUtcNow();
        call.WaitsSince = step.State.InLine ? call.WaitsSince ?? clock.GetUtcNow() : step.State.Talk == TalkState.WithAgent ? call.WaitsSince : null;
        if (input is CallInput.AgentJoined && step.State.Talk == TalkState.WithAgent && call.CallBack == CallBackState.Calling) call.CallBack = CallBackState.Kept;
    }

    private async Task<PhoneCall> CallBackOf(HotlineDb db, PhoneCall call, FlowState state, string lineNode, DateTimeOffset? since, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var first = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == call.Id, ct);
        var sid = $"call-back:{call.Id:N}";
        var id = (await calls.Take(new CtiEvent($"{call.Carrier}:{sid}:ringing", CtiEventKind.Ringing, sid, now, calls.NumberOf(first), first.Dialled, null, null), ct)).CallId;
        var later = new PhoneCall
        {
            Id = id, Carrier = call.Carrier, FlowCode = call.FlowCode, BegunAt = now, HeardAt = now, CallsBack = call.Id, CallBack = CallBackState.Waiting, WaitsSince = since ?? call.BegunAt,
            State = Seal(new FlowState { Node = lineNode, Line = lineNode, Language = state.Language, Answers = state.Answers }), Whisper = call.Whisper,
        };
        db.PhoneCalls.Add(later);
        db.Emit("CallBackPromised", "call", nameof(Call), id, now);
        return later;
    }

    private async Task<CallMoment> MomentOf(PhoneCall call, FlowState state, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var place = state.InLine ? await line.Place(call.Id, ct) : null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = await db.Calls.AnyAsync(c => c.Id == call.Id && c.FromIndex != null, ct);
        return new CallMoment(city.Clock.Calendar.NextWorkingInstant(now) <= now, true, place?.Position, place?.ExpectedWait, state.InLine && call.WaitsSince is { } since ? now - since : TimeSpan.Zero, known);
    }

    /// <summary>The state of a ticket in words; null when number and code do not fit, or too many were tried.</summary>
    private async Task<string?> StateOf(PhoneCall call, CallThen.LookUp asked, string language, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var caller = await db.Calls.AsNoTracking().Where(c => c.Id == call.Id).Select(c => c.FromIndex).SingleAsync(ct) ?? call.Id.ToString();
        using var scope = scopes.CreateScope();
        var found = await scope.ServiceProvider.GetRequiredService<ResidentTickets>().FindByKeypad(asked.Number, asked.QueryCode, $"call:{caller}", ct);
        if (found.Value is not { } ticket) return null;
        var state = PlainWords.State(ticket.State, language == "en");
        return language == "en" ? state : $"{state}，现由{(await scope.ServiceProvider.GetRequiredService<TrackedTicketReader>().View(ticket, ct)).Holder}办理";
    }

    private byte[] Seal(FlowState state) => personal.Seal(JsonSerializer.Serialize(state, Json));
}
