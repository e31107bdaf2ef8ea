using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>
/// One line of a ticket's history. Never changed, never deleted; only a note may lose its words when the ticket is anonymised,
/// which the chain of <see cref="HistoryChain"/> allows for.
/// </summary>
public sealed class HistoryEntry
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    /// <summary>1, 2, 3, ... within the ticket.</summary>
    public int Sequence { get; private init; }
    /// <summary>To the microsecond, which is what both databases keep.</summary>
    public DateTimeOffset At { get; private init; }
    /// <summary>A <see cref="TicketAction"/> name, or one of the happenings that move no state: Receive, Suggest, FirstContact, Urge, CentreUrge, Instruct, ReportInstruction, Criticise, List, AuditPassed, AuditFailed, ProposeReopen, Rehome, Recount, Supplement, Note, Categorise, RequestItems, AddMember, RemoveMember, AddSubTask, SignSubTask, ReplySubTask, ReturnSubTask, WithdrawSubTask, ProposePublication, Publish, WithdrawPublication, Relay, RelayCall, RelayCallEnded, ReleaseAttachment, Hold, ReleaseHold, AskExclusion, DecideExclusion, AppealExclusion, DecideExclusionAppeal, Anonymise, DeleteRecording, RequestReturn, RejectReturn, Coordinate, RequestExtension, ApproveExtension, RejectExtension, ProposeLongTerm, RejectLongTerm, Milestone, MarkGap.</summary>
    public string Action { get; private init; } = "";
    public TicketState? From { get; private init; }
    public TicketState? To { get; private init; }
    public string Actor { get; private init; } = "";
    public string ActorName { get; private init; } = "";
    /// <summary>The actor's own unit, null for the centre; at a dispatch, and where silence counts as a signature, the department that has it.</summary>
    public string? Department { get; private init; }
    /// <summary>What came of it: a name of <see cref="FirstContactOutcome"/>, <see cref="ReplyResult"/>, <see cref="RedirectReason"/>, <see cref="Satisfaction"/>, names of <see cref="ReviewPoint"/>, a granted extension such as 5wd, a department's code, or a part's number and unit, as the action has it.</summary>
    public string? Outcome { get; private init; }
    /// <summary>Inner note: the staff's eyes only; of a relayed message, its words.</summary>
    public string? Note { get; private set; }
    /// <summary>Makes <see cref="NoteDigest"/> unguessable; null without a note, and once the note was redacted.</summary>
    public byte[]? NoteSalt { get; private set; }
    /// <summary>SHA-256 over salt and note as first written; stays when the note is redacted.</summary>
    public byte[]? NoteDigest { get; private init; }
    /// <summary>SHA-256 over the previous entry's hash and this entry; null for what was written before there was a chain.</summary>
    public byte[]? Hash { get; private set; }

    public static HistoryEntry Of(Ticket ticket, int sequence, string action, TicketState? from, TicketState? to, Actor actor, DateTimeOffset at, string? note, string? outcome = null)
    {
        at = HistoryChain.Instant(at);
        var salt = note is null ? null : HistoryChain.NewSalt();
        var entry = new HistoryEntry
        {
            Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Sequence = sequence, At = at, Action = action, From = from, To = to,
            Actor = actor.UserName, ActorName = actor.DisplayName, Department = actor.DepartmentCode ?? (action is nameof(TicketAction.Dispatch) or nameof(TicketAction.DeemedSigned) ? ticket.LeadDepartment : null), Outcome = outcome,
            Note = note, NoteSalt = salt, NoteDigest = note is null ? null : HistoryChain.NoteDigest(salt!, note),
        };
        entry.Hash = HistoryChain.Hash(ticket.LastHash, entry);
        return entry;
    }

    /// <summary>Puts a redacted note in the place of the one that was written; without the salt nobody can guess at what it was.</summary>
    internal void RedactNote(string redacted) => (Note, NoteSalt) = (redacted, null);
}

