using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Hotline.Domain.Topics;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Follows the event log for new tickets and tells rising topics. After a start the newest tickets are read again in their
/// order, which gives the same groups with the same ids; what was told already is told no second time.
/// </summary>
internal sealed class TopicFollower(IDbContextFactory<HotlineDb> contexts, MatterWeights weights, HotlineOptions options, City city, EventSignal committed, TimeProvider clock, ILogger<TopicFollower> log) : BackgroundService
{
    private const int PageSize = 500;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private TopicWatch? _watch;
    private GramCounts? _counts;
    private long _read;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_watch is null) await ReadAgain(stoppingToken);
                var next = committed.Next;
                while (await ReadNews(stoppingToken)) { }
                // Topics may wait a second; whoever sends a message may not.
                await Task.Delay(Rest, clock, stoppingToken);
                await EventSignal.WaitFor(next, TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // it begins anew from the database
            catch (Exception e)
#pragma warning restore CA1031
            {
                _watch = null;
                log.LogError(e, "Following topics failed; reading the newest tickets again");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    /// <summary>Takes the newest tickets in without telling; topics that rose while nobody followed are told at the end.</summary>
    private async Task ReadAgain(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        _read = await db.Events.MaxAsync(e => (long?)e.Seq, ct) ?? 0;
        _counts = weights.OfExamples();
        var watch = new TopicWatch(new TopicRules { MostMessages = options.Topics.Messages, LeastMessages = options.Topics.LeastTickets, WindowDays = options.Topics.WindowDays, Chance = options.Topics.Chance }, _counts);
        var tickets = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).Take(options.Topics.Messages).ToListAsync(ct);
        var rising = new Dictionary<Guid, (TopicStep Step, Ticket Last)>();
        foreach (var ticket in Enumerable.Reverse(tickets))
            if (Take(watch, ticket) is { Rising: true } step) rising[step.Topic] = (step, ticket);
        var since = clock.GetUtcNow() - TimeSpan.FromDays(1);
        foreach (var (step, last) in rising.Values.Where(r => r.Last.ReceivedAt >= since)) await Tell(db, watch, step, last, ct);
        _watch = watch;
    }

    /// <summary>False when the log has nothing more.</summary>
    private async Task<bool> ReadNews(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var after = _read;
        var events = await db.Events.AsNoTracking().Where(e => e.Seq > after).OrderBy(e => e.Seq).Take(PageSize).Select(e => new { e.Seq, e.Kind, e.EntityId }).ToListAsync(ct);
        if (events.Count == 0) return false;
        var ids = events.Where(e => e.Kind == "TicketReceived").Select(e => e.EntityId).ToList();
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).OrderBy(t => t.Id).ToListAsync(ct);
        var grown = new Dictionary<Guid, (TopicStep Step, Ticket Last)>();
        foreach (var ticket in tickets)
            if (Take(_watch!, ticket) is { } step) grown[step.Topic] = (step, ticket);
        foreach (var (step, last) in grown.Values) await Tell(db, _watch!, step, last, ct);
        _read = events[^1].Seq;
        return events.Count == PageSize;
    }

    /// <summary>Null for a ticket that is in already.</summary>
    private TopicStep? Take(TopicWatch watch, Ticket ticket) => watch.Holds(ticket.Id) ? null
        : watch.Add(ticket.Id, MessageGrams.Of(ticket.Subject, ticket.Body), ticket.DistrictCode, ticket.ReceivedAt, city.Clock.Calendar.DateOf(ticket.ReceivedAt).DayNumber);

    /// <summary>Writes a topic that rises, and one told before that grew.</summary>
    private async Task Tell(HotlineDb db, TopicWatch watch, TopicStep step, Ticket last, CancellationToken ct)
    {
        var topic = await db.Topics.SingleOrDefaultAsync(t => t.Id == step.Topic, ct);
        if (topic is null && !step.Rising) return;
        var members = watch.Members(step.Topic);
        var known = await db.TopicTickets.Where(t => t.TopicId == step.Topic).Select(t => t.TicketId).ToListAsync(ct);
        var added = members.Except(known).ToList();
        if (topic is not null && added.Count == 0) return;
        var texts = await db.Tickets.AsNoTracking().Where(t => members.Contains(t.Id)).OrderByDescending(t => t.Id).Take(50).Select(t => new { t.Subject, t.DistrictCode }).ToListAsync(ct);
        var now = clock.GetUtcNow();
        if (topic is null) db.Topics.Add(topic = new Topic { Id = step.Topic, ToldAt = now });
        topic.Name = TopicName.Of([.. texts.Select(t => t.Subject)], _counts!);
        // A place is named only when most of the tickets speak of it.
        topic.DistrictCode = texts.GroupBy(t => t.DistrictCode).MaxBy(g => g.Count()) is { Key: { } code } most && most.Count() * 2 > texts.Count ? code : null;
        (topic.Count, topic.InWindow, topic.Expected, topic.LastAt) = (step.Count, step.InWindow, step.Expected, last.ReceivedAt);
        db.TopicTickets.AddRange(added.Select(id => new TopicTicket { TopicId = step.Topic, TicketId = id }));
        db.Emit("TopicTold", "topic", nameof(Topic), step.Topic, now);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException)
        {
            // Another node follows the same log and wrote the same rows first.
            log.LogInformation("Topic {Id} was told by another node", step.Topic);
        }
        db.ChangeTracker.Clear();
    }
}
