using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>Where a follow-up stands.</summary>
public enum FollowUpState
{
    /// <summary>To be called, or to be looked at by the centre.</summary>
    Open,
    /// <summary>Every slot was tried in vain; the resident has the link and the waiting term runs.</summary>
    Waiting,
    /// <summary>The question has ended, one way or another.</summary>
    Finished,
}

/// <summary>One item of the call-back list: asking the resident about one round. At most one try in each slot of the day.</summary>
public sealed class FollowUp : IVersioned
{
    /// <summary>How long an agent who took an item keeps it.</summary>
    public static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(30);

    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public int Round { get; private init; }
    public FollowUpState State { get; private set; }
    /// <summary>False when nobody can be called: the centre evaluates by itself.</summary>
    public bool Callable { get; private init; }
    public DateTimeOffset StartedAt { get; private init; }
    /// <summary>By when the follow-up should be over.</summary>
    public DateTimeOffset DueAt { get; private init; }
    public string CalendarVersion { get; private init; } = "";
    public string PolicyVersion { get; private init; } = "";
    public string ExplanationZh { get; private init; } = "";
    public string ExplanationEn { get; private init; } = "";
    /// <summary>From when the next try may be made; null when there is none left.</summary>
    public DateTimeOffset? NextAt { get; private set; }
    /// <summary>After the last try: until when the resident's own answer is awaited.</summary>
    public DateTimeOffset? WaitUntil { get; private set; }
    /// <summary>Slots tried, comma separated.</summary>
    public string UsedSlots { get; private set; } = "";
    public int TryCount { get; private set; }
    public string? ClaimedBy { get; private set; }
    public string? ClaimedByName { get; private set; }
    public DateTimeOffset? ClaimedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public int Version { get; set; }

    public List<CallTry> Tries { get; private init; } = [];

    public static FollowUp Of(Ticket ticket, ServiceClock clocks, DateTimeOffset now)
    {
        var due = clocks.Calculate(DeadlineStep.FollowUp, ticket.Type ?? TicketType.HelpRequest, Urgency.Normal, now);
        return new FollowUp
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Round = ticket.Round, Callable = ticket.SomebodyToAsk, StartedAt = now, DueAt = due.DueAt,
            CalendarVersion = due.CalendarVersion, PolicyVersion = due.PolicyVersion, ExplanationZh = due.ExplanationZh, ExplanationEn = due.ExplanationEn,
            NextAt = ticket.SomebodyToAsk ? clocks.NextCall(now, []) : now,
        };
    }

    public IReadOnlyList<CallSlot> Slots => [.. UsedSlots.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<CallSlot>)];

    /// <summary>Takes the item, so that no second agent calls the same person.</summary>
    public Error? Claim(Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (Refusal(actor, now) is { } refused) return refused;
        if (Callable && SlotFor(clocks, now, out _) is { } quiet) return quiet;
        (ClaimedBy, ClaimedByName, ClaimedAt) = (actor.UserName, actor.DisplayName, now);
        return null;
    }

    /// <summary>Gives the item back without a try.</summary>
    public Error? Release(Actor actor, DateTimeOffset now)
    {
        if (Refusal(actor, now) is { } refused) return refused;
        Unclaim();
        return null;
    }

    /// <summary>Puts one try down. The time that counts is that of taking the item, so that a call begun in time may end late.</summary>
    public Error? Try(CallOutcome outcome, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (Refusal(actor, now) is { } refused) return refused;
        var at = ClaimedBy == actor.UserName && IsClaimed(now) ? ClaimedAt!.Value : now;
        if (SlotFor(clocks, at, out var slot) is { } quiet) return quiet;
        Tries.Add(CallTry.Of(this, ++TryCount, slot, outcome, note, actor, at));
        UsedSlots = string.Join(',', Slots.Append(slot));
        Unclaim();
        if (outcome is CallOutcome.Reached or CallOutcome.Refused)
        {
            Finish(now);
            return null;
        }
        NextAt = clocks.NextCall(now, Slots);
        if (NextAt is not null) return null;
        State = FollowUpState.Waiting;
        WaitUntil = clocks.Calculate(DeadlineStep.FollowUp, TicketType.HelpRequest, Urgency.Normal, now).DueAt;
        return null;
    }

    /// <summary>The question ended: judged, refused, given up, or overtaken by what became of the ticket.</summary>
    public void Finish(DateTimeOffset now)
    {
        (State, FinishedAt, NextAt) = (FollowUpState.Finished, now, null);
        Unclaim();
    }

    public bool IsClaimed(DateTimeOffset now) => ClaimedAt is { } at && now - at < ClaimLasts;

    private Error? Refusal(Actor actor, DateTimeOffset now)
    {
        if (State != FollowUpState.Open) return FollowUpErrors.Finished;
        return IsClaimed(now) && ClaimedBy != actor.UserName ? FollowUpErrors.Claimed(ClaimedByName!) : null;
    }

    private Error? SlotFor(ServiceClock clocks, DateTimeOffset at, out CallSlot slot)
    {
        slot = default;
        if (clocks.SlotAt(at) is not { } present) return FollowUpErrors.QuietHours(string.Join(", ", clocks.PolicyAt(at).CallSlots.OrderBy(s => s.Value.From).Select(s => s.Value.ToString())));
        slot = present;
        return Slots.Contains(present) ? FollowUpErrors.SlotUsed : null;
    }

    private void Unclaim() => (ClaimedBy, ClaimedByName, ClaimedAt) = (null, null, null);
}

/// <summary>One try to call a resident back. Never changed.</summary>
public sealed class CallTry
{
    public Guid Id { get; private init; }
    public Guid FollowUpId { get; private init; }
    /// <summary>1, 2, 3.</summary>
    public int Number { get; private init; }
    public CallSlot Slot { get; private init; }
    public CallOutcome Outcome { get; private init; }
    public string? Note { get; private init; }
    public string By { get; private init; } = "";
    public string ByName { get; private init; } = "";
    public DateTimeOffset At { get; private init; }

    public static CallTry Of(FollowUp followUp, int number, CallSlot slot, CallOutcome outcome, string? note, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), FollowUpId = followUp.Id, Number = number, Slot = slot, Outcome = outcome, Note = note, By = actor.UserName, ByName = actor.DisplayName, At = at,
    };
}

/// <summary>The refusals of the call-back list.</summary>
public static class FollowUpErrors
{
    public static readonly Error NotFound = Error.NotFound("followup");
    public static readonly Error Finished = new(ErrorKind.Conflict, "followup.finished");
    public static readonly Error SlotUsed = new(ErrorKind.Conflict, "followup.slot_used");

    public static Error QuietHours(string hours) => new(ErrorKind.Conflict, "followup.quiet_hours") { Arguments = [hours] };

    public static Error Claimed(string by) =>
        new(ErrorKind.Conflict, "followup.claimed") { Arguments = [by], Extensions = new Dictionary<string, object?> { ["by"] = by } };
}
