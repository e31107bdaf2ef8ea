using System.Diagnostics;
using Hotline.Api.Data;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Routing;

/// <summary>
/// Follows the intake: every ticket without a suggestion gets one, oldest first; those that came while suggestions were off get
/// theirs when a classifier is back, unless people have sent them on. Nothing is held in memory, so a killed process
/// goes on where it stood. Two nodes that meet the same ticket meet its version: one of them steps back.
/// </summary>
internal sealed class RoutingWorker(IDbContextFactory<HotlineDb> contexts, TicketRouter router, PrecedentShelf precedents, RunningClassifier running, RoutingSignal signal, TimeProvider clock, ILogger<RoutingWorker> log) : BackgroundService
{
    /// <summary>Few enough that an acknowledgement never waits long for the write turn.</summary>
    private const int BatchSize = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                while (await RouteBatch(stoppingToken))
                {
                    if (signal.StepBack is var times and > 0) await Task.Delay(Stopwatch.GetElapsedTime(started) * times, clock, stoppingToken);
                    started = Stopwatch.GetTimestamp();
                }
                await signal.Wait(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // the worker must outlive a lost database; tickets stay in the queue for people meanwhile
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogError(e, "Routing failed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken);
            }
        }
    }

    /// <summary>False when nothing is left to route.</summary>
    private async Task<bool> RouteBatch(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = await db.Tickets.Where(t => t.SuggestedAt == null).OrderBy(t => t.Id).Take(BatchSize).ToListAsync(ct);
        if (waiting.Count < BatchSize && running.Champion is not null) waiting.AddRange(await Unadvised(db).Include(t => t.Deadlines).OrderBy(t => t.Id).Take(BatchSize - waiting.Count).ToListAsync(ct));
        if (waiting.Count == 0) return false;
        try
        {
            await Route(db, waiting, ct);
        }
        catch (DbUpdateConcurrencyException e)
        {
            // A person, or another node, was faster with one of them: those come again one by one.
            log.LogInformation("Routing met {Count} tickets changed meanwhile", e.Entries.Count);
            foreach (var ticket in waiting) await RouteOne(ticket.Id, ct);
        }
        return waiting.Count == BatchSize;
    }

    /// <summary>Tickets that came while there was no classifier to ask and that still wait in the centre.</summary>
    public static IQueryable<Ticket> Unadvised(HotlineDb db) => db.Tickets.FromSqlRaw(db.IsSqlite ? $"{TicketsByIndex} {WithoutAdvice}" : $"{AllTickets} {WithoutAdvice}");

    private const string AllTickets = "SELECT * FROM ticket";
    /// <summary>Left alone, SQLite takes the index of the states and reads the whole queue.</summary>
    private const string TicketsByIndex = $"{AllTickets} INDEXED BY ix_ticket_unadvised";
    /// <summary>Word by word the conditions of that small index.</summary>
    private const string WithoutAdvice = "WHERE suggested_at IS NOT NULL AND model_version IS NULL AND suggested_category IS NULL AND state IN ('Received', 'Accepted')";

    private async Task RouteOne(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ticket = await db.Tickets.Include(t => t.Deadlines).SingleAsync(t => t.Id == id, ct);
        if (!ticket.WaitsForAdvice) return;
        try { await Route(db, [ticket], ct); }
        catch (DbUpdateConcurrencyException) { log.LogInformation("Ticket {Id} is busy; it comes again", id); }
    }

    /// <summary>Suggestion, search row and, where allowed, dispatch: one transaction. The model is asked before the write turn is taken.</summary>
    private async Task Route(HotlineDb db, IReadOnlyList<Ticket> tickets, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var search = new TicketSearch(db);
        var suggestions = new List<TicketSuggestion>();
        var book = await precedents.Read(db, ct);
        foreach (var ticket in tickets)
        {
            if (ticket.SuggestedAt is null) search.IndexTicket(ticket);
            suggestions.AddRange(router.Route(ticket, book, now));
        }
        db.Also(stop => BulkInsert.Insert(db, suggestions, stop));
        await db.SaveChangesAsync(ct);
    }
}
