using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>What keeps a ticket's record true and its people protected; none of it moves the state.</summary>
public sealed partial class Ticket
{
    /// <summary>Set while a legal hold (法律保全) keeps the record as it is, whatever the retention rules say.</summary>
    public DateTimeOffset? HeldAt { get; private set; }
    public string? HeldBy { get; private set; }
    public string? HoldReason { get; private set; }
    /// <summary>When personal data was taken out for good; category, dates and ratings stay.</summary>
    public DateTimeOffset? AnonymisedAt { get; private set; }

    private IEnumerable<string> RecordActions(Actor actor)
    {
        if (Confidential && State == TicketState.Handling && actor.Has(Role.Handler, Role.Approver) && IsOwn(actor))
        {
            yield return "relay";
            if (ResidentId is not null) yield return "relay-call";
        }
        if (actor.Has(Role.Supervisor) && AnonymisedAt is null) yield return HeldAt is null ? "hold" : "release-hold";
    }

    /// <summary>The department writes to a resident it does not know (转达); the centre carries the words, nobody learns who it is.</summary>
    public Error? Relay(string text, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Handler, Role.Approver)) return TicketErrors.Forbidden("Relay");
        if (!IsOwn(actor)) return TicketErrors.OtherDepartment;
        if (!Confidential) return TicketErrors.NotConfidential;
        if (State != TicketState.Handling) return TicketErrors.TransitionNotAllowed(this, "Relay", actor);
        Record("Relay", "TicketMessageRelayed", actor, now, text);
        return null;
    }

    /// <summary>The department calls a resident it does not know; the centre connects the two, neither sees the other's number.</summary>
    public Error? RelayCall(Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Handler, Role.Approver)) return TicketErrors.Forbidden("RelayCall");
        if (!IsOwn(actor)) return TicketErrors.OtherDepartment;
        if (!Confidential) return TicketErrors.NotConfidential;
        if (State != TicketState.Handling) return TicketErrors.TransitionNotAllowed(this, "RelayCall", actor);
        Record("RelayCall", "TicketCallRelayed", actor, now, null);
        return null;
    }

    /// <summary>How a relayed call went.</summary>
    /// <param name="outcome">A name, such as <c>Connected</c>.</param>
    /// <param name="seconds">How long the two spoke; null when they did not.</param>
    public void RelayCallEnded(string outcome, int? seconds, DateTimeOffset now) =>
        Record("RelayCallEnded", "TicketRelayCallEnded", Actor.System, now, seconds is null ? null : $"{seconds} s", outcome: outcome);

    /// <summary>The centre lets the department see a file of a confidential resident, having looked at it.</summary>
    public Error? ReleaseAttachment(string fileName, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor)) return TicketErrors.Forbidden("ReleaseAttachment");
        if (!Confidential) return TicketErrors.NotConfidential;
        Record("ReleaseAttachment", "TicketAttachmentReleased", actor, now, fileName);
        return null;
    }

    /// <summary>Nothing of this ticket is anonymised or deleted until the hold is released.</summary>
    public Error? Hold(string reason, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor, Role.Administrator)) return TicketErrors.Forbidden("Hold");
        if (AnonymisedAt is not null) return TicketErrors.Anonymised;
        if (HeldAt is not null) return TicketErrors.Held;
        (HeldAt, HeldBy, HoldReason) = (now, actor.DisplayName, reason);
        Record("Hold", "TicketHeld", actor, now, reason);
        return null;
    }

    public Error? ReleaseHold(string reason, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor, Role.Administrator)) return TicketErrors.Forbidden("ReleaseHold");
        if (HeldAt is null) return TicketErrors.NotHeld;
        (HeldAt, HeldBy, HoldReason) = (null, null, null);
        Record("ReleaseHold", "TicketHoldReleased", actor, now, reason);
        return null;
    }

    /// <summary>Takes personal data out in place. The chain still verifies: it covers digests of the notes, and the entry made here covers the redacted ones.</summary>
    /// <param name="history">All of it, in order.</param>
    /// <param name="redact">Gives a text back without personal data.</param>
    public Error? Anonymise(IReadOnlyList<HistoryEntry> history, Func<string, string> redact, DateTimeOffset now)
    {
        if (HeldAt is not null) return TicketErrors.Held;
        if (AnonymisedAt is not null) return TicketErrors.Anonymised;
        (Subject, Body, Place, FirstContactNote) = (redact(Subject), redact(Body), Place is null ? null : redact(Place), FirstContactNote is null ? null : redact(FirstContactNote));
        if (RequestItems is { Count: > 0 } lines) RequestItemsText = RequestItemText.Of([.. lines.Select(l => l with { Text = redact(l.Text) })]);
        (LawfulReasons, ResidentId, AnonymisedAt) = (LawfulReasons is null ? null : redact(LawfulReasons), null, now);
        foreach (var reply in Replies) reply.Redact(redact);
        foreach (var rating in Ratings) rating.Redact(redact);
        foreach (var entry in history)
            if (entry.Note is { } note && redact(note) is var redacted && redacted != note) entry.RedactNote(redacted);
        Record("Anonymise", "TicketAnonymised", Actor.System, now, HistoryChain.ErasureOf(history));
        return null;
    }

    /// <summary>A recording has served its time.</summary>
    public void DeleteRecording(string fileName, DateTimeOffset now) => Record("DeleteRecording", "TicketRecordingDeleted", Actor.System, now, fileName);
}
