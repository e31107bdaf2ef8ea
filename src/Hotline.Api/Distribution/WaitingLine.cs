using Hotline.Domain;
using Hotline.Domain.Calls;
using Hotline.Domain.Distribution;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Distribution;

/// <summary>The line as those who carry calls see it. What a telephone did is the truth: whatever was said before gives way.</summary>
internal sealed class WaitingLine(LineFloor floor, Telephones telephones, LineRules rules) : IWaitingLine, ICallReports
{
    /// <summary>From so many answered calls on the pace of the last half hour tells how long a wait will be.</summary>
    private const int LeastForPace = 3;
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    /// <remarks>A full line takes nobody in: <see cref="Place"/> then answers null, and the flow goes on to voicemail or a call back.</remarks>
    public Task Join(WaitingCall call, CancellationToken ct) => floor.Change(async turn =>
    {
        var known = await turn.Entry(call.CallId, ct);
        if (known is not null && known.State != EntryState.Done) return false;
        if (await turn.Db.LineEntries.CountAsync(e => e.State == EntryState.Waiting && e.Kind == WorkKind.Call, ct) >= rules.MostWaiting) return false;
        var demand = new Demand(WorkKind.Call, call.Language, string.IsNullOrWhiteSpace(call.Topic) ? null : call.Topic, call.Enterprise);
        if (known is not null) known.JoinAgain(turn.Now);
        else turn.Db.LineEntries.Add(LineEntry.Join(call.CallId, demand, call.Priority, call.Since, rules, turn.Now));
        turn.TellLine(call.CallId);
        return true;
    }, ct);

    /// <inheritdoc />
    public Task<LinePlace?> Place(Guid callId, CancellationToken ct) => floor.Read(async turn =>
    {
        if (await turn.Entry(callId, ct) is not { InLine: true } entry) return null;
        var ahead = await turn.Db.LineEntries.CountAsync(e => (e.State == EntryState.Waiting || e.State == EntryState.Offered) && e.Kind == entry.Kind && e.PlaceAt < entry.PlaceAt, ct);
        var from = turn.Now - Pace;
        var taken = await turn.Db.LineEntries.Where(e => e.JoinedAt >= from - Pace && e.Kind == entry.Kind && e.TakenAt != null && e.TakenAt >= from).OrderBy(e => e.TakenAt).Select(e => e.TakenAt).ToListAsync(ct);
        TimeSpan? wait = taken.Count < LeastForPace ? null : (ahead + 1) * ((turn.Now - taken[0]!.Value) / taken.Count);
        return new LinePlace(ahead + 1, wait);
    }, ct);

