using Hotline.Api.Intake;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.AspNetCore.Identity;

namespace Hotline.Api.Data;

/// <summary>A member of staff who signs in.</summary>
internal sealed class StaffMember : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";
    /// <summary>Shown on the watermark and in histories.</summary>
    public string StaffNumber { get; set; } = "";
    /// <summary>Comma-separated <see cref="Domain.Staff.Role"/> names.</summary>
    public string Roles { get; set; } = "";
    public string? DepartmentCode { get; set; }
}

/// <summary>A colleague does a person's work during an absence.</summary>
internal sealed class StaffDelegation
{
    /// <summary>Roles that nobody can hand on.</summary>
    public static readonly IReadOnlyList<string> Personal = [nameof(Domain.Staff.Role.Administrator), nameof(Domain.Staff.Role.Auditor)];

    public Guid Id { get; init; }
    /// <summary>Sign-in name of who is absent.</summary>
    public string FromUser { get; init; } = "";
    /// <summary>Sign-in name of who stands in.</summary>
    public string ToUser { get; init; } = "";
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public string Reason { get; init; } = "";
    public string MadeBy { get; init; } = "";
}

/// <summary>Whom to call at a unit during a stretch of time; a work contact.</summary>
internal sealed class DutyShift
{
    public Guid Id { get; init; }
    public string Department { get; init; } = "";
    public string Name { get; init; } = "";
    public string Phone { get; init; } = "";
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; init; }
    public string AddedBy { get; init; } = "";
}

