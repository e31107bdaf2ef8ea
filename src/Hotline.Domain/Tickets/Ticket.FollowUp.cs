using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

/// <summary>Asking the resident afterwards (回访): by the resident alone, by a call-back, or not at all.</summary>
public sealed partial class Ticket
{
    /// <summary>How the question for the resident's judgement of this round ended; null while it is open, or was never asked.</summary>
    public EvaluationOutcome? EvaluationOutcome { get; private set; }

    public List<FollowUp> FollowUps { get; private init; } = [];

    /// <summary>False for an anonymous matter: the centre looks at the outcome itself.</summary>
    public bool SomebodyToAsk => ResidentId is not null && !Anonymous;

    /// <summary>A call-back was made. Only a resident who was reached judges; who refuses ends the question, the rest leaves it open.</summary>
    public Error? CallBack(CallOutcome outcome, SolvedExtent? solved, Satisfaction? satisfaction, string? comment, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (!SomebodyToAsk) return TicketErrors.TransitionNotAllowed(this, TicketAction.CallBack, actor);
        if (outcome is CallOutcome.NoAnswer or CallOutcome.WrongNumber)
        {
            if (State != TicketState.Evaluation) return TicketErrors.TransitionNotAllowed(this, TicketAction.CallBack, actor);
            if (!actor.Has(Role.Agent, Role.Dispatcher, Role.Supervisor)) return TicketErrors.Forbidden(TicketAction.CallBack);
            Record("CallBack", "TicketCalledBack", actor, now, comment, outcome: outcome.ToString());
            return null;
        }
        if (outcome == CallOutcome.Refused) (solved, satisfaction) = (null, null);
        else if (solved is null) return Error.Field("solved", "field.required");
        else if (satisfaction is null) return Error.Field("satisfaction", "field.required");
        if (Ratings.Exists(r => r.Round == Round)) return TicketErrors.AlreadyRated;
        var judged = solved is { } extent && satisfaction is { } level ? Judgement(extent, level) : (Satisfaction?)null;
        if (Move(TicketAction.CallBack, actor, now, comment, judged, outcome: satisfaction?.ToString() ?? outcome.ToString()) is { } refused) return refused;
        if (judged is not null) Ratings.Add(TicketRating.Of(this, solved!.Value, satisfaction!.Value, comment, RatingSource.CallBack, now));
        EvaluationOutcome = judged is null ? Tickets.EvaluationOutcome.Refused : Tickets.EvaluationOutcome.Rated;
        if (State == TicketState.Closed) Finish(clocks, now);
        return null;
    }

    /// <summary>Nobody can be asked: a person of the centre has looked at the outcome and says so.</summary>
    public Error? Evaluate(string finding, Actor actor, ServiceClock clocks, DateTimeOffset now) =>
        EndUnjudged(TicketAction.Evaluate, Tickets.EvaluationOutcome.NotAsked, finding, actor, clocks, now);

    /// <summary>Every try failed and the waiting term has passed: the ticket is closed without a judgement.</summary>
    public Error? GiveUp(ServiceClock clocks, DateTimeOffset now) =>
        EndUnjudged(TicketAction.GiveUp, Tickets.EvaluationOutcome.Unreachable, null, Actor.System, clocks, now);

    private Error? EndUnjudged(TicketAction action, EvaluationOutcome outcome, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (Move(action, actor, now, note, outcome: outcome.ToString()) is { } refused) return refused;
        EvaluationOutcome = outcome;
        Finish(clocks, now);
        return null;
    }

    private void AskAfterwards(ServiceClock clocks, DateTimeOffset now) => FollowUps.Add(FollowUp.Of(this, clocks, now));

    /// <summary>The call-back is offered where somebody can be asked, the centre's own look where nobody can.</summary>
    private bool MayBeAsked(TicketAction action) => action switch
    {
        TicketAction.CallBack => SomebodyToAsk,
        TicketAction.Evaluate => !SomebodyToAsk,
        _ => true,
    };

    /// <summary>"Not solved" is dissatisfaction, however kind the words.</summary>
    private static Satisfaction Judgement(SolvedExtent extent, Satisfaction satisfaction) =>
        extent == SolvedExtent.No && satisfaction < Satisfaction.Dissatisfied ? Satisfaction.Dissatisfied : satisfaction;
}
