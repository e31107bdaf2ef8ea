using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Where a request of a department stands. Lapsed: the ticket went on before anybody decided.</summary>
internal enum RequestState { Pending, Approved, Rejected, Lapsed }

/// <param name="DecidedDepartment">Whose it is by the decision.</param>
internal sealed record ReturnView(Guid Id, RequestState State, string Department, string DepartmentName, string Clause, string? SuggestedDepartment, string? SuggestedDepartmentName, string Reason,
    IReadOnlyList<Guid> Attachments, string RequestedByName, DateTimeOffset RequestedAt, string? DecidedDepartment, string? DecidedDepartmentName, string? DecidedByName, DateTimeOffset? DecidedAt, string? Note);

internal sealed record ExtensionView(Guid Id, RequestState State, string Department, string DepartmentName, int WorkingDays, string Reason, string LegalBasis, string RequestedByName, DateTimeOffset RequestedAt,
    string? DecidedByName, DateTimeOffset? DecidedAt, string? Note, DateTimeOffset? DueBefore, DateTimeOffset? DueAfter);

internal sealed record QuestionView(string Question, string AskedByName, DateTimeOffset AskedAt, DateTimeOffset Until);

internal sealed record MilestoneView(DateOnly At, string Text);

internal sealed record ProgressView(DateTimeOffset At, string Text, string ByName);

/// <param name="ProgressOverdue">A month has passed without a word to the resident.</param>
internal sealed record LongTermView(Guid Id, RequestState State, string DepartmentName, string Reason, IReadOnlyList<MilestoneView> Milestones, DateTimeOffset Until, string RequestedByName, DateTimeOffset RequestedAt,
    string? DecidedByName, DateTimeOffset? DecidedAt, string? Note, IReadOnlyList<ProgressView> Progress, DateTimeOffset? ProgressDueAt, bool ProgressOverdue);

/// <summary>Whose the matter is by the duty directory and the precedents.</summary>
internal sealed record DutyView(string DepartmentCode, string DepartmentName, string Reason, bool Disputed);

/// <summary>What departments and the centre dispute about a ticket, and what it waits for.</summary>
internal sealed record DisputesView
{
    public required int ReturnCount { get; init; }
    /// <summary>A hard case: the coordination meeting names the unit.</summary>
    public required bool InCoordination { get; init; }
    public required bool ReturnForbidden { get; init; }
    /// <summary>The last second in which the department may ask to return it.</summary>
    public DateTimeOffset? ReturnUntil { get; init; }
    public required IReadOnlyList<ReturnView> Returns { get; init; }
    public required IReadOnlyList<ExtensionView> Extensions { get; init; }
    public required int ExtensionMostDays { get; init; }
    public required int ExtensionTimes { get; init; }
    /// <summary>Questions put to the resident, the newest last.</summary>
    public required IReadOnlyList<QuestionView> Questions { get; init; }
    /// <summary>When waiting for the resident, or the long-term listing, ends by itself.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }
    public LongTermView? LongTerm { get; init; }
    public required int LongTermDays { get; init; }
    /// <summary>Whose it is, while it waits to be dispatched.</summary>
    public DutyView? Duty { get; init; }
}

