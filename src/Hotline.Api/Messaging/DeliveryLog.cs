using Hotline.Api.Data;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>
/// What providers report of messages they took on. Reports come repeated, in any order, and sometimes before our own commit says who has
/// the message: a state only ever moves forward, and a report on a message nobody knows is kept for a day.
/// </summary>
internal sealed class DeliveryLog(IDbContextFactory<HotlineDb> contexts, TimeProvider clock)
{
    private const int MostTries = 5;
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>Durable when it returns; the same reports again change nothing.</summary>
    public async Task Take(string provider, IReadOnlyList<DeliveryReport> reports, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var unknown = await Apply(db, provider, reports, ct);
                if (unknown.Count == 0) return;
                await Keep(db, provider, unknown, ct);
                // The sender may have written who has the message just before it could see the kept report.
                await TakeKept(provider, [.. unknown.Select(r => r.ProviderId)], ct);
                return;
            }
            catch (DbUpdateException) when (attempt < MostTries) { /* somebody reported on the same message at the same moment: look again */ }
        }
    }

    /// <summary>Reports that were faster than the commit that says who has the message; asked for after that commit.</summary>
    public async Task TakeKept(string provider, IReadOnlyList<string> providerIds, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var kept = await db.EarlyReports.Where(r => r.Provider == provider && providerIds.Contains(r.ProviderId)).ToListAsync(ct);
                if (kept.Count == 0) return;
                var known = await Known(db, provider, providerIds, ct);
                foreach (var report in kept.Where(r => known.ContainsKey(r.ProviderId)))
                {
                    await Move(db, known[report.ProviderId], report, ct);
                    db.EarlyReports.Remove(report);
                }
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (DbUpdateException) when (attempt < MostTries) { /* as above */ }
        }
    }

    /// <summary>They want nothing that may be declined.</summary>
    public static async Task OptOut(HotlineDb db, string contactIndex, IEnumerable<NoticePurpose> purposes, DateTimeOffset now, CancellationToken ct)
    {
        var declined = await db.OptOuts.Where(o => o.ContactIndex == contactIndex).Select(o => o.Purpose).ToListAsync(ct);
        var pending = db.OptOuts.Local.Where(o => o.ContactIndex == contactIndex).Select(o => o.Purpose);
        foreach (var purpose in purposes.Except(declined).Except(pending).ToList()) db.OptOuts.Add(new OptOut { ContactIndex = contactIndex, Purpose = purpose, At = now });
    }

    /// <summary>What a resident can decline.</summary>
    public static readonly IReadOnlyList<NoticePurpose> Declinable = [NoticePurpose.Progress, NoticePurpose.Survey];

    private async Task<List<DeliveryReport>> Apply(HotlineDb db, string provider, IReadOnlyList<DeliveryReport> reports, CancellationToken ct)
    {
        var known = await Known(db, provider, [.. reports.Select(r => r.ProviderId).Distinct()], ct);
        foreach (var report in reports.Where(r => known.ContainsKey(r.ProviderId))) await Move(db, known[report.ProviderId], Row(provider, report), ct);
        await db.SaveChangesAsync(ct);
        return [.. reports.Where(r => !known.ContainsKey(r.ProviderId))];
    }

    private static async Task<Dictionary<string, OutgoingNotice>> Known(HotlineDb db, string provider, IReadOnlyList<string> providerIds, CancellationToken ct) =>
        (await db.Outgoing.Where(o => o.Provider == provider && providerIds.Contains(o.ProviderId!)).ToListAsync(ct)).GroupBy(o => o.ProviderId!).ToDictionary(g => g.Key, g => g.First());

    private async Task Keep(HotlineDb db, string provider, List<DeliveryReport> reports, CancellationToken ct)
    {
        foreach (var report in reports)
        {
            var row = Row(provider, report);
            if (await db.EarlyReports.FindAsync([provider, report.ProviderId], ct) is not { } kept) db.EarlyReports.Add(row);
            else if (kept.State < NoticeDelivery.Delivered && row.State > kept.State)
                (kept.State, kept.Failure, kept.RetryAfterSeconds, kept.MostTimes, kept.OptedOut) = (row.State, row.Failure, row.RetryAfterSeconds, row.MostTimes, row.OptedOut);
        }
        await db.SaveChangesAsync(ct);
    }

    private EarlyReport Row(string provider, DeliveryReport report) => new()
    {
        Provider = provider, ProviderId = report.ProviderId, At = clock.GetUtcNow(),
        State = report.State switch { DeliveryState.Pending => NoticeDelivery.Accepted, DeliveryState.Sent => NoticeDelivery.Sent, DeliveryState.Delivered => NoticeDelivery.Delivered, _ => NoticeDelivery.Failed },
        Failure = report.Failure is { } failure ? $"{failure.ErrorCode} {failure.ErrorText}".Trim() : null,
        RetryAfterSeconds = report.Failure is { Outcome: SendOutcome.RetryLater } later ? (int)(later.RetryAfter ?? TimeSpan.FromMinutes(10)).TotalSeconds : null,
        MostTimes = report.Failure?.MostTimes ?? 0, OptedOut = report.Failure?.OptedOut ?? false,
    };

    private async Task Move(HotlineDb db, OutgoingNotice notice, EarlyReport report, CancellationToken ct)
    {
        if (notice.Delivery is not { } now || now >= NoticeDelivery.Delivered || report.State <= now) return;
        var at = clock.GetUtcNow();
        if (report.State == NoticeDelivery.Failed && report.RetryAfterSeconds is { } wait && notice.Resends < report.MostTimes)
        {
            notice.Again(at + TimeSpan.FromSeconds(wait));
            notice.Reason = NoticeReason.Of("notice.to_be_retried", report.Failure);
            notice.Resends++;
            return;
        }
        (notice.Delivery, notice.DeliveryAt) = (report.State, at);
        if (report.State != NoticeDelivery.Failed) return;
        (notice.State, notice.Reason) = (OutgoingState.Failed, NoticeReason.Of("notice.not_delivered", report.Failure));
        db.Emit("NoticeFailed", "outgoing", nameof(OutgoingNotice), notice.Id, at);
        if (report.OptedOut && notice.ContactIndex is { } contact) await OptOut(db, contact, Declinable, at, ct);
    }
}
