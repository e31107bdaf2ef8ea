using System.Collections.Concurrent;
using System.Globalization;
using Hotline.Api.Distribution;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Api.Realtime;

/// <summary>What the server says to a desk.</summary>
public interface IDeskClient
{
    /// <summary>A batch of notices.</summary>
    Task Notices(object batch);

    /// <summary>Everybody who looks at a ticket now.</summary>
    Task Presence(object people);
}

/// <summary>
/// The live line to every desk. Each connection has a cursor into the log and a pump of its own, so a slow client slows
/// nobody else, notices are gathered per connection, and no backlog can grow.
/// </summary>
[Authorize]
internal sealed class DeskHub(DeskConnections connections, LinePresence presence) : Hub<IDeskClient>
{
    public override async Task OnConnectedAsync()
    {
        if (CurrentActor.Of(Context.User) is not { } actor) { Context.Abort(); return; }
        await connections.Open(Context.ConnectionId, actor, Context.Abort, Context.ConnectionAborted);
        if (Guid.TryParse(Context.UserIdentifier, CultureInfo.InvariantCulture, out var account)) await presence.Open(Context.ConnectionId, account);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Close(Context.ConnectionId);
        return presence.Close(Context.ConnectionId);
    }

    /// <summary>Sends everything after <paramref name="seq"/> again and then answers how far the log went.</summary>
    public Task<long> Resume(long seq) => connections.Resume(Context.ConnectionId, seq, Context.ConnectionAborted);

    /// <summary>Tells the others what this person looks at; null when they look away.</summary>
    public void Look(Guid? ticketId, bool editing) => connections.Look(Context.ConnectionId, ticketId, editing);
}

/// <summary>The open desks of this node.</summary>
internal sealed class DeskConnections(EventFeed feed, IHubContext<DeskHub, IDeskClient> hub, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<DeskConnections> log)
{
    private sealed class Desk(string id, Actor actor, Action cut, long cursor)
    {
        public string Id => id;
        public Action Cut => cut;
        public Actor Actor => actor;
        private readonly Lock _place = new();
        private readonly EventSignal _moved = new();
        private long _cursor = cursor;
        private long _told = cursor;

        /// <summary>How far the log was read for this desk, and how far its client knows: the end of the last batch sent, or where it asked to resume.</summary>
        public (long Cursor, long Told) Place { get { lock (_place) return (_cursor, _told); } }

        /// <summary>Moves on after a batch, unless the client asked to resume elsewhere meanwhile.</summary>
        public void MoveOn(long from, long upTo, bool sent)
        {
            lock (_place)
            {
                if (_cursor != from) return;
                _cursor = upTo;
                if (sent) _told = upTo;
            }
            _moved.Raise();
        }

        /// <summary>Completes when everything up to a number was sent.</summary>
        public async Task Reaches(long seq, CancellationToken aborted)
        {
            for (var next = _moved.Next; Place.Cursor < seq; next = _moved.Next)
                if (Place.Cursor < seq) await next.WaitAsync(aborted);
        }

        public bool Rewind(long seq)
        {
            lock (_place)
            {
                if (seq >= _cursor) return false;
                (_cursor, _told) = (seq, seq);
                return true;
            }
        }

        public volatile Presence? Looking;
        public volatile TaskCompletionSource Rewound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private readonly ConcurrentDictionary<string, Desk> _desks = new();

    public int Count => _desks.Count;

    public async Task Open(string id, Actor actor, Action cut, CancellationToken aborted)
    {
        await feed.Ready.WaitAsync(aborted);
        var desk = new Desk(id, actor, cut, feed.Head);
        _desks[id] = desk;
        _ = Pump(desk, aborted);
        if (_desks.Values.Any(d => d.Looking is not null)) _ = hub.Clients.Client(id).Presence(People());
    }

    public void Close(string id)
    {
        if (_desks.TryRemove(id, out var desk) && desk.Looking is not null) TellPresence();
    }

    public async Task<long> Resume(string id, long seq, CancellationToken aborted)
    {
        var head = feed.Head;
        if (!_desks.TryGetValue(id, out var desk)) return head;
        if (desk.Rewind(Math.Max(0, seq))) desk.Rewound.TrySetResult();
        await desk.Reaches(head, aborted);
        return head;
    }

    public void Look(string id, Guid? ticketId, bool editing)
    {
        if (!_desks.TryGetValue(id, out var desk)) return;
        desk.Looking = ticketId is { } t ? new Presence(t, desk.Actor.UserName, desk.Actor.DisplayName, editing) : null;
        TellPresence();
    }

    private List<Presence> People() => [.. _desks.Values.Select(d => d.Looking).OfType<Presence>().Distinct()];

    private void TellPresence()
    {
        var people = People();
        // Departments learn only of their own: who looks at a ticket is the centre's business.
        foreach (var desk in _desks.Values.Where(d => d.Actor.IsCentre)) _ = hub.Clients.Client(desk.Id).Presence(people);
        foreach (var desk in _desks.Values.Where(d => !d.Actor.IsCentre))
            _ = hub.Clients.Client(desk.Id).Presence(people.Where(p => _desks.Values.Any(d => d.Actor.UserName == p.UserName && d.Actor.DepartmentCode == desk.Actor.DepartmentCode)).ToList());
    }

    private async Task Pump(Desk desk, CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var mayHear = feed.RightsOf(desk.Actor);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var advanced = feed.Advanced;
                if (desk.Rewound.Task.IsCompleted) desk.Rewound = new(TaskCreationOptions.RunContinuationsAsynchronously);
                var (after, told) = desk.Place;
                var (upTo, items) = await feed.Read(after, mayHear, stop.Token);
                if (upTo <= after)
                {
                    await Task.WhenAny(advanced, desk.Rewound.Task).WaitAsync(stop.Token);
                    continue;
                }
                if (items.Count > 0) await hub.Clients.Client(desk.Id).Notices(new NoticeBatch(told, upTo, items, clock.GetUtcNow()));
                desk.MoveOn(after, upTo, sent: items.Count > 0);
            }
        }
        catch (OperationCanceledException) { /* the client went away */ }
#pragma warning disable CA1031 // one desk's trouble must not be anybody else's; its client reconnects and resumes
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The pump of a desk stopped; the client is cut so that it resumes");
            desk.Cut();
        }
    }
}
