using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Distribution;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Line;

/// <summary>The caller hears music.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record HoldCall(Guid Id);

/// <summary>The caller and the agent hear each other again.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record ResumeCall(Guid Id);

/// <summary>The agent is done: the caller goes on to the rating, the agent to the wrap-up.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record EndCall(Guid Id);

/// <summary>Hands the call to a colleague who is ready, or to a number; the agent is free once they answer.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record TransferCall(Guid Id, string? UserName, string? Number);

/// <summary>Brings a third one into the call.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record AddCallParty(Guid Id, string? UserName, string? Number);

/// <summary>Silences the recording, or lets it go on.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record PauseRecording(Guid Id, bool Paused);

/// <summary>A supervisor takes part in somebody's call.</summary>
[Allow(Role.Supervisor)]
internal sealed record MonitorCall(Guid Id, MonitorMode? Mode);

/// <param name="UserName">A colleague's sign-in name.</param>
/// <param name="Number">E.164, or 110, 119, 120, 122, 12356.</param>
internal sealed record TargetBody(string? UserName, string? Number);

internal sealed record RecordingBody(bool? Paused);

internal sealed record MonitorBody(MonitorMode? Mode);

internal sealed class HandleCallHandlers(CallDesk desk, SeatReader reader)
    : IHandler<HoldCall, SeatView>, IHandler<ResumeCall, SeatView>, IHandler<EndCall, SeatView>, IHandler<PauseRecording, SeatView>, IHandler<MonitorCall, Done>
{
    public Task<Result<SeatView>> Handle(HoldCall request, CancellationToken ct) => Then(request.Id, desk.Hold(request.Id, true, ct), ct);
    public Task<Result<SeatView>> Handle(ResumeCall request, CancellationToken ct) => Then(request.Id, desk.Hold(request.Id, false, ct), ct);
    public Task<Result<SeatView>> Handle(EndCall request, CancellationToken ct) => Then(request.Id, desk.End(request.Id, ct), ct);
    public Task<Result<SeatView>> Handle(PauseRecording request, CancellationToken ct) => Then(request.Id, desk.PauseRecording(request.Id, request.Paused, ct), ct);

    public async Task<Result<Done>> Handle(MonitorCall request, CancellationToken ct)
    {
        if (request.Mode is not { } mode) return Error.Field("mode", "field.required");
        return await desk.Monitor(request.Id, mode, ct) is { } refused ? refused : Done.Instance;
    }

    private async Task<Result<SeatView>> Then(Guid id, Task<Error?> work, CancellationToken ct) => await work is { } refused ? refused : await reader.Read(ct);
}

internal sealed class BringInHandlers(CallDesk desk, SeatReader reader) : IHandler<TransferCall, SeatView>, IHandler<AddCallParty, SeatView>
{
    public async Task<Result<SeatView>> Handle(TransferCall request, CancellationToken ct) =>
        await desk.BringIn(request.Id, request.UserName, request.Number, handOver: true, ct) is { } refused ? refused : await reader.Read(ct);

    public async Task<Result<SeatView>> Handle(AddCallParty request, CancellationToken ct) =>
        await desk.BringIn(request.Id, request.UserName, request.Number, handOver: false, ct) is { } refused ? refused : await reader.Read(ct);
}

/// <summary>What an agent does with the call they are on: first whoever carries the call, then the seat.</summary>
internal sealed class CallDesk(LineFloor floor, WaitingLine line, Telephones telephones, SeatReader reader, HotlineDb db, AccessBook access, LineRules rules)
{
    public async Task<Error?> Hold(Guid call, bool on, CancellationToken ct)
    {
        var me = await reader.Me(ct);
        if (await OnCall(call, me.Id, ct) is { } not) return not;
        // Beside the system the state is all there is to keep: the agent presses the key of their own telephone.
        if (await telephones.Of(call, ct) is { } carrier && Refusal(await (on ? carrier.Hold(call, ct) : carrier.Resume(call, ct))) is { } refused) return refused;
        await ChangeSeat(me.Id, call, (seat, now) => seat.Hold(on, now), ct);
        return null;
    }

    public async Task<Error?> End(Guid call, CancellationToken ct)
    {
        var me = await reader.Me(ct);
        if (await OnCall(call, me.Id, ct) is { } not) return not;
        if (await telephones.Of(call, ct) is not { } carrier)
        {
            await line.EndBeside(call, me.Id, ct);
            return null;
        }
        // A call that is over already has left its agent too.
        if (await carrier.End(call, ct) is var outcome and not (PartyOutcome.Done or PartyOutcome.CallEnded)) return Refusal(outcome);
        await line.AgentLeft(call, me.Id, ct);
        return null;
    }

