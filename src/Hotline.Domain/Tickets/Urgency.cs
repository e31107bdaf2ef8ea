namespace Hotline.Domain.Tickets;

/// <summary>How soon a matter must be dealt with; ordered, so the graver compares as the greater.</summary>
public enum Urgency
{
    /// <summary>一般: needs looking into.</summary>
    Normal,

    /// <summary>紧急: hard to remedy later when not handled in time.</summary>
    Urgent,

    /// <summary>特急: as urgent, with grave consequences.</summary>
    Critical,
}
