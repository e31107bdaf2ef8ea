using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>
/// Sends what was written to <c>outgoing_notice</c>. Without a provider a notice is kept as "not sent" with the reason, in sight of
/// the administrator; nothing is dropped. After an attempt without a known outcome the provider is asked before anything is sent twice.
/// What can wait does not go out at night, what a resident declined not at all; where others can read it, nothing goes that tells who somebody is.
/// </summary>
internal sealed class OutgoingSender(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, DeliveryLog deliveries, PublicReplyGuard guard, City city, PersonalData personal, HotlineOptions options, EventSignal committed, TimeProvider clock, ILogger<OutgoingSender> log) : BackgroundService
{
    private const int MostAtOnce = 100;
    private const int MostMailsAnHour = 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    /// <summary>Many commits a second are one look at the table.</summary>
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(300);
    /// <summary>Another node leaves a notice alone while this one has it; after a crash it is taken up again then.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RepliesKeptFor = TimeSpan.FromDays(30);

    private readonly Dictionary<string, SendingLine> _lines = [];
    private DateTimeOffset _prunedAt;

    private sealed record Going(OutgoingNotice Notice, IOutgoingChannel Channel, SendingLine Line, OutgoingMessage Message, bool WasUncertain)
    {
        /// <summary>What kept the notice's own words back, which others could have read; null when they go.</summary>
        public string? Withheld { get; init; }

