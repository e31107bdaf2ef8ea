namespace Hotline.Domain.Tickets;

/// <summary>What a resident asks for; it decides the handling term.</summary>
public enum TicketType
{
    /// <summary>咨询: a question to answer.</summary>
    Consultation,

    /// <summary>求助: help with a trouble.</summary>
    HelpRequest,

    /// <summary>建议: a proposal.</summary>
    Suggestion,

    /// <summary>批评: criticism of how a public body works.</summary>
    Criticism,

    /// <summary>投诉: a complaint about harm to the resident's own rights.</summary>
    Complaint,

    /// <summary>举报: a report of somebody breaking the rules.</summary>
    Report,

    /// <summary>表扬: praise.</summary>
    Praise,
}
