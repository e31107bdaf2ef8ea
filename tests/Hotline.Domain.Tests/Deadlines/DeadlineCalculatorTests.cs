using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tickets;
using static Hotline.Domain.Tests.Calendar.Calendars;

namespace Hotline.Domain.Tests.Deadlines;

public class DeadlineCalculatorTests
{
    private static readonly ServicePolicy Policy = Rules.Policy;

    [Theory]
    [MemberData(nameof(Calendars.WorkingDays), MemberType = typeof(Calendars))]
    public void Whole_working_days_end_at_midnight_of_the_last(string day, int days, string due)
    {
        Handle(WorkingDays(days), Local($"{day} 10:00")).DueAt.ShouldBe(Local($"{due} 23:59:59"));
        Handle(WorkingDays(days), Local($"{day} 23:30")).DueAt.ShouldBe(Local($"{due} 23:59:59"));
    }

    [Fact]
    public void A_city_may_end_its_days_when_offices_close() =>
        Handle(WorkingDays(3) with { DueTime = DueTime.Parse("17:30") }, Local("2026-09-30 10:00"))
            .DueAt.ShouldBe(Local("2026-10-10 17:30"));

    [Fact]
    public void Half_a_day_runs_over_office_time() =>
        Calculate(Policy, DeadlineStep.Dispatch, Local("2026-11-20 16:30")).DueAt.ShouldBe(Local("2026-11-23 11:30"));

    [Fact]
    public void Urgent_terms_run_through_the_night_and_need_no_calendar()
    {
        var sign = Calculate(Policy, DeadlineStep.Sign, Local("2027-10-01 23:50"), urgency: Urgency.Urgent);

        sign.DueAt.ShouldBe(Local("2027-10-02 00:20"));
        sign.CalendarMissing.ShouldBeFalse();
        sign.WorkingMinutesLeft(China, Local("2027-10-02 00:05")).ShouldBe(15);
    }

    [Fact]
    public void The_answer_is_on_the_residents_clock_and_no_pause_moves_it()
    {
        var start = Local("2026-11-20 10:00");
        Pause[] pauses = [new(start, start.AddDays(30)), new(start.AddDays(31), null)];

        var answer = Calculate(Policy, DeadlineStep.Answer, start, pauses);

        answer.Clock.ShouldBe(Clock.Resident);
        answer.IsPaused.ShouldBeFalse();
        answer.DueAt.ShouldBe(Calculate(Policy, DeadlineStep.Answer, start).DueAt);
    }

    [Theory]
    [InlineData("2026-11-23 10:00", "2026-11-25 10:00", "2026-12-15")] // two working days stood still
    [InlineData("2026-11-23 10:00", "2026-11-23 16:00", "2026-12-11")] // gone on the same day
    [InlineData("2026-11-20 16:00", "2026-11-23 10:00", "2026-12-14")] // over a weekend
    [InlineData("2026-11-10 10:00", "2026-11-19 10:00", "2026-12-11")] // before the start
    [InlineData("2026-12-14 10:00", "2026-12-19 10:00", "2026-12-11")] // begun when already late
    public void The_departments_clock_is_moved_by_the_working_days_paused(string from, string to, string due) =>
        Calculate(Policy, DeadlineStep.Handle, Local("2026-11-20 09:00"), [new(Local(from), Local(to))])
            .DueAt.ShouldBe(Local($"{due} 23:59:59"));

    [Fact]
    public void An_open_pause_turns_the_light_to_paused()
    {
        var start = Local("2026-11-20 09:00");
        var deadline = Calculate(Policy, DeadlineStep.Handle, start, [new(start.AddDays(1), null)]);

        deadline.IsPaused.ShouldBeTrue();
        deadline.LightAt(start.AddDays(100)).ShouldBe(DeadlineLight.Paused);
    }

