namespace Hotline.Domain.Distribution;

/// <summary>How work is distributed; what an operator may set under <c>Hotline:Distribution</c>.</summary>
public sealed record LineRules
{
    /// <summary>How long a call rings at one agent before it goes on to the next.</summary>
    public TimeSpan OfferFor { get; init; } = TimeSpan.FromSeconds(20);
    /// <summary>How long a message is offered to one agent.</summary>
    public TimeSpan MessageOfferFor { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>Wrap-up after a call; the agent may end it or take as long again.</summary>
    public TimeSpan WrapUp { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>An agent whose browser has not been heard of for so long is gone.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(15);
    /// <summary>A step of priority is worth so much waiting: one of priority 1 goes before those of 0 who came up to so much earlier.</summary>
    public TimeSpan AgeingPerPriority { get; init; } = TimeSpan.FromMinutes(2);
    /// <summary>After so long topic and enterprise are asked for no more; the language still is.</summary>
    public TimeSpan WidenTopicAfter { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>After so long any agent will do.</summary>
    public TimeSpan WidenLanguageAfter { get; init; } = TimeSpan.FromMinutes(3);
    /// <summary>Calls that may wait; further ones do not come into the line (voicemail or a call back).</summary>
    public int MostWaiting { get; init; } = 2_000;
    /// <summary>Messages one agent has in hand at once, unless the person's skills say otherwise.</summary>
    public int MessageCapacity { get; init; } = 3;
    /// <summary>Tickets that came in writing are offered to agents too.</summary>
    public bool Messages { get; init; }
    /// <summary>The service level counts calls answered within this time.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The first rule that makes no sense, as an operator would write its name; null when all do.</summary>
    public string? Wrong() =>
        OfferFor < TimeSpan.FromSeconds(1) ? nameof(OfferFor)
        : MessageOfferFor < TimeSpan.FromSeconds(1) ? nameof(MessageOfferFor)
        : WrapUp < TimeSpan.Zero ? nameof(WrapUp)
        : LostAfter < TimeSpan.FromSeconds(1) ? nameof(LostAfter)
        : AgeingPerPriority < TimeSpan.Zero ? nameof(AgeingPerPriority)
        : WidenTopicAfter < TimeSpan.Zero ? nameof(WidenTopicAfter)
        : WidenLanguageAfter < WidenTopicAfter ? nameof(WidenLanguageAfter)
        : MostWaiting < 1 ? nameof(MostWaiting)
        : MessageCapacity < 1 ? nameof(MessageCapacity)
        : AnswerWithin < TimeSpan.FromSeconds(1) ? nameof(AnswerWithin) : null;
}
