namespace Hotline.Domain.Departments;

/// <summary>
/// Answers "whose duty is it": the longest matching category prefix wins, then the longest matching district prefix;
/// a clause without a district is the city's fallback.
/// </summary>
public sealed class DutyDirectory(IReadOnlyList<DutyRule> rules)
{
    private readonly ILookup<string, DutyRule> _byCategory = rules.ToLookup(r => r.Category);

    /// <summary>Every clause.</summary>
    public IReadOnlyList<DutyRule> Rules => rules;

    public DutyRule? Find(string category, string? district)
    {
        for (var length = category.Length; length >= 2; length -= 2)
        {
            var best = _byCategory[category[..length]]
                .Where(r => r.District is null || district?.StartsWith(r.District, StringComparison.Ordinal) == true)
                .MaxBy(r => r.District?.Length ?? 0);
            if (best is not null) return best;
        }
        return null;
    }
}
