using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Units;

/// <summary>Who of a unit is on duty, from now on.</summary>
[Allow(Role.Administrator, Role.Supervisor, Role.Dispatcher, Role.Agent, Role.Approver)]
internal sealed record ListDutyShifts(string Code);

/// <summary>A work contact of a unit for a stretch of time.</summary>
internal sealed record DutyShiftView(Guid Id, string Name, string Phone, DateTimeOffset From, DateTimeOffset Until)
{
    public static DutyShiftView Of(DutyShift shift) => new(shift.Id, shift.Name, shift.Phone, shift.From, shift.Until);
}

/// <summary>Enters who is on duty; a unit's approver enters its own unit's.</summary>
[Allow(Role.Administrator, Role.Approver)]
internal sealed record AddDutyShift(string? Name, string? Phone, DateTimeOffset? From, DateTimeOffset? Until)
{
    [System.Text.Json.Serialization.JsonIgnore] public string Code { get; set; } = "";
}

/// <summary>Takes an entry out.</summary>
[Allow(Role.Administrator, Role.Approver)]
internal sealed record RemoveDutyShift(string Code, Guid Id);

internal sealed class AddDutyShiftValidator : AbstractValidator<AddDutyShift>
{
    public AddDutyShiftValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(60);
        RuleFor(x => x.Phone).NotEmpty().MaximumLength(32);
        RuleFor(x => x.From).NotNull();
        RuleFor(x => x.Until).NotNull().GreaterThan(x => x.From);
    }
}

internal sealed class DutyShiftHandlers(HotlineDb db, City city, CurrentActor current, TimeProvider clock)
    : IHandler<ListDutyShifts, IReadOnlyList<DutyShiftView>>, IHandler<AddDutyShift, IReadOnlyList<DutyShiftView>>, IHandler<RemoveDutyShift, IReadOnlyList<DutyShiftView>>
{
    private const int MostShown = 200;

    public async Task<Result<IReadOnlyList<DutyShiftView>>> Handle(ListDutyShifts request, CancellationToken ct) =>
        city.Department(request.Code) is null ? Error.NotFound("unit") : await Shifts(request.Code, ct);

    public async Task<Result<IReadOnlyList<DutyShiftView>>> Handle(AddDutyShift request, CancellationToken ct)
    {
        if (Refused(request.Code) is { } refused) return refused;
        db.DutyShifts.Add(new DutyShift { Id = Guid.CreateVersion7(clock.GetUtcNow()), Department = request.Code, Name = request.Name!.Trim(), Phone = request.Phone!.Trim(), From = request.From!.Value, Until = request.Until!.Value, AddedBy = current.Required.UserName });
        await db.SaveChangesAsync(ct);
        return await Shifts(request.Code, ct);
    }

    public async Task<Result<IReadOnlyList<DutyShiftView>>> Handle(RemoveDutyShift request, CancellationToken ct)
    {
        if (Refused(request.Code) is { } refused) return refused;
        if (await db.DutyShifts.SingleOrDefaultAsync(d => d.Id == request.Id && d.Department == request.Code, ct) is { } shift) db.DutyShifts.Remove(shift);
        await db.SaveChangesAsync(ct);
        return await Shifts(request.Code, ct);
    }

    private Error? Refused(string code) =>
        city.Department(code) is null ? Error.NotFound("unit")
        : current.Required.Has(Role.Administrator) || current.Required.DepartmentCode == code ? null : new Error(ErrorKind.Forbidden, "session.forbidden");

    private async Task<List<DutyShiftView>> Shifts(string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.DutyShifts.AsNoTracking().Where(d => d.Department == code && d.Until > now).OrderBy(d => d.From).Take(MostShown).ToListAsync(ct)).ConvertAll(DutyShiftView.Of);
    }
}
