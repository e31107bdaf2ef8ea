using Hotline.Domain.Tickets;

namespace Hotline.Api.Data;

/// <summary>What speaks for a flag; each kind fills its own members. Kept as JSON beside the flag.</summary>
internal sealed record FlagEvidence
{
    /// <summary>0 to 1: how sure it is that both tickets speak of the same matter, or how much of the replies is the same.</summary>
    public double? Score { get; init; }
    /// <summary>Days between the closing and the matter coming again.</summary>
    public int? DaysAfter { get; init; }
    public string? Place { get; init; }
    /// <summary>What the department reported.</summary>
    public ReplyResult? Result { get; init; }
    /// <summary>What the resident said.</summary>
    public SolvedExtent? Solved { get; init; }
    public Satisfaction? Satisfaction { get; init; }
    public RatingSource? Source { get; init; }
    /// <summary>The resident's words, or the text that was copied.</summary>
    public string? Text { get; init; }
    /// <summary>ISO week of the draw.</summary>
    public string? Week { get; init; }
    /// <summary>Local date of a mass closing.</summary>
    public DateOnly? Day { get; init; }
    /// <summary>Drawn, finished or copied.</summary>
    public int? Count { get; init; }
    /// <summary>Out of how many closed.</summary>
    public int? OutOf { get; init; }
    /// <summary>The type the resident gave.</summary>
    public TicketType? From { get; init; }
    /// <summary>The type the staff took it on as.</summary>
    public TicketType? To { get; init; }
    /// <summary>Who took it on.</summary>
    public string? By { get; init; }
}
