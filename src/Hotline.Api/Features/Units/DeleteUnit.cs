using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Units;

/// <summary>Takes a unit off the list. Refused while it has open tickets (re-home them first), lower units, accounts or clauses of the duty directory.</summary>
[Allow(Role.Administrator)]
internal sealed record DeleteUnit(string Code, int? Version);

internal sealed class DeleteUnitHandler(HotlineDb db, CityDocuments documents, City city, CurrentActor current, IHandler<ListUnits, UnitsView> list) : IHandler<DeleteUnit, UnitsView>
{
    public async Task<Result<UnitsView>> Handle(DeleteUnit request, CancellationToken ct)
    {
        var code = request.Code;
        if (city.Department(code) is not { } unit) return Error.NotFound("unit");
        var open = TicketLifecycle.Open.ToList();
        var tickets = await db.Tickets.CountAsync(t => t.LeadDepartment == code && open.Contains(t.State), ct);
        if (tickets > 0) return Refused("unit.has_open_tickets", tickets);
        if (city.Departments.Count(d => d.Parent == code) is var lower and > 0) return Refused("unit.has_lower_units", lower);
        if (await db.Users.CountAsync(u => u.DepartmentCode == code, ct) is var staff and > 0) return Refused("unit.has_staff", staff);
        if (city.Directory.Rules.Count(r => r.Department == code) is var clauses and > 0) return Refused("unit.in_directory", clauses);
        var applied = await documents.Apply(SaveUnitHandler.Document, CityFiles.Write(city.Departments.Where(d => d.Code != code)), request.Version, $"- {code} {unit.Name}", current.Required.UserName, ct);
        return applied.Error is { } wrong ? wrong : await list.Handle(new ListUnits(), ct);

        static Error Refused(string why, int count) => new(ErrorKind.Conflict, why) { Arguments = [$"{count}"] };
    }
}
