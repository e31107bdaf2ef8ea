using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Cti;
using Hotline.Channels.Twilio;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>Each channel's state on one page.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListChannels;

internal enum ChannelHealth
{
    /// <summary>Nothing can come in by it.</summary>
    NotConfigured,
    Working,
    /// <summary>Somebody has to look: messages are missing, stuck or refused.</summary>
    Alarm,
}

/// <param name="WhyNotConfigured">The key that is missing or wrong.</param>
/// <param name="LastMessageAt">When the newest message was stored.</param>
/// <param name="Messages">Stored within the last 24 hours.</param>
/// <param name="LagMilliseconds">From reception to disk: the median of the newest fifty.</param>
/// <param name="Quarantined">Messages of the last 24 hours that lie in quarantine.</param>
/// <param name="Sends">Whether answers go out by it.</param>
/// <param name="Waiting">Messages to residents that wait to be sent.</param>
/// <param name="OldestWaitingAt">Since when the oldest of them waits.</param>
/// <param name="Failed">Messages to residents of the last 24 hours that were given up or refused.</param>
/// <param name="LastError">Of the newest of those.</param>
/// <param name="Compared">The newest comparison with the provider; absent where it cannot count.</param>
/// <param name="Missing">Messages of the last 24 hours that the provider has and we do not.</param>
/// <param name="CanCount">Whether a provider of the channel can tell what it received.</param>
/// <param name="Readers">The accounts that are read; empty where messages come to a door by themselves.</param>
/// <param name="HasDoor">Whether a test goes through the channel's own door.</param>
internal sealed record ChannelView(Channel Channel, ChannelHealth Health, string? WhyNotConfigured, DateTimeOffset? LastMessageAt, int Messages, int? LagMilliseconds, int Quarantined,
    bool Sends, string? WhyNotSending, int Waiting, DateTimeOffset? OldestWaitingAt, int Failed, string? LastError, ReconciliationView? Compared, int Missing, bool CanCount, IReadOnlyList<ChannelReader> Readers, bool HasDoor);

/// <summary>Comparisons with the providers, newest first.</summary>
/// <param name="Troubled">Only those in which something was missing or the provider could not tell.</param>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListReconciliations(bool? Troubled, string? After, int? Limit);

/// <param name="Account">The account at the provider.</param>
/// <param name="TheirCount">What the provider counted.</param>
/// <param name="OurCount">How many of those had reached us.</param>
/// <param name="Missing">The provider's ids of the others; at most fifty.</param>
/// <param name="Recovered">How many of those were fetched since.</param>
internal sealed record ReconciliationView(Guid Id, Channel Channel, string Account, DateTimeOffset Since, DateTimeOffset Until, ReconciliationState State, DateTimeOffset At, int Attempts, int TheirCount, int OurCount,
    int MissingCount, IReadOnlyList<string> Missing, int Recovered, string? Error)
{
    public static ReconciliationView Of(Reconciliation r) => new(r.Id, r.Channel, r.Account, r.Since, r.Until, r.State, r.At, r.Attempts, r.TheirCount, r.OurCount, r.MissingCount,
        r.Missing.Split(',', StringSplitOptions.RemoveEmptyEntries), r.Recovered, r.Error);
}

