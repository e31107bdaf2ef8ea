using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>First local day on which tickets are taken under this version.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Term from dispatch to reply, per type; also the promise to the resident from acceptance.</summary>
    public required IReadOnlyDictionary<TicketType, Duration> Handling { get; init; }

    /// <summary>Terms that replace the ordinary ones for urgent tickets; a step not named keeps the ordinary term.</summary>
    public IReadOnlyDictionary<Urgency, IReadOnlyDictionary<DeadlineStep, Duration>> Urgent { get; init; } =
        new Dictionary<Urgency, IReadOnlyDictionary<DeadlineStep, Duration>>();

    /// <summary>Acceptance to dispatch.</summary>
    public Duration Dispatch { get; init; } = Duration.WorkingDays(0.5m);

    /// <summary>Dispatch to signing.</summary>
    public Duration Sign { get; init; } = Duration.WorkingDays(1);

    /// <summary>Signing to first contact.</summary>
    public Duration FirstContact { get; init; } = Duration.WorkingDays(1);

    /// <summary>How long after dispatch a department may ask to return a ticket.</summary>
    public Duration ReturnWindow { get; init; } = Duration.WorkingDays(1);

    /// <summary>Reply to the centre's review.</summary>
    public Duration Review { get; init; } = Duration.WorkingDays(1);

    /// <summary>Review to the end of the follow-up.</summary>
    public Duration FollowUp { get; init; } = Duration.WorkingDays(3);

    /// <summary>Closing to publication.</summary>
    public Duration Publish { get; init; } = Duration.WorkingDays(5);

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
            if (policy.CallSlots.Count == 0) throw new FormatException("callSlots: at least one slot is needed.");
            if (policy.WarnAt.Share is <= 0 or > 1) throw new FormatException("warnAt.share: must be over 0 and at most 1.");
            return policy;
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{wrong.Path ?? "policy"}: {wrong.Message}", wrong);
        }
    }

    /// <summary>The policy as JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The term of one step. An urgent answer without its own term is due as fast as urgent handling.</summary>
    /// <exception cref="InvalidOperationException">The policy has no handling term for the type.</exception>
    public Duration TermFor(DeadlineStep step, TicketType type, Urgency urgency)
    {
        if (Urgent.TryGetValue(urgency, out var urgent))
        {
            if (urgent.TryGetValue(step, out var own)) return own;
            if (step == DeadlineStep.Answer && urgent.TryGetValue(DeadlineStep.Handle, out var handle)) return handle;
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
