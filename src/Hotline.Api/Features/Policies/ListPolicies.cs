using Hotline.Api.Platform;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Policies;

/// <summary>Every policy on file in its versions, with its terms.</summary>
[Allow(Role.Administrator, Role.Supervisor, Role.Dispatcher)]
internal sealed record ListPolicies;

/// <param name="InForce">The version under which a clock would start now.</param>
internal sealed record PolicyVersionView(string Version, DateOnly EffectiveFrom, bool InForce, ServicePolicy Terms);

/// <param name="Chosen">The city's own policy; the others are kept for comparison.</param>
internal sealed record PolicyView(string Code, string Name, string NameEn, bool Chosen, IReadOnlyList<PolicyVersionView> Versions);

internal sealed class ListPoliciesHandler(City city, TimeProvider clock) : IHandler<ListPolicies, IReadOnlyList<PolicyView>>
{
    public Task<Result<IReadOnlyList<PolicyView>>> Handle(ListPolicies request, CancellationToken ct)
    {
        var (facts, now) = (city.Facts, clock.GetUtcNow());
        var views = facts.Clocks.OrderByDescending(c => c.Key == facts.Policy).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => new PolicyView(
            c.Key, c.Value.PolicyAt(now).Name, c.Value.PolicyAt(now).NameEn, c.Key == facts.Policy,
            [.. c.Value.Versions.Reverse().Select(p => new PolicyVersionView(p.Version, p.EffectiveFrom, p == c.Value.PolicyAt(now), p))])).ToList();
        return Task.FromResult<Result<IReadOnlyList<PolicyView>>>(views);
    }
}
