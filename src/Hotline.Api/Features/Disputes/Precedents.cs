using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Disputes;

/// <summary>Decided disputes that routing cites, the newest first.</summary>
/// <param name="Category">A category's code or its beginning.</param>
/// <param name="Withdrawn">True for the withdrawn ones; those in force when absent.</param>
[Allow(Staff = true)]
internal sealed record ListPrecedents(string? Category, bool? Withdrawn, string? After, int? Limit);

/// <param name="DistrictCode">Absent for the whole city.</param>
internal sealed record PrecedentView(Guid Id, string CategoryCode, string CategoryName, string? DistrictCode, string? DistrictName, string Department, string DepartmentName, string Clause, PrecedentOrigin Origin,
    Guid? TicketId, string? TicketNumber, string DecidedByName, DateTimeOffset DecidedAt, DateTimeOffset? WithdrawnAt, string? WithdrawnByName, string? WithdrawReason);

/// <summary>A keeper takes a precedent out of use; it stays readable.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record WithdrawPrecedent(Guid Id, string Reason);

internal sealed class WithdrawPrecedentValidator : AbstractValidator<WithdrawPrecedent>
{
    public WithdrawPrecedentValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(1_000);
}

internal sealed class ListPrecedentsHandler(HotlineDb db, City city) : IHandler<ListPrecedents, Page<PrecedentView>>
{
    public async Task<Result<Page<PrecedentView>>> Handle(ListPrecedents request, CancellationToken ct)
    {
        var precedents = db.Precedents.AsNoTracking();
        precedents = request.Withdrawn == true ? precedents.Where(p => p.WithdrawnAt != null) : precedents.Where(p => p.WithdrawnAt == null);
        if (request.Category is { Length: > 0 } category) precedents = precedents.Where(p => p.CategoryCode.StartsWith(category));
        if (Keyset.Read(request.After, out var last) is { } malformed) return malformed;
        if (last is { } before) precedents = precedents.Where(p => p.Id < before);
        var limit = Keyset.Limit(request.Limit);
        var rows = await precedents.OrderByDescending(p => p.Id).Take(limit + 1).ToListAsync(ct);
        return Keyset.Page(rows.ConvertAll(p => View(p, city)), limit, p => p.Id);
    }

    public static PrecedentView View(Precedent p, City city) => new(p.Id, p.CategoryCode, city.CategoryName(p.CategoryCode), p.DistrictCode, p.DistrictCode is null ? null : city.DistrictName(p.DistrictCode),
        p.Department, city.DepartmentName(p.Department), p.Clause, p.Origin, p.TicketId, p.TicketNumber, p.DecidedByName, p.DecidedAt, p.WithdrawnAt, p.WithdrawnByName, p.WithdrawReason);
}

internal sealed class WithdrawPrecedentHandler(HotlineDb db, City city, CurrentActor current, TimeProvider clock) : IHandler<WithdrawPrecedent, PrecedentView>
{
    public async Task<Result<PrecedentView>> Handle(WithdrawPrecedent request, CancellationToken ct)
    {
        if (await db.Precedents.SingleOrDefaultAsync(p => p.Id == request.Id, ct) is not { } precedent) return Error.NotFound("precedent");
        if (precedent.WithdrawnAt is not null) return new Error(ErrorKind.Conflict, "precedent.withdrawn");
        var now = clock.GetUtcNow();
        precedent.Withdraw(request.Reason.Trim(), current.Required, now);
        db.Emit("PrecedentWithdrawn", "dispute", nameof(Precedent), precedent.Id, now);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "precedent.withdrawn"); }
        return ListPrecedentsHandler.View(precedent, city);
    }
}
