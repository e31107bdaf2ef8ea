using System.Globalization;
using Hotline.Api.Data;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>What supervision has done to a ticket, and how its resident is asked.</summary>
internal sealed record TicketSupervision
{
    /// <summary>Reminders, cards and the rungs above them, oldest first.</summary>
    public required IReadOnlyList<LadderView> Ladder { get; init; }
    /// <summary>The formal rung that comes next; a supervisor issues it.</summary>
    public NextRung? Next { get; init; }
    public required IReadOnlyList<InstructionView> Instructions { get; init; }
    public required IReadOnlyList<OrderLink> Orders { get; init; }
    public FollowUpView? FollowUp { get; init; }
    public EvaluationOutcome? EvaluationOutcome { get; init; }
}

internal sealed record LadderView(LadderRung Rung, string Department, string DepartmentName, DeadlineStep Step, DateTimeOffset DueAt, DateTimeOffset At, string ByName, string? Note);

/// <param name="DueAt">From when a supervisor may issue it.</param>
internal sealed record NextRung(LadderRung Rung, Guid DeadlineId, DateTimeOffset DueAt);

/// <param name="Late">Not reported though its day has passed.</param>
internal sealed record InstructionView(Guid Id, string Text, string ByName, DateTimeOffset At, DateTimeOffset ReportBy, bool Late, string? Report, string? ReportedByName, DateTimeOffset? ReportedAt)
{
    public static InstructionView Of(LeaderInstruction i, DateTimeOffset now) =>
        new(i.Id, i.Text, i.ByName, i.At, i.ReportBy, i.ReportedAt is null && now > i.ReportBy, i.Report, i.ReportedByName, i.ReportedAt);
}

internal sealed record OrderLink(Guid Id, string Number, OrderState State, DateTimeOffset DueAt);

internal sealed record TryView(int Number, CallSlot Slot, CallOutcome Outcome, string ByName, DateTimeOffset At, string? Note);

/// <param name="Callable">False when there is nobody to ask.</param>
/// <param name="NextAt">From when the next try may be made.</param>
/// <param name="WaitUntil">After the last try: until when the resident's own answer is awaited.</param>
/// <param name="ClaimedBy">Who is calling now.</param>
internal sealed record FollowUpView(Guid Id, FollowUpState State, bool Callable, DateTimeOffset DueAt, string Explanation, DateTimeOffset? NextAt, DateTimeOffset? WaitUntil, string? ClaimedBy, IReadOnlyList<TryView> Tries)
{
    public static FollowUpView Of(FollowUp f, DateTimeOffset now) => new(f.Id, f.State, f.Callable, f.DueAt, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? f.ExplanationEn : f.ExplanationZh, f.NextAt, f.WaitUntil,
        f.IsClaimed(now) ? f.ClaimedByName : null, [.. f.Tries.OrderBy(t => t.Number).Select(t => new TryView(t.Number, t.Slot, t.Outcome, t.ByName, t.At, t.Note))]);
}

/// <summary>Reads what supervision has to do with one ticket.</summary>
internal sealed class SupervisionReader(HotlineDb db, City city)
{
    public async Task<TicketSupervision> Of(Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        var entries = await db.LadderEntries.AsNoTracking().Where(l => l.TicketId == ticket.Id).OrderBy(l => l.At).ThenBy(l => l.Rung).ToListAsync(ct);
        var instructions = await db.Instructions.AsNoTracking().Where(i => i.TicketId == ticket.Id).OrderBy(i => i.At).ToListAsync(ct);
        var orders = await db.SupervisionOrders.AsNoTracking().Where(o => o.Tickets.Any(t => t.TicketId == ticket.Id)).OrderBy(o => o.Id).ToListAsync(ct);
        var followUp = await db.FollowUps.AsNoTracking().Include(f => f.Tries).SingleOrDefaultAsync(f => f.TicketId == ticket.Id && f.Round == ticket.Round, ct);
        return new TicketSupervision
        {
            Ladder = entries.ConvertAll(l => new LadderView(l.Rung, l.Department, DepartmentName(l.Department), l.Step, l.DueAt, l.At, l.ByName, l.Note)),
            Next = entries.Count == 0 ? null : await NextRung(ticket.Id, now, ct), Instructions = instructions.ConvertAll(i => InstructionView.Of(i, now)),
            Orders = orders.ConvertAll(o => new OrderLink(o.Id, o.Number, o.State, o.DueAt)), FollowUp = followUp is null ? null : FollowUpView.Of(followUp, now), EvaluationOutcome = ticket.EvaluationOutcome,
        };
    }

    /// <summary>The earliest formal rung ahead on a deadline that still runs; null below the urge notice and above the listing.</summary>
    public async Task<NextRung?> NextRung(Guid ticket, DateTimeOffset now, CancellationToken ct)
    {
        var running = await db.LadderEntries.AsNoTracking().Where(l => l.TicketId == ticket && db.Deadlines.Any(d => d.Id == l.DeadlineId && d.MetAt == null && !d.Dropped)).ToListAsync(ct);
        return running.GroupBy(l => l.DeadlineId).Select(g => g.MaxBy(l => l.Rung)!).Select(After).OfType<NextRung>().MinBy(n => n.DueAt);
    }

    public NextRung? After(LadderEntry last)
    {
        if (last.Rung is not (LadderRung.UrgeNotice or LadderRung.Criticism)) return null;
        var rung = last.Rung + 1;
        return new NextRung(rung, last.DeadlineId, Domain.Supervision.Ladder.NextDue(city.Clock.Calendar, city.Clock.PolicyAt(last.At).Ladder.TermBefore(rung), last.At));
    }

    /// <summary>The ticket's own actions and the escalation when its time has come.</summary>
    public static IReadOnlyList<string> WithEscalation(IReadOnlyList<string> allowed, Ticket ticket, TicketSupervision supervision, Actor actor, DateTimeOffset now) =>
        ticket.IsOpen && actor.Has(Role.Supervisor) && supervision.Next is { } next && next.DueAt <= now ? [.. allowed, "escalate"] : allowed;

    public string DepartmentName(string code) => city.Department(code) is not { } d ? code : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? d.NameEn : d.Name;
}
