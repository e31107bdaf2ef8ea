using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tests.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Supervision;

/// <summary>What becomes of a ticket when it ends, worked out by hand on real tickets.</summary>
public sealed class AppraisalFactsTests
{
    private static readonly DateTimeOffset Monday = Calendars.Local("2026-03-02 10:00");
    private static readonly Actor Agent = With(Role.Agent), Dispatcher = With(Role.Dispatcher), Supervisor = With(Role.Supervisor), Handler = With(Role.Handler, "CG"), Approver = With(Role.Approver, "CG");

    [Fact]
    public void A_matter_handled_in_time_and_rated_counts_for_everything()
    {
        var ticket = Evaluated(Monday);
        ticket.Rate(true, Satisfaction.Satisfied, null, Rules.Clocks, Monday.AddDays(3).AddMinutes(30)).ShouldBeNull();
        var fact = Of(ticket)!;
        (fact.EndedAs, fact.Department, fact.DepartmentKind, fact.ClosedOn).ShouldBe((TicketState.Closed, "CG", "Bureau", new DateOnly(2026, 3, 5)));
        (fact.Dispatches, fact.WrongDispatches, fact.Reworks).ShouldBe((1, 0, 0));
        (fact.SignedInTime, fact.ContactInTime, fact.OnTimeOriginal, fact.OnTimeExtended, fact.PromiseKept).ShouldBe((true, true, true, true, true));
        (fact.Resolution, fact.Satisfaction, fact.Asked).ShouldBe((Resolution.Solved, Satisfaction.Satisfied, AskedOutcome.Rated));
        fact.CitizenMinutes.ShouldBe((3 * 24 * 60) + 30);
        (fact.Publishable, fact.Published, fact.Excluded).ShouldBe((true, false, false));
    }

    [Fact]
    public void Late_signing_no_contact_and_a_lapsed_term_are_told_apart()
    {
        var ticket = Dispatched(Monday);
        ticket.Sign(Handler, Rules.Clocks, Monday.AddDays(3)).ShouldBeNull();                                // due at the end of Tuesday
        ticket.Reply("答", null, ReplyResult.Solved, null, Handler, Rules.Clocks, Monday.AddDays(40)).ShouldBeNull();      // 15 working days
        ticket.Approve(Approver, Rules.Clocks, Monday.AddDays(40)).ShouldBeNull();
        ticket.Approve(Dispatcher, Rules.Clocks, Monday.AddDays(40)).ShouldBeNull();
        ticket.Close(null, Supervisor, Rules.Clocks, Monday.AddDays(41)).ShouldBeNull();
        var fact = Of(ticket)!;
        (fact.SignedInTime, fact.ContactInTime, fact.OnTimeOriginal, fact.PromiseKept).ShouldBe((false, false, false, false));
        (fact.Resolution, fact.Satisfaction, fact.Asked).ShouldBe((null, null, AskedOutcome.NoAnswer));
    }

    [Fact]
    public void An_extension_mends_the_second_figure_alone()
    {
        var ticket = Evaluated(Monday);
        ticket.Close(null, Supervisor, Rules.Clocks, Monday.AddDays(2)).ShouldBeNull();
        var handled = ticket.Deadlines.Single(d => d.Step == DeadlineStep.Handle);
        var deadlines = new[] { new AppraisedDeadline(DeadlineStep.Handle, handled.StartedAt, handled.MetAt!.Value.AddDays(-1), handled.MetAt.Value.AddDays(1), handled.MetAt) };
        var fact = Of(ticket, deadlines: deadlines)!;
        (fact.OnTimeOriginal, fact.OnTimeExtended).ShouldBe((false, true));
    }

    [Fact]
    public void The_due_second_itself_is_in_time_and_the_next_one_late()
    {
        var ticket = Evaluated(Monday);
        ticket.Close(null, Supervisor, Rules.Clocks, Monday.AddDays(2)).ShouldBeNull();
        var (start, due) = (Monday.AddHours(2), Monday.AddDays(1));
        Of(ticket, deadlines: [new(DeadlineStep.Handle, start, due, due, due.AddMilliseconds(999))])!.OnTimeOriginal.ShouldBe(true);
        Of(ticket, deadlines: [new(DeadlineStep.Handle, start, due, due, due.AddSeconds(1))])!.OnTimeOriginal.ShouldBe(false);
    }

    [Fact]
    public void A_department_answers_for_its_own_rounds_and_not_for_the_one_that_lost_the_ticket()
    {
        var ticket = Dispatched(Monday, "GR");
        ticket.Recall("错", Dispatcher, Monday.AddDays(30)).ShouldBeNull();   // GR let every term lapse
        ticket.Dispatch("CG", null, Dispatcher, Rules.Clocks, Monday.AddDays(31)).ShouldBeNull();
        var fact = Of(Finished(ticket, Monday.AddDays(31)))!;
        (fact.Department, fact.Dispatches, fact.WrongDispatches).ShouldBe(("CG", 2, 1));
        (fact.SignedInTime, fact.OnTimeOriginal).ShouldBe((true, true));
        fact.PromiseKept.ShouldBe(false);   // the resident waited for both of them
    }