/// <summary>A person who turned to the city. Every personal field is a cipher; the indexes are keyed hashes for look-up.</summary>
internal sealed class Resident
{
    public Guid Id { get; init; }
    public byte[]? Name { get; set; }
    public byte[]? Phone { get; set; }
    public byte[]? Email { get; set; }
    public byte[]? Address { get; set; }
    /// <summary>Who they are to the city's WeChat account; never shown.</summary>
    public byte[]? OpenId { get; set; }
    /// <summary>HMAC of the normalised phone or mail address or of the openid; unique where known, so a caller is recognised.</summary>
    public string? ContactIndex { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>SetAside: kept for the record, nobody's matter (an automatic answer, a delivery report). Discarded: a person looked and agreed.</summary>
internal enum MessageState { Ticketed, Quarantined, AnsweredByHand, SetAside, Discarded }

/// <summary>The raw message as the door took it in. (ChannelAccount, ProviderId) is one message for ever.</summary>
internal sealed class StoredMessage : IVersioned
{
    public Guid Id { get; init; }
    public Channel Channel { get; init; }
    public string ChannelAccount { get; init; } = "";
    public string ProviderId { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset StoredAt { get; init; }
    /// <summary>The whole incoming message with its raw payload, encrypted: it names its sender. Empty once its ticket is anonymised.</summary>
    public byte[] Payload { get; set; } = [];
    public MessageState State { get; set; }
    public Guid? TicketId { get; set; }
    public string? TicketNumber { get; set; }
    public string? Error { get; set; }
    public int Attempts { get; set; }
    public string? Resolution { get; set; }
    public string? ResolvedBy { get; set; }
    public int Version { get; set; }
}

internal enum AttachmentKind { Resident, Evidence, Recording }
internal enum AttachmentState { Stored, Fetching, Failed }

/// <summary>A file beside a ticket; the bytes lie in the data folder under their SHA-256.</summary>
internal sealed class Attachment
{
    public Guid Id { get; init; }
    public Guid? TicketId { get; set; }
    public AttachmentKind Kind { get; init; }
    public AttachmentState State { get; set; }
    public string FileName { get; init; } = "";
    public string ContentType { get; set; } = "";
    public long Size { get; set; }
    public string? Sha256 { get; set; }
    /// <summary>Where the provider keeps the medium until it is fetched.</summary>
    public string? RemoteUrl { get; init; }
    public string? Error { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset AddedAt { get; init; }
    public string AddedBy { get; init; } = "";
    /// <summary>When and where a photo was taken, for evidence that the staff add; never kept of a resident's photo.</summary>
    public DateTimeOffset? TakenAt { get; init; }
    public string? TakenPlace { get; init; }
    /// <summary>True when a person said so; false when the camera did.</summary>
    public bool TakenStated { get; init; }
    /// <summary>When the centre let the department see this file of a confidential resident.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }
    public string? ReleasedBy { get; set; }
    /// <summary>True for what a resident sent or said: personal data until somebody has looked at it.</summary>
    public bool FromResident => Kind is AttachmentKind.Resident or AttachmentKind.Recording;

    /// <summary>A file that came with a resident's message and lies in the store already.</summary>
    public static Attachment OfResident(Guid ticketId, StoredFile file, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticketId, Kind = AttachmentKind.Resident, State = AttachmentState.Stored,
        FileName = file.FileName, ContentType = file.ContentType, Size = file.Size, Sha256 = file.Sha256, AddedAt = at, AddedBy = Actor.Resident.UserName,
    };
}

/// <summary>A group of tickets about one matter that grew faster than its own past. Its id is that of its first ticket.</summary>
internal sealed class Topic
{
    public Guid Id { get; init; }
    /// <summary>The phrases that its tickets have in common and others have not.</summary>
    public string Name { get; set; } = "";
    public string? DistrictCode { get; set; }
    /// <summary>Tickets of the group, also those that are no longer compared with.</summary>
    public int Count { get; set; }
    public int InWindow { get; set; }
    /// <summary>How many its own past on the same weekdays would lead one to expect in that time.</summary>
    public double Expected { get; set; }
    public DateTimeOffset ToldAt { get; init; }
    public DateTimeOffset LastAt { get; set; }
}

internal sealed class TopicTicket
{
    public Guid TopicId { get; init; }
    public Guid TicketId { get; init; }
}

/// <summary>
/// A newer text of one of the city's documents (<c>departments.yaml</c>, <c>calendars/2027.json</c>, ...). Every version stays; the
/// highest counts, and the file in the city's folder where there is none.
/// </summary>
internal sealed class CityDocument
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    /// <summary>1, 2, 3, ... for each name; the file itself is version 0.</summary>
    public int Version { get; init; }
    public string Content { get; init; } = "";
    public string? Note { get; init; }
    public string AppliedBy { get; init; } = "";
    public DateTimeOffset AppliedAt { get; init; }
}

/// <summary>How near a running deadline has come: half its time is over; the light is yellow; it is past due.</summary>
internal enum WarningLevel { Half, Yellow, Red }

/// <summary>That a deadline came so near, told once for ever.</summary>
internal sealed class DeadlineWarning
{
    public Guid DeadlineId { get; init; }
    public WarningLevel Level { get; init; }
    public Guid TicketId { get; init; }
    /// <summary>The lead department at that moment; null before the dispatch.</summary>
    public string? Department { get; init; }
    public Hotline.Domain.Deadlines.DeadlineStep Step { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>OptedOut: kept from somebody who wants no messages of its purpose.</summary>
internal enum OutgoingState { Pending, Sent, NotSent, Failed, OptedOut }

/// <summary>
/// What a message is for. A Notice tells what the rules say must be told, Urgent is the same of an urgent matter, a Reply answers what the
/// resident has just written: these go out whatever somebody declined, and the latter two also at night. News of progress and the asking
/// for a rating (Survey) end with an opt-out.
/// </summary>
internal enum NoticePurpose { Notice, Urgent, Reply, Progress, Survey }

/// <summary>How far a message has come that a provider took on, in order; the last two are final.</summary>
internal enum NoticeDelivery { Accepted, Sent, Delivered, Failed }

/// <summary>A message to a resident, written in the transaction of its cause and sent afterwards.</summary>
internal sealed class OutgoingNotice
{
    public Guid Id { get; init; }
    /// <summary>Null for a reply that concerns no ticket, or none that may be named.</summary>
    public Guid? TicketId { get; init; }
    public Channel Channel { get; init; }
    public byte[] Recipient { get; init; } = [];
    public string Text { get; init; } = "";
    public OutgoingState State { get; set; }
    public string? Reason { get; set; }
    public string? ProviderId { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset NextAttemptAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>Of the city's texts, such as <c>acknowledgement</c>; empty for what was written before this was kept.</summary>
    public string Occasion { get; init; } = "";
    public NoticePurpose Purpose { get; init; }
    /// <summary>Keyed hash of the recipient, for opt-outs and for counting replies.</summary>
    public string? ContactIndex { get; init; }
    /// <summary>Short messages it costs; 0 on channels that do not count.</summary>
    public int Segments { get; init; }
    /// <summary>Who took it on.</summary>
    public string? Provider { get; set; }
    /// <summary>The last attempt has no known outcome: ask the provider before another.</summary>
    public bool Uncertain { get; set; }
    /// <summary>The first attempt of this round; a failed delivery begins another.</summary>
    public DateTimeOffset? FirstTriedAt { get; set; }
    /// <summary>Null until a provider has taken it on.</summary>
    public NoticeDelivery? Delivery { get; set; }
    public DateTimeOffset? DeliveryAt { get; set; }
    /// <summary>How often it was sent again after a delivery that failed.</summary>
    public int Resends { get; set; }

    /// <summary>A new round, as if it had never been sent; an attempt whose outcome nobody knows stays in doubt.</summary>
    public void Again(DateTimeOffset at) =>
        (State, NextAttemptAt, Reason, Provider, ProviderId, SentAt, Delivery, DeliveryAt, FirstTriedAt) = (OutgoingState.Pending, at, null, null, null, null, null, null, Uncertain ? FirstTriedAt : null);
}

/// <summary>A report on a message whose sending is not on record yet: the provider was faster than our own commit.</summary>
internal sealed class EarlyReport
{
    public string Provider { get; init; } = "";
    public string ProviderId { get; init; } = "";
    public NoticeDelivery State { get; set; }
    public string? Failure { get; set; }
    public int? RetryAfterSeconds { get; set; }
    public int MostTimes { get; set; }
    public bool OptedOut { get; set; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Somebody wants no messages of this purpose.</summary>
internal sealed class OptOut
{
    public string ContactIndex { get; init; } = "";
    public NoticePurpose Purpose { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>How far a mailbox has been read, and which node reads it.</summary>
internal sealed class MailboxCursor
{
    /// <summary>Account, server and folder.</summary>
    public string Name { get; init; } = "";
    /// <summary>The mailbox's own mark: while it stays, a number means the same mail. 0 before the first reading.</summary>
    public long UidValidity { get; set; }
    /// <summary>The last mail that is on disk here.</summary>
    public long LastUid { get; set; }
    /// <summary>The mail that could not be fetched, and how often in a row.</summary>
    public long? FailingUid { get; set; }
    public int Failures { get; set; }
    /// <summary>The node that reads; another one may from <see cref="OwnedUntil"/> on.</summary>
    public string? Owner { get; set; }
    public DateTimeOffset? OwnedUntil { get; set; }
    /// <summary>When it was last seen that there is nothing new, or a mail was taken.</summary>
    public DateTimeOffset? LookedAt { get; set; }
    public DateTimeOffset? TakenAt { get; set; }
    /// <summary>A code and words for staff; null while reading works.</summary>
    public string? Error { get; set; }
    public DateTimeOffset? ErrorAt { get; set; }
}

/// <summary>Unsent text of one person at one field of one ticket.</summary>
internal sealed class Draft
{
    public Guid Id { get; init; }
    public string UserName { get; init; } = "";
    public Guid TicketId { get; init; }
    public string Field { get; init; } = "";
    public string Text { get; set; } = "";
    public DateTimeOffset SavedAt { get; set; }
}

/// <summary>That a report on a call was taken in: the same event id is the same report for ever.</summary>
internal sealed class CallEvent
{
    public string EventId { get; init; } = "";
    public Guid CallId { get; init; }
    public Domain.Calls.CallHappening Kind { get; init; }
    /// <summary>When it happened, by the telephone system's clock.</summary>
    public DateTimeOffset At { get; init; }
    public DateTimeOffset TakenAt { get; init; }
}

/// <summary>One fact of the gap-free log.</summary>
internal sealed class EventRow
{
    public long Seq { get; init; }
    public DateTimeOffset At { get; init; }
    public string Kind { get; init; } = "";
    public string Topic { get; init; } = "";
    public string Entity { get; init; } = "";
    public Guid EntityId { get; init; }
    public int Version { get; init; }
    /// <summary>Departments that may hear of it besides the centre; of a call the extensions it concerns. Comma separated.</summary>
    public string Audience { get; init; } = "";
}

/// <summary>Who read whose personal data, when and why.</summary>
internal sealed class AccessEntry
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string UserName { get; init; } = "";
    /// <summary>The call's own id while a call that was listened to is no ticket's yet.</summary>
    public Guid TicketId { get; init; }
    public string TicketNumber { get; init; } = "";
    /// <summary>resident, attachment, recording or call.</summary>
    public string What { get; init; } = "";
    public string Reason { get; init; } = "";
    /// <summary>In what role the person read it: the resident is told this and the unit, not the name.</summary>
    public Role? Role { get; init; }
    /// <summary>The reader's own unit; null for the centre.</summary>
    public string? Department { get; init; }
}

/// <summary>A submit that must not happen twice.</summary>
internal sealed class IdempotencyKey
{
    public string Key { get; init; } = "";
    public string UserName { get; init; } = "";
    public string Request { get; init; } = "";
    public Guid TicketId { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Small facts about this installation, such as the one-time set-up token's hash.</summary>
internal sealed class Setting
{
    public string Key { get; init; } = "";
    public string Value { get; set; } = "";
}
