using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tests.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public sealed class TicketLifecycleTests
{
    private static readonly DateTimeOffset Start = Calendars.Local("2026-03-02 10:00");
    private static readonly Role[] Roles = Enum.GetValues<Role>();
    private static readonly TicketAction[] Actions = Enum.GetValues<TicketAction>();
    private static readonly ServiceClock Clocks = Rules.Clocks;

    private static readonly Gen<List<(TicketAction Action, Role Role)>> Steps =
        (from action in Gen.Elements(Actions) from role in Gen.Elements(Roles) select (action, role)).ListOf().Select(steps => steps.ToList());

    [Fact]
    public void No_row_stands_twice() =>
        TicketLifecycle.Table.GroupBy(t => (t.From, t.Action, t.Guard)).Where(g => g.Count() > 1).ShouldBeEmpty();

    [Fact]
    public void Every_state_can_be_reached()
    {
        var reached = new HashSet<TicketState> { TicketState.Received };
        while (TicketLifecycle.Table.Where(t => reached.Contains(t.From)).Any(t => reached.Add(t.To))) { }
        reached.ShouldBe(Enum.GetValues<TicketState>(), ignoreOrder: true);
    }

    [Fact]
    public void Only_final_states_have_no_way_out() =>
        Enum.GetValues<TicketState>().Where(s => TicketLifecycle.Table.All(t => t.From != s)).ShouldBe(TicketLifecycle.Final, ignoreOrder: true);

    [Fact]
    public void Every_action_has_a_row_and_an_event_of_its_own()
    {
        foreach (var action in Actions) TicketLifecycle.Table.ShouldContain(t => t.Action == action);
        Actions.Select(TicketLifecycle.EventName).Distinct().Count().ShouldBe(Actions.Length);
    }

    [Fact]
    public void No_open_state_is_final_and_every_open_one_leads_to_an_end()
    {
        TicketLifecycle.Open.ShouldNotContain(s => TicketLifecycle.Final.Contains(s));
        foreach (var open in TicketLifecycle.Open)
        {
            var reached = new HashSet<TicketState> { open };
            while (TicketLifecycle.Table.Where(t => reached.Contains(t.From)).Any(t => reached.Add(t.To))) { }
            reached.ShouldContain(TicketState.Closed, open.ToString());
        }
    }

    [Fact]
    public void Each_state_role_and_action_does_what_the_table_says_and_nothing_else()
    {
        foreach (var state in Enum.GetValues<TicketState>())
            foreach (var role in Roles)
                foreach (var action in Actions)
                {
                    var ticket = In(state);
                    ticket.State.ShouldBe(state);
                    var actor = ActorOf(role, "CG");
                    var (version, before) = (ticket.HistoryCount, ticket.State);
                    // The resident's methods know who acts; a member of staff has no way to call them.
                    if (action is TicketAction.Rate or TicketAction.Withdraw && role != Role.Resident) continue;
                    if (action is TicketAction.DeemedSigned or TicketAction.Settle && role != Role.System) continue;
                    if (action == TicketAction.Rate && state is TicketState.Closed or TicketState.Answered or TicketState.Redirected or TicketState.Merged) continue;
                    var refused = Do(ticket, action, actor);
                    var row = TicketLifecycle.From(state, action).FirstOrDefault(t => t.Who.Contains(role) && t.Guard is not (TicketGuard.RatingDissatisfied or TicketGuard.RatingRefused or TicketGuard.NobodyToAsk) && HoldsHere(t.Guard));
                    var what = $"{state} {role} {action}: {refused?.Code}";
                    (refused is null).ShouldBe(row is not null, what);
                    ticket.State.ShouldBe(row?.To ?? before, what);
                    ticket.HistoryCount.ShouldBe(version + (row is null ? 0 : 1), what);
                }
    }

    [Fact]
    public void What_is_offered_is_what_is_allowed()
    {
        foreach (var state in Enum.GetValues<TicketState>())
            foreach (var role in Roles)
            {
                var offered = In(state).AllowedActions(ActorOf(role, "CG"));
                foreach (var action in Actions)
                    offered.Contains(Ticket.ActionName(action)).ShouldBe(
                        TicketLifecycle.From(state, action).Any(t => t.Who.Contains(role) && t.Guard != TicketGuard.NobodyToAsk && HoldsHere(t.Guard))
                        // The unit's approver proposes under the same name what a supervisor does at once.
                        || (state, role, action) == (TicketState.Handling, Role.Approver, TicketAction.ListLongTerm), $"{state} {role} {action}");
            }
    }

    [Fact]
    public void Where_nobody_can_be_asked_the_centre_looks_for_itself()
    {
        var ticket = In(TicketState.Evaluation, anonymous: true);
        var agent = ActorOf(Role.Agent);
        ticket.AllowedActions(agent).ShouldContain("evaluate");
        ticket.AllowedActions(agent).ShouldNotContain("call-back");
        ticket.CallBack(CallOutcome.Reached, SolvedExtent.Yes, Satisfaction.Satisfied, null, agent, Clocks, Start)!.Code.ShouldBe("ticket.transition_not_allowed");
        ticket.Evaluate("看过现场照片", agent, Clocks, Start).ShouldBeNull();
        ticket.State.ShouldBe(TicketState.Closed);
        ticket.EvaluationOutcome.ShouldBe(EvaluationOutcome.NotAsked);
        ticket.Ratings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SolvedExtent.Yes, Satisfaction.BasicallySatisfied, TicketState.Closed)]
    [InlineData(SolvedExtent.Partly, Satisfaction.Satisfied, TicketState.Closed)]
    [InlineData(SolvedExtent.Partly, Satisfaction.Dissatisfied, TicketState.DissatisfactionReview)]
    [InlineData(SolvedExtent.No, Satisfaction.VerySatisfied, TicketState.DissatisfactionReview)]
    [InlineData(SolvedExtent.Yes, Satisfaction.VeryDissatisfied, TicketState.DissatisfactionReview)]
    public void What_the_resident_says_on_the_phone_decides_as_on_paper(SolvedExtent solved, Satisfaction satisfaction, TicketState to)
    {
        var ticket = In(TicketState.Evaluation);
        ticket.CallBack(CallOutcome.Reached, solved, satisfaction, null, ActorOf(Role.Agent), Clocks, Start).ShouldBeNull();
        ticket.State.ShouldBe(to);
        ticket.Ratings.Single().Source.ShouldBe(RatingSource.CallBack);
    }

    [Theory]
    [InlineData(CallOutcome.NoAnswer)]
    [InlineData(CallOutcome.WrongNumber)]
    [InlineData(CallOutcome.Refused)]
    public void Who_was_not_heard_has_not_judged(CallOutcome outcome)
    {
        var ticket = In(TicketState.Evaluation);
        ticket.CallBack(outcome, SolvedExtent.Yes, Satisfaction.VerySatisfied, null, ActorOf(Role.Agent), Clocks, Start).ShouldBeNull();
        ticket.Ratings.ShouldBeEmpty();
        ticket.EvaluationOutcome.ShouldNotBe(EvaluationOutcome.Rated);
    }

    [Fact]
    public void Another_department_moves_nothing()
    {
        foreach (var row in TicketLifecycle.Table.Where(t => t.Guard == TicketGuard.OwnDepartment))
            foreach (var role in row.Who) Do(In(row.From), row.Action, ActorOf(role, "GR"))!.Code.ShouldBe("ticket.other_department");
    }

    [Fact]
    public void Random_actions_never_leave_the_table_and_the_history_replays_to_the_same_state()
    {
        Prop.ForAll(Steps.ToArbitrary(), steps =>
        {
            var ticket = New();
            var now = Start;
            foreach (var (action, role) in steps) Do(ticket, action, ActorOf(role, "CG"), now = now.AddMinutes(7));
            var state = TicketState.Received;
            foreach (var entry in ticket.NewHistory.Where(h => h.To is not null))
            {
                if (entry.From != state || !TicketLifecycle.Table.Any(t => t.From == entry.From && t.To == entry.To && t.Action.ToString() == entry.Action)) return false;
                state = entry.To!.Value;
            }
            var numbers = ticket.NewHistory.Select(h => h.Sequence);
            return state == ticket.State && numbers.SequenceEqual(Enumerable.Range(1, ticket.HistoryCount)) && ticket.NewEvents.Count == ticket.NewHistory.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void The_residents_clock_starts_once_and_is_never_reset()
    {
        Prop.ForAll(Steps.ToArbitrary(), steps =>
        {
            var ticket = New();
            var now = Start;
            (DateTimeOffset, DateTimeOffset)? first = null;
            foreach (var (action, role) in steps)
            {
                Do(ticket, action, ActorOf(role, "CG"), now = now.AddHours(5));
                var answers = ticket.Deadlines.Where(d => d.Step == DeadlineStep.Answer).ToList();
                if (answers.Count > 1) return false;
                if (answers.Count == 0) continue;
                first ??= (answers[0].StartedAt, answers[0].DueAt);
                if (first != (answers[0].StartedAt, answers[0].DueAt)) return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void A_new_round_gives_the_department_a_new_term_and_the_resident_none()
    {
        var ticket = In(TicketState.DissatisfactionReview);
        var answer = ticket.Deadlines.Single(d => d.Step == DeadlineStep.Answer);
        ticket.Rework("再办", ActorOf(Role.Dispatcher), Clocks, Start.AddDays(9)).ShouldBeNull();
        ticket.Round.ShouldBe(2);
        ticket.Deadlines.Count(d => d.Step == DeadlineStep.Handle).ShouldBe(2);
        ticket.Deadlines.Single(d => d.Step == DeadlineStep.Answer).ShouldBeSameAs(answer);
        answer.Running.ShouldBeTrue();
    }

    /// <summary>Of a ticket brought here by the shortest way: nobody wants to return it, and the resident was asked before it was taken on.</summary>
    private static bool HoldsHere(TicketGuard guard) => guard is not (TicketGuard.ReturnPending or TicketGuard.AskedWhenAccepted or TicketGuard.AskedWhenHandling or TicketGuard.AskedByOwnDepartment);

    private static Actor ActorOf(Role role, string? department = null) =>
        role == Role.Resident ? Actor.Resident : role == Role.System ? Actor.System
        : new($"{role}1", role.ToString(), new HashSet<Role> { role }, role is Role.Handler or Role.Approver ? department : null);

    private static Ticket New(bool anonymous = false) =>
        Ticket.Receive(new NewTicket(Guid.CreateVersion7(Start), "1", Channel.Web, "噪声", "很吵", Start, Start) { ResidentId = anonymous ? null : Guid.CreateVersion7(Start), Anonymous = anonymous }, Actor.Resident);

    /// <summary>A ticket brought to a state by the shortest lawful way; its department is CG.</summary>
    private static Ticket In(TicketState state, bool anonymous = false)
    {
        var ticket = New(anonymous);
        foreach (var row in WayTo(state)) Do(ticket, row.Action, ActorOf(row.Who[0], "CG"), rating: row.Guard == TicketGuard.RatingDissatisfied ? Satisfaction.Dissatisfied : Satisfaction.Satisfied).ShouldBeNull();
        return ticket;
    }

    private static List<Transition> WayTo(TicketState state)
    {
        var ways = new Dictionary<TicketState, List<Transition>> { [TicketState.Received] = [] };
        while (!ways.ContainsKey(state))
            foreach (var row in TicketLifecycle.Table.Where(t => t.Action != TicketAction.Settle && ways.ContainsKey(t.From) && !ways.ContainsKey(t.To) && HoldsHere(t.Guard)).ToList())
                ways.TryAdd(row.To, [.. ways[row.From], row]);
        return ways[state];
    }

    private static Error? Do(Ticket ticket, TicketAction action, Actor actor, DateTimeOffset? at = null, Satisfaction rating = Satisfaction.Satisfied)
    {
        var now = at ?? Start;
        return action switch
        {
            TicketAction.Accept => ticket.Accept("010101", TicketType.Complaint, null, null, actor, Clocks, now),
            TicketAction.Answer => ticket.Answer("答", null, actor, now),
            TicketAction.Dispatch => ticket.Dispatch("CG", null, actor, Clocks, now),
            TicketAction.Recall => ticket.Recall("错", actor, now),
            TicketAction.Redirect => ticket.Redirect(RedirectReason.Other, "请", actor, now),
            TicketAction.Merge => ticket.MergeInto(New(), hasMembers: false, actor, now),
            TicketAction.Unmerge => ticket.Unmerge(null, actor, now),
            TicketAction.Withdraw => ticket.Withdraw(null, now),
            TicketAction.Sign => ticket.Sign(actor, Clocks, now),
            TicketAction.Reply => ticket.Reply("答", null, ReplyResult.Solved, null, actor, Clocks, now),
            TicketAction.Approve => ticket.Approve(actor, Clocks, now),
            TicketAction.SendBack => ticket.SendBack("改", [ReviewPoint.OnThePoint], actor, now),
            TicketAction.Rate => ticket.Rate(true, rating, null, Clocks, now),
            TicketAction.CallBack => ticket.CallBack(CallOutcome.Reached, SolvedExtent.Yes, rating, null, actor, Clocks, now),
            TicketAction.Evaluate => ticket.Evaluate("看过", actor, Clocks, now),
            TicketAction.GiveUp => actor.Has(Role.System) ? ticket.GiveUp(Clocks, now) : TicketErrors.Forbidden(action),
            TicketAction.Rework => ticket.Rework("再办", actor, Clocks, now),
            TicketAction.Close => ticket.Close(null, actor, Clocks, now),
            TicketAction.Archive => ticket.Archive(actor, now),
            TicketAction.AskResident => ticket.AskResident("在哪里？", actor, Clocks, now),
            TicketAction.Resume => ticket.Resume(null, actor, Clocks, now),
            TicketAction.ApproveReturn => ticket.ApproveReturn(null, null, null, actor, Clocks, now),
            TicketAction.ListLongTerm => ticket.ListLongTerm(LongTermListing.Of(ticket, "工期长", "[]", now.AddDays(60), actor, now), null, actor, Clocks, now),
            TicketAction.DeemedSigned => ticket.DeemSigned(Clocks, now.AddDays(30)),
            TicketAction.ConfirmLawful => ticket.ConfirmLawful("合规", actor, Clocks, now),
            TicketAction.Reopen => ticket.Reopen("新情况", actor, Clocks, now),
            TicketAction.Settle => ticket.Settle(now),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };
    }
}
