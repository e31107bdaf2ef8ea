using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Domain.Calls;
using Hotline.Domain.Distribution;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Distribution;

/// <summary>
/// Makes the rounds: at every change on this node, and every half second for what other nodes changed and for what runs out. The
/// floor's lock lets one node decide at a time, and what a round needs it reads, so a node that dies takes nothing with it.
/// </summary>
internal sealed class LineKeeper(LineFloor floor, LineSignal signal, Telephones telephones, IDbContextFactory<HotlineDb> contexts, LineRules rules, TimeProvider clock, ILogger<LineKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private const int MostMessages = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                if (await IsAnythingToDo(stoppingToken)) await Round(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // the line must go on by itself when the database does
            catch (Exception e)
#pragma warning restore CA1031
            { log.LogError(e, "A round of the waiting line failed; the next one comes in {Poll}", Poll); }
            await EventSignal.WaitFor(next, Poll, clock, stoppingToken);
        }
    }

    /// <summary>A few look-ups by index, without the lock: most of the day there is nothing to decide.</summary>
    private async Task<bool> IsAnythingToDo(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var lost = now - rules.LostAfter;
        if (await db.LineEntries.AnyAsync(e => e.State == EntryState.Offered, ct)) return true;
        if (await db.Seats.AnyAsync(s => s.State != AgentState.Offline && (s.SeenAt <= lost || s.Until <= now), ct)) return true;
        if (!await db.Seats.AnyAsync(s => s.State == AgentState.Ready, ct)) return false;
        return rules.Messages || await db.LineEntries.AnyAsync(e => e.State == EntryState.Waiting, ct);
    }

    private Task<bool> Round(CancellationToken ct) => floor.Round(async turn =>
    {
        if (rules.Messages) await FollowMessages(turn, ct);
        var (now, db) = (turn.Now, turn.Db);
        var lost = now - rules.LostAfter;
        var offered = await db.LineEntries.Where(e => e.State == EntryState.Offered).ToListAsync(ct);
        var offeredTo = offered.ConvertAll(e => e.AgentId!.Value);
        var seats = await db.Seats.Where(s => s.State == AgentState.Ready || s.State != AgentState.Offline && (s.SeenAt <= lost || s.Until <= now) || offeredTo.Contains(s.AccountId)).ToListAsync(ct);
        // An agent who becomes free in this very round counts too.
        var waiting = !seats.Exists(s => s.State == AgentState.Ready || (s.State == AgentState.WrapUp && s.Until <= now)) ? [] : await db.LineEntries.Where(e => e.State == EntryState.Waiting && (e.NotBefore == null || e.NotBefore <= now)).OrderBy(e => e.PlaceAt).ToListAsync(ct);
        var free = seats.Where(s => s.State is AgentState.Ready or AgentState.WrapUp).Select(s => s.AccountId).ToList();
        var skills = waiting.Count == 0 ? [] : await db.AgentSkills.AsNoTracking().Where(s => free.Contains(s.AccountId)).ToDictionaryAsync(s => s.AccountId, s => (s.Skills, s.Messages ?? rules.MessageCapacity), ct);
        var news = DistributionRound.Run(rules, seats, [.. offered, .. waiting], a => skills.TryGetValue(a, out var known) ? known : (Skills.Everything, rules.MessageCapacity), now);
        var byId = seats.ToDictionary(s => s.AccountId);
        foreach (var one in news) await Tell(turn, one, byId.GetValueOrDefault(one.Agent), ct);
        return news.Count > 0;
    }, ct);

    private async Task Tell(LineTurn turn, LineNews news, Seat? seat, CancellationToken ct)
    {
        if (seat is not null) turn.Tell(seat, news.Step == LineStep.Offered ? "OfferMade" : news.Step == LineStep.Returned ? "OfferReturned" : "SeatChanged");
        if (news.Work is not { } work) return;
        turn.TellLine(work);
        if (news.Kind != WorkKind.Call || seat is null) return;
        if (news.Step == LineStep.Offered)
        {
            await turn.Report(work, seat, CallHappening.Ringing, ct);
            // The round does not wait for the provider: others are in line.
            turn.Afterwards.Add(then => { _ = telephones.Ring(work, seat.AccountId, then); return Task.CompletedTask; });
        }
        else turn.Afterwards.Add(then => { _ = telephones.Cancel(work, seat.AccountId, then); return Task.CompletedTask; });
    }

    /// <summary>Tickets that came in writing and that nobody has taken on stand in line; who deals with one, by whatever way, is done with it.</summary>
    private async Task FollowMessages(LineTurn turn, CancellationToken ct)
    {
        var (now, db) = (turn.Now, turn.Db);
        var since = now.AddDays(-1);
        var fresh = await db.Tickets.Where(t => t.State == TicketState.Received && t.ReceivedAt >= since && t.Channel != Channel.Phone && t.Channel != Channel.Counter && !db.LineEntries.Any(e => e.Id == t.Id))
            .OrderBy(t => t.ReceivedAt).Take(MostMessages).Select(t => new { t.Id, t.ReceivedAt, t.Urgency }).ToListAsync(ct);
        foreach (var ticket in fresh)
            db.LineEntries.Add(LineEntry.Join(ticket.Id, new Demand(WorkKind.Message, "zh-CN", null, false), ticket.Urgency == Urgency.Normal ? 0 : 1, ticket.ReceivedAt, rules, now));
        if (fresh.Count > 0) await db.SaveChangesAsync(ct);
        var over = await db.LineEntries.Where(e => e.State != EntryState.Done && e.Kind == WorkKind.Message && !db.Tickets.Any(t => t.Id == e.Id && (t.State == TicketState.Received || t.State == TicketState.Accepted))).OrderBy(e => e.Id).Take(MostMessages).ToListAsync(ct);
        foreach (var entry in over)
        {
            if (entry.AgentId is { } agent && await turn.Seat(agent, ct) is { } seat)
            {
                seat.DropMessage();
                turn.Tell(seat);
            }
            entry.End(LineEnding.Ended, now);
        }
        if (over.Count > 0) await db.SaveChangesAsync(ct);
    }
}
