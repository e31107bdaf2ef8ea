namespace Hotline.Domain.Distribution;

/// <summary>What is distributed: a call needs the whole agent, messages are taken several at a time.</summary>
public enum WorkKind { Call, Message }

/// <summary>What a piece of work asks of an agent. It is widened as the work waits.</summary>
/// <param name="Language">Null: any.</param>
/// <param name="Topic">Null: any.</param>
/// <param name="Enterprise">True: an agent for companies.</param>
public readonly record struct Demand(WorkKind Kind, string? Language, string? Topic, bool Enterprise)
{
    /// <summary>The next wider demand and how long after the beginning of the wait it counts; null when any agent will do already.</summary>
    public (Demand Wider, TimeSpan After)? Wider(LineRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (Topic is not null || Enterprise) return (this with { Topic = null, Enterprise = false }, rules.WidenTopicAfter);
        return Language is not null ? (this with { Language = null }, rules.WidenLanguageAfter) : null;
    }

    /// <summary>What counts after waiting since a moment.</summary>
    public Demand At(LineRules rules, DateTimeOffset since, DateTimeOffset now)
    {
        var demand = this;
        while (demand.Wider(rules) is { } next && since + next.After <= now) demand = next.Wider;
        return demand;
    }
}

/// <summary>What an agent can do. An empty list means everything, so a centre that has recorded no skills works as one group.</summary>
public sealed class Skills
{
    /// <summary>An agent of whom nothing is recorded takes everything.</summary>
    public static readonly Skills Everything = new([], [], true);

    private readonly HashSet<string> _languages;
    private readonly HashSet<string> _topics;

    public Skills(IEnumerable<string> languages, IEnumerable<string> topics, bool enterprise)
    {
        (_languages, _topics, Enterprise) = (new(languages, StringComparer.OrdinalIgnoreCase), new(topics, StringComparer.OrdinalIgnoreCase), enterprise);
        Key = $"{string.Join(',', _languages.Order(StringComparer.OrdinalIgnoreCase))}|{string.Join(',', _topics.Order(StringComparer.OrdinalIgnoreCase))}|{Enterprise}".ToUpperInvariant();
    }

    /// <summary>Takes calls of companies.</summary>
    public bool Enterprise { get; }

    /// <summary>The same for the same skills.</summary>
    public string Key { get; }

    public bool Fit(Demand demand) =>
        (demand.Language is null || _languages.Count == 0 || _languages.Contains(demand.Language))
        && (demand.Topic is null || _topics.Count == 0 || _topics.Contains(demand.Topic))
        && (!demand.Enterprise || Enterprise);
}
