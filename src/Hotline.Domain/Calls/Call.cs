namespace Hotline.Domain.Calls;

/// <summary>Where a call stands.</summary>
public enum CallState { Ringing, Talking, Ended }

/// <summary>What a telephone system can report of a call.</summary>
public enum CallHappening { Ringing, Answered, Ended, RecordingReady }

/// <summary>One report on a call.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, by the telephone system's clock.</param>
/// <param name="From">The caller's number, sealed; null when withheld or not told.</param>
/// <param name="FromIndex">The keyed index of that number; null with it.</param>
/// <param name="Dialled">The number dialled; null when not told.</param>
/// <param name="Extension">Whose telephone rings or has answered; null when not told.</param>
public sealed record CallReport(CallHappening Kind, DateTimeOffset At, byte[]? From = null, string? FromIndex = null, string? Dialled = null, string? Extension = null);

/// <summary>
/// One call as a telephone system reports it. Reports come in any order and more than once: whatever the order, the same reports
/// make the same call.
/// </summary>
public sealed class Call
{
    public Guid Id { get; private init; }
    /// <summary>The telephone system's own identity of the call.</summary>
    public string ProviderCallId { get; private init; } = "";
    public CallState State { get; private set; }
    /// <summary>Sealed: personal data.</summary>
    public byte[]? FromNumber { get; private set; }
    public string? FromIndex { get; private set; }
    public string? Dialled { get; private set; }
    /// <summary>The extension that rang or answered last.</summary>
    public string? Extension { get; private set; }
    /// <summary>When it did; by this a report that comes late is told from news.</summary>
    public DateTimeOffset? ExtensionAt { get; private set; }
    /// <summary>The first ringing.</summary>
    public DateTimeOffset? RingingAt { get; private set; }
    /// <summary>The first answer.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>When this system first heard of the call, by its own clock.</summary>
    public DateTimeOffset FirstHeardAt { get; private init; }
    /// <summary>The attachment that holds, or will hold, the recording.</summary>
    public Guid? RecordingId { get; private set; }
    /// <summary>The ticket an agent took down during the call.</summary>
    public Guid? TicketId { get; private set; }
    public int Version { get; private set; }

    public static Call Begin(Guid id, string providerCallId, DateTimeOffset now) => new() { Id = id, ProviderCallId = providerCallId, FirstHeardAt = now };

    /// <summary>The call's ticket is anonymised: the caller's number goes, the times stay.</summary>
    public void ForgetCaller() => (FromNumber, FromIndex) = (null, null);

    /// <summary>Takes a report in.</summary>
    public void Take(CallReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (FromIndex is null && report.FromIndex is not null) (FromNumber, FromIndex) = (report.From, report.FromIndex);
        Dialled ??= report.Dialled;
        switch (report.Kind)
        {
            case CallHappening.Ringing: RingingAt = Earlier(RingingAt, report.At); break;
            case CallHappening.Answered: AnsweredAt = Earlier(AnsweredAt, report.At); break;
            case CallHappening.Ended: EndedAt = EndedAt > report.At ? EndedAt : report.At; break;
        }
        if (report.Extension is { } extension && report.Kind is CallHappening.Ringing or CallHappening.Answered && IsNews(report.At, extension))
            (Extension, ExtensionAt) = (extension, report.At);
        State = EndedAt is not null ? CallState.Ended : AnsweredAt is not null ? CallState.Talking : RingingAt is not null ? CallState.Ringing : State;
        Version++;
    }

    /// <summary>Names the attachment that will hold the recording; false when there is one already.</summary>
    public bool Record(Guid attachment)
    {
        if (RecordingId is not null) return false;
        RecordingId = attachment;
        return true;
    }

    /// <summary>Ties the call to the ticket taken down during it; the first one counts.</summary>
    public void TakenDownAs(Guid ticket)
    {
        TicketId ??= ticket;
        Version++;
    }

    // Two extensions at the same instant (a group call): the order of their names decides, not that of the reports.
    private bool IsNews(DateTimeOffset at, string extension) =>
        ExtensionAt is not { } known || at > known || (at == known && string.CompareOrdinal(extension, Extension) > 0);

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset told) => known < told ? known.Value : told;
}
