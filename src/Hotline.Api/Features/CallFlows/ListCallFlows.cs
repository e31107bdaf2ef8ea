using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.CallFlows;

/// <summary>The flows that answer callers, with their texts and versions.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListCallFlows;

internal sealed record CallFlowVersionView(int Version, string? Note, string AppliedBy, DateTimeOffset AppliedAt);

/// <param name="Numbers">Dialled numbers it answers; of <c>default</c> empty, for all the others.</param>
/// <param name="Content">The text as it is edited (YAML).</param>
/// <param name="Version">0 for the city's file as it was delivered.</param>
/// <param name="Versions">Newest first.</param>
internal sealed record CallFlowView(string Code, string Name, string NameEn, IReadOnlyList<string> Languages, IReadOnlyList<string> Numbers, string Content, int Version, IReadOnlyList<CallFlowVersionView> Versions);

internal sealed class ListCallFlowsHandler(HotlineDb db, CityDocuments documents, City city) : IHandler<ListCallFlows, IReadOnlyList<CallFlowView>>
{
    private const int MostVersions = 50;

    public async Task<Result<IReadOnlyList<CallFlowView>>> Handle(ListCallFlows request, CancellationToken ct)
    {
        var views = new List<CallFlowView>();
        foreach (var flow in city.Facts.CallFlows.Values.OrderByDescending(f => f.Code == "default").ThenBy(f => f.Code, StringComparer.Ordinal))
        {
            var document = CallFlowYaml.NameOf(flow.Code);
            var (content, version) = await documents.Text(document, ct) ?? (CityFiles.DefaultFlow(), 0);
            var versions = await db.CityDocuments.AsNoTracking().Where(d => d.Name == document).OrderByDescending(d => d.Version).Take(MostVersions)
                .Select(d => new CallFlowVersionView(d.Version, d.Note, d.AppliedBy, d.AppliedAt)).ToListAsync(ct);
            views.Add(new CallFlowView(flow.Code, flow.Name["zh-CN"], flow.Name["en"], flow.Languages, flow.Numbers, content, version, versions));
        }
        return views;
    }
}
