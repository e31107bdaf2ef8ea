using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Hotline.Domain.Topics;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Follows the event log for new tickets and tells rising topics. Nothing is kept but what was told: after a start the newest
/// tickets are read again, those of a told topic into that topic. Each node follows the whole log for itself; a ticket belongs
/// to one topic, so of two nodes that find the same group one tells it and the other goes on with the told one.
/// </summary>
internal sealed class TopicFollower(IDbContextFactory<HotlineDb> contexts, MatterWeights weights, HotlineOptions options, City city, EventSignal committed, TimeProvider clock, ILogger<TopicFollower> log) : BackgroundService
{
    private const int PageSize = 500;
    /// <summary>Times as many tickets are read again as are held: groups outlive the single tickets between them.</summary>
    private const int ReadAgainTimes = 3;
    /// <summary>Names the nodes' turn on PostgreSQL.</summary>
    private const long TurnLock = 0x12346;
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

    /// <summary>What the watch needs of a ticket.</summary>
    private sealed record Line(Guid Id, string Subject, string Body, string? DistrictCode, DateTimeOffset ReceivedAt);

    /// <summary>Takes the newest tickets in without telling; topics that rose while nobody followed are told at the end.</summary>
    private async Task ReadAgain(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        _read = await db.Events.MaxAsync(e => (long?)e.Seq, ct) ?? 0;
        _counts = weights.OfExamples();
        var watch = new TopicWatch(Rules, _counts);
        var ids = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).Take(options.Topics.Messages * ReadAgainTimes).Select(t => t.Id).ToListAsync(ct);
        var rising = new Dictionary<Guid, (TopicStep Step, Line Last)>();
        foreach (var page in Enumerable.Reverse(ids).Chunk(PageSize))
        {
            var told = await db.TopicTickets.AsNoTracking().Where(t => page.Contains(t.TicketId)).ToDictionaryAsync(t => t.TicketId, t => t.TopicId, ct);
            foreach (var ticket in await Lines(db, page, ct))
            {
                if (told.TryGetValue(ticket.Id, out var topic)) watch.Resume(topic, ticket.Id, MessageGrams.Of(ticket.Subject, ticket.Body), ticket.DistrictCode, ticket.ReceivedAt, DayOf(ticket));
                else if (Take(watch, ticket) is { Rising: true } step) rising[step.Topic] = (step, ticket);
            }
        }
        var since = clock.GetUtcNow() - TimeSpan.FromDays(1);
        foreach (var (step, last) in rising.Values.Where(r => r.Last.ReceivedAt >= since)) await Tell(db, watch, step, last, ct);
        _watch = watch;
    }

    private TopicRules Rules => new()
    {
        MostMessages = options.Topics.Messages, LeastMessages = options.Topics.LeastTickets, WindowDays = options.Topics.WindowDays,
        LeastInLongWindow = options.Topics.LeastInLongWindow, LongWindowDays = options.Topics.LongWindowDays, Chance = options.Topics.Chance,
    };

    /// <summary>In the order they came.</summary>
    private static Task<List<Line>> Lines(HotlineDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).OrderBy(t => t.Id).Select(t => new Line(t.Id, t.Subject, t.Body, t.DistrictCode, t.ReceivedAt)).ToListAsync(ct);

    /// <summary>False when the log has nothing more.</summary>
    private async Task<bool> ReadNews(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var after = _read;
        var events = await db.Events.AsNoTracking().Where(e => e.Seq > after).OrderBy(e => e.Seq).Take(PageSize).Select(e => new { e.Seq, e.Kind, e.EntityId }).ToListAsync(ct);
        if (events.Count == 0) return false;
        var ids = events.Where(e => e.Kind == "TicketReceived").Select(e => e.EntityId).ToList();
        var grown = new Dictionary<Guid, (TopicStep Step, Line Last)>();
        foreach (var ticket in await Lines(db, ids, ct))
            if (Take(_watch!, ticket) is { } step) grown[step.Topic] = (step with { Rising = step.Rising || grown.TryGetValue(step.Topic, out var before) && before.Step.Rising }, ticket);
        foreach (var (step, last) in grown.Values) await Tell(db, _watch!, step, last, ct);
        _read = events[^1].Seq;
        return events.Count == PageSize;
    }

    /// <summary>Null for a ticket that is in already.</summary>
    private TopicStep? Take(TopicWatch watch, Line ticket) => watch.Holds(ticket.Id) ? null
        : watch.Add(ticket.Id, MessageGrams.Of(ticket.Subject, ticket.Body), ticket.DistrictCode, ticket.ReceivedAt, DayOf(ticket));

    private int DayOf(Line ticket) => city.Clock.Calendar.DateOf(ticket.ReceivedAt).DayNumber;

    /// <summary>Writes a topic that rises, and one told before that grew.</summary>
    private async Task Tell(HotlineDb db, TopicWatch watch, TopicStep step, Line last, CancellationToken ct)
    {
        if (step.Count < 2) return;
        var members = watch.Members(step.Topic);
        if (!step.Rising && !await db.TopicTickets.AnyAsync(t => members.Contains(t.TicketId), ct)) return;
        await db.Write(async () =>
        {
            // The nodes take turns, so each sees what the other told; SQLite has one writer anyway.
            if (!db.IsSqlite) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({TurnLock})", ct);
            return await Write(db, watch, await InTold(db, watch, step, ct), last, ct);
        }, ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>A group of which tickets were told under another id becomes part of that topic.</summary>
    private static async Task<TopicStep> InTold(HotlineDb db, TopicWatch watch, TopicStep step, CancellationToken ct)
    {
        if (await db.Topics.AnyAsync(t => t.Id == step.Topic, ct)) return step;
        var members = watch.Members(step.Topic);
        var told = await db.TopicTickets.Where(t => members.Contains(t.TicketId)).GroupBy(t => t.TopicId).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => (Guid?)g.Key).FirstOrDefaultAsync(ct);
        if (told is not { } topic) return step;
        watch.Join(step.Topic, topic);
        return step with { Topic = topic };
    }

    /// <summary>False when there is nothing new to tell.</summary>
    private async Task<bool> Write(HotlineDb db, TopicWatch watch, TopicStep step, Line last, CancellationToken ct)
    {
        var id = step.Topic;
        var topic = await db.Topics.SingleOrDefaultAsync(t => t.Id == id, ct);
        if (topic is null && !step.Rising) return false;
        var members = watch.Members(id);
        var taken = await db.TopicTickets.Where(t => members.Contains(t.TicketId)).Select(t => t.TicketId).ToListAsync(ct);
        var added = members.Except(taken).ToList();
        if (added.Count == 0) return false;
        var texts = await db.Tickets.AsNoTracking().Where(t => members.Contains(t.Id)).OrderByDescending(t => t.Id).Take(50).Select(t => new { t.Subject, t.DistrictCode }).ToListAsync(ct);
        var now = clock.GetUtcNow();
        if (topic is null) db.Topics.Add(topic = new Topic { Id = id, ToldAt = now });
        topic.Name = TopicName.Of([.. texts.Select(t => t.Subject)], _counts!);
        // A place is named only when most of the tickets speak of it.
        topic.DistrictCode = texts.GroupBy(t => t.DistrictCode).MaxBy(g => g.Count()) is { Key: { } code } most && most.Count() * 2 > texts.Count ? code : null;
        topic.Count = await db.TopicTickets.CountAsync(t => t.TopicId == id, ct) + added.Count;
        (topic.InWindow, topic.Expected, topic.LastAt) = (step.InWindow, step.Expected, last.ReceivedAt);
        db.TopicTickets.AddRange(added.Select(ticket => new TopicTicket { TopicId = id, TicketId = ticket }));
        db.Emit("TopicTold", "topic", nameof(Topic), id, now);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
