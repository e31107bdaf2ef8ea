using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>What happens around the reply: deemed signing, request items, further rounds, and the members of a master.</summary>
public sealed partial class Ticket
{
    /// <summary>How long after closing a matter may be taken up again.</summary>
    public static readonly TimeSpan ReopenWindow = TimeSpan.FromDays(30);

    /// <summary>Rounds that the centre orders by itself; a further one is a supervisor's to order.</summary>
    public const int OrdinaryRounds = 2;

    /// <summary>Persons behind a matter at which it moves up in the queue, and to the top.</summary>
    private const int ManyHeads = 3, VeryManyHeads = 10;

    /// <summary>Tickets merged into this one.</summary>
    public int MemberCount { get; private set; }

    /// <summary>Persons who turned to the city about this matter.</summary>
    public int HeadCount => MemberCount + 1;

    /// <summary>JSON of <see cref="RequestItems"/>; null while the message asks for one thing.</summary>
    public string? RequestItemsText { get; private set; }

    /// <summary>The several things the message asks for, in order; empty while it asks for one.</summary>
    public IReadOnlyList<RequestLine> RequestItems => RequestItemText.Read<RequestLine>(RequestItemsText);

    /// <summary>What the resident was told when a dissatisfaction was found to have no ground.</summary>
    public string? LawfulReasons { get; private set; }

    /// <summary>The department spoke, or tried to speak, with the resident.</summary>
    public bool ContactProven => FirstContactOutcome is not (null or Tickets.FirstContactOutcome.Anonymous);

    /// <summary>Dissatisfied after the ordinary rounds, or in a round beyond them.</summary>
    public bool NeedsSupervision => Round > OrdinaryRounds || Round == OrdinaryRounds && State == TicketState.DissatisfactionReview;

    /// <summary>The window to sign has ended in silence: the department has it, from that instant on.</summary>
    public Error? DeemSigned(ServiceClock clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (Deadlines.FindLast(d => d.Step == DeadlineStep.Sign && d.Running) is not { } window || now < window.DueAt) return TicketErrors.TransitionNotAllowed(this, TicketAction.DeemedSigned, Actor.System);
        var end = window.DueAt;
        if (Move(TicketAction.DeemedSigned, Actor.System, end) is { } refused) return refused;
        Meet(DeadlineStep.Sign, end);
        StartClock(clocks.Calculate(DeadlineStep.FirstContact, TypeOrDefault, Urgency, end, CategoryCode));
        return null;
    }

    /// <summary>The classifier saw several requests in the message; nobody has said otherwise yet.</summary>
    public void SplitInto(IReadOnlyList<string> texts) => RequestItemsText ??= RequestItemText.Of([.. texts.Select((text, i) => new RequestLine(i + 1, text))]);

    /// <summary>The centre puts the list of requests right; an empty list means one request.</summary>
    public Error? SetRequestItems(IReadOnlyList<string> texts, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor)) return TicketErrors.Forbidden("RequestItems");
        if (!IsOpen) return TicketErrors.NotOpen;
        RequestItemsText = RequestItemText.Of([.. texts.Select((text, i) => new RequestLine(i + 1, text))]);
        Record("RequestItems", "TicketRequestItemsSet", actor, now, string.Join('\n', texts.Select((text, i) => $"{i + 1}. {text}")));
        return null;
    }

    /// <summary>The review found that the matter was dealt with as the law says; the resident is told why.</summary>
    public Error? ConfirmLawful(string reasons, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (Move(TicketAction.ConfirmLawful, actor, now, reasons) is { } refused) return refused;
        LawfulReasons = reasons;
        Finish(clocks, now);
        return null;
    }

    /// <summary>New facts after closing: a new round for the department; the resident's clock counts as if it had never stopped.</summary>
    public Error? Reopen(string facts, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (State == TicketState.Closed && MasterId is not null) return TicketErrors.MemberNotReopened;
        if (State == TicketState.Closed && now - ClosedAt > ReopenWindow) return TicketErrors.ReopenTooLate;
        if (Move(TicketAction.Reopen, actor, now, facts) is { } refused) return refused;
        (ClosedAt, LawfulReasons) = (null, null);
        Round++;
        StopClock(Clock.Department, now, met: false);   // publication waits for the new answer
        Deadlines.Find(d => d.Step == DeadlineStep.Answer)?.Reopen();
        EvaluationOutcome = null;
        StartClock(clocks.Calculate(DeadlineStep.Handle, TypeOrDefault, Urgency, now, CategoryCode));
        return null;
    }

    /// <summary>The master has ended: so has this matter, with a rating of its own to come.</summary>
    public Error? Settle(DateTimeOffset now)
    {
        if (Move(TicketAction.Settle, Actor.System, now) is { } refused) return refused;
        ClosedAt = now;
        return null;
    }

    private void AddMember(string number, Actor actor, DateTimeOffset now)
    {
        MemberCount++;
        SetUrgency(Urgency);
        Record("AddMember", "TicketMemberAdded", actor, now, number);
    }

    private void RemoveMember(string number, Actor actor, DateTimeOffset now)
    {
        MemberCount--;
        SetUrgency(Urgency);
        Record("RemoveMember", "TicketMemberRemoved", actor, now, number);
    }

    /// <summary>What is urgent by itself, or by the number of people it concerns.</summary>
    private int PriorityByHeads => HeadCount >= VeryManyHeads ? 2 : HeadCount >= ManyHeads ? 1 : 0;
}