        /// <summary>Null when the line failed before its turn came.</summary>
        public SendResult? Result { get; set; }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = committed.Next;
                if (await SendDue(stoppingToken)) continue;
                var now = clock.GetUtcNow();
                await Prune(now, stoppingToken);
                var wait = _lines.Values.Select(l => l.RestsUntil - now).Where(r => r > TimeSpan.Zero).DefaultIfEmpty(LongestWait).Min();
                await EventSignal.WaitFor(next, wait < LongestWait ? wait : LongestWait, clock, stoppingToken);
                await Task.Delay(wait < Coalesce ? wait : Coalesce, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // notices wait in the database until sending works again
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogError(e, "Sending notices failed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    /// <summary>True when there may be more to do at once.</summary>
    private async Task<bool> SendDue(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        using var scope = scopes.CreateScope();
        var channels = scope.ServiceProvider.GetServices<IOutgoingChannel>().ToList();
        var now = clock.GetUtcNow();
        var resting = Enum.GetValues<Channel>().Where(c => Carriers(channels, c).FindAll(x => x.IsConfigured) is { Count: > 0 } all && all.TrueForAll(x => Line(x).RestsUntil > now)).ToArray();
        var due = await db.Outgoing.Where(o => o.State == OutgoingState.Pending && o.NextAttemptAt <= now && !resting.Contains(o.Channel)).OrderBy(o => o.NextAttemptAt).Take(MostAtOnce).ToListAsync(ct);
        if (due.Count == 0) return false;
        var (going, moved) = await Decide(db, due, channels, now, ct);
        await Save(db, going, ct);   // an attempt is on record before it is made
        await Parallel.ForEachAsync(going, new ParallelOptions { MaxDegreeOfParallelism = options.Messaging.Parallel, CancellationToken = ct }, async (one, token) => one.Result = await Try(one, token));
        foreach (var one in going) await Settle(db, one, ct);
        await Save(db, [], ct);
        foreach (var taken in going.Where(g => g.Notice.ProviderId is not null).GroupBy(g => g.Channel.Provider))
            await deliveries.TakeKept(taken.Key, [.. taken.Select(g => g.Notice.ProviderId!)], ct);
        return moved > 0;
    }

    /// <summary>Which of them go now; of the others those that moved are counted.</summary>
    private async Task<(List<Going> Going, int Moved)> Decide(HotlineDb db, List<OutgoingNotice> due, List<IOutgoingChannel> channels, DateTimeOffset now, CancellationToken ct)
    {
        var contacts = due.Where(n => DeliveryLog.Declinable.Contains(n.Purpose)).Select(n => n.ContactIndex).OfType<string>().Distinct().ToList();
        var declined = contacts.Count == 0 ? [] : await db.OptOuts.AsNoTracking().Where(o => contacts.Contains(o.ContactIndex)).Select(o => new { o.ContactIndex, o.Purpose }).ToListAsync(ct);
        var (going, moved) = (new List<Going>(), 0);
        foreach (var notice in due)
        {
            var channel = Carrier(channels, notice);
            if (channel is not { IsConfigured: true })
            {
                (notice.State, notice.Reason) = (OutgoingState.NotSent, channel is null ? NoticeReason.Of("notice.no_channel", notice.Channel.ToString()) : NoticeReason.Of("notice.no_provider", channel.WhyNotConfigured));
                db.Emit("NoticeNotSent", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                moved++;
            }
            else if (notice.Channel == Channel.Email && notice.Attempts == 0 && await IsTooMuchMail(db, notice, going, now, ct))
            {
                (notice.State, notice.Reason) = (OutgoingState.NotSent, NoticeReason.Of("notice.loop_suspected", null));
                db.Emit("NoticeNotSent", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                moved++;
            }
            else if (declined.Exists(d => d.ContactIndex == notice.ContactIndex && d.Purpose == notice.Purpose))
            {
                (notice.State, notice.Reason) = (OutgoingState.OptedOut, NoticeReason.Of("notice.opted_out", null));
                moved++;
            }
            else if (notice.Channel == Channel.Sms && notice.Purpose is not (NoticePurpose.Reply or NoticePurpose.Urgent) && city.QuietUntil(now) is { } morning)
            {
                (notice.NextAttemptAt, notice.Reason) = (morning, NoticeReason.Of("notice.quiet_hours", null));
                moved++;
            }
            else if (Line(channel) is var line && line.MaySend(channel.PerSecond, now))
            {
                var to = personal.Open(notice.Recipient);
                var words = channel.IsPublic(to) ? await guard.Look(db, notice, ct) : new PublicText(notice.Text, []);
                var withheld = words.Found.Count > 0 ? NoticeReason.Of("notice.personal_data_in_public", string.Join(", ", words.Found)) : null;
                if (words.Text is not { } text)
                {
                    (notice.State, notice.Reason) = (OutgoingState.Failed, withheld);
                    db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
                    moved++;
                    continue;
                }
                var message = new OutgoingMessage(notice.Id, to, text, ReportsTo(channel)) { LastHeardAt = await LastHeardAt(db, notice, ct), Mail = notice.Channel == Channel.Email ? await HeadOf(db, notice, ct) : null };
                going.Add(new Going(notice, channel, line, message, notice.Uncertain) { Withheld = withheld });
                notice.Attempts++;
                (notice.Uncertain, notice.NextAttemptAt) = (true, now + Lease);
                notice.FirstTriedAt ??= now;
                moved++;
            }
        }
        return (going, moved);
    }

    private async Task<SendResult?> Try(Going one, CancellationToken ct)
    {
        if (one.Line.IsDown(clock.GetUtcNow())) return null;
        var result = one.WasUncertain ? await one.Channel.Reconcile(one.Message, one.Notice.FirstTriedAt!.Value, ct) : null;
        // Only "does not have it" allows another sending.
        if (result is null or { Outcome: SendOutcome.RetryLater }) result = await one.Channel.Send(one.Message, ct);
        lock (one.Line)
        {
            if (result.ChannelDown) one.Line.Failed(clock.GetUtcNow());
            else one.Line.Answered();
        }
        return result;
    }

    private async Task Settle(HotlineDb db, Going one, CancellationToken ct)
    {
        var (notice, now) = (one.Notice, clock.GetUtcNow());
        if (db.Entry(notice).State == EntityState.Detached) return;   // another node has it
        if (one.Result is not { } result)
        {
            notice.Attempts--;
            (notice.Uncertain, notice.NextAttemptAt) = (one.WasUncertain, one.Line.RestsUntil);
            return;
        }
        notice.Uncertain = result.Outcome == SendOutcome.Unknown;
        switch (result.Outcome)
        {
            case SendOutcome.Accepted:
                (notice.State, notice.Provider, notice.ProviderId, notice.SentAt, notice.Reason) = (OutgoingState.Sent, one.Channel.Provider, result.ProviderId, now, one.Withheld);
                (notice.Delivery, notice.DeliveryAt) = (NoticeDelivery.Accepted, now);
                return;
            case SendOutcome.Refused:
                notice.Reason = NoticeReason.Of("notice.refused", $"{result.ErrorCode} {result.ErrorText}");
                if (result.OptedOut && notice.ContactIndex is { } contact) await DeliveryLog.OptOut(db, contact, DeliveryLog.Declinable, now, ct);
                break;
            case var _ when now - notice.FirstTriedAt!.Value >= options.Messaging.GiveUpAfter:
                notice.Reason = NoticeReason.Of("notice.given_up", $"{result.ErrorCode} {result.ErrorText}");
                break;
            default:
                notice.Reason = NoticeReason.Of("notice.to_be_retried", $"{result.ErrorCode} {result.ErrorText}");
                var wait = result.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(1800, 5 << Math.Min(notice.Attempts, 9)));
                notice.NextAttemptAt = one.Line.RestsUntil > now + wait ? one.Line.RestsUntil : now + wait;
                return;
        }
        notice.State = OutgoingState.Failed;
        db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, now);
    }

    /// <summary>Of two nodes that took the same notice one is refused here and leaves it to the other.</summary>
    private static async Task Save(HotlineDb db, List<Going> going, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (DbUpdateConcurrencyException e)
            {
                foreach (var entry in e.Entries)
                {
                    going.RemoveAll(g => ReferenceEquals(g.Notice, entry.Entity));
                    entry.State = EntityState.Detached;
                }
            }
        }
    }

    private List<IOutgoingChannel> Carriers(List<IOutgoingChannel> channels, Channel kind) =>
        channels.FindAll(c => c.Channel.ToString() == kind.ToString() && (kind != Channel.Sms || options.Channels.SmsProvider is not { } chosen || c.Provider == chosen));

    /// <summary>Of several providers of one channel the one whose address it is, for text messages the configured choice; without one the first that is set up.</summary>
    private IOutgoingChannel? Carrier(List<IOutgoingChannel> channels, OutgoingNotice notice)
    {
        var carriers = Carriers(channels, notice.Channel);
        if (carriers.Count > 1 && personal.Open(notice.Recipient) is var to) carriers = carriers.FindAll(c => c.Serves(to));
        return carriers.Find(c => c.IsConfigured) ?? carriers.LastOrDefault();
    }

    private SendingLine Line(IOutgoingChannel channel) => _lines.TryGetValue(channel.Provider, out var line) ? line : _lines[channel.Provider] = new SendingLine();

    private Uri? ReportsTo(IOutgoingChannel channel) =>
        channel.ReportPath is { } path && options.PublicBaseUrl is { } site ? new Uri(site.ToString().TrimEnd('/') + path) : null;

    /// <summary>When the resident last wrote by WeChat, which allows answers for a while only; each of their messages is a ticket.</summary>
    private static async Task<DateTimeOffset?> LastHeardAt(HotlineDb db, OutgoingNotice notice, CancellationToken ct)
    {
        if (notice.Channel != Channel.WeChat) return null;
        var resident = await db.Tickets.Where(t => t.Id == notice.TicketId).Select(t => t.ResidentId).SingleOrDefaultAsync(ct);
        return resident is null ? null
            : await db.Tickets.Where(t => t.ResidentId == resident && t.Channel == notice.Channel).OrderByDescending(t => t.ReceivedAt).Select(t => (DateTimeOffset?)t.ReceivedAt).FirstOrDefaultAsync(ct);
    }

    /// <summary>Two machines that mark nothing could answer each other for ever; a person seldom opens so many matters within an hour.</summary>
    /// <param name="going">Those of this round, which are not on record yet.</param>
    private static async Task<bool> IsTooMuchMail(HotlineDb db, OutgoingNotice notice, List<Going> going, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddHours(-1);
        if (await db.Tickets.Where(t => t.Id == notice.TicketId).Select(t => t.ResidentId).SingleOrDefaultAsync(ct) is not { } resident) return false;
        var before = await db.Tickets.Where(t => t.ResidentId == resident)
            .Join(db.Outgoing.Where(o => o.Channel == Channel.Email && o.FirstTriedAt > since), t => (Guid?)t.Id, o => o.TicketId, (t, o) => o.Id).CountAsync(ct);
        var tickets = going.Where(g => g.Notice.Channel == Channel.Email && g.Notice.Attempts == 1).Select(g => g.Notice.TicketId).ToList();
        var theirs = await db.Tickets.Where(t => t.ResidentId == resident && tickets.Contains(t.Id)).Select(t => (Guid?)t.Id).ToListAsync(ct);
        return before + tickets.Count(theirs.Contains) >= MostMailsAnHour;
    }

    /// <summary>The mail answers the resident's last one about the ticket; the first about it is the machine's answer.</summary>
    private static async Task<MailHead?> HeadOf(HotlineDb db, OutgoingNotice notice, CancellationToken ct)
    {
        if (await db.Tickets.AsNoTracking().Where(t => t.Id == notice.TicketId).Select(t => new { t.Number, t.Subject }).SingleOrDefaultAsync(ct) is not { } ticket) return null;
        var came = await db.Messages.AsNoTracking().Where(m => (m.Id == notice.TicketId || m.TicketId != m.Id && m.TicketId == notice.TicketId) && m.Channel == Channel.Email)
            .OrderByDescending(m => m.ReceivedAt).Select(m => m.ProviderId).FirstOrDefaultAsync(ct);
        var answered = came is null || came.StartsWith("sha256:", StringComparison.Ordinal) || came.StartsWith("imap:", StringComparison.Ordinal) ? null : came;
        var isFirst = !await db.Outgoing.AnyAsync(o => o.TicketId == notice.TicketId && o.CreatedAt < notice.CreatedAt, ct);
        return new MailHead(ticket.Number, $"{(came is null ? "" : "Re: ")}[{ticket.Number}] {ticket.Subject}", answered, came is not null && isFirst);
    }

    /// <summary>Reports nobody asked for, and answers that belong to no ticket and so to no term of retention.</summary>
    private async Task Prune(DateTimeOffset now, CancellationToken ct)
    {
        if (now - _prunedAt < TimeSpan.FromHours(1)) return;
        _prunedAt = now;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Write(async () =>
        {
            var (reports, replies) = (now - DeliveryLog.KeptFor, now - RepliesKeptFor);
            await db.EarlyReports.Where(r => r.At < reports).ExecuteDeleteAsync(ct);
            return await db.Outgoing.Where(o => o.TicketId == null && o.CreatedAt < replies).ExecuteDeleteAsync(ct);
        }, ct);
    }
}