    [Fact]
    public void An_extension_lengthens_the_term() =>
        DeadlineCalculator.Calculate(
            Policy, China, TicketType.Complaint, Urgency.Normal, DeadlineStep.Handle, Local("2026-11-20 10:00"), null, [Duration.WorkingDays(2)])
            .DueAt.ShouldBe(Local("2026-12-15 23:59:59"));

    [Fact]
    public void Says_when_a_day_counted_lies_in_a_year_without_a_calendar()
    {
        var deadline = Calculate(Policy, DeadlineStep.Handle, Local("2026-12-20 10:00"));

        deadline.CalendarMissing.ShouldBeTrue();
        deadline.ExplanationZh.ShouldContain("2027年");
        deadline.ExplanationEn.ShouldContain("2027 calendar is not loaded");
        Calculate(Policy, DeadlineStep.Handle, Local("2026-12-01 10:00")).CalendarMissing.ShouldBeFalse();
    }

    [Fact]
    public void Explains_itself_in_both_languages()
    {
        var start = Local("2026-09-30 10:00");
        var deadline = Handle(WorkingDays(3), start);

        deadline.ExplanationZh.ShouldBe("自派单次日起3个工作日，至最后一日24:00；10月1日至7日国庆节放假；10月10日（周六）上班");
        deadline.ExplanationEn.ShouldBe("3 working days from the day after dispatch, until 24:00 of the last; 1-7 Oct holiday; 10 Oct (Sat) works");
        (deadline.CalendarVersion, deadline.PolicyVersion).ShouldBe(("2026.1", "2026-01"));
    }

    [Fact]
    public void Explains_pauses_extensions_and_other_units()
    {
        var start = Local("2026-11-20 10:00");
        var moved = DeadlineCalculator.Calculate(
            Policy, China, TicketType.Complaint, Urgency.Normal, DeadlineStep.Handle, start,
            [new(Local("2026-11-30 10:00"), Local("2026-12-02 10:00"))], [Duration.WorkingDays(2)]);

        moved.ExplanationZh.ShouldContain("延期2个工作日；11月30日至12月2日暂停计时");
        moved.ExplanationEn.ShouldContain("extended by 2 working days; clock stopped 30 Nov - 2 Dec");
        Calculate(Policy, DeadlineStep.Dispatch, start).ExplanationZh.ShouldBe("自受理起0.5个工作日（按办公时间计）");
        Calculate(Policy, DeadlineStep.FirstContact, start, urgency: Urgency.Urgent).ExplanationEn
            .ShouldBe("24 hours from signing, nights and holidays included");
    }

    [Theory]
    [InlineData("2026-12-08 17:29", DeadlineLight.Green)]
    [InlineData("2026-12-09 09:00", DeadlineLight.Yellow)] // 80 % of 15 working days and the rest of the first
    [InlineData("2026-12-11 23:59:59", DeadlineLight.Yellow)]
    [InlineData("2026-12-12 00:00", DeadlineLight.Red)]
    public void Turns_yellow_then_red(string now, DeadlineLight light) =>
        Calculate(Policy, DeadlineStep.Handle, Local("2026-11-20 17:30")).LightAt(Local(now)).ShouldBe(light);

    [Fact]
    public void Turns_yellow_one_working_day_before_when_that_is_earlier() =>
        Handle(WorkingDays(3), Local("2026-11-20 17:30")).WarnAt.ShouldBe(Local("2026-11-24 23:59:59"));

    [Fact]
    public void Turns_yellow_at_its_share_alone_when_the_term_is_one_day() =>
        Handle(WorkingDays(1), Local("2026-11-19 17:30")).WarnAt.ShouldBe(Local("2026-11-20 16:06"));

    [Fact]
    public void Is_met_up_to_the_last_second_of_the_day_and_missed_after_it()
    {
        var deadline = Handle(WorkingDays(1), Local("2026-11-19 10:00"));
        var much = Local("2026-12-30 00:00");

        deadline.LightAt(much, Local("2026-11-20 23:59:59").AddMilliseconds(900)).ShouldBe(DeadlineLight.Met);
        deadline.LightAt(much, Local("2026-11-21 00:00")).ShouldBe(DeadlineLight.Missed);
    }