    public async Task<Error?> PauseRecording(Guid call, bool paused, CancellationToken ct)
    {
        if (await OnCall(call, (await reader.Me(ct)).Id, ct) is { } not) return not;
        return await telephones.Of(call, ct) is { } carrier ? Refusal(await carrier.PauseRecording(call, paused, ct)) : new Error(ErrorKind.Conflict, "line.carried_elsewhere");
    }

    public async Task<Error?> Monitor(Guid call, MonitorMode mode, CancellationToken ct)
    {
        if (!await db.Seats.AnyAsync(s => s.CallId == call && (s.State == AgentState.Talking || s.State == AgentState.Hold), ct)) return new Error(ErrorKind.Conflict, "line.call_over");
        if (await telephones.Of(call, ct) is not { } carrier) return new Error(ErrorKind.Conflict, "line.carried_elsewhere");
        var heard = mode == MonitorMode.Stop ? null : await WriteDown(call, ct);
        if (Refusal(await carrier.Monitor(call, (await reader.Me(ct)).Id, mode, ct)) is not { } refused) return null;
        if (heard is not null) db.AccessLog.Remove(heard);
        await db.SaveChangesAsync(ct);
        return refused;
    }

    /// <summary>Whoever hears a resident stands in the log that the resident reads: under the call until there is a ticket.</summary>
    private async Task<AccessEntry> WriteDown(Guid call, CancellationToken ct)
    {
        var ticket = await db.Calls.Where(c => c.Id == call).Join(db.Tickets, c => c.TicketId, t => t.Id, (c, t) => new { t.Id, t.Number }).SingleOrDefaultAsync(ct);
        var entry = access.Add(ticket?.Id ?? call, ticket?.Number ?? "", PersonalReading.Call, ErrorTexts.InBoth("access.listened"));
        await db.SaveChangesAsync(ct);
        return entry;
    }

    /// <summary>Transfer or three-way. A colleague's telephone rings as for any call; nobody else is offered to them meanwhile.</summary>
    public async Task<Error?> BringIn(Guid call, string? userName, string? number, bool handOver, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(userName) == string.IsNullOrWhiteSpace(number)) return Error.Field("userName", "line.target_missing");
        if (!string.IsNullOrWhiteSpace(number) && !CallFlow.MayCall(number)) return Error.Field("number", "line.number_malformed");
        if (await OnCall(call, (await reader.Me(ct)).Id, ct) is { } not) return not;
        if (await telephones.Of(call, ct) is not { } carrier) return new Error(ErrorKind.Conflict, "line.carried_elsewhere");
        Guid? colleague = null;
        if (!string.IsNullOrWhiteSpace(userName))
        {
            if (await db.Seats.AsNoTracking().SingleOrDefaultAsync(s => s.UserName == userName, ct) is not { } seat) return Error.Field("userName", "line.target_unknown");
            colleague = seat.AccountId;
            if (!await floor.Change(async turn =>
            {
                if (await turn.Seat(seat.AccountId, ct) is not { State: AgentState.Ready } ready || ready.IsLost(rules, turn.Now)) return false;
                ready.Ring(call, turn.Now + rules.OfferFor, turn.Now);
                turn.Tell(ready, "OfferMade");
                return true;
            }, ct)) return new Error(ErrorKind.Conflict, "line.target_not_ready");
        }
        var target = new CallTarget(colleague, colleague is null ? number : null);
        if (Refusal(await (handOver ? carrier.Transfer(call, target, ct) : carrier.AddParty(call, target, ct))) is not { } refused) return null;
        if (colleague is { } rung) await ChangeSeat(rung, call, (seat, now) => seat.StopRinging(now), ct);
        return refused;
    }

    private async Task<Error?> OnCall(Guid call, Guid account, CancellationToken ct) =>
        await db.Seats.AsNoTracking().SingleOrDefaultAsync(s => s.AccountId == account, ct) is { OnCall: true } seat && seat.CallId == call ? null : new Error(ErrorKind.Conflict, "line.no_call");

    private Task<bool> ChangeSeat(Guid account, Guid call, Action<Seat, DateTimeOffset> change, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Seat(account, ct) is not { } seat || seat.CallId != call) return false;
        change(seat, turn.Now);
        turn.Tell(seat);
        return true;
    }, ct);

    private static Error? Refusal(PartyOutcome outcome) => outcome switch
    {
        PartyOutcome.Done => null,
        PartyOutcome.CallEnded => new Error(ErrorKind.Conflict, "line.call_over"),
        PartyOutcome.RetryLater => new Error(ErrorKind.Unavailable, "line.retry"),
        PartyOutcome.NumberNotSetUp => new Error(ErrorKind.Conflict, "line.number_not_set_up"),
        _ => new Error(ErrorKind.Conflict, "line.refused"),
    };
}
