using System.Globalization;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;

namespace Hotline.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>The router's proposal; it moves nothing.</summary>
    /// <param name="model">Version of the classifier that was asked, and whether it abstained; null when there was none to ask.</param>
    public void Suggest(string? category, string? department, double? probability, (int Version, bool Abstained)? model, DateTimeOffset now)
    {
        (SuggestedCategory, SuggestedDepartment, SuggestedProbability, SuggestedAt) = (category, department, probability, now);
        (ModelVersion, ModelAbstained) = (model?.Version, model?.Abstained);
        Record("Suggest", "TicketSuggested", Actor.System, now);
    }

    /// <summary>True while the router owes a proposal: it has not looked yet, or had no classifier to ask and nobody has sent the ticket on since.</summary>
    public bool WaitsForAdvice => SuggestedAt is null || ModelVersion is null && SuggestedCategory is null && State is TicketState.Received or TicketState.Accepted;

    /// <summary>Takes the matter on; the resident's clock starts and never resets.</summary>
    public Error? Accept(string category, TicketType type, Urgency? urgency, string? place, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        var said = Type;
        if (Move(TicketAction.Accept, actor, now) is { } refused) return refused;
        if (IsDowngrade(said, type)) DowngradedFrom ??= said;
        (CategoryCode, Type, Place) = (category, type, place ?? Place);
        SetUrgency(urgency ?? Urgency);
        (AcceptedAt, AcceptedBy) = (AcceptedAt ?? now, actor.DisplayName);
        if (!Deadlines.Exists(d => d.Step == DeadlineStep.Answer))
            StartClock(clocks.Calculate(DeadlineStep.Answer, type, Urgency, now, CategoryCode));
        return null;
    }

    /// <summary>A wrong category is put right; the ticket stays where it is.</summary>
    public Error? Categorise(string category, Actor actor, DateTimeOffset now)
    {
        if (!actor.Has(Role.Dispatcher, Role.Supervisor)) return TicketErrors.Forbidden("Categorise");
        if (!CanBeCategorised) return TicketErrors.TransitionNotAllowed(this, "Categorise", actor);
        Record("Categorise", "TicketCategoryCorrected", actor, now, $"{CategoryCode} → {category}");
        CategoryCode = category;
        return null;
    }

    /// <summary>The centre answers by itself; no department is troubled.</summary>
    public Error? Answer(string publicText, string? basis, Actor actor, DateTimeOffset now)
    {
        if (Move(TicketAction.Answer, actor, now) is { } refused) return refused;
        Replies.Add(TicketReply.Of(this, publicText, null, ReplyResult.Explained, basis, actor, now));
        ClosedAt = now;
        return null;
    }

    public Error? Dispatch(string department, string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        var before = LeadDepartment;
        LeadDepartment = State == TicketState.Accepted ? department : LeadDepartment;
        if (Move(TicketAction.Dispatch, actor, now, note) is { } refused)
        {
            LeadDepartment = before;
            return refused;
        }
        (DispatchedAt, ReturnUntil) = (now, clocks.After(clocks.PolicyAt(now).ReturnWindow, now));
        StartClock(clocks.Calculate(DeadlineStep.Sign, TypeOrDefault, Urgency, now, CategoryCode));
        StartClock(clocks.Calculate(DeadlineStep.Handle, TypeOrDefault, Urgency, now, CategoryCode));
        return null;
    }

    /// <summary>The centre takes a wrongly dispatched ticket back; the department that loses it is told.</summary>
    public Error? Recall(string reason, Actor actor, DateTimeOffset now)
    {
        var lost = LeadDepartment;
        if (Move(TicketAction.Recall, actor, now, reason) is { } refused) return refused;
        LeadDepartment = null;
        AlsoTell(lost);
        return null;
    }

    /// <summary>Another unit takes over what this one had in hand; state and clocks stay.</summary>
    public void Rehome(string department, string reason, Actor actor, DateTimeOffset now)
    {
        var from = LeadDepartment;
        LeadDepartment = department;
        Record("Rehome", "TicketRehomed", actor, now, $"{from} → {department}: {reason}");
        _events[^1] = _events[^1] with { AlsoFor = from };
    }

    public Error? Redirect(RedirectReason reason, string guidance, Actor actor, DateTimeOffset now)
    {
        if (Move(TicketAction.Redirect, actor, now, outcome: reason.ToString()) is { } refused) return refused;
        Replies.Add(TicketReply.Of(this, guidance, null, ReplyResult.Explained, reason.ToString(), actor, now));
        ClosedAt = now;
        return null;
    }

    /// <summary>Joins a master ticket. The resident keeps number, code, notices and rating.</summary>
    public Error? MergeInto(Ticket master, bool hasMembers, Actor actor, DateTimeOffset now)
    {
        if (master.Id == Id) return TicketErrors.MergeIntoItself;
        if (!master.IsOpen) return TicketErrors.MergeTargetNotOpen;
        if (hasMembers) return TicketErrors.HasMembers;
        if (Move(TicketAction.Merge, actor, now, master.Number) is { } refused) return refused;
        MasterId = master.Id;
        master.AddMember(Number, actor, now);
        return null;
    }

    /// <summary>Leaves its master and waits in the queue again.</summary>
    public Error? Unmerge(Ticket? master, Actor actor, DateTimeOffset now)
    {
        if (Move(TicketAction.Unmerge, actor, now) is { } refused) return refused;
        (MasterId, LeadDepartment) = (null, null);
        master?.RemoveMember(Number, actor, now);
        return null;
    }

    public Error? Withdraw(string? reason, DateTimeOffset now)
    {
        if (Move(TicketAction.Withdraw, Actor.Resident, now, reason) is { } refused) return refused;
        ClosedAt = now;
        return null;
    }

    public Error? Sign(Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (Move(TicketAction.Sign, actor, now) is { } refused) return refused;
        Meet(DeadlineStep.Sign, now);
        StartClock(clocks.Calculate(DeadlineStep.FirstContact, TypeOrDefault, Urgency, now, CategoryCode));
        return null;
    }

    public Error? RecordFirstContact(FirstContactOutcome outcome, string? note, Actor actor, DateTimeOffset now)
    {
        if (State != TicketState.Handling) return TicketErrors.TransitionNotAllowed(this, "FirstContact", actor);
        if (!actor.Has(Role.Handler, Role.Approver)) return TicketErrors.Forbidden("FirstContact");
        if (!IsOwn(actor)) return TicketErrors.OtherDepartment;
        (FirstContactOutcome, FirstContactAt, FirstContactBy, FirstContactNote) = (outcome, now, actor.DisplayName, note);
        Meet(DeadlineStep.FirstContact, now);
        Record("FirstContact", "TicketFirstContactRecorded", actor, now, note, outcome: outcome.ToString());
        return null;
    }

    /// <param name="items">Answers to the request items; each item needs one.</param>
    /// <param name="overrideReason">Why the lead answers over a part that is missing; kept in the history.</param>
    public Error? Reply(string publicText, string? innerNote, ReplyResult result, string? legalBasis, Actor actor, ServiceClock clocks, DateTimeOffset now, IReadOnlyList<ItemAnswer>? items = null, string? overrideReason = null)
    {
        if (State is TicketState.Handling or TicketState.LongTerm && IsOwn(actor))
        {
            var unanswered = RequestItems.Where(i => items?.Any(a => a.N == i.N) != true).Select(i => i.N).ToList();
            if (unanswered.Count > 0) return Error.Field("items", "reply.items_unanswered", string.Join(", ", unanswered));
            if (MissingParts.Any() && string.IsNullOrWhiteSpace(overrideReason)) return SubTaskErrors.PartMissing(MissingParts);
        }
        if (Move(TicketAction.Reply, actor, now, MissingParts.Any() ? overrideReason : null, outcome: result.ToString()) is { } refused) return refused;
        ContinueDepartment(clocks, now);
        Replies.Add(TicketReply.Of(this, publicText, innerNote, result, legalBasis, actor, now, items));
        return null;
    }

    /// <summary>Called twice: the department's approver stands by the reply, then the centre's reviewer lets it out to the resident.</summary>
    /// <param name="note">Why the reviewer waived a point.</param>
    /// <param name="ticked">The points the reviewer ticked.</param>
    public Error? Approve(Actor actor, ServiceClock clocks, DateTimeOffset now, string? note = null, string? ticked = null)
    {
        var from = State;
        if (Move(TicketAction.Approve, actor, now, note, outcome: ticked) is { } refused) return refused;
        if (from != TicketState.Replied)
        {
            if (State == TicketState.Evaluation) AskAfterwards(clocks, now);
            return null;
        }
        Meet(DeadlineStep.Handle, now);
        StopClock(Clock.Department, now, met: false);   // a first contact that never happened is not called met
        StartClock(clocks.Calculate(DeadlineStep.Review, TypeOrDefault, Urgency, now, CategoryCode));
        return null;
    }

    /// <summary>The reply goes back to the handler; the department's own deadline runs on as if it had never stopped.</summary>
    /// <param name="points">What the reply fails in; the centre names at least one.</param>
    public Error? SendBack(string reason, IReadOnlyCollection<ReviewPoint> points, Actor actor, DateTimeOffset now)
    {
        var from = State;
        if (from == TicketState.Review && points.Count == 0 && actor.Has(Role.Dispatcher, Role.Supervisor)) return Error.Field("points", "review.points_required");
        if (Move(TicketAction.SendBack, actor, now, reason, outcome: points.Count == 0 ? null : string.Join(',', points.Distinct())) is { } refused) return refused;
        if (from != TicketState.Review) return null;
        Deadlines.FindLast(d => d.Step == DeadlineStep.Review && d.Running)?.Meet(now);
        Deadlines.FindLast(d => d.Step == DeadlineStep.Handle && d.Round == Round)?.Reopen();
        CacheDeadlines();
        return null;
    }

    /// <summary>The resident's judgement; dissatisfaction goes to the centre's review, a late one on a closed ticket is kept beside it.</summary>
    /// <param name="solved">Null when the resident said how satisfied they are and not whether it is solved.</param>
    public Error? Rate(bool? solved, Satisfaction satisfaction, string? comment, ServiceClock clocks, DateTimeOffset now)
    {
        if (Ratings.Exists(r => r.Round == Round)) return TicketErrors.AlreadyRated;
        var extent = solved switch { true => SolvedExtent.Yes, false => SolvedExtent.No, null => SolvedExtent.Unsaid };
        if (State is TicketState.Closed or TicketState.Answered or TicketState.Redirected or TicketState.Merged)
            Record("Rate", "TicketRated", Actor.Resident, now, outcome: satisfaction.ToString());
        else if (Move(TicketAction.Rate, Actor.Resident, now, outcome: satisfaction.ToString(), rating: Judgement(extent, satisfaction)) is { } refused)
            return refused;
        else EvaluationOutcome = Tickets.EvaluationOutcome.Rated;
        Ratings.Add(TicketRating.Of(this, extent, satisfaction, comment, RatingSource.Resident, now));
        if (State == TicketState.Closed && ClosedAt is null) Finish(clocks, now);
        return null;
    }

    /// <summary>A new round with the same department: a new department clock, the resident's runs on.</summary>
    public Error? Rework(string reason, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        if (State == TicketState.DissatisfactionReview && actor.Has(Role.Dispatcher) && !MayBeTaken(TicketAction.Rework, actor)) return TicketErrors.ReworkForSupervisor;
        if (Move(TicketAction.Rework, actor, now, reason) is { } refused) return refused;
        Round++;
        EvaluationOutcome = null;
        StartClock(clocks.Calculate(DeadlineStep.Handle, TypeOrDefault, Urgency, now, CategoryCode));
        return null;
    }

    public Error? Close(string? note, Actor actor, ServiceClock clocks, DateTimeOffset now)
    {
        var from = State;
        if (Move(TicketAction.Close, actor, now, note) is { } refused) return refused;
        if (from == TicketState.Evaluation) EvaluationOutcome = Tickets.EvaluationOutcome.Waived;
        Finish(clocks, now);
        return null;
    }

    /// <summary>The answer is public now: its deadline is met.</summary>
    public void MeetPublication(DateTimeOffset now) => Meet(DeadlineStep.Publish, now);

    public Error? Archive(Actor actor, DateTimeOffset now) => Move(TicketAction.Archive, actor, now);

    /// <summary>The resident presses; at most once in 24 hours.</summary>
    public Error? Urge(DateTimeOffset now)
    {
        if (!IsOpen) return TicketErrors.NotOpen;
        if (UrgedAt is { } last && now - last < TimeSpan.FromHours(24)) return TicketErrors.UrgedRecently;
        UrgedAt = now;
        Record("Urge", "TicketUrged", Actor.Resident, now);
        return null;
    }

    /// <summary>The resident adds something; when they were asked, work goes on from where it stood.</summary>
    public Error? Supplement(ServiceClock clocks, DateTimeOffset now)
    {
        if (!IsOpen) return TicketErrors.NotOpen;
        if (State == TicketState.WaitingForResident && Resume(null, Actor.Resident, clocks, now) is { } refused) return refused;
        Record("Supplement", "TicketSupplemented", Actor.Resident, now);
        return null;
    }

    /// <summary>Something that moves no state: an inner note, evidence, a step of publication.</summary>
    public void Note(string action, string eventName, string? text, Actor actor, DateTimeOffset now) => Record(action, eventName, actor, now, text);

    /// <summary>Closed: what may be public has to become so within the policy's time.</summary>
    private void Finish(ServiceClock clocks, DateTimeOffset now)
    {
        ClosedAt = now;
        if (!Confidential) StartClock(clocks.Calculate(DeadlineStep.Publish, TypeOrDefault, Urgency.Normal, now, CategoryCode));
    }

    /// <summary>
    /// The calendar changed: the running deadlines that it moves are set anew, and the history tells from when to when. Whatever has
    /// been met keeps the calendar it was counted on.
    /// </summary>
    /// <returns>True when a deadline moved.</returns>
    public bool Recount(ServiceClock clocks, DateTimeOffset now)
    {
        var moved = new List<string>();
        foreach (var deadline in Deadlines.Where(d => d.Running && d.CalendarVersion != clocks.Calendar.Version))
        {
            var before = deadline.DueAt;
            if (deadline.Recount(clocks, TypeOrDefault, Urgency, CategoryCode)) moved.Add($"{deadline.Step} {Local(before)} → {Local(deadline.DueAt)}");
        }
        if (moved.Count == 0) return false;
        CacheDeadlines();
        Record("Recount", "TicketDeadlinesRecounted", Actor.System, now, $"{string.Join("; ", moved)} ({clocks.Calendar.Version})");
        return true;

        string Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, clocks.Calendar.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>What the facts of a deadline give on the calendar of today.</summary>
    public Deadline Again(TicketDeadline deadline, ServiceClock clocks) => deadline.Again(clocks, TypeOrDefault, Urgency, CategoryCode);

    private TicketType TypeOrDefault => Type ?? TicketType.HelpRequest;
}
