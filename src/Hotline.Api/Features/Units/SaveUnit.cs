using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Units;

/// <summary>Enters a unit, or changes everything of one but its code, which tickets and history keep for ever.</summary>
/// <param name="Kind">Bureau, District, Street, Community, Utility, ...</param>
/// <param name="Parent">Code of the unit above; absent at the top.</param>
/// <param name="Version">The version of the document of units that the administrator had before them.</param>
[Allow(Role.Administrator)]
internal sealed record SaveUnit(string? Name, string? NameEn, string? Kind, string? Parent, string? Phone, string? Duties, int? Version)
{
    [System.Text.Json.Serialization.JsonIgnore] public string Code { get; set; } = "";
}

internal sealed class SaveUnitValidator : AbstractValidator<SaveUnit>
{
    public SaveUnitValidator()
    {
        RuleFor(x => x.Code).NotEmpty().MaximumLength(32).Matches("^[A-Z0-9]+$").WithMessage(_ => ErrorTexts.Sentence("unit.code_malformed", []));
        RuleFor(x => x.Name).NotEmpty().MaximumLength(60);
        RuleFor(x => x.NameEn).NotEmpty().MaximumLength(120);
        RuleFor(x => x.Kind).NotEmpty().MaximumLength(32);
        RuleFor(x => x.Phone).MaximumLength(32);
        RuleFor(x => x.Duties).MaximumLength(500);
    }
}

internal sealed class SaveUnitHandler(CityDocuments documents, City city, CurrentActor current, IHandler<ListUnits, UnitsView> list) : IHandler<SaveUnit, UnitsView>
{
    public const string Document = "departments.yaml";

    public async Task<Result<UnitsView>> Handle(SaveUnit request, CancellationToken ct)
    {
        var units = city.Departments.ToList();
        if (request.Parent is { Length: > 0 } parent && city.Department(parent) is null) return Error.Field("parent", "ticket.department_unknown");
        var unit = new Department(request.Code, request.Name!.Trim(), request.NameEn!.Trim(), request.Kind!, request.Parent is { Length: > 0 } ? request.Parent : null, request.Phone, request.Duties);
        var at = units.FindIndex(d => d.Code == unit.Code);
        if (at < 0) units.Add(unit); else units[at] = unit;
        for (var above = units.Find(d => d.Code == unit.Parent); above is not null; above = units.Find(d => d.Code == above.Parent))
            if (above.Code == unit.Code) return Error.Field("parent", "unit.own_ancestor");
        var applied = await documents.Apply(Document, CityFiles.Write(units), request.Version, $"{(at < 0 ? "+" : "~")} {unit.Code} {unit.Name}", current.Required.UserName, ct);
        return applied.Error is { } refused ? refused : await list.Handle(new ListUnits(), ct);
    }
}
