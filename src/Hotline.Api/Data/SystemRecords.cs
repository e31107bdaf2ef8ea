using Hotline.Domain;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Data;

/// <summary>Where a ticket came from, when another system handed it over: that system and its own number for the matter.</summary>
internal sealed record TicketSource(string System, string Number);

/// <summary>How much of a ticket a subscriber is told.</summary>
internal enum WebhookScope
{
    /// <summary>Numbers, states, times, category and department: nothing anybody wrote.</summary>
    Facts,
    /// <summary>Also the subject, the body and the reply, without personal data.</summary>
    Texts,
    /// <summary>Also who the resident is, and the texts as they were written, unless confidence was asked for.</summary>
    Contact,
}

/// <summary>Another system that is told of events by signed requests.</summary>
internal sealed class WebhookSubscription : IVersioned
{
    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public string Address { get; set; } = "";
    public WebhookScope Scope { get; set; }
    /// <summary>Kinds of events, comma separated; empty: every event of a ticket.</summary>
    public string Kinds { get; set; } = "";
    /// <summary>Only tickets that these systems handed over, comma separated; empty: all tickets.</summary>
    public string Systems { get; set; } = "";
    /// <summary>Signs what is sent; sealed.</summary>
    public byte[] Secret { get; set; } = [];
    /// <summary>The secret before the last rotation signs as well until <see cref="PreviousUntil"/>; sealed.</summary>
    public byte[]? PreviousSecret { get; set; }
    public DateTimeOffset? PreviousUntil { get; set; }
    /// <summary>Nothing is sent, nothing is lost: it goes on where it stood.</summary>
    public bool Paused { get; set; }
    /// <summary>The last number of the event log that was looked at for it.</summary>
    public long Cursor { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public int Version { get; set; }
}

/// <summary>Dead: given up until somebody decides; it holds back the later events of its ticket.</summary>
internal enum WebhookDeliveryState { Pending, Delivered, Dead, Dropped }

/// <summary>One event for one subscriber.</summary>
internal sealed class WebhookDelivery
{
    public Guid Id { get; init; }
    public Guid SubscriptionId { get; init; }
    /// <summary>The event's number in the log.</summary>
    public long Seq { get; init; }
    public string Kind { get; init; } = "";
    public Guid TicketId { get; init; }
    public DateTimeOffset At { get; init; }
    public WebhookDeliveryState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }
    /// <summary>HTTP status of the last answer; null when there was none.</summary>
    public int? LastStatus { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    /// <summary>Why it was dropped, and by whom.</summary>
    public string? Reason { get; set; }
    public string? DecidedBy { get; set; }
}

internal enum ImportState { Draft, Queued, Running, Done }

/// <summary>A file of matters from a department or another system, read row by row.</summary>
internal sealed class FileImport : IVersioned
{
    public Guid Id { get; init; }
    public string FileName { get; init; } = "";
    /// <summary>Whose numbers the file has: together with the number of a row they are one message for ever.</summary>
    public string System { get; set; } = "";
    public Channel Channel { get; set; }
    /// <summary>JSON: field to column index.</summary>
    public string Mapping { get; set; } = "{}";
    /// <summary>JSON of the table, sealed; empty once the import has run: the messages are kept then.</summary>
    public byte[] Content { get; set; } = [];
    public ImportState State { get; set; }
    public int Rows { get; init; }
    /// <summary>Rows that are done with.</summary>
    public int Position { get; set; }
    public int Taken { get; set; }
    public int Known { get; set; }
    public int Refused { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public DateTimeOffset? FinishedAt { get; set; }
    /// <summary>Until then one node works on it; another may go on after.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
    public int Version { get; set; }
}

internal enum ImportOutcome { Taken, Known, Refused }

/// <summary>What became of one row of a file.</summary>
internal sealed class FileImportRow
{
    public Guid ImportId { get; init; }
    /// <summary>Line of the table, the heading being line 1.</summary>
    public int Line { get; init; }
    public ImportOutcome Outcome { get; init; }
    public string SourceNumber { get; init; } = "";
    public Guid? TicketId { get; init; }
    public string? TicketNumber { get; init; }
    /// <summary>JSON: column to codes of what is wrong.</summary>
    public string? Errors { get; init; }
}

/// <summary>Complete: nothing is missing, or everything missing was fetched.</summary>
internal enum ReconciliationState { Complete, Missing, Failed }

/// <summary>One comparison of what a provider received for us with what we have.</summary>
internal sealed class Reconciliation
{
    public Guid Id { get; init; }
    public Channel Channel { get; init; }
    public string Account { get; init; } = "";
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset Until { get; init; }
    public ReconciliationState State { get; set; }
    public DateTimeOffset At { get; set; }
    public int Attempts { get; set; }
    /// <summary>What the provider counted.</summary>
    public int TheirCount { get; set; }
    /// <summary>How many of those we had before anything was fetched.</summary>
    public int OurCount { get; set; }
    /// <summary>The provider's ids of what we had not, comma separated; the first fifty.</summary>
    public string Missing { get; set; } = "";
    public int MissingCount { get; set; }
    public int Recovered { get; set; }
    public string? Error { get; set; }
}

internal enum RelayCallState { Requested, Calling, Ended }

internal enum RelayCallOutcome
{
    /// <summary>The two spoke.</summary>
    Connected,
    /// <summary>Who asked for the call did not answer it.</summary>
    CallerUnreached,
    ResidentBusy,
    ResidentUnreached,
    /// <summary>The provider would not make it, or nobody knows what became of it.</summary>
    Failed,
}

/// <summary>A telephone call between a department and a resident it does not know; neither sees the other's number.</summary>
internal sealed class RelayCall : IVersioned
{
    public Guid Id { get; init; }
    public Guid TicketId { get; init; }
    public string Department { get; init; } = "";
    /// <summary>Who asked for it.</summary>
    public string UserName { get; init; } = "";
    /// <summary>The first leg's number; sealed.</summary>
    public byte[] CallerNumber { get; init; } = [];
    public RelayCallState State { get; set; }
    public RelayCallOutcome? Outcome { get; set; }
    /// <summary>The provider's identity of the first leg.</summary>
    public string? ProviderCallId { get; set; }
    public DateTimeOffset RequestedAt { get; init; }
    /// <summary>When the first leg answered and the second began to ring.</summary>
    public DateTimeOffset? BridgedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>How long the two were connected.</summary>
    public int? Seconds { get; set; }
    /// <summary>How the legs ended; null while they live.</summary>
    public string? CallerLeg { get; set; }
    public string? ResidentLeg { get; set; }
    /// <summary>The provider's identity of the recording, so that it is kept once.</summary>
    public string? RecordingSid { get; set; }
    public Guid? RecordingId { get; set; }
    public string? Error { get; set; }
    public int Version { get; set; }
}
