using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.CallFlows;

/// <summary>Keeps a new version of a flow; the next caller meets it. One who is in the flow goes on in it, and begins again where their place is gone.</summary>
/// <param name="Content">The text (YAML).</param>
/// <param name="Version">The version the administrator had before them; a newer one is a conflict. Absent for a new flow.</param>
[Allow(Role.Administrator)]
internal sealed record ApplyCallFlow(string? Content, int? Version, string? Note)
{
    [JsonIgnore] public string Code { get; init; } = "";
}

internal sealed class ApplyCallFlowValidator : AbstractValidator<ApplyCallFlow>
{
    public ApplyCallFlowValidator()
    {
        RuleFor(x => x.Content).NotEmpty().MaximumLength(100_000);
        RuleFor(x => x.Note).MaximumLength(500);
    }
}

internal sealed class ApplyCallFlowHandler(CityDocuments documents, CurrentActor current, IHandler<ListCallFlows, IReadOnlyList<CallFlowView>> list) : IHandler<ApplyCallFlow, IReadOnlyList<CallFlowView>>
{
    public async Task<Result<IReadOnlyList<CallFlowView>>> Handle(ApplyCallFlow request, CancellationToken ct)
    {
        var read = CallFlowYaml.Read(request.Content!);
        if (read.Faults is [var fault, ..]) return Error.Field("content", "call_flow.wrong", fault.Line.ToString(System.Globalization.CultureInfo.InvariantCulture), fault.Message);
        if (read.Flow!.Code != request.Code) return Error.Field("content", "call_flow.other_code", request.Code);
        var applied = await documents.Apply(CallFlowYaml.NameOf(request.Code), request.Content!, request.Version ?? 0, request.Note, current.Required.UserName, ct);
        return applied.Error is { } refused ? refused : await list.Handle(new ListCallFlows(), ct);
    }
}
