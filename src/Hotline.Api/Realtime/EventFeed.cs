using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Realtime;

/// <summary>
/// Follows the event log once per node and keeps its newest part in memory, so that many connections read it without asking
/// the database. Whoever lags behind the memory reads from the database; nobody has a backlog of their own.
/// </summary>
internal sealed class EventFeed(IDbContextFactory<HotlineDb> contexts, EventSignal committed, City city, TimeProvider clock, ILogger<EventFeed> log) : BackgroundService
{
    private const int Kept = 8_192;
    private const int PageSize = 1_000;
    /// <summary>Commits closer together than this reach the clients as one batch.</summary>
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(40);

    private readonly EventSignal _advanced = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EventRow[] _recent = [];
    private long _head;

    /// <summary>The last number of the log that this node has seen.</summary>
    public long Head => Interlocked.Read(ref _head);

    /// <summary>Completes at the next advance; take it before looking at <see cref="Head"/>.</summary>
    public Task Advanced => _advanced.Next;

    /// <summary>Completes when the log's end is known.</summary>
    public Task Ready => _ready.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!_ready.Task.IsCompleted) await FindHead(stoppingToken);
                var next = committed.Next;
                if (await Advance(stoppingToken)) await Task.Delay(Coalesce, clock, stoppingToken);
                else await EventSignal.WaitFor(next, TimeSpan.FromMilliseconds(500), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // live push must come back by itself when the database does
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogError(e, "The event feed lost the database; trying again");
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
    }

    private async Task FindHead(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        Interlocked.Exchange(ref _head, await db.Events.MaxAsync(e => (long?)e.Seq, ct) ?? 0);
        _ready.TrySetResult();
    }

    private async Task<bool> Advance(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var after = Head;
        var rows = await db.Events.AsNoTracking().Where(e => e.Seq > after).OrderBy(e => e.Seq).Take(PageSize).ToArrayAsync(ct);
        if (rows.Length == 0) return false;
        var all = _recent.Concat(rows);
        _recent = [.. all.Skip(Math.Max(0, _recent.Length + rows.Length - Kept))];
        Interlocked.Exchange(ref _head, rows[^1].Seq);
        _advanced.Raise();
        return true;
    }

    /// <summary>The next page of the log for a person: at most 1,000 rows are looked at, those not meant for them are left out.</summary>
    public async Task<(long UpTo, IReadOnlyList<Notice> Items)> Read(long after, Func<EventRow, bool> mayHear, CancellationToken ct, int limit = PageSize)
    {
        var recent = _recent;
        IReadOnlyList<EventRow> rows;
        if (recent.Length > 0 && after >= recent[^1].Seq) rows = [];
        else if (recent.Length > 0 && recent[0].Seq <= after + 1)
        {
            var start = (int)(after + 1 - recent[0].Seq);
            rows = recent[start..Math.Min(recent.Length, start + limit)];
        }
        else
        {
            var head = Head;
            await using var db = await contexts.CreateDbContextAsync(ct);
            rows = await db.Events.AsNoTracking().Where(e => e.Seq > after && e.Seq <= head).OrderBy(e => e.Seq).Take(limit).ToListAsync(ct);
        }
        return rows.Count == 0 ? (Math.Max(after, 0), []) : (rows[^1].Seq, [.. rows.Where(mayHear).Select(Notice.Of)]);
    }

    /// <summary>The centre hears everything but other people's calls and seats; a department what concerns it or a unit below it; an auditor nothing.</summary>
    public Func<EventRow, bool> RightsOf(Actor actor)
    {
        var others = RightsBesideCalls(actor);
        return e => e.Topic is "call" or "line" ? HearsCall(e, actor) : others(e);
    }

    /// <summary>The audience of a call or a seat is the extensions it concerns; a supervisor sees every one on the wallboard.</summary>
    private static bool HearsCall(EventRow e, Actor actor) =>
        actor.Has(Role.Supervisor) || (actor is { IsCentre: true, StaffNumber: { Length: > 0 } own } && e.Audience.Split(',').Contains(own));

    private Func<EventRow, bool> RightsBesideCalls(Actor actor)
    {
        if (actor.IsCentre || actor.Has(Role.Administrator)) return _ => true;
        if (actor.DepartmentCode is not { } own) return _ => false;
        var units = city.Departments.Where(d => IsWithin(d, own)).Select(d => d.Code).ToHashSet();
        return e => e.Audience.Length > 0 && e.Audience.Split(',').Any(units.Contains);
    }

    private bool IsWithin(Department? department, string ancestor)
    {
        for (; department is not null; department = city.Department(department.Parent))
            if (department.Code == ancestor) return true;
        return false;
    }
}
