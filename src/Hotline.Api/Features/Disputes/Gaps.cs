using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Disputes;

/// <summary>Puts a ticket's matter and place into the register of gaps (职责空白): no unit owns it.</summary>
[Allow(Staff = true)]
internal sealed record MarkGap : TicketCommand
{
    public string Note { get; init; } = "";
}

/// <summary>The register, the newest first.</summary>
/// <param name="State">Open or Resolved; both when absent.</param>
[Allow(Role.Dispatcher, Role.Supervisor, Role.Leader, Role.Administrator)]
internal sealed record ListGaps([Words(NamesOf = typeof(GapState))] string? State, string? After, int? Limit);

/// <param name="DistrictCode">Absent for the whole city.</param>
/// <param name="Tickets">How many tickets showed it.</param>
internal sealed record GapView(Guid Id, GapState State, string CategoryCode, string CategoryName, string? DistrictCode, string? DistrictName, int Tickets, string Note, string OpenedByName, DateTimeOffset OpenedAt,
    string? Department, string? DepartmentName, string? Basis, string? ResolvedByName, DateTimeOffset? ResolvedAt);

/// <summary>Names the unit; the decision becomes a precedent.</summary>
[Allow(Role.Supervisor)]
internal sealed record ResolveGap
{
    internal Guid Id { get; set; }
    public string DepartmentCode { get; init; } = "";
    public string Basis { get; init; } = "";
}

internal sealed class MarkGapValidator : AbstractValidator<MarkGap>
{
    public MarkGapValidator() => RuleFor(x => x.Note).NotEmpty().MaximumLength(1_000);
}

internal sealed class ResolveGapValidator : AbstractValidator<ResolveGap>
{
    public ResolveGapValidator()
    {
        RuleFor(x => x.DepartmentCode).NotEmpty().MaximumLength(32);
        RuleFor(x => x.Basis).NotEmpty().MaximumLength(500);
    }
}

internal sealed class MarkGapHandler(TicketDesk desk) : IHandler<MarkGap, TicketView>
{
    public async Task<Result<TicketView>> Handle(MarkGap request, CancellationToken ct)
    {
        try { return await Mark(request, ct); }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException)
        {
            desk.Db.ChangeTracker.Clear();   // the same gap was opened at the same moment: it is there now
            return await Mark(request, ct);
        }
    }

    private Task<Result<TicketView>> Mark(MarkGap request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var note = request.Note.Trim();
        if (ticket.MarkGap(note, desk.Actor, desk.Now) is { } refused) return refused;
        var (category, district) = (ticket.CategoryCode!, Precedent.DistrictOf(ticket.DistrictCode) ?? "");
        var gap = await desk.Db.Gaps.SingleOrDefaultAsync(g => g.CategoryCode == category && g.DistrictCode == district && g.State == GapState.Open, ct);
        if (gap is null) desk.Db.Gaps.Add(gap = Gap.Of(category, district, note, desk.Actor, desk.Now));
        else if (await desk.Db.GapTickets.AnyAsync(g => g.GapId == gap.Id && g.TicketId == ticket.Id, ct)) return new Error(ErrorKind.Conflict, "ticket.gap_already_marked");
        desk.Db.GapTickets.Add(new GapTicket { GapId = gap.Id, TicketId = ticket.Id, Note = note, MarkedByName = desk.Actor.DisplayName, At = desk.Now });
        return null;
    }, ct);
}

internal sealed class GapReader(HotlineDb db, City city)
{
    public async Task<List<GapView>> Views(IReadOnlyList<Gap> gaps, CancellationToken ct)
    {
        var ids = gaps.Select(g => g.Id).ToList();
        var counts = await db.GapTickets.Where(g => ids.Contains(g.GapId)).GroupBy(g => g.GapId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return gaps.Select(g => new GapView(g.Id, g.State, g.CategoryCode, city.CategoryName(g.CategoryCode), g.DistrictCode.Length == 0 ? null : g.DistrictCode, g.DistrictCode.Length == 0 ? null : city.DistrictName(g.DistrictCode),
            counts.GetValueOrDefault(g.Id), g.Note, g.OpenedByName, g.OpenedAt, g.Department, g.Department is null ? null : city.DepartmentName(g.Department), g.Basis, g.ResolvedByName, g.ResolvedAt)).ToList();
    }
}

internal sealed class ListGapsHandler(HotlineDb db, GapReader reader) : IHandler<ListGaps, Page<GapView>>
{
    public async Task<Result<Page<GapView>>> Handle(ListGaps request, CancellationToken ct)
    {
        var gaps = db.Gaps.AsNoTracking();
        if (Keyset.State<GapState>(request.State, out var state) is { } unknown) return unknown;
        if (state is { } only) gaps = gaps.Where(g => g.State == only);
        if (Keyset.Read(request.After, out var last) is { } malformed) return malformed;
        if (last is { } before) gaps = gaps.Where(g => g.Id < before);
        var limit = Keyset.Limit(request.Limit);
        var rows = await gaps.OrderByDescending(g => g.Id).Take(limit + 1).ToListAsync(ct);
        return Keyset.Page(await reader.Views(rows, ct), limit, g => g.Id);
    }
}

internal sealed class ResolveGapHandler(HotlineDb db, City city, GapReader reader, DisputeOutcomes outcomes, CurrentActor current, TimeProvider clock) : IHandler<ResolveGap, GapView>
{
    public async Task<Result<GapView>> Handle(ResolveGap request, CancellationToken ct)
    {
        if (await db.Gaps.SingleOrDefaultAsync(g => g.Id == request.Id, ct) is not { } gap) return Error.NotFound("gap");
        if (city.Department(request.DepartmentCode) is null) return Error.Field("departmentCode", "ticket.department_unknown");
        if (gap.State != GapState.Open) return new Error(ErrorKind.Conflict, "gap.not_open");
        var (actor, now, basis) = (current.Required, clock.GetUtcNow(), request.Basis.Trim());
        gap.Resolve(request.DepartmentCode, basis, actor, now);
        outcomes.Remember(Precedent.Of(gap.CategoryCode, gap.DistrictCode, request.DepartmentCode, basis, PrecedentOrigin.Gap, null, actor, now));
        db.Emit("GapResolved", "dispute", nameof(Gap), gap.Id, now);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "gap.not_open"); }
        return (await reader.Views([gap], ct))[0];
    }
}
