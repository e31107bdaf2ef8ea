using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Hotline.Domain.Topics;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>The inspector's rules, one by one, each with the evidence it keeps.</summary>
internal sealed class ClosingFlags(HotlineDb db, MatterWeights weights, City city, HotlineOptions options, TimeProvider clock, ILogger log)
{
    /// <summary>A matter that comes again within this time after its closing was perhaps never done.</summary>
    private static readonly TimeSpan ComesAgain = TimeSpan.FromDays(30);
    private static readonly TimeOnly LateFrom = new(23, 30);
    private const int Candidates = 60;
    /// <summary>So many of a unit's newest replies are compared with a new one.</summary>
    private const int ComparedReplies = 200;

    /// <summary>A matter was taken on: was it closed just before, and was its type made smaller?</summary>
    public async Task TakenOn(Guid id, CancellationToken ct)
    {
        if (await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket) return;
        if (ticket.DowngradedFrom is { } from)
            await Raise(FlagKind.Downgraded, $"{ticket.Id:N}", null, [ticket.Id], new FlagEvidence { From = from, To = ticket.Type, By = ticket.AcceptedBy }, ct);
        if (ticket.DistrictCode is not { } district) return;
        var since = ticket.ReceivedAt - ComesAgain;
        if (!await db.Tickets.AnyAsync(t => t.ClosedAt >= since && t.ClosedAt <= ticket.ReceivedAt, ct)) return;
        var ids = await new TicketSearch(db).Candidates(ticket.Subject, ticket.Body, Candidates, ct);
        var earlier = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id) && t.Id != id && t.DistrictCode == district && t.LeadDepartment != null && t.ClosedAt >= since && t.ClosedAt <= ticket.ReceivedAt).ToListAsync(ct);
        if (earlier.Count == 0) return;
        var counts = await weights.Current(ct);
        var own = MatterWeights.Of(ticket, counts);
        foreach (var other in earlier)
        {
            var matter = MatterWeights.Of(other, counts);
            var score = SameMatter.Overlap(own.Grams, matter.Grams) >= SameMatter.SameText ? 1 : SameMatter.Score(own, matter);
            if (score < SameMatter.Threshold) continue;
            await Raise(FlagKind.SameMatterAgain, $"{other.Id:N}:{ticket.Id:N}", other.LeadDepartment, [other.Id, ticket.Id],
                new FlagEvidence { Score = Math.Round(score, 3), DaysAfter = (int)(ticket.ReceivedAt - other.ClosedAt!.Value).TotalDays, Place = city.Districts.FirstOrDefault(d => d.Code == district)?.Name ?? district }, ct);
        }
    }

    /// <summary>The department says solved, the resident says it is not.</summary>
    public async Task Rated(Guid id, CancellationToken ct)
    {
        var rating = await db.Ratings.AsNoTracking().Where(r => r.TicketId == id).OrderByDescending(r => r.At).FirstOrDefaultAsync(ct);
        if (rating is not { Extent: SolvedExtent.No }) return;
        var reply = await db.Replies.AsNoTracking().Where(r => r.TicketId == id && r.Round == rating.Round).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        if (reply is not { Result: ReplyResult.Solved, Department: { } department }) return;
        await Raise(FlagKind.ResidentDisputes, $"{id:N}:{rating.Round}", department, [id],
            new FlagEvidence { Result = reply.Result, Solved = rating.Extent, Satisfaction = rating.Satisfaction, Source = rating.Source, Text = rating.Comment }, ct);
    }

    /// <summary>The same reply again, to a different matter.</summary>
    public async Task Replied(Guid id, CancellationToken ct)
    {
        var reply = await db.Replies.AsNoTracking().Where(r => r.TicketId == id).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        if (reply is not { Department: { } department } || CopiedText.Normalize(reply.PublicText).Length < CopiedText.LeastCharacters) return;
        var since = reply.RepliedAt - ComesAgain;
        var others = await db.Replies.AsNoTracking().Where(r => r.Department == department && r.RepliedAt >= since && r.RepliedAt <= reply.RepliedAt && r.TicketId != id)
            .OrderByDescending(r => r.RepliedAt).Take(ComparedReplies).Select(r => new { r.TicketId, r.PublicText }).ToListAsync(ct);
        var alike = others.Select(o => (o.TicketId, Likeness: CopiedText.Likeness(reply.PublicText, o.PublicText))).Where(o => o.Likeness >= CopiedText.Threshold)
            .GroupBy(o => o.TicketId).ToDictionary(g => g.Key, g => g.Max(o => o.Likeness));
        if (alike.Count + 1 < options.Supervision.CopiedReplies) return;
        // One answer to many who speak of the same is no copy.
        var ids = alike.Keys.Append(id).ToList();
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct);
        var counts = await weights.Current(ct);
        var own = tickets.Single(t => t.Id == id);
        var matter = MatterWeights.Of(own, counts);
        var different = tickets.Where(t => t.Id != id && SameMatter.Score(matter, MatterWeights.Of(t, counts)) < SameMatter.Threshold
            && SameMatter.Overlap(matter.Grams, MessageGrams.Of(t.Subject, t.Body)) < SameMatter.SameText).Select(t => t.Id).ToList();
        if (different.Count + 1 < options.Supervision.CopiedReplies) return;
        var evidence = new FlagEvidence { Score = Math.Round(different.Min(t => alike[t]), 3), Count = different.Count + 1, Text = reply.PublicText };
        // A case that is before the inspector already grows.
        if (await db.Flags.Include(f => f.Tickets).FirstOrDefaultAsync(f => f.State == FlagState.Open && f.Kind == FlagKind.CopiedReply && f.Department == department && f.Tickets.Any(t => different.Contains(t.TicketId)), ct) is { } known)
        {
            if (known.Tickets.Exists(t => t.TicketId == id)) return;
            known.Add(id);
            known.Evidence = Json(evidence with { Count = known.Tickets.Count });
            await Save(ct);
            return;
        }
        await Raise(FlagKind.CopiedReply, $"{id:N}:{reply.Round}", department, [.. different, id], evidence, ct);
    }

    /// <summary>Many matters finished by one unit in the last half hour of a day: replies written, and closings without a judgement.</summary>
    public async Task DayEnded(DateOnly day, CancellationToken ct)
    {
        var (from, to) = (city.Clock.Calendar.At(day, LateFrom), city.Clock.Calendar.At(day.AddDays(1), TimeOnly.MinValue));
        var replied = await db.Replies.AsNoTracking().Where(r => r.RepliedAt >= from && r.RepliedAt < to && r.Department != null).Select(r => new { Department = r.Department!, r.TicketId }).ToListAsync(ct);
        var closed = await db.Tickets.AsNoTracking().Where(t => t.ClosedAt >= from && t.ClosedAt < to && t.LeadDepartment != null && t.EvaluationOutcome == EvaluationOutcome.Waived)
            .Select(t => new { Department = t.LeadDepartment!, TicketId = t.Id }).ToListAsync(ct);
        foreach (var unit in replied.Concat(closed).Distinct().GroupBy(x => x.Department).Where(g => g.Count() >= options.Supervision.MassClosing))
            await Raise(FlagKind.MassClosing, $"{unit.Key}:{day:yyyy-MM-dd}", unit.Key, [.. unit.Select(x => x.TicketId)], new FlagEvidence { Day = day, Count = unit.Count() }, ct);
    }

    /// <summary>The week's draw; anybody can repeat it.</summary>
    public async Task WeekEnded(DateOnly sunday, CancellationToken ct)
    {
        var (from, to) = (city.Clock.Calendar.At(sunday.AddDays(-6), TimeOnly.MinValue), city.Clock.Calendar.At(sunday.AddDays(1), TimeOnly.MinValue));
        var closed = await db.Tickets.AsNoTracking().Where(t => t.ClosedAt >= from && t.ClosedAt < to && t.LeadDepartment != null).Select(t => new { t.Id, t.LeadDepartment }).ToDictionaryAsync(t => t.Id, t => t.LeadDepartment, ct);
        var week = AuditDraw.WeekOf(sunday);
        var drawn = AuditDraw.Draw(week, closed.Keys, options.Supervision.AuditShare);
        foreach (var id in drawn)
            await Raise(FlagKind.AuditSample, $"{week}:{id:N}", closed[id], [id], new FlagEvidence { Week = week, Count = drawn.Count, OutOf = closed.Count }, ct);
    }

    private async Task Raise(FlagKind kind, string key, string? department, IReadOnlyList<Guid> tickets, FlagEvidence evidence, CancellationToken ct)
    {
        var flag = InspectionFlag.Raise(kind, key, department, tickets, Json(evidence), clock.GetUtcNow());
        if (await db.Flags.AnyAsync(f => f.Key == flag.Key, ct)) return;
        db.Flags.Add(flag);
        db.Emit("FlagRaised", "flag", nameof(InspectionFlag), flag.Id, flag.RaisedAt);
        await Save(ct);
    }

    private async Task Save(CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) { log.LogInformation("Another node raised the same flag or it was decided meanwhile: {Why}", e.Message); }
        db.ChangeTracker.Clear();
    }

    private static string Json(FlagEvidence evidence) => JsonSerializer.Serialize(evidence, HotlineJson.Options);
}
