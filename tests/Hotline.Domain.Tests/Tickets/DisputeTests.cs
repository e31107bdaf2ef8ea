using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Staff;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tests.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public sealed class DisputeTests
{
    private static readonly DateTimeOffset Start = Calendars.Local("2026-03-02 10:00");
    private static readonly ServiceClock Clocks = Rules.Clocks;
    private static readonly Actor Handler = new("handler1", "经办人", new HashSet<Role> { Role.Handler }, "CG");
    private static readonly Actor Approver = new("approver1", "审批人", new HashSet<Role> { Role.Approver }, "CG");
    private static readonly Actor Dispatcher = new("dispatcher1", "派单员", new HashSet<Role> { Role.Dispatcher });
    private static readonly Actor Supervisor = new("supervisor1", "班长", new HashSet<Role> { Role.Supervisor });

    [Fact]
    public void A_return_may_be_asked_for_in_the_last_second_of_the_window_and_not_one_later()
    {
        // Dispatched on Monday; one working day ends with Tuesday.
        var last = Calendars.Local("2026-03-03 23:59:59");
        AskReturn(InHand(), last.AddTicks(TimeSpan.TicksPerSecond - 1)).ShouldBeNull();
        AskReturn(InHand(), last.AddSeconds(1))!.Code.ShouldBe("return.window_over");
    }

    [Fact]
    public void An_extension_may_be_asked_for_in_the_last_second_of_the_term_and_not_one_later()
    {
        var due = InHand().Deadlines.Single(d => d.Step == DeadlineStep.Handle).DueAt;
        AskExtension(InHand(), 5, due.AddTicks(TimeSpan.TicksPerSecond - 1)).ShouldBeNull();
        AskExtension(InHand(), 5, due.AddSeconds(1))!.Code.ShouldBe("extension.after_due");
    }

    [Fact]
    public void An_extension_moves_the_due_instant_and_keeps_the_first_one()
    {
        var ticket = InHand();
        var handle = ticket.Deadlines.Single(d => d.Step == DeadlineStep.Handle);
        var first = handle.DueAt;
        Extend(ticket, 5, Start.AddDays(1));
        handle.DueAt.ShouldBe(DeadlineCalculator.DueAfter(Clocks.Calendar, Rules.Policy.DueTime, Duration.WorkingDays(5), first));
        handle.OriginalDueAt.ShouldBe(first);
        handle.ExplanationZh.ShouldContain("延期5个工作日");
        AskExtension(ticket, 1, Start.AddDays(2))!.Code.ShouldBe("extension.times_used");
    }

    [Fact]
    public void A_pause_keeps_the_term_that_was_promised_although_the_policy_changes()
    {
        var ticket = InHand();
        var handle = ticket.Deadlines.Single(d => d.Step == DeadlineStep.Handle);
        var before = handle.DueAt;
        var stricter = new ServiceClock([Rules.Policy with { Version = "next", Handling = Rules.Policy.Handling.ToDictionary(h => h.Key, _ => Duration.WorkingDays(1)) }], Clocks.Calendar);
        ticket.AskResident("哪一栋？", Handler, stricter, Calendars.Local("2026-03-04 10:00")).ShouldBeNull();
        handle.PausedAt.ShouldBe(Calendars.Local("2026-03-04 10:00"));
        handle.LightAt(before.AddDays(30)).ShouldBe(DeadlineLight.Paused);
        ticket.Supplement(stricter, Calendars.Local("2026-03-06 10:00")).ShouldBeNull();
        handle.DueAt.ShouldBe(DeadlineCalculator.DueAfter(Clocks.Calendar, Rules.Policy.DueTime, Duration.WorkingDays(2), before));
        (handle.PausedAt, handle.PolicyVersion).ShouldBe((null, "2026-01"));
    }

    [Fact]
    public void Two_decided_returns_make_a_hard_case_that_only_coordination_sends_on()
    {
        var ticket = InHand();
        Return(ticket, Start.AddHours(1), approve: false);
        ticket.InCoordination.ShouldBeFalse();
        var second = ReturnRequest.Of(ticket, "第3条", null, "不归我们", [], Handler, Start.AddHours(2));
        ticket.RequestReturn(second, Handler, Start.AddHours(2)).ShouldBeNull();
        ticket.ApproveReturn(second, "GR", null, Dispatcher, Clocks, Start.AddHours(3))!.Fields["departmentCode"].ShouldBe(["return.coordination_decides"]);
        ticket.ApproveReturn(second, null, null, Dispatcher, Clocks, Start.AddHours(3)).ShouldBeNull();
        (ticket.State, ticket.InCoordination, ticket.ReturnCount).ShouldBe((TicketState.Accepted, true, 2));
        ticket.Dispatch("GR", null, Dispatcher, Clocks, Start.AddHours(4))!.Code.ShouldBe("ticket.in_coordination");
        ticket.LeadDepartment.ShouldBeNull();
        ticket.Coordinate("CG", "协调会纪要", null, Dispatcher, Clocks, Start.AddHours(4))!.Code.ShouldBe("ticket.forbidden");
        ticket.Coordinate("CG", "协调会纪要", null, Supervisor, Clocks, Start.AddHours(4)).ShouldBeNull();
        (ticket.State, ticket.LeadDepartment, ticket.InCoordination, ticket.ReturnForbidden).ShouldBe((TicketState.Dispatched, "CG", false, true));
        AskReturn(ticket, Start.AddHours(5))!.Code.ShouldBe("return.forbidden");
    }

    [Fact]
    public void What_was_asked_for_lapses_when_the_ticket_goes_on()
    {
        var ticket = InHand();
        AskReturn(ticket, Start.AddHours(1)).ShouldBeNull();
        AskExtension(ticket, 3, Start.AddHours(1)).ShouldBeNull();
        ticket.Reply("已处理。", null, ReplyResult.Solved, null, Handler, Clocks, Start.AddHours(2)).ShouldBeNull();
        (ticket.PendingReturnId, ticket.PendingExtensionId).ShouldBe((null, null));
    }

    [Fact]
    public void The_question_leads_back_to_where_it_was_asked()
    {
        foreach (var state in new[] { TicketState.Received, TicketState.Accepted, TicketState.Handling })
        {
            var ticket = state == TicketState.Handling ? InHand() : state == TicketState.Accepted ? Accepted() : New();
            ticket.AskResident("哪一栋？", state == TicketState.Handling ? Handler : Dispatcher, Clocks, Start.AddHours(1)).ShouldBeNull();
            ticket.EndWait(Clocks, Start.AddDays(1)).ShouldNotBeNull();
            ticket.EndWait(Clocks, Start.AddDays(9)).ShouldBeNull();
            (ticket.State, ticket.AskedIn, ticket.WaitsUntil).ShouldBe((state, null, null));
        }
    }

    [Fact]
    public void Splitting_a_pause_changes_nothing()
    {
        Prop.ForAll(Gen.Choose(0, 40_000).Three().ToArbitrary(), minutes =>
        {
            var times = new[] { minutes.Item1, minutes.Item2, minutes.Item3 }.Order().Select(m => Start.AddMinutes(m)).ToArray();
            var (whole, split) = (InHand(), InHand());
            whole.AskResident("？", Handler, Clocks, times[0]);
            whole.Resume(null, Handler, Clocks, times[2]);
            split.AskResident("？", Handler, Clocks, times[0]);
            split.Resume(null, Handler, Clocks, times[1]);
            split.AskResident("？", Handler, Clocks, times[1]);
            split.Resume(null, Handler, Clocks, times[2]);
            return whole.Deadlines.Select(d => (d.DueAt, d.WarnAt, d.ExplanationZh)).SequenceEqual(split.Deadlines.Select(d => (d.DueAt, d.WarnAt, d.ExplanationZh)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void The_history_alone_gives_every_clock_again_and_nothing_touches_the_residents()
    {
        var steps = (from act in Gen.Choose(0, Acts.Count - 1) from minutes in Gen.Choose(1, 4_000) select (act, minutes)).ListOf();
        Prop.ForAll(steps.ToArbitrary(), taken =>
        {
            var ticket = InHand();
            var resident = ticket.Deadlines.Single(d => d.Step == DeadlineStep.Answer).DueAt;
            var now = Start;
            foreach (var (act, minutes) in taken) Acts[act](ticket, now = now.AddMinutes(minutes));
            var again = TicketClocks.Recompute(ticket.NewHistory, TicketType.Complaint, Urgency.Normal, confidential: false, Clocks);
            var answer = ticket.Deadlines.Single(d => d.Step == DeadlineStep.Answer);
            return answer.DueAt == resident && answer.Pauses is null && answer.Extensions is null
                && ticket.Deadlines.Select(d => (d.Step, d.Round, d.StartedAt, d.DueAt, d.WarnAt, d.MetAt, d.Dropped, d.PausedAt is not null, d.ExplanationZh))
                    .SequenceEqual(again.Select(r => (r.Deadline.Step, r.Round, r.Deadline.StartedAt, r.Deadline.DueAt, r.Deadline.WarnAt, r.MetAt, r.Dropped, r.Deadline.IsPaused, r.Deadline.ExplanationZh)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));
    }

    private static readonly List<Action<Ticket, DateTimeOffset>> Acts =
    [
        (t, at) => t.Dispatch("CG", null, Dispatcher, Clocks, at),
        (t, at) => t.Sign(Handler, Clocks, at),
        (t, at) => t.RecordFirstContact(FirstContactOutcome.Reached, null, Handler, at),
        (t, at) => t.AskResident("哪一栋？", Handler, Clocks, at),
        (t, at) => t.AskResident("哪一栋？", Dispatcher, Clocks, at),
        (t, at) => t.Resume(null, Supervisor, Clocks, at),
        (t, at) => t.Resume(null, Supervisor, Clocks, at),
        (t, at) => t.Supplement(Clocks, at),
        (t, at) => t.EndWait(Clocks, at),
        (t, at) => Return(t, at, approve: false),
        (t, at) => Return(t, at, approve: true),
        (t, at) => t.Coordinate("CG", "协调会纪要", null, Supervisor, Clocks, at),
        (t, at) => Extend(t, 4, at),
        (t, at) => t.ListLongTerm(LongTermListing.Of(t, "工期长", "[]", at.AddDays(60), Supervisor, at), null, Supervisor, Clocks, at),
        (t, at) => t.Reply("已处理。", null, ReplyResult.Solved, null, Handler, Clocks, at),
        (t, at) => t.Approve(Approver, Clocks, at),
        (t, at) => t.Approve(Dispatcher, Clocks, at),
        (t, at) => t.SendBack("再办", [ReviewPoint.OnThePoint], Dispatcher, at),
        (t, at) => t.SendBack("再办", [ReviewPoint.OnThePoint], Approver, at),
        (t, at) => t.Rate(false, Satisfaction.Dissatisfied, null, Clocks, at),
        (t, at) => t.Rework("重办", Dispatcher, Clocks, at),
        (t, at) => t.Close(null, Supervisor, Clocks, at),
        (t, at) => t.Recall("派错", Dispatcher, at),
    ];

    private static Ticket New() =>
        Ticket.Receive(new NewTicket(Guid.CreateVersion7(Start), "1", Channel.Web, "噪声", "很吵", Start, Start), Actor.Resident);

    private static Ticket Accepted()
    {
        var ticket = New();
        ticket.Accept("010101", TicketType.Complaint, null, null, Dispatcher, Clocks, Start).ShouldBeNull();
        return ticket;
    }

    private static Ticket InHand()
    {
        var ticket = Accepted();
        ticket.Dispatch("CG", null, Dispatcher, Clocks, Start).ShouldBeNull();
        ticket.Sign(Handler, Clocks, Start).ShouldBeNull();
        return ticket;
    }

    private static Error? AskReturn(Ticket ticket, DateTimeOffset at) => ticket.RequestReturn(ReturnRequest.Of(ticket, "第3条", null, "不归我们", [], Handler, at), Handler, at);

    private static void Return(Ticket ticket, DateTimeOffset at, bool approve)
    {
        var request = ReturnRequest.Of(ticket, "第3条", null, "不归我们", [], Handler, at);
        if (ticket.RequestReturn(request, Handler, at) is not null) return;
        if (approve) ticket.ApproveReturn(request, null, null, Dispatcher, Clocks, at).ShouldBeNull();
        else ticket.RejectReturn(request, "归你们", Dispatcher, at).ShouldBeNull();
    }

    private static Error? AskExtension(Ticket ticket, int days, DateTimeOffset at) =>
        ticket.RequestExtension(ExtensionRequest.Of(ticket, days, "需要检测", "第8条", Handler, at), Handler, Rules.Policy.Extension, at);

    private static void Extend(Ticket ticket, int days, DateTimeOffset at)
    {
        var request = ExtensionRequest.Of(ticket, days, "需要检测", "第8条", Handler, at);
        if (ticket.RequestExtension(request, Handler, Rules.Policy.Extension, at) is null) ticket.ApproveExtension(request, null, Dispatcher, Clocks, at).ShouldBeNull();
    }
}
