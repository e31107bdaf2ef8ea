using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Domain.Calendar;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Deadlines;

/// <summary>When a running deadline turns yellow: at the earlier of the two moments.</summary>
/// <param name="Share">Part of the term's time that has passed, 0 to 1.</param>
/// <param name="Before">How long before the end; ignored for terms no longer than this.</param>
public sealed record WarningRule(decimal Share, Duration Before)
{
    /// <summary>80 % of the time, or one working day before the end.</summary>
    public static WarningRule Default { get; } = new(0.8m, Duration.WorkingDays(1));
}

/// <summary>How far and how often a department's term may be lengthened; the centre approves each time.</summary>
/// <param name="Most">The longest single extension.</param>
/// <param name="Times">How many a round may have; 0 when the city grants none.</param>
public sealed record ExtensionRule(Duration Most, int Times)
{
    /// <summary>Once, by ten working days.</summary>
    public static ExtensionRule Default { get; } = new(Duration.WorkingDays(10), 1);
}

/// <summary>
/// The terms a city has promised: one version of its rules. Terms differ from city to city, so they are data.
/// </summary>
public sealed record ServicePolicy
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Short stable name, e.g. <c>default</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Version of the rules; stored with each deadline computed from them.</summary>
    public required string Version { get; init; }

    /// <summary>First local day on which clocks start under this version; clocks that run already keep theirs.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Term from dispatch to reply, per type; also the promise to the resident from acceptance.</summary>
    public required IReadOnlyDictionary<TicketType, Duration> Handling { get; init; }

    /// <summary>Terms that replace the ordinary ones for urgent tickets; a step not named keeps the ordinary term.</summary>
    public IReadOnlyDictionary<Urgency, IReadOnlyDictionary<DeadlineStep, Duration>> Urgent { get; init; } =
        new Dictionary<Urgency, IReadOnlyDictionary<DeadlineStep, Duration>>();

    /// <summary>
    /// Terms of their own for matters that take longer or less, by category code; the longest prefix that names the step counts.
    /// A term for urgent tickets goes before them.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<DeadlineStep, Duration>> Categories { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<DeadlineStep, Duration>>();

    /// <summary>Acceptance to dispatch.</summary>
    public Duration Dispatch { get; init; } = Duration.WorkingDays(0.5m);

    /// <summary>Dispatch to signing.</summary>
    public Duration Sign { get; init; } = Duration.WorkingDays(1);

    /// <summary>Signing to first contact.</summary>
    public Duration FirstContact { get; init; } = Duration.WorkingDays(1);

    /// <summary>How long after dispatch a department may ask to return a ticket.</summary>
    public Duration ReturnWindow { get; init; } = Duration.WorkingDays(1);

    /// <summary>How far and how often the handling term may be lengthened.</summary>
    public ExtensionRule Extension { get; init; } = ExtensionRule.Default;

    /// <summary>How long a resident who was asked may take to answer before work goes on without them.</summary>
    public Duration ResidentAnswer { get; init; } = Duration.WorkingDays(3);

    /// <summary>The longest time a matter may be listed as long-term, in natural days.</summary>
    public int LongTermDays { get; init; } = 180;

    /// <summary>Reply to the centre's review.</summary>
    public Duration Review { get; init; } = Duration.WorkingDays(1);

    /// <summary>Review to the end of the follow-up.</summary>
    public Duration FollowUp { get; init; } = Duration.WorkingDays(3);

    /// <summary>Closing to publication.</summary>
    public Duration Publish { get; init; } = Duration.WorkingDays(5);

    /// <summary>Prefixes of the category codes that may be listed as long-term; every category when empty.</summary>
    public IReadOnlyList<string> LongTermFor { get; init; } = [];

    /// <summary>Office spans of a working day such as <c>09:00-12:00</c>, in order; the city's own when empty.</summary>
    public IReadOnlyList<string> OfficeHours { get; init; } = [];

    /// <summary>Time of day at which the last day of a term ends.</summary>
    public DueTime DueTime { get; init; } = DueTime.EndOfDay;

    /// <summary>When lights turn yellow.</summary>
    public WarningRule WarnAt { get; init; } = WarningRule.Default;

    /// <summary>When the rungs of the supervision ladder are due.</summary>
    public LadderRule Ladder { get; init; } = LadderRule.Default;

    /// <summary>When residents may be called back, a try in each slot; the rest of the day is quiet.</summary>
    public IReadOnlyDictionary<CallSlot, CallHours> CallSlots { get; init; } = CallTimes.Default;

    /// <summary>Reads a policy; property names as here in camel case, terms as texts (<c>"7wd"</c>), types by name.</summary>
    /// <exception cref="FormatException">Something is missing, unknown or wrong; the message names the field.</exception>
    public static ServicePolicy Parse(string json)
    {
        try
        {
            var policy = JsonSerializer.Deserialize<ServicePolicy>(json, Json) ?? throw new FormatException("The policy is empty.");
            foreach (var type in Enum.GetValues<TicketType>())
                if (!policy.Handling.ContainsKey(type)) throw new FormatException($"handling.{type}: is missing.");
            if (!policy.Extension.Most.IsWholeWorkingDays) throw new FormatException("extension.most: must be whole working days.");
            if (policy.LongTermDays is < 1 or > 3_650) throw new FormatException("longTermDays: must lie between 1 and 3650.");
            if (policy.CallSlots.Count == 0) throw new FormatException("callSlots: at least one slot is needed.");
            if (policy.WarnAt.Share is <= 0 or > 1) throw new FormatException("warnAt.share: must be over 0 and at most 1.");
            if (policy.Extension.Times is < 0 or > 10) throw new FormatException("extension.times: must be from 0 to 10.");
            if (policy.Categories.Keys.FirstOrDefault(code => code.Length is not (2 or 4 or 6) || !code.All(char.IsAsciiDigit)) is { } odd)
                throw new FormatException($"categories.{odd}: is not a category code of 2, 4 or 6 digits.");
            if (policy.OfficeHours.Count > 0) Require("officeHours", policy.OfficeHours);
            return policy;
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{wrong.Path ?? "policy"}: {wrong.Message}", wrong);
        }
    }

    private static void Require(string field, IReadOnlyList<string> spans)
    {
        try { WorkingCalendar.RequireOrderly([.. spans.Select(OfficeSpan.Parse)]); }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException) { throw new FormatException($"{field}: {wrong.Message}", wrong); }
    }

    /// <summary>The policy as JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The term of one step. An urgent answer without its own term is due as fast as urgent handling.</summary>
    /// <exception cref="InvalidOperationException">The policy has no handling term for the type.</exception>
    public Duration TermFor(DeadlineStep step, TicketType type, Urgency urgency, string? category = null)
    {
        if (Urgent.TryGetValue(urgency, out var urgent))
        {
            if (urgent.TryGetValue(step, out var own)) return own;
            if (step == DeadlineStep.Answer && urgent.TryGetValue(DeadlineStep.Handle, out var handle)) return handle;
        }

        for (var length = Categories.Count == 0 ? 0 : category?.Length ?? 0; length >= 2; length -= 2)
        {
            if (!Categories.TryGetValue(category![..length], out var terms)) continue;
            if (terms.TryGetValue(step, out var own)) return own;
            if (step == DeadlineStep.Answer && terms.TryGetValue(DeadlineStep.Handle, out var handle)) return handle;
        }

        return step switch
        {
            DeadlineStep.Dispatch => Dispatch,
            DeadlineStep.Sign => Sign,
            DeadlineStep.FirstContact => FirstContact,
            DeadlineStep.Review => Review,
            DeadlineStep.FollowUp => FollowUp,
            DeadlineStep.Publish => Publish,
            _ => Handling.TryGetValue(type, out var term)
                ? term
                : throw new InvalidOperationException($"Policy {Code} {Version} has no handling term for {type}."),
        };
    }
}