/// <summary>Reads what is disputed about a ticket.</summary>
internal sealed class TicketDisputes(HotlineDb db, City city, PrecedentShelf precedents)
{
    public async Task<DisputesView> Of(Ticket t, DateTimeOffset now, CancellationToken ct)
    {
        var returns = await db.Returns.AsNoTracking().Where(r => r.TicketId == t.Id).OrderBy(r => r.Id).ToListAsync(ct);
        var extensions = await db.Extensions.AsNoTracking().Where(e => e.TicketId == t.Id).OrderBy(e => e.Id).ToListAsync(ct);
        var questions = await db.Questions.AsNoTracking().Where(q => q.TicketId == t.Id).OrderBy(q => q.Id).ToListAsync(ct);
        var listing = await db.LongTermListings.AsNoTracking().Where(l => l.TicketId == t.Id).OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct);
        var progress = listing is null ? [] : await db.ProgressNotes.AsNoTracking().Where(p => p.TicketId == t.Id).OrderBy(p => p.Id).ToListAsync(ct);
        var policy = city.Clock.PolicyAt(now);
        return new DisputesView
        {
            ReturnCount = t.ReturnCount, InCoordination = t.InCoordination, ReturnForbidden = t.ReturnForbidden, ReturnUntil = t.ReturnUntil,
            Returns = returns.ConvertAll(r => View(r, t)), Extensions = extensions.ConvertAll(e => View(e, t)), ExtensionMostDays = (int)policy.Extension.Most.Amount, ExtensionTimes = policy.Extension.Times,
            Questions = questions.ConvertAll(q => new QuestionView(q.Question, q.AskedByName, q.AskedAt, q.Until)), WaitsUntil = t.WaitsUntil,
            LongTerm = listing is null ? null : View(listing, t, progress, now), LongTermDays = policy.LongTermDays, Duty = await DutyOf(t, ct),
        };
    }

    public ReturnView View(ReturnRequest r, Ticket t) => new(r.Id, StateOf(r.Decision, t.PendingReturnId == r.Id), r.Department, city.DepartmentName(r.Department), r.Clause, r.SuggestedDepartment, NameOf(r.SuggestedDepartment), r.Reason,
        r.Attachments is null ? [] : [.. r.Attachments.Split(',').Select(Guid.Parse)], r.RequestedByName, r.RequestedAt, r.DecidedDepartment, NameOf(r.DecidedDepartment), r.DecidedByName, r.DecidedAt, r.Note);

    public ExtensionView View(ExtensionRequest e, Ticket t) => new(e.Id, StateOf(e.Decision, t.PendingExtensionId == e.Id), e.Department, city.DepartmentName(e.Department), e.WorkingDays, e.Reason, e.LegalBasis,
        e.RequestedByName, e.RequestedAt, e.DecidedByName, e.DecidedAt, e.Note, e.DueBefore, e.DueAfter);

    public LongTermView View(LongTermListing l, Ticket t, IReadOnlyList<ProgressNote> progress, DateTimeOffset now) => new(l.Id, StateOf(l.Decision, t.PendingLongTermId == l.Id), city.DepartmentName(l.Department), l.Reason,
        MilestonesOf(l), l.Until, l.RequestedByName, l.RequestedAt, l.DecidedByName, l.DecidedAt, l.Note, [.. progress.Select(p => new ProgressView(p.At, p.Text, p.ByName))], t.ProgressDueAt, t.ProgressDueAt < now);

    public static IReadOnlyList<MilestoneView> MilestonesOf(LongTermListing l) => JsonSerializer.Deserialize<List<MilestoneView>>(l.Milestones, HotlineJson.Options)!;

    /// <summary>What time has closed: the return window, the deadline that an extension had to be asked before, its number.</summary>
    public IReadOnlyList<string> StillOpen(IReadOnlyList<string> allowed, Ticket t, IReadOnlyList<TicketDeadline> deadlines, DateTimeOffset now)
    {
        var handle = deadlines.LastOrDefault(d => d.Step == DeadlineStep.Handle && d.Running);
        var mayReturn = t.ReturnUntil is { } until && !DeadlineLights.IsLate(until, now);
        var mayExtend = handle is not null && !DeadlineLights.IsLate(handle.DueAt, now) && handle.ReadExtensions().Count < city.Clock.PolicyAt(now).Extension.Times;
        return [.. allowed.Where(a => a switch { "request-return" => mayReturn, "request-extension" => mayExtend, _ => true })];
    }

    private async Task<DutyView?> DutyOf(Ticket t, CancellationToken ct) =>
        t.State is TicketState.Received or TicketState.Accepted && (t.CategoryCode ?? t.SuggestedCategory) is { } category
            && DutyFinder.Find(city, await precedents.Read(db, ct), category, t.DistrictCode) is { } duty
            ? new DutyView(duty.Department, city.DepartmentName(duty.Department), duty.Reason, duty.Disputed) : null;

    private string? NameOf(string? code) => code is null ? null : city.DepartmentName(code);

    private static RequestState StateOf(RequestDecision? decision, bool pending) => decision switch
    {
        RequestDecision.Approved => RequestState.Approved,
        RequestDecision.Rejected => RequestState.Rejected,
        _ => pending ? RequestState.Pending : RequestState.Lapsed,
    };
}
