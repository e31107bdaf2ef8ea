using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Calls;
using Hotline.Domain.Distribution;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Line;

/// <summary>The supervisors' view of the floor.</summary>
[Allow(Role.Supervisor)]
internal sealed record GetWallboard;

/// <param name="Waiting">Callers in line, ringing ones too.</param>
/// <param name="LongestSince">Since when the first of them waits.</param>
/// <param name="States">Agents by state; those who are offline are not counted.</param>
/// <param name="Line">The first in line, in the order they will be served.</param>
/// <param name="AnswerWithinSeconds">What the service level counts.</param>
internal sealed record WallboardView(DateTimeOffset ServerTime, int Waiting, int WaitingMessages, DateTimeOffset? LongestSince, int AnswerWithinSeconds, LineFigures Today, LineFigures LastHour,
    IReadOnlyList<StateCount> States, IReadOnlyList<SeatLine> Seats, IReadOnlyList<WaiterLine> Line);

/// <summary>How well calls were answered. Those not yet answered and not given up are not in it.</summary>
/// <param name="Calls">Calls that came in and are answered or given up.</param>
/// <param name="AnsweredInTime">Answered within the time that the service level counts.</param>
/// <param name="ServiceLevel">AnsweredInTime / (Answered + Abandoned), 0 to 1; absent without calls.</param>
/// <param name="AbandonRate">Abandoned / Calls, 0 to 1; absent without calls.</param>
/// <param name="AverageWaitSeconds">Of the answered; absent without one.</param>
internal sealed record LineFigures(int Calls, int Answered, int AnsweredInTime, int Abandoned, double? ServiceLevel, double? AbandonRate, double? AverageWaitSeconds);

internal sealed record StateCount(AgentState State, int Count);

internal sealed record SeatLine(Guid Id, string UserName, string DisplayName, string StaffNumber, AgentState State, StateReason? Reason, DateTimeOffset Since, DateTimeOffset? Until, Guid? CallId, int Messages);

/// <param name="RingsAt">The staff number it is offered to now.</param>
internal sealed record WaiterLine(Guid Id, WorkKind Kind, DateTimeOffset Since, string? Topic, string Language, bool Enterprise, int Priority, int Offers, string? RingsAt);

internal sealed class GetWallboardHandler(HotlineDb db, LineRules rules, TimeProvider clock) : IHandler<GetWallboard, WallboardView>
{
    private const int ShownWaiters = 50;
    /// <summary>China has one time.</summary>
    private static readonly TimeSpan LocalOffset = TimeSpan.FromHours(8);
    /// <summary>Whoever went offline is shown for so long, so that a supervisor sees whose browser was lost.</summary>
    private static readonly TimeSpan ShowLostFor = TimeSpan.FromHours(1);

    public async Task<Result<WallboardView>> Handle(GetWallboard request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var inLine = db.LineEntries.AsNoTracking().Where(e => e.State == EntryState.Waiting || e.State == EntryState.Offered);
        var calls = inLine.Where(e => e.Kind == WorkKind.Call);
        var shown = await inLine.OrderBy(e => e.Kind).ThenBy(e => e.PlaceAt).Take(ShownWaiters).ToListAsync(ct);
        var lost = now - ShowLostFor;
        var seats = await db.Seats.AsNoTracking().Where(s => s.State != AgentState.Offline || (s.Reason == StateReason.Lost && s.Since >= lost))
            .Join(db.Users, s => s.AccountId, u => u.Id, (s, u) => new { Seat = s, u.DisplayName }).OrderBy(x => x.Seat.StaffNumber).ToListAsync(ct);
        var numbers = seats.ToDictionary(x => x.Seat.AccountId, x => x.Seat.StaffNumber);
        var local = now.ToOffset(LocalOffset);
        return new WallboardView(now, await calls.CountAsync(ct), await inLine.CountAsync(e => e.Kind == WorkKind.Message, ct), await calls.OrderBy(e => e.Since).Select(e => (DateTimeOffset?)e.Since).FirstOrDefaultAsync(ct),
            (int)rules.AnswerWithin.TotalSeconds, await Figures(new DateTimeOffset(local.Date, LocalOffset), ct), await Figures(now.AddHours(-1), ct),
            [.. seats.Where(x => x.Seat.State != AgentState.Offline).GroupBy(x => x.Seat.State).OrderBy(g => g.Key).Select(g => new StateCount(g.Key, g.Count()))],
            seats.ConvertAll(x => new SeatLine(x.Seat.AccountId, x.Seat.UserName, x.DisplayName, x.Seat.StaffNumber, x.Seat.State, x.Seat.Reason, x.Seat.Since, x.Seat.Until, x.Seat.CallId, x.Seat.Messages)),
            shown.ConvertAll(e => new WaiterLine(e.Id, e.Kind, e.Since, e.Topic, e.Language, e.Enterprise, e.Priority, e.Offers, e.AgentId is { } agent ? numbers.GetValueOrDefault(agent) : null)));
    }

    private async Task<LineFigures> Figures(DateTimeOffset since, CancellationToken ct)
    {
        since = since.ToUniversalTime();
        var within = (int)rules.AnswerWithin.TotalSeconds;
        var ours = await db.LineEntries.AsNoTracking().Where(e => e.Kind == WorkKind.Call && e.JoinedAt >= since && (e.Ending == LineEnding.Answered || e.Ending == LineEnding.Abandoned))
            .GroupBy(e => e.Ending).Select(g => new { Ending = g.Key, Count = g.Count(), InTime = g.Count(e => e.WaitedSeconds <= within), Wait = g.Sum(e => (long?)e.WaitedSeconds) ?? 0 }).ToListAsync(ct);
        // Calls that a telephone system of the city's own distributes never stood in our line.
        var theirs = await db.Calls.AsNoTracking().Where(c => c.FirstHeardAt >= since && c.RingingAt != null && (c.AnsweredAt != null || c.State == CallState.Ended) && !db.LineEntries.Any(e => e.Id == c.Id))
            .Select(c => new { c.RingingAt, c.AnsweredAt }).ToListAsync(ct);
        var waits = theirs.Where(c => c.AnsweredAt is not null).Select(c => Math.Max(0, (c.AnsweredAt!.Value - c.RingingAt!.Value).TotalSeconds)).ToList();
        var answered = ours.Where(o => o.Ending == LineEnding.Answered).Sum(o => o.Count) + waits.Count;
        var abandoned = ours.Where(o => o.Ending == LineEnding.Abandoned).Sum(o => o.Count) + theirs.Count - waits.Count;
        var inTime = ours.Where(o => o.Ending == LineEnding.Answered).Sum(o => o.InTime) + waits.Count(w => w <= within);
        var wait = ours.Where(o => o.Ending == LineEnding.Answered).Sum(o => o.Wait) + waits.Sum();
        var all = answered + abandoned;
        return new LineFigures(all, answered, inTime, abandoned, all == 0 ? null : (double)inTime / all, all == 0 ? null : (double)abandoned / all, answered == 0 ? null : wait / answered);
    }
}
