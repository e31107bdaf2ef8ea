using Hotline.Domain.Supervision;

namespace Hotline.Api.Features.Appraisal;

/// <summary>One figure with everything it is made of.</summary>
/// <param name="Explanation">Numerator and denominator in words.</param>
/// <param name="Value">Null where the denominator is 0.</param>
/// <param name="Denominator">Also the number of cases, by which a figure may be compared or not.</param>
/// <param name="LeftOut">Excluded tickets that would stand in the denominator.</param>
/// <param name="Low">The 95 % confidence interval (Wilson); only rates have one.</param>
/// <param name="Rankable">At least 30 cases: below, neither band nor rank is given.</param>
/// <param name="Band">A clearly better than the group, C clearly worse, B neither.</param>
/// <param name="Rank">Place within the group; only when asked for.</param>
internal sealed record MetricView(string Code, string Name, string Explanation, MetricKind Kind, double? Value, double Numerator, long Denominator, long LeftOut,
    double? Low, double? High, bool Rankable, Band? Band, int? Rank);

/// <summary>From acceptance to the end on the resident's clock, in natural hours; straight within classes of hours and days.</summary>
/// <param name="P50">Half of the tickets took no longer.</param>
internal sealed record DurationView(double? P50, double? P90, long Tickets, long LeftOut);

/// <summary>Wishes to leave tickets of the period out, as they stand.</summary>
internal sealed record ExclusionCounts(int Asked, int Granted, int Refused, int Appealed);

/// <param name="Code">Empty for the centre, the group or the city as a whole.</param>
internal sealed record UnitView(string Code, string Name, string Kind, IReadOnlyList<MetricView> Metrics, DurationView Duration, ExclusionCounts Exclusions);

/// <param name="Group">Departments, districts or streets: never two of them in one list.</param>
/// <param name="City">All tickets of the city, those the centre ended itself among them.</param>
/// <param name="Whole">The group as one; bands are measured against it.</param>
internal sealed record AppraisalView(DateOnly From, DateOnly To, string Group, UnitView City, UnitView Whole, IReadOnlyList<UnitView> Units);