    [Fact]
    public void Recalled_and_answered_by_the_centre_it_is_the_centres()
    {
        var ticket = Dispatched(Monday);
        ticket.Recall("错", Dispatcher, Monday.AddDays(1)).ShouldBeNull();
        ticket.Answer("答", null, Agent, Monday.AddDays(2)).ShouldBeNull();
        var fact = Of(ticket)!;
        (fact.EndedAs, fact.Department, fact.DepartmentKind, fact.OnTimeOriginal, fact.SignedInTime).ShouldBe((TicketState.Answered, "", "", null, null));
    }

    [Fact]
    public void Rework_counts_rounds_and_one_broken_round_breaks_the_term()
    {
        var ticket = Evaluated(Monday);
        ticket.Rate(false, Satisfaction.Dissatisfied, null, Rules.Clocks, Monday.AddDays(2)).ShouldBeNull();
        ticket.Rework("再办", Dispatcher, Rules.Clocks, Monday.AddDays(3)).ShouldBeNull();
        ticket.Reply("答", null, ReplyResult.Solved, null, Handler, Rules.Clocks, Monday.AddDays(60)).ShouldBeNull();
        ticket.Approve(Approver, Rules.Clocks, Monday.AddDays(60)).ShouldBeNull();
        ticket.Approve(Dispatcher, Rules.Clocks, Monday.AddDays(60)).ShouldBeNull();
        ticket.Rate(true, Satisfaction.BasicallySatisfied, null, Rules.Clocks, Monday.AddDays(61)).ShouldBeNull();
        var fact = Of(ticket)!;
        (fact.Reworks, fact.OnTimeOriginal, fact.Satisfaction, fact.Resolution).ShouldBe((1, false, Satisfaction.BasicallySatisfied, Resolution.Solved));
    }

    [Fact]
    public void A_withdrawn_matter_is_nobodys_failure_while_it_had_time()
    {
        var ticket = Dispatched(Monday);
        ticket.Withdraw(null, Monday.AddHours(4)).ShouldBeNull();
        var fact = Of(ticket)!;
        (fact.EndedAs, fact.SignedInTime, fact.ContactInTime, fact.OnTimeOriginal, fact.PromiseKept, fact.Publishable).ShouldBe((TicketState.Withdrawn, null, null, null, null, false));

        var late = Dispatched(Monday);
        late.Withdraw(null, Monday.AddDays(40)).ShouldBeNull();
        Of(late)!.OnTimeOriginal.ShouldBe(false);
    }

    [Fact]
    public void Nobody_can_be_contacted_who_left_no_contact()
    {
        var ticket = Finished(Dispatched(Monday, resident: null), Monday);
        var fact = Of(ticket)!;
        (fact.ContactInTime, fact.Repeat, fact.CameAgain).ShouldBe((null, null, null));
    }

    [Fact]
    public void Archiving_changes_nothing_but_the_state()
    {
        var ticket = Finished(Dispatched(Monday), Monday);
        var before = Of(ticket)!;
        ticket.Archive(Actor.System, Monday.AddDays(60)).ShouldBeNull();
        System.Text.Json.JsonSerializer.Serialize(Of(ticket)).ShouldBe(System.Text.Json.JsonSerializer.Serialize(before));
    }

    [Fact]
    public void An_unreachable_resident_is_neither_satisfied_nor_judged()
    {
        var ticket = Finished(Dispatched(Monday), Monday);
        var called = HistoryEntry.Of(ticket, ticket.HistoryCount + 1, "CallBack", null, null, Dispatcher, Monday.AddDays(1), null, "Unreachable");
        var fact = Of(ticket, history: [.. ticket.NewHistory, called])!;
        fact.Asked.ShouldBe(AskedOutcome.Unreachable);
        foreach (var code in new[] { "satisfaction", "satisfactionStrict", "resolution" }) AppraisalMetrics.Find(code)!.Of(fact).ShouldBe((0, 0, 0));
        AppraisalMetrics.Find("judged")!.Of(fact).ShouldBe((0, 1, 0));
    }

    [Fact]
    public void An_open_ticket_has_no_fact() => Of(Dispatched(Monday)).ShouldBeNull();

    [Fact]
    public void Silence_is_no_signature()
    {
        var ticket = Finished(Dispatched(Monday), Monday);
        var deemed = HistoryEntry.Of(ticket, 99, "DeemedSigned", null, null, Actor.System, Monday.AddDays(1), null);
        Of(ticket, history: [.. ticket.NewHistory, deemed])!.SignedInTime.ShouldBe(false);
    }

