using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using YamlDotNet.Core;

namespace Hotline.Api.Features.Policies;

/// <summary>Adds a version of a policy, from a day on. Clocks that run keep the version they started under.</summary>
/// <param name="Content">The policy as its file has it (YAML).</param>
[Allow(Role.Administrator)]
internal sealed record ApplyPolicy(string? Content, string? Note);

internal sealed class ApplyPolicyValidator : AbstractValidator<ApplyPolicy>
{
    public ApplyPolicyValidator()
    {
        RuleFor(x => x.Content).NotEmpty().MaximumLength(50_000);
        RuleFor(x => x.Note).MaximumLength(500);
    }
}

internal sealed class ApplyPolicyHandler(CityDocuments documents, City city, CurrentActor current, TimeProvider clock, IHandler<ListPolicies, IReadOnlyList<PolicyView>> list) : IHandler<ApplyPolicy, IReadOnlyList<PolicyView>>
{
    public async Task<Result<IReadOnlyList<PolicyView>>> Handle(ApplyPolicy request, CancellationToken ct)
    {
        ServicePolicy policy;
        try { policy = CityFiles.ParsePolicy(request.Content!); }
        catch (Exception wrong) when (wrong is FormatException or YamlException) { return Error.Field("content", "city.document_wrong", wrong.Message); }
        if (policy.Code.Length is 0 or > 32 || !policy.Code.All(char.IsAsciiLetterOrDigit) || policy.Version.Length is 0 or > 32 || !policy.Version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            return Error.Field("content", "policy.code_or_version_malformed");
        if (city.Facts.Clocks.GetValueOrDefault(policy.Code)?.Versions.Any(v => v.Version == policy.Version) == true) return Error.Field("content", "policy.version_exists", policy.Version);
        // A version that had begun before it was known would have to rewrite what was promised since.
        if (policy.Code == city.Facts.Policy && policy.EffectiveFrom <= city.Clock.Calendar.DateOf(clock.GetUtcNow())) return Error.Field("content", "policy.effective_in_the_past");
        var applied = await documents.Apply($"policies/{policy.Code}-{policy.Version}.yaml", request.Content!, seen: null, request.Note, current.Required.UserName, ct);
        return applied.Error is { } refused ? refused : await list.Handle(new ListPolicies(), ct);
    }
}