internal sealed class ListChannelsHandler(HotlineDb db, HotlineOptions options, TwilioOptions twilio, CtiOptions cti, IEnumerable<IDoorProbe> doors, IEnumerable<IReconcilable> ledgers, IEnumerable<IOutgoingChannel> senders, ChannelReaders readers, TimeProvider clock)
    : IHandler<ListChannels, IReadOnlyList<ChannelView>>, IHandler<ListReconciliations, Page<ReconciliationView>>
{
    private const int Sampled = 50;
    private static readonly TimeSpan Recently = TimeSpan.FromHours(24);
    /// <summary>A message to a resident that waits longer than this is stuck.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    public async Task<Result<IReadOnlyList<ChannelView>>> Handle(ListChannels request, CancellationToken ct)
    {
        var views = new List<ChannelView>();
        foreach (var channel in Enum.GetValues<Channel>()) views.Add(await View(channel, ct));
        return views;
    }

    public async Task<Result<Page<ReconciliationView>>> Handle(ListReconciliations request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var found = db.Reconciliations.AsNoTracking();
        if (request.Troubled == true) found = found.Where(r => r.State != ReconciliationState.Complete || r.MissingCount > 0);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            found = found.Where(r => r.Id < last);
        }
        var rows = await found.OrderByDescending(r => r.Id).Take(limit + 1).ToListAsync(ct);
        var items = rows.Take(limit).Select(ReconciliationView.Of).ToList();
        return new Page<ReconciliationView>(items, rows.Count > limit ? items[^1].Id.ToString() : null);
    }

    private async Task<ChannelView> View(Channel channel, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - Recently;
        // Ids begin with their time: what is recent is a stretch of the index.
        var edge = Guid.CreateVersion7(since);
        var kind = Enum.Parse<ChannelKind>(channel.ToString());
        var newest = await db.Messages.AsNoTracking().Where(m => m.Channel == channel).OrderByDescending(m => m.Id).Take(Sampled).Select(m => new { m.StoredAt, m.ReceivedAt }).ToListAsync(ct);
        var recent = db.Messages.AsNoTracking().Where(m => m.Channel == channel && m.Id > edge);
        var waiting = db.Outgoing.AsNoTracking().Where(o => o.Channel == channel && o.State == OutgoingState.Pending);
        var failed = db.Outgoing.AsNoTracking().Where(o => o.Channel == channel && o.State == OutgoingState.Failed && o.Id > edge);
        var sender = senders.FirstOrDefault(s => s.Channel == kind && s.IsConfigured) ?? senders.FirstOrDefault(s => s.Channel == kind);
        var compared = await db.Reconciliations.AsNoTracking().Where(r => r.Channel == channel).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
        var troubled = await db.Reconciliations.AsNoTracking().Where(r => r.Channel == channel && r.Until > since && r.State != ReconciliationState.Complete).ToListAsync(ct);
        var missing = troubled.Sum(r => Math.Max(0, r.MissingCount - r.Recovered));
        var read = await readers.Of(kind, ct);
        var (why, quarantined, oldest, failures) = (WhyNot(kind, read), await recent.CountAsync(m => m.State == MessageState.Quarantined, ct), await waiting.OrderBy(o => o.CreatedAt).Select(o => (DateTimeOffset?)o.CreatedAt).FirstOrDefaultAsync(ct), await failed.CountAsync(ct));
        var reason = await failed.OrderByDescending(o => o.Id).Select(o => o.Reason).FirstOrDefaultAsync(ct);
        var (code, detail) = reason is null ? default : Messaging.NoticeReason.Read(reason);
        var alarm = troubled.Count > 0 || quarantined > 0 || failures > 0 || oldest < now - LongestWait || read.Any(r => r.NeedsSomebody(now));
        return new ChannelView(channel, alarm ? ChannelHealth.Alarm : why is null ? ChannelHealth.Working : ChannelHealth.NotConfigured, why, newest.Count > 0 ? newest[0].StoredAt : null, await recent.CountAsync(ct),
            newest.Count == 0 ? null : Median([.. newest.Select(m => (m.StoredAt - m.ReceivedAt).TotalMilliseconds)]), quarantined,
            sender is not null, sender?.WhyNotConfigured, await waiting.CountAsync(ct), oldest, failures, code is null ? troubled.FirstOrDefault(r => r.Error is not null)?.Error : ErrorTexts.Sentence(code, [detail]),
            compared is null ? null : ReconciliationView.Of(compared), missing, ledgers.Any(l => l.Channel == kind && l.WhyNotConfigured is null), read, doors.Any(d => d.Channel == kind));
    }

    /// <summary>Why nothing can come in by it; null when something can.</summary>
    private string? WhyNot(ChannelKind kind, IReadOnlyList<ChannelReader> readers)
    {
        if (kind is ChannelKind.Web or ChannelKind.Counter) return null;
        if (kind == ChannelKind.Phone) return cti.WhyNotConfigured is null ? null : Public(twilio.WhyNotConfigured);
        // A channel may have several providers: one that works is enough.
        var ways = doors.Where(d => d.Channel == kind).Select(d => kind is ChannelKind.Sms or ChannelKind.WeChat ? Public(d.WhyNotConfigured) : d.WhyNotConfigured)
            .Concat(readers.Select(r => r.NotConfigured)).ToList();
        return ways.Count == 0 ? "no provider" : ways.Contains(null) ? null : ways[0];

        string? Public(string? why) => why ?? (options.PublicBaseUrl is null ? "Hotline:PublicBaseUrl is not set" : null);
    }

    private static int Median(List<double> values)
    {
        values.Sort();
        return (int)Math.Clamp(values[values.Count / 2], 0, int.MaxValue);
    }
}

internal static class ChannelEndpoints
{
    public static void Map(RouteGroupBuilder channels)
    {
        channels.MapGet("", (IHandler<ListChannels, IReadOnlyList<ChannelView>> list, CancellationToken ct) => list.Handle(new ListChannels(), ct).ToHttp())
            .WithName(nameof(ListChannels)).WithSummary("Each channel's state, last message, lag and errors").Produces<IReadOnlyList<ChannelView>>().ProducesProblem(403);
        channels.MapGet("/reconciliations", ([AsParameters] ListReconciliations query, IHandler<ListReconciliations, Page<ReconciliationView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListReconciliations)).WithSummary("Comparisons with the providers").Produces<Page<ReconciliationView>>().ProducesProblem(400).ProducesProblem(403);
        channels.MapPost("/{channel}/test", (string channel, TestChannel body, IHandler<TestChannel, ChannelTestResult> test, CancellationToken ct) => { body.Channel = channel; return test.Handle(body, ct).ToHttp(); })
            .WithName(nameof(TestChannel)).WithSummary("Send a message through the real path").Produces<ChannelTestResult>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
    }
}
