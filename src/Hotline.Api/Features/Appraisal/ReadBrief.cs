using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>The leader's day on one page.</summary>
/// <param name="Day">A local day; today when absent.</param>
[Allow(Role.Leader, Role.Supervisor)]
internal sealed record ReadBrief(string? Day);

/// <param name="SameWeekdayMean">Mean of the four same weekdays within the 28 days before.</param>
/// <param name="Change">Difference to that mean as a part of it; null when the mean is 0.</param>
internal sealed record VolumeView(int Received, int Ended, double SameWeekdayMean, double? Change);

/// <param name="HoursOver">Natural hours past due on the resident's clock.</param>
internal sealed record StuckTicket(Guid TicketId, string Number, string Subject, TicketState State, string? Department, string? DepartmentName, DateTimeOffset ReceivedAt, DateTimeOffset DueAt, double HoursOver);

internal sealed record RisingTopic(Guid Id, string Name, int InWindow, double Expected, DateTimeOffset LastAt);

/// <param name="ReportBy">The last second of the day by which it is to be reported back.</param>
internal sealed record DueInstruction(Guid TicketId, string Number, string Subject, string? DepartmentName, string Text, string ByName, DateTimeOffset ReportBy, bool Late);

/// <summary>Instructions given and not reported back yet, as of now.</summary>
/// <param name="Next">The first five by their report day.</param>
internal sealed record InstructionsInBrief(int Open, int Late, IReadOnlyList<DueInstruction> Next);

/// <param name="StuckAsOf">The moment by which tickets are past due. They are those that are open now: what was open on an earlier day is not kept.</param>
internal sealed record BriefView(DateOnly Day, VolumeView Volume, PromiseRate OnTime, PromiseRate OnTimeExtended, PromiseRate PromiseKept, DateTimeOffset StuckAsOf, int PastDue, IReadOnlyList<StuckTicket> Stuck,
    IReadOnlyList<RisingTopic> Topics, InstructionsInBrief Instructions, PromisesView Promises);

internal sealed class ReadBriefHandler(HotlineDb db, AppraisalReader reader, PromiseBoard board, HotlineOptions options, TimeProvider clock) : IHandler<ReadBrief, BriefView>
{
    private const int Shown = 5;
    private const int Weeks = 4;

    public async Task<Result<BriefView>> Handle(ReadBrief request, CancellationToken ct)
    {
        var day = reader.Today;
        if (!AppraisalReader.Day(request.Day, ref day)) return Error.Field("day", "field.malformed");
        var (now, end) = (clock.GetUtcNow(), reader.StartOf(day.AddDays(1)));
        var asOf = end < now ? end : now;

        var received = await Received(day, ct);
        var before = 0;
        for (var week = 1; week <= Weeks; week++) before += await Received(day.AddDays(-7 * week), ct);
        var mean = (double)before / Weeks;
        var totals = await reader.Totals(day, day, ct);

        var pastDue = reader.OpenPastDue(day);
        var stuck = await pastDue.OrderBy(t => t.ResidentDueAt).ThenBy(t => t.Id).Take(Shown).ToListAsync(ct);
        var since = asOf - TimeSpan.FromDays(options.Topics.WindowDays);
        var topics = await db.Topics.AsNoTracking().Where(t => t.LastAt >= since && t.ToldAt < end).OrderByDescending(t => t.LastAt).ThenBy(t => t.Id).Take(Shown).ToListAsync(ct);
        return new BriefView(day, new VolumeView(received, (int)PromiseRate.Of(totals, AppraisalMetrics.Volume.Code).Numerator, mean, mean == 0 ? null : Math.Round((received - mean) / mean, 4)),
            PromiseRate.Of(totals, AppraisalMetrics.OnTime), PromiseRate.Of(totals, "onTimeExtended"), PromiseRate.Of(totals, "promiseKept"), asOf, await pastDue.CountAsync(ct),
            stuck.ConvertAll(t => new StuckTicket(t.Id, t.Number, t.Subject, t.State, t.LeadDepartment, t.LeadDepartment is { } code ? reader.NameOf(code) : null, t.ReceivedAt, t.ResidentDueAt!.Value, Math.Round((asOf - t.ResidentDueAt.Value).TotalHours, 1))),
            topics.ConvertAll(t => new RisingTopic(t.Id, t.Name, t.InWindow, Math.Round(t.Expected, 2), t.LastAt)),
            await Instructions(now, ct), await board.Of(day, ct));
    }

    private async Task<InstructionsInBrief> Instructions(DateTimeOffset now, CancellationToken ct)
    {
        var open = db.Instructions.AsNoTracking().Where(i => i.ReportedAt == null);
        var next = await open.OrderBy(i => i.ReportBy).ThenBy(i => i.Id).Take(Shown).Join(db.Tickets, i => i.TicketId, t => t.Id, (i, t) => new { Instruction = i, t.Number, t.Subject, t.LeadDepartment }).ToListAsync(ct);
        return new InstructionsInBrief(await open.CountAsync(ct), await open.CountAsync(i => i.ReportBy < now, ct), next.OrderBy(n => n.Instruction.ReportBy).ThenBy(n => n.Instruction.Id).Select(n =>
            new DueInstruction(n.Instruction.TicketId, n.Number, n.Subject, n.LeadDepartment is { } code ? reader.NameOf(code) : null, n.Instruction.Text, n.Instruction.ByName, n.Instruction.ReportBy, n.Instruction.ReportBy < now)).ToList());
    }

    private Task<int> Received(DateOnly day, CancellationToken ct)
    {
        var (from, to) = (reader.StartOf(day), reader.StartOf(day.AddDays(1)));
        return db.Tickets.CountAsync(t => t.ReceivedAt >= from && t.ReceivedAt < to, ct);
    }
}
