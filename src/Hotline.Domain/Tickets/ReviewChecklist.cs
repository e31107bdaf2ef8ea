namespace Hotline.Domain.Tickets;

/// <summary>What the centre looks at before a reply goes out.</summary>
public enum ReviewPoint
{
    /// <summary>针对诉求: the reply answers what was asked.</summary>
    OnThePoint,
    /// <summary>逐项答复: no request item is left out.</summary>
    EveryItemAnswered,
    /// <summary>联系属实: the department spoke, or tried to speak, with the resident.</summary>
    ContactProven,
    /// <summary>依据明确: law, rule or document is named.</summary>
    BasisCited,
    /// <summary>Something else; only a reason for sending back.</summary>
    Other,
}

/// <summary>What the record itself says of a reply, whatever the reviewer ticks.</summary>
/// <param name="ContactProven">A contact is recorded in this round.</param>
/// <param name="BasisCited">The reply names its legal basis.</param>
/// <param name="ItemsAnswered">The reply has an answer to each request item.</param>
public sealed record ReviewFacts(bool ContactProven, bool BasisCited, bool ItemsAnswered)
{
    public static ReviewFacts Of(Ticket ticket, TicketReply? reply)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return new(ticket.ContactProven, !string.IsNullOrWhiteSpace(reply?.LegalBasis), reply is not null && Enumerable.Range(1, ticket.RequestItems.Count).All(n => reply.ItemAnswers.Any(a => a.N == n)));
    }
}

/// <summary>The reviewer's four ticks (办结审核清单). The first two are never waived; the last two may be, with a reason, for consultations and where nobody left a contact.</summary>
public sealed record ReviewChecklist
{
    public bool OnThePoint { get; init; }
    public bool EveryItemAnswered { get; init; }
    public bool ContactProven { get; init; }
    public bool BasisCited { get; init; }

    /// <summary>The points ticked, for the history.</summary>
    public string Ticked() => string.Join(',', Points().Where(p => p.Holds).Select(p => p.Point));

    /// <summary>Null when the reply may go out.</summary>
    /// <param name="overrideReason">Why a missing contact or basis does not matter here.</param>
    public Error? Check(Ticket ticket, ReviewFacts facts, string? overrideReason)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(facts);
        if (!OnThePoint) return Error.Field("checklist.onThePoint", "review.must_hold");
        if (!EveryItemAnswered) return Error.Field("checklist.everyItemAnswered", "review.must_hold");
        if (!facts.ItemsAnswered) return Error.Field("checklist.everyItemAnswered", "review.items_unanswered");
        if (ContactProven && !facts.ContactProven) return Error.Field("checklist.contactProven", "review.contact_not_recorded");
        if (BasisCited && !facts.BasisCited) return Error.Field("checklist.basisCited", "review.basis_not_written");
        if (ContactProven && BasisCited) return null;
        var field = ContactProven ? "checklist.basisCited" : "checklist.contactProven";
        if (!MayWaive(ticket)) return Error.Field(field, "review.not_to_be_waived");
        return string.IsNullOrWhiteSpace(overrideReason) ? Error.Field("overrideReason", "review.override_reason_required") : null;
    }

    /// <summary>Nobody can be reached where nobody left a contact, and a question needs no visit.</summary>
    public static bool MayWaive(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return ticket.Anonymous || ticket.ResidentId is null || ticket.Type == TicketType.Consultation;
    }

    private IEnumerable<(ReviewPoint Point, bool Holds)> Points() =>
        [(ReviewPoint.OnThePoint, OnThePoint), (ReviewPoint.EveryItemAnswered, EveryItemAnswered), (ReviewPoint.ContactProven, ContactProven), (ReviewPoint.BasisCited, BasisCited)];
}
