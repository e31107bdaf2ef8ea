using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Publishing;

public enum PublicationState { Proposed, Published, Withdrawn }

/// <summary>A ticket's answer as the public reads it: proposed by one person, confirmed by another (two-person rule).</summary>
public sealed class Publication : IVersioned
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public PublicationState State { get; private set; }
    public string Title { get; private set; } = "";
    public string Question { get; private set; } = "";
    public string Answer { get; private set; } = "";
    public string ProposedBy { get; private set; } = "";
    public string ProposedByName { get; private set; } = "";
    public DateTimeOffset ProposedAt { get; private set; }
    public string? ConfirmedByName { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public int Version { get; set; }

    public static Publication Propose(Ticket ticket, string title, string question, string answer, Actor actor, DateTimeOffset now)
    {
        var publication = new Publication { Id = Guid.CreateVersion7(now), TicketId = ticket.Id };
        publication.Revise(title, question, answer, actor, now);
        return publication;
    }

    /// <summary>A changed wording needs a new second pair of eyes.</summary>
    public void Revise(string title, string question, string answer, Actor actor, DateTimeOffset now)
    {
        (Title, Question, Answer) = (title, question, answer);
        (ProposedBy, ProposedByName, ProposedAt) = (actor.UserName, actor.DisplayName, now);
        (State, ConfirmedByName, PublishedAt) = (PublicationState.Proposed, null, null);
    }

    public Error? Confirm(Actor actor, DateTimeOffset now)
    {
        if (State != PublicationState.Proposed) return TicketErrors.NotProposed;
        if (actor.UserName == ProposedBy) return TicketErrors.SamePerson;
        (State, ConfirmedByName, PublishedAt) = (PublicationState.Published, actor.DisplayName, now);
        return null;
    }

    public void Withdraw() => State = PublicationState.Withdrawn;
}
