using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Catalogue;

/// <summary>The duty directory's clauses.</summary>
[Allow(Role.Administrator, Role.Supervisor, Role.Dispatcher)]
internal sealed record ListDuties;

internal sealed record ClauseView(string Category, string? CategoryName, string? District, string? DistrictName, string Department, string? DepartmentName, string Basis);

/// <param name="Version">Version of the document; goes back with a change.</param>
internal sealed record DutiesView(int Version, IReadOnlyList<ClauseView> Clauses);

/// <summary>
/// Says whose duty a category is, everywhere or in a district, by which clause. Tickets that are out already stay where they
/// are; the next dispatch follows the new clause.
/// </summary>
[Allow(Role.Administrator)]
internal sealed record SaveDuty(string? Category, string? District, string? Department, string? Basis, int? Version);

/// <summary>Takes a clause out. The city-wide clause of a main category stays, so that no matter is without an owner.</summary>
[Allow(Role.Administrator)]
internal sealed record DeleteDuty(string Category, string? District, int? Version);

internal sealed class SaveDutyValidator : AbstractValidator<SaveDuty>
{
    public SaveDutyValidator()
    {
        RuleFor(x => x.Category).NotEmpty();
        RuleFor(x => x.Department).NotEmpty();
        RuleFor(x => x.Basis).NotEmpty().MaximumLength(200);
    }
}

internal sealed class DutyHandlers(CityDocuments documents, City city, CurrentActor current) : IHandler<ListDuties, DutiesView>, IHandler<SaveDuty, DutiesView>, IHandler<DeleteDuty, DutiesView>
{
    private const string Document = "directory.yaml";

    public async Task<Result<DutiesView>> Handle(ListDuties request, CancellationToken ct)
    {
        var facts = city.Facts;
        var districts = facts.Districts.ToDictionary(d => d.Code, d => d.Name);
        return new DutiesView((await documents.Text(Document, ct))?.Version ?? 0, [.. facts.Directory.Rules.OrderBy(r => r.Category, StringComparer.Ordinal).ThenBy(r => r.District, StringComparer.Ordinal)
            .Select(r => new ClauseView(r.Category, facts.Category(r.Category)?.Name, r.District, r.District is null ? null : districts.GetValueOrDefault(r.District), r.Department, facts.Department(r.Department)?.Name, r.Basis))]);
    }

    public async Task<Result<DutiesView>> Handle(SaveDuty request, CancellationToken ct)
    {
        if (city.Category(request.Category) is null) return Error.Field("category", "ticket.category_unknown");
        if (city.Department(request.Department) is null) return Error.Field("department", "ticket.department_unknown");
        var district = request.District is { Length: > 0 } ? request.District : null;
        if (district is not null && !city.Districts.Any(d => d.Code == district)) return Error.Field("district", "catalogue.district_unknown");
        var rules = city.Directory.Rules.Where(r => !(r.Category == request.Category && r.District == district)).Append(new DutyRule(request.Category!, district, request.Department!, request.Basis!.Trim()));
        return await Apply(rules, request.Version, $"~ {request.Category} {district} {request.Department}", ct);
    }

    public async Task<Result<DutiesView>> Handle(DeleteDuty request, CancellationToken ct)
    {
        if (request.District is "") request = request with { District = null };
        if (!city.Directory.Rules.Any(r => r.Category == request.Category && r.District == request.District)) return Error.NotFound("duty");
        var rules = city.Directory.Rules.Where(r => !(r.Category == request.Category && r.District == request.District)).ToList();
        // Whatever 6-digit category would be left without any owner keeps this clause.
        var without = new DutyDirectory(rules);
        if (city.Categories.FirstOrDefault(c => c.Code.Length == 6 && city.Directory.Find(c.Code, null) is not null && without.Find(c.Code, null) is null) is { } orphan)
            return new Error(ErrorKind.Conflict, "catalogue.category_without_owner") { Arguments = [$"{orphan.Code} {orphan.Name}"] };
        return await Apply(rules, request.Version, $"- {request.Category} {request.District}", ct);
    }

    private async Task<Result<DutiesView>> Apply(IEnumerable<DutyRule> rules, int? version, string note, CancellationToken ct)
    {
        var applied = await documents.Apply(Document, CityFiles.Write(rules), version, note, current.Required.UserName, ct);
        return applied.Error is { } refused ? refused : await Handle(new ListDuties(), ct);
    }
}
