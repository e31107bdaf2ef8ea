using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>What supervision does to a ticket: it moves no state.</summary>
public sealed partial class Ticket
{
    /// <summary>When a leader first wrote an instruction on it (批示); the ticket has stood higher in the queue since.</summary>
    public DateTimeOffset? InstructedAt { get; private set; }

    /// <summary>Instructions whose report back is still owed.</summary>
    public int OpenInstructions { get; private set; }

    /// <summary>The graver type the resident gave, when the staff took it on as a mere question; null otherwise.</summary>
    public TicketType? DowngradedFrom { get; private set; }

    private bool CanBeInstructed => State is not (TicketState.Archived or TicketState.Withdrawn or TicketState.Merged);

    private IEnumerable<string> SupervisionActions(Actor actor)
    {
        if (IsOpen && actor.Has(Role.Supervisor)) yield return "urge";
        if (CanBeInstructed && actor.Has(Role.Leader)) yield return "instruct";
        if (OpenInstructions > 0 && actor.Has(Role.Dispatcher, Role.Supervisor)) yield return "report-instruction";
    }

    /// <summary>A supervisor presses, at any time; the resident's own 24 hours are not touched.</summary>
    public Error? UrgeByCentre(string note, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor)) return TicketErrors.Forbidden("Urge");
        if (!IsOpen) return TicketErrors.NotOpen;
        Record("CentreUrge", "TicketUrged", actor, now, note);
        return null;
    }

    /// <summary>A leader's instruction: it raises the ticket in every queue.</summary>
    public Error? Instruct(string text, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Leader)) return TicketErrors.Forbidden("Instruct");
        if (!CanBeInstructed) return TicketErrors.TransitionNotAllowed(this, "Instruct", actor);
        InstructedAt ??= now;
        OpenInstructions++;
        SetUrgency(Urgency);
        Record("Instruct", "TicketInstructed", actor, now, text);
        return null;
    }

    /// <summary>The report back to the leader.</summary>
    public Error? ReportInstruction(string text, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Dispatcher, Role.Supervisor)) return TicketErrors.Forbidden("ReportInstruction");
        if (OpenInstructions == 0) return TicketErrors.TransitionNotAllowed(this, "ReportInstruction", actor);
        OpenInstructions--;
        Record("ReportInstruction", "TicketInstructionReported", actor, now, text);
        return null;
    }

    /// <summary>A formal rung of the ladder, issued by a supervisor: written criticism or listed supervision.</summary>
    public Error? Escalate(bool listed, string note, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Supervisor)) return TicketErrors.Forbidden("Escalate");
        if (!IsOpen) return TicketErrors.NotOpen;
        Record(listed ? "List" : "Criticise", "TicketEscalated", actor, now, note);
        return null;
    }

    /// <summary>A complaint, report or criticism that was taken on as a question or praise loses its longer look.</summary>
    private static bool IsDowngrade(TicketType? said, TicketType taken) =>
        said is (TicketType.Complaint or TicketType.Report or TicketType.Criticism) && taken is (TicketType.Consultation or TicketType.Praise);
}
