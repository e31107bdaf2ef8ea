using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Units;

/// <summary>The tree of units with who is on duty now and what they have in hand.</summary>
[Allow(Role.Administrator, Role.Supervisor, Role.Dispatcher)]
internal sealed record ListUnits;

/// <param name="OnDuty">Who answers now; absent when nobody is entered for this moment.</param>
/// <param name="Open">Open tickets whose lead department this is.</param>
/// <param name="Staff">Accounts that belong to it.</param>
internal sealed record UnitLine(string Code, string Name, string NameEn, string Kind, string? Parent, string? Phone, string? Duties, int Level, int Open, int Staff, DutyShiftView? OnDuty);

/// <param name="Version">Version of the document of units; goes back with a change so that two administrators meet a conflict.</param>
internal sealed record UnitsView(int Version, IReadOnlyList<UnitLine> Units);

internal sealed class ListUnitsHandler(HotlineDb db, CityDocuments documents, City city, TimeProvider clock) : IHandler<ListUnits, UnitsView>
{
    public async Task<Result<UnitsView>> Handle(ListUnits request, CancellationToken ct)
    {
        var (facts, now, open) = (city.Facts, clock.GetUtcNow(), TicketLifecycle.Open.ToList());
        var inHand = await db.Tickets.Where(t => t.LeadDepartment != null && open.Contains(t.State)).GroupBy(t => t.LeadDepartment!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var staff = await db.Users.Where(u => u.DepartmentCode != null).GroupBy(u => u.DepartmentCode!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var duty = (await db.DutyShifts.AsNoTracking().Where(d => d.From <= now && d.Until > now).OrderBy(d => d.From).ToListAsync(ct)).GroupBy(d => d.Department).ToDictionary(g => g.Key, g => DutyShiftView.Of(g.Last()));
        var below = facts.Departments.ToLookup(d => d.Parent);
        return new UnitsView((await documents.Text(SaveUnitHandler.Document, ct))?.Version ?? 0, [.. Tree(null, 1)]);

        IEnumerable<UnitLine> Tree(string? parent, int level)
        {
            foreach (var unit in below[parent])
            {
                yield return new UnitLine(unit.Code, unit.Name, unit.NameEn, unit.Kind, unit.Parent, unit.Phone, unit.Duties, level, inHand.GetValueOrDefault(unit.Code), staff.GetValueOrDefault(unit.Code), duty.GetValueOrDefault(unit.Code));
                foreach (var lower in Tree(unit.Code, level + 1)) yield return lower;
            }
        }
    }
}