    [Fact]
    public void Whatever_happens_to_a_ticket_its_fact_holds_together()
    {
        var steps = Gen.Choose(0, 11).ListOf().Select(s => s.ToList()).ToArbitrary();
        Prop.ForAll(steps, Gen.Choose(1, 4_000).ToArbitrary(), (list, minutes) =>
        {
            var (ticket, now) = (New(Monday, Guid.NewGuid()), Monday);
            foreach (var step in list) Do(ticket, step, now = now.AddMinutes(minutes));
            var fact = Of(ticket);
            if (fact is null) return !AppraisalFacts.HasEnded(ticket.State);
            return fact.WrongDispatches <= fact.Dispatches && fact.CitizenMinutes >= 0 && (fact.Asked == AskedOutcome.Rated) == (fact.Satisfaction is not null)
                && (fact.Department.Length > 0 || fact.OnTimeOriginal is null) && !(fact.OnTimeOriginal == true && fact.OnTimeExtended == false)
                && AppraisalMetrics.All.All(m => m.Of(fact) is var (numerator, denominator, leftOut) && numerator >= 0 && leftOut == 0 && (m.Kind == MetricKind.Mean || numerator <= denominator));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    private static void Do(Ticket ticket, int step, DateTimeOffset now)
    {
        _ = step switch
        {
            0 => ticket.Accept("010101", TicketType.Complaint, null, null, Agent, Rules.Clocks, now),
            1 => ticket.Dispatch("CG", null, Dispatcher, Rules.Clocks, now),
            2 => ticket.Sign(Handler, Rules.Clocks, now),
            3 => ticket.Reply("答", null, ReplyResult.Solved, null, Handler, Rules.Clocks, now),
            4 => ticket.Approve(Approver, Rules.Clocks, now) ?? ticket.Approve(Dispatcher, Rules.Clocks, now),
            5 => ticket.Rate(now.Minute % 2 == 0, now.Minute % 3 == 0 ? Satisfaction.Dissatisfied : Satisfaction.Satisfied, null, Rules.Clocks, now),
            6 => ticket.Rework("再办", Dispatcher, Rules.Clocks, now),
            7 => ticket.Close(null, Supervisor, Rules.Clocks, now),
            8 => ticket.Recall("错", Dispatcher, now),
            9 => ticket.RecordFirstContact(FirstContactOutcome.Reached, null, Handler, now),
            10 => now.Minute % 5 == 0 ? ticket.Withdraw(null, now) : null,
            _ => now.Minute % 5 == 0 ? ticket.Answer("答", null, Agent, now) : null,
        };
    }

    private static TicketFact? Of(Ticket ticket, IReadOnlyList<HistoryEntry>? history = null, IReadOnlyList<AppraisedDeadline>? deadlines = null) => AppraisalFacts.Of(new AppraisalCase(
        ticket, "Bureau", history ?? ticket.NewHistory, deadlines ?? [.. ticket.Deadlines.Select(d => new AppraisedDeadline(d.Step, d.StartedAt, d.DueAt, d.DueAt, d.MetAt))],
        ticket.Ratings.LastOrDefault() is { } r ? new AppraisedRating(r.Extent, r.Satisfaction) : null, Published: false, EarlierSameMatter: false, LaterSameMatter: false, ExclusionReason: null), Calendars.Shanghai);

    private static Ticket New(DateTimeOffset at, Guid? resident) =>
        Ticket.Receive(new NewTicket(Guid.CreateVersion7(at), "1", Channel.Web, "噪声", "很吵", at, at) { ResidentId = resident, Anonymous = resident is null }, Actor.Resident);

    private static Ticket Dispatched(DateTimeOffset at, string department = "CG") => Dispatched(at, Guid.NewGuid(), department);

    private static Ticket Dispatched(DateTimeOffset at, Guid? resident, string department = "CG")
    {
        var ticket = New(at, resident);
        ticket.Accept("010101", TicketType.Complaint, null, null, Agent, Rules.Clocks, at).ShouldBeNull();
        ticket.Dispatch(department, null, Dispatcher, Rules.Clocks, at.AddHours(1)).ShouldBeNull();
        return ticket;
    }

    private static Ticket Evaluated(DateTimeOffset at)
    {
        var ticket = Dispatched(at);
        ticket.Sign(Handler, Rules.Clocks, at.AddHours(2)).ShouldBeNull();
        ticket.RecordFirstContact(FirstContactOutcome.Reached, null, Handler, at.AddHours(3)).ShouldBeNull();
        ticket.Reply("答", null, ReplyResult.Solved, null, Handler, Rules.Clocks, at.AddDays(1)).ShouldBeNull();
        ticket.Approve(Approver, Rules.Clocks, at.AddDays(1)).ShouldBeNull();
        ticket.Approve(Dispatcher, Rules.Clocks, at.AddDays(1)).ShouldBeNull();
        return ticket;
    }

    private static Ticket Finished(Ticket ticket, DateTimeOffset at)
    {
        ticket.Sign(Handler, Rules.Clocks, at.AddHours(2)).ShouldBeNull();
        ticket.Reply("答", null, ReplyResult.Solved, null, Handler, Rules.Clocks, at.AddHours(5)).ShouldBeNull();
        ticket.Approve(Approver, Rules.Clocks, at.AddHours(5)).ShouldBeNull();
        ticket.Approve(Dispatcher, Rules.Clocks, at.AddHours(5)).ShouldBeNull();
        ticket.Close(null, Supervisor, Rules.Clocks, at.AddHours(6)).ShouldBeNull();
        return ticket;
    }

    private static Actor With(Role role, string? department = null) => new($"{role}1", role.ToString(), new HashSet<Role> { role }, department);
}