    /// <inheritdoc />
    public Task Leave(Guid callId, LeaveReason reason, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Entry(callId, ct) is not { InLine: true } entry) return false;
        if (reason == LeaveReason.Answered && entry is { State: EntryState.Offered, AgentId: { } agent })
        {
            await Answered(turn, entry, await turn.Seat(agent, ct), ct);
            return true;
        }
        await StopRinging(turn, entry, ct);
        entry.End(Enum.Parse<LineEnding>(reason.ToString()), turn.Now);
        turn.TellLine(callId);
        return true;
    }, ct);

    /// <inheritdoc />
    public Task RingEnded(Guid callId, Guid agentAccountId, RingEnd end, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Seat(agentAccountId, ct) is not { } seat || await turn.Entry(callId, ct) is not { State: not EntryState.Done } entry) return false;
        if (end != RingEnd.Answered)
        {
            Missed(turn, entry, seat, end switch { RingEnd.Declined => StateReason.Declined, RingEnd.NoAnswer => StateReason.NoAnswer, _ => StateReason.Unreachable });
            return true;
        }
        // Rings elsewhere by now: the second telephone is told to be quiet.
        if (entry is { State: EntryState.Offered, AgentId: { } other } && other != agentAccountId) await StopRinging(turn, entry, ct);
        await Answered(turn, entry, seat, ct);
        return true;
    }, ct);

    /// <inheritdoc />
    public Task AgentLeft(Guid callId, Guid agentAccountId, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Seat(agentAccountId, ct) is not { OnCall: true } seat || seat.CallId != callId) return false;
        seat.EndCall(rules, turn.Now);
        turn.Tell(seat);
        if (await turn.Entry(callId, ct) is { State: EntryState.Taken } entry && entry.AgentId == agentAccountId) entry.End(LineEnding.Answered, turn.Now);
        return true;
    }, ct);

    /// <inheritdoc />
    public Task CallEnded(Guid callId, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Entry(callId, ct) is { State: not EntryState.Done } entry)
        {
            await StopRinging(turn, entry, ct);
            entry.End(LineEnding.Abandoned, turn.Now);
            turn.TellLine(callId);
        }
        foreach (var seat in await turn.Db.Seats.Where(s => s.CallId == callId).ToListAsync(ct))
        {
            if (seat.OnCall) seat.EndCall(rules, turn.Now);
            else seat.StopRinging(turn.Now);
            turn.Tell(seat);
        }
        return true;
    }, ct);

    /// <summary>The agent says in the console that they take it.</summary>
    public Task<Error?> Accept(Guid id, Guid account, string? tab, CancellationToken ct) => floor.Change<Error?>(async turn =>
    {
        if (await turn.Entry(id, ct) is not { } entry || await turn.Seat(account, ct) is not { } seat) return new Error(ErrorKind.NotFound, "line.offer_gone");
        // Handed over by a colleague, who still has it.
        var handed = seat.State == AgentState.Ringing && seat.CallId == id && entry.State == EntryState.Taken;
        if (!handed)
        {
            if (entry.AgentId != account) return new Error(ErrorKind.NotFound, "line.offer_gone");
            if (entry.State == EntryState.Taken) return null;   // pressed twice
            if (entry.State != EntryState.Offered || entry.OfferUntil <= turn.Now) return new Error(ErrorKind.Conflict, "line.offer_gone");
        }
        if (entry.Kind == WorkKind.Message) { entry.TakeBy(account, turn.Now); turn.Tell(seat); turn.TellLine(id); return null; }
        if (seat.PhoneTab is { } owner && owner != tab) return new Error(ErrorKind.Conflict, "line.other_tab");
        await Answered(turn, entry, seat, ct);
        turn.Afterwards.Add(then => telephones.Taken(id, account, then));
        return null;
    }, ct);

    /// <summary>The agent does not want it: it goes on to the next one.</summary>
    public Task<Error?> Decline(Guid id, Guid account, CancellationToken ct) => floor.Change<Error?>(async turn =>
    {
        if (await turn.Entry(id, ct) is not { State: not EntryState.Done } entry || await turn.Seat(account, ct) is not { } seat) return new Error(ErrorKind.NotFound, "line.offer_gone");
        var rings = seat.State == AgentState.Ringing && seat.CallId == id;
        if (!rings && !(entry.State == EntryState.Offered && entry.AgentId == account)) return new Error(ErrorKind.NotFound, "line.offer_gone");
        Missed(turn, entry, seat, StateReason.Declined);
        if (entry.Kind == WorkKind.Call) turn.Afterwards.Add(then => telephones.Cancel(id, account, then));
        return null;
    }, ct);

    /// <summary>The agent says that a call which no telephone of ours carries is over.</summary>
    public Task EndBeside(Guid callId, Guid account, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Entry(callId, ct) is { State: EntryState.Taken } entry) entry.End(LineEnding.Answered, turn.Now);
        if (await turn.Seat(account, ct) is { OnCall: true } seat && seat.CallId == callId)
        {
            seat.EndCall(rules, turn.Now);
            turn.Tell(seat);
        }
        await turn.ReportEnd(callId, ct);
        turn.TellLine(callId);
        return true;
    }, ct);

    /// <summary>A call that the telephone would not take now: it keeps its place and the agent their turn.</summary>
    public Task Postpone(Guid callId, Guid account, TimeSpan by, CancellationToken ct) => floor.Change(async turn =>
    {
        if (await turn.Entry(callId, ct) is not { State: EntryState.Offered } entry || entry.AgentId != account || await turn.Seat(account, ct) is not { } seat) return false;
        entry.Return(turn.Now + by);
        seat.StopRinging(turn.Now);
        turn.Tell(seat);
        return true;
    }, ct);

    private static async Task Answered(LineTurn turn, LineEntry entry, Seat? seat, CancellationToken ct)
    {
        if (seat is null || (seat.OnCall && seat.CallId != entry.Id)) return;   // speaks to somebody else by now
        entry.TakeBy(seat.AccountId, turn.Now);
        if (!seat.OnCall) await turn.Report(entry.Id, seat, CallHappening.Answered, ct);
        seat.Answer(entry.Id, turn.Now);
        turn.Tell(seat);
        turn.TellLine(entry.Id);
    }

    private static void Missed(LineTurn turn, LineEntry entry, Seat seat, StateReason reason)
    {
        // The line's own state first: the report may be about a ringing that was over already.
        var mine = entry.AgentId == seat.AccountId && entry.State is EntryState.Offered or EntryState.Taken;
        if (entry.Kind == WorkKind.Message)
        {
            if (!mine) return;
            seat.DropMessage();
            if (seat.State == AgentState.Ready) seat.Miss(reason, turn.Now);
        }
        else if (seat.CallId == entry.Id) seat.Miss(reason, turn.Now);
        if (mine) entry.Return();
        turn.Tell(seat);
        turn.TellLine(entry.Id);
    }

    private async Task StopRinging(LineTurn turn, LineEntry entry, CancellationToken ct)
    {
        if (entry is not { State: EntryState.Offered, AgentId: { } agent } || await turn.Seat(agent, ct) is not { } seat) return;
        if (entry.Kind == WorkKind.Message) seat.DropMessage();
        else if (seat.CallId == entry.Id)
        {
            seat.StopRinging(turn.Now);
            turn.Afterwards.Add(then => telephones.Cancel(entry.Id, agent, then));
        }
        turn.Tell(seat);
    }
}
