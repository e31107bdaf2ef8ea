using Hotline.Api.Data;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Publishing;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>A ticket as one line of a list. Personal data is masked.</summary>
internal record TicketRow
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required TicketState State { get; init; }
    public required Channel Channel { get; init; }
    public TicketType? Type { get; init; }
    public required Urgency Urgency { get; init; }
    /// <summary>Kinds of danger found in the text: Fire, Gas, Suicide, ...</summary>
    public required IReadOnlyList<string> Dangers { get; init; }
    public required string Subject { get; init; }
    public string? CategoryCode { get; init; }
    public string? CategoryName { get; init; }
    /// <summary>Code of the lead department (主办单位).</summary>
    public string? LeadDepartment { get; init; }
    public string? LeadDepartmentName { get; init; }
    public string? SuggestedCategoryCode { get; init; }
    public string? SuggestedCategoryName { get; init; }
    public string? SuggestedDepartment { get; init; }
    public string? SuggestedDepartmentName { get; init; }
    /// <summary>0 to 1.</summary>
    public double? SuggestedProbability { get; init; }
    public string? Place { get; init; }
    public string? ResidentName { get; init; }
    public string? AcceptedBy { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? ResidentDueAt { get; init; }
    public DeadlineLight? ResidentLight { get; init; }
    public DateTimeOffset? DepartmentDueAt { get; init; }
    public DeadlineLight? DepartmentLight { get; init; }
    /// <summary>Where its publication stands; absent when none was proposed.</summary>
    public PublicationState? PublicationState { get; init; }
    /// <summary>Persons who turned to the city about it: itself and the tickets merged into it.</summary>
    public required int HeadCount { get; init; }
    public required int Version { get; init; }
}

/// <summary>A ticket whole, as this person may see it.</summary>
internal sealed record TicketView : TicketRow
{
    public required string Body { get; init; }
    public required string Language { get; init; }
    public required bool Confidential { get; init; }
    public required bool Anonymous { get; init; }
    public required int Round { get; init; }
    /// <summary>The system that handed it over and its own number there; absent for a resident's own.</summary>
    public TicketSource? Source { get; init; }
    /// <summary>Calls between the department and a resident it does not know, newest first.</summary>
    public required IReadOnlyList<RelayCallView> RelayCalls { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? DispatchedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    /// <summary>Masked; the clear values are read with a reason that is logged.</summary>
    public ResidentView? Resident { get; init; }
    public required IReadOnlyList<SuggestionView> Suggestions { get; init; }
    /// <summary>Version of the classifier that advised; absent when none was running.</summary>
    public int? ModelVersion { get; init; }
    public required IReadOnlyList<DeadlineView> Deadlines { get; init; }
    public required IReadOnlyList<HistoryView> History { get; init; }
    public required IReadOnlyList<AttachmentView> Attachments { get; init; }
    public required IReadOnlyList<SupplementView> Supplements { get; init; }
    public ReplyView? Reply { get; init; }
    public FirstContactView? FirstContact { get; init; }
    public RatingView? Rating { get; init; }
    public PublicationView? Publication { get; init; }
    /// <summary>Returns, extensions, questions to the resident, the long-term listing.</summary>
    public required DisputesView Disputes { get; init; }
    public TicketLink? MergedInto { get; init; }
    public required IReadOnlyList<TicketLink> Members { get; init; }
    public required TicketSupervision Supervision { get; init; }
    /// <summary>Parts with other units, the several requests, and what the review wants to know.</summary>
    public required JointView Joint { get; init; }
    /// <summary>Present while a legal hold keeps the record as it is.</summary>
    public LegalHoldView? Hold { get; init; }
    /// <summary>When personal data was taken out after the retention term.</summary>
    public DateTimeOffset? AnonymisedAt { get; init; }
    /// <summary>Route segments of what this person may do now.</summary>
    public required IReadOnlyList<string> AllowedActions { get; init; }
}

internal sealed record ResidentView(string? Name, string? Phone, string? Email, string? Address);

/// <summary>The part of a ticket that a piece of evidence stands in.</summary>
internal enum EvidenceField { Subject, Body }

/// <param name="Start">Offset in UTF-16 units of the original text.</param>
/// <param name="Weight">Positive pushes towards the category, negative against it.</param>
internal sealed record EvidenceView(EvidenceField Field, int Start, int Length, double Weight);

/// <param name="Rank">1 is the best.</param>
/// <param name="Reason">The duty directory's clause.</param>
internal sealed record SuggestionView(int Rank, string CategoryCode, string CategoryName, string DepartmentCode, string DepartmentName, double Probability, string Reason, IReadOnlyList<EvidenceView> Evidence);

/// <param name="OriginalDueAt">When it was due before extensions; absent while there are none.</param>
/// <param name="PausedAt">Since when the clock stands still; absent while it runs.</param>
internal sealed record DeadlineView(Clock Clock, DeadlineStep Step, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? OriginalDueAt, DateTimeOffset? PausedAt, DateTimeOffset? MetAt, DeadlineLight Light, int WorkingMinutesLeft, string Explanation, bool CalendarMissing);

/// <param name="Action">A lifecycle action or a happening that moved no state.</param>
/// <param name="DepartmentName">The actor's own unit; absent for residents and the system.</param>
/// <param name="Outcome">A name, as the action has it: FirstContactOutcome, ReplyResult, RedirectReason, Satisfaction, ReviewPoints, or a part's number and unit.</param>
internal sealed record HistoryView(DateTimeOffset At, string Action, TicketState? From, TicketState? To, string Actor, string ActorName, string? DepartmentName, string? Outcome, string? Note);

/// <param name="ReleasedAt">When the centre let the department see a confidential resident's file.</param>
/// <param name="TakenAt">When the photo was taken.</param>
/// <param name="TakenPlace">Where: the camera's latitude and longitude, or words.</param>
/// <param name="TakenStated">True when a person stated time or place; false when the camera did.</param>
internal sealed record AttachmentView(Guid Id, string FileName, string ContentType, long Size, AttachmentKind Kind, AttachmentState State, DateTimeOffset AddedAt, string AddedBy, DateTimeOffset? TakenAt, string? TakenPlace, bool TakenStated, DateTimeOffset? ReleasedAt);

/// <param name="Outcome">Absent while it runs.</param>
/// <param name="Seconds">How long the two spoke.</param>
internal sealed record RelayCallView(Guid Id, RelayCallState State, RelayCallOutcome? Outcome, DateTimeOffset RequestedAt, string UserName, int? Seconds, bool Recorded);

internal sealed record LegalHoldView(DateTimeOffset At, string By, string Reason);

internal sealed record SupplementView(DateTimeOffset At, string Text);

/// <param name="Items">Answers to the request items; empty when the message asks for one thing.</param>
internal sealed record ReplyView(string PublicText, string? InnerNote, ReplyResult Result, string? LegalBasis, string RepliedBy, DateTimeOffset RepliedAt, IReadOnlyList<ItemAnswer> Items);

internal sealed record FirstContactView(FirstContactOutcome Outcome, string? Note, DateTimeOffset At, string By);

internal sealed record RatingView(bool? Solved, SolvedExtent Extent, Satisfaction Satisfaction, string? Comment, RatingSource Source, DateTimeOffset At);

internal sealed record PublicationView(PublicationState State, string Title, string Question, string Answer, string ProposedBy, DateTimeOffset ProposedAt, string? ConfirmedBy, DateTimeOffset? PublishedAt);

internal sealed record TicketLink(Guid Id, string Number, string Subject);

/// <param name="Next">Cursor of the next page; absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
