using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>The three promises (收、办、公开): whatever comes is received, handled and made public.</summary>
/// <param name="Day">Local day up to which the day, its month and its year are counted; today when absent.</param>
[Allow(Role.Supervisor, Role.Leader)]
internal sealed record ReadPromises(string? Day);

/// <summary>The same for everybody, totals alone, of today and at most a minute old.</summary>
[Allow(Anybody = true)]
internal sealed record ReadPublicPromises;

internal sealed record PromiseRate(long Numerator, long Denominator)
{
    public double? Value => Denominator == 0 ? null : (double)Numerator / Denominator;

    /// <summary>A figure of the whole city.</summary>
    public static PromiseRate Of(Dictionary<string, Sums> totals, string metric) =>
        totals.Values.Select(s => s[metric]).Aggregate(new PromiseRate(0, 0), (sum, s) => new PromiseRate(sum.Numerator + s.Numerator, sum.Denominator + s.Denominator));
}

internal enum PromisePeriod { Day, Month, Year }

/// <param name="Received">Taken on, answered, guided on, merged or withdrawn ÷ everything that came in, messages in quarantine among it.</param>
/// <param name="Handled">Ended ÷ (ended + still open and past due).</param>
/// <param name="Published">Published ÷ publishable of those that ended.</param>
internal sealed record PromiseView(PromisePeriod Period, DateOnly From, DateOnly To, PromiseRate Received, PromiseRate Handled, PromiseRate Published);

internal sealed record PromisesView(DateOnly Day, IReadOnlyList<PromiseView> Periods);

/// <summary>Counts the three promises.</summary>
internal sealed class PromiseBoard(HotlineDb db, AppraisalReader reader)
{
    public async Task<PromisesView> Of(DateOnly day, CancellationToken ct) => new(day,
    [
        await Period(PromisePeriod.Day, day, day, ct),
        await Period(PromisePeriod.Month, new DateOnly(day.Year, day.Month, 1), day, ct),
        await Period(PromisePeriod.Year, new DateOnly(day.Year, 1, 1), day, ct),
    ]);

    private async Task<PromiseView> Period(PromisePeriod period, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var (from, to) = (reader.StartOf(first), reader.StartOf(last.AddDays(1)));
        var came = await db.Tickets.LongCountAsync(t => t.ReceivedAt >= from && t.ReceivedAt < to, ct);
        var waiting = await db.Tickets.LongCountAsync(t => t.State == TicketState.Received && t.ReceivedAt >= from && t.ReceivedAt < to, ct);
        var stuck = await db.Messages.LongCountAsync(m => m.State == MessageState.Quarantined && m.ReceivedAt >= from && m.ReceivedAt < to, ct);
        var totals = await reader.Totals(first, last, ct);
        var (handled, published) = (PromiseRate.Of(totals, AppraisalMetrics.Closing), PromiseRate.Of(totals, AppraisalMetrics.Published));
        var open = await reader.OpenPastDue(last).LongCountAsync(ct);
        return new PromiseView(period, first, last, new PromiseRate(came - waiting, came + stuck), new PromiseRate(handled.Numerator, handled.Denominator + open), published);
    }
}

/// <summary>The last answer to the public; counting for each visitor would be a way to slow the desks down.</summary>
internal sealed class PublicPromises
{
    public (DateTimeOffset At, PromisesView View)? Last { get; set; }
}

internal sealed class ReadPromisesHandler(PromiseBoard board, AppraisalReader reader) : IHandler<ReadPromises, PromisesView>
{
    public async Task<Result<PromisesView>> Handle(ReadPromises request, CancellationToken ct)
    {
        var day = reader.Today;
        return AppraisalReader.Day(request.Day, ref day) ? await board.Of(day, ct) : Error.Field("day", "field.malformed");
    }
}

internal sealed class ReadPublicPromisesHandler(PromiseBoard board, AppraisalReader reader, PublicPromises kept, TimeProvider clock) : IHandler<ReadPublicPromises, PromisesView>
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public async Task<Result<PromisesView>> Handle(ReadPublicPromises request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (kept.Last is { } last && (now - last.At).Duration() < Fresh && last.View.Day == reader.Today) return last.View;
        var view = await board.Of(reader.Today, ct);
        kept.Last = (now, view);
        return view;
    }
}
