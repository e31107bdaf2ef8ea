using Hotline.Api.Platform;
using Hotline.Domain.Departments;

namespace Hotline.Api.Features.Reference;

/// <summary>The city's categories and departments, for pickers.</summary>
[Allow(Staff = true)]
internal sealed record GetReference;

internal sealed record CategoryView(string Code, string Name, string NameEn, string? Parent);
internal sealed record DepartmentView(string Code, string Name, string NameEn, string? Parent, string Kind, string? Phone, string? Duties);
internal sealed record ReferenceView(string City, string CityEn, IReadOnlyList<CategoryView> Categories, IReadOnlyList<DepartmentView> Departments, string Policy, string PolicyEn);

internal sealed class GetReferenceHandler(City city, TimeProvider clock) : IHandler<GetReference, ReferenceView>
{
    public Task<Result<ReferenceView>> Handle(GetReference request, CancellationToken ct) => Task.FromResult<Result<ReferenceView>>(new ReferenceView(
        city.Name, city.NameEn, [.. city.Categories.Select(c => new CategoryView(c.Code, c.Name, c.NameEn, c.Parent))],
        [.. city.Departments.Select(d => new DepartmentView(d.Code, d.Name, d.NameEn, d.Parent, d.Kind, d.Phone, d.Duties))], city.Clock.PolicyAt(clock.GetUtcNow()).Name, city.Clock.PolicyAt(clock.GetUtcNow()).NameEn));
}