/// <summary>A department's reply of one round: the words for the resident stand apart from the inner note.</summary>
public sealed class TicketReply
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public int Round { get; private init; }
    public string PublicText { get; private set; } = "";
    public string? InnerNote { get; private set; }
    public ReplyResult Result { get; private init; }
    public string? LegalBasis { get; private init; }
    public string? Department { get; private init; }
    public string RepliedBy { get; private init; } = "";
    public DateTimeOffset RepliedAt { get; private init; }
    /// <summary>JSON of <see cref="ItemAnswers"/>; null when the ticket has no request items.</summary>
    public string? ItemAnswersText { get; private set; }

    /// <summary>The answers to the ticket's request items.</summary>
    public IReadOnlyList<ItemAnswer> ItemAnswers => RequestItemText.Read<ItemAnswer>(ItemAnswersText);

    public static TicketReply Of(Ticket ticket, string publicText, string? innerNote, ReplyResult result, string? legalBasis, Actor actor, DateTimeOffset at, IReadOnlyList<ItemAnswer>? items = null) => new()
    {
        ItemAnswersText = RequestItemText.Of(items ?? []),
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Round = ticket.Round, PublicText = publicText, InnerNote = innerNote,
        Result = result, LegalBasis = legalBasis, Department = ticket.LeadDepartment, RepliedBy = actor.DisplayName, RepliedAt = at,
    };

    /// <summary>Takes personal data out; result, department and time stay.</summary>
    public void Redact(Func<string, string> redact)
    {
        (PublicText, InnerNote) = (redact(PublicText), InnerNote is null ? null : redact(InnerNote));
        if (ItemAnswersText is not null) ItemAnswersText = RequestItemText.Of([.. ItemAnswers.Select(a => a with { Text = a.Text is null ? null : redact(a.Text) })]);
    }
}

/// <summary>The resident's judgement: "solved?" and "satisfied?" are asked apart.</summary>
public sealed class TicketRating
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public int Round { get; private init; }
    public bool Solved { get; private init; }
    /// <summary>The same as asked on the phone, where "partly" is an answer too.</summary>
    public SolvedExtent Extent { get; private init; }
    /// <summary>Null when the resident did not say.</summary>
    public bool? IsSolved => Extent == SolvedExtent.Unsaid ? null : Solved;
    public Satisfaction Satisfaction { get; private init; }
    public string? Comment { get; private set; }
    /// <summary>Whether the resident rated alone or answered a call-back.</summary>
    public RatingSource Source { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>Takes personal data out of the words; the judgement stays.</summary>
    public void Redact(Func<string, string> redact) => Comment = Comment is null ? null : redact(Comment);

    public static TicketRating Of(Ticket ticket, SolvedExtent extent, Satisfaction satisfaction, string? comment, RatingSource source, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, Round = ticket.Round, Solved = extent == SolvedExtent.Yes, Extent = extent, Satisfaction = satisfaction,
        Comment = comment, Source = source, At = at,
    };
}

/// <summary>What the resident added after the first message.</summary>
public sealed class TicketSupplement
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string Text { get; private set; } = "";
    public DateTimeOffset At { get; private init; }

    public void Redact(Func<string, string> redact) => Text = redact(Text);

    public static TicketSupplement Of(Guid ticketId, string text, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(at), TicketId = ticketId, Text = text, At = at };
}

/// <summary>One of the classifier's top three, joined with the department directory.</summary>
public sealed class TicketSuggestion
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    /// <summary>1 is the best.</summary>
    public int Rank { get; private init; }
    public string CategoryCode { get; private init; } = "";
    public string DepartmentCode { get; private init; } = "";
    public double Probability { get; private init; }
    /// <summary>Why this department: the directory's clause.</summary>
    public string Reason { get; private init; } = "";
    /// <summary>JSON array of {field, start, length, weight}; offsets in UTF-16 units of the original text.</summary>
    public string Evidence { get; private init; } = "[]";

    public static TicketSuggestion Of(Guid ticketId, int rank, string categoryCode, string departmentCode, double probability, string reason, string evidence, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticketId, Rank = rank, CategoryCode = categoryCode, DepartmentCode = departmentCode,
        Probability = probability, Reason = reason, Evidence = evidence,
    };
}