    [Fact]
    public void Counts_the_office_minutes_left_below_zero_when_late()
    {
        var deadline = Handle(WorkingDays(1), Local("2026-11-19 10:00"));

        deadline.WorkingMinutesLeft(China, Local("2026-11-20 16:00")).ShouldBe(90);
        deadline.WorkingMinutesLeft(China, Local("2026-11-23 10:00")).ShouldBe(-60);
    }

    [Fact]
    public void A_term_of_working_days_never_ends_on_a_day_off() =>
        Prop.ForAll(Starts(), Terms(), Pauses(), (start, days, pauses) =>
            China.IsWorkingDay(China.DateOf(Handle(WorkingDays(days), start, pauses).DueAt)).ShouldBeTrue()).QuickCheckThrowOnFailure();

    [Fact]
    public void A_later_start_is_never_due_earlier() =>
        Prop.ForAll(Starts(), Terms(), Gen.Choose(0, 20_000).ToArbitrary(), (start, days, later) =>
            Handle(WorkingDays(days), start.AddMinutes(later)).DueAt
                .ShouldBeGreaterThanOrEqualTo(Handle(WorkingDays(days), start).DueAt)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_longer_term_is_due_later() =>
        Prop.ForAll(Starts(), Terms(), Pauses(), (start, days, pauses) =>
            Handle(WorkingDays(days + 1), start, pauses).DueAt
                .ShouldBeGreaterThan(Handle(WorkingDays(days), start, pauses).DueAt)).QuickCheckThrowOnFailure();

    [Fact]
    public void Splitting_a_pause_changes_nothing() =>
        Prop.ForAll(Starts(), Pauses(), Gen.Choose(1, 99).ToArbitrary(), (start, pauses, percent) =>
        {
            var split = pauses.SelectMany(p =>
            {
                var middle = p.From + ((p.To!.Value - p.From) * (percent / 100.0));
                return new[] { new Pause(middle, p.To), new Pause(p.From, middle) };
            }).ToArray();
            foreach (var term in new[] { "7wd", "0.5wd", "24h" })
            {
                var policy = WithHandling(Duration.Parse(term));
                Handle(policy, start, split).ShouldBe(Handle(policy, start, pauses));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_warning_lies_between_start_and_end() =>
        Prop.ForAll(Starts(), Gen.Elements("0.5wd", "1wd", "2wd", "15wd", "30min", "24h").ToArbitrary(), (start, term) =>
        {
            var deadline = Handle(WithHandling(Duration.Parse(term)), start);
            deadline.WarnAt.ShouldBeInRange(deadline.StartedAt, deadline.DueAt);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<DateTimeOffset> Starts() => WorkingCalendarTests.Instants().ToArbitrary();

    private static Arbitrary<int> Terms() => Gen.Choose(1, 30).ToArbitrary();

    private static Arbitrary<Pause[]> Pauses() => (
        from gap in Gen.Choose(0, 20_000)
        from length in Gen.Choose(1, 20_000)
        from start in WorkingCalendarTests.Instants()
        select new Pause(start.AddMinutes(gap), start.AddMinutes(gap + length))).ArrayOf().ToArbitrary();

    private static ServicePolicy WithHandling(Duration term) =>
        Policy with { Handling = Enum.GetValues<TicketType>().ToDictionary(type => type, _ => term) };

    private static ServicePolicy WorkingDays(int days) => WithHandling(Duration.WorkingDays(days));

    private static Deadline Handle(ServicePolicy policy, DateTimeOffset start, Pause[]? pauses = null) =>
        Calculate(policy, DeadlineStep.Handle, start, pauses);

    private static Deadline Calculate(
        ServicePolicy policy, DeadlineStep step, DateTimeOffset start, Pause[]? pauses = null, Urgency urgency = Urgency.Normal) =>
        DeadlineCalculator.Calculate(policy, China, TicketType.Complaint, urgency, step, start, pauses);
}
