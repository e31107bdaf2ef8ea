using Hotline.Domain.Calendar;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Deadlines;

public class ServiceClockTests
{
    private static readonly ServicePolicy Later = ServicePolicy.Parse(Rules.Written.Replace("\"2026-01\"", "\"2026-07\"", StringComparison.Ordinal)
        .Replace("2026-01-01", "2026-07-01", StringComparison.Ordinal).Replace("\"Consultation\": \"3wd\"", "\"Consultation\": \"2wd\"", StringComparison.Ordinal));

    private static readonly ServiceClock Clocks = new([Later, Rules.Policy], Calendars.China);

    private static DateTimeOffset Local(int month, int day, int hour = 10) => new(2026, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(6, 30, "2026-01", "3wd")]
    [InlineData(7, 1, "2026-07", "2wd")]
    [InlineData(12, 1, "2026-07", "2wd")]
    public void A_clock_starts_under_the_version_in_force_on_its_day(int month, int day, string version, string term)
    {
        var deadline = Clocks.Calculate(DeadlineStep.Handle, TicketType.Consultation, Urgency.Normal, Local(month, day));
        (deadline.PolicyVersion, deadline.Term.ToString()).ShouldBe((version, term));
    }

    [Fact]
    public void Before_the_first_version_the_first_one_holds() => Clocks.PolicyAt(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).Version.ShouldBe("2026-01");

    [Fact]
    public void Two_versions_of_the_same_day_are_refused() =>
        Should.Throw<ArgumentException>(() => new ServiceClock([Rules.Policy, Rules.Policy], Calendars.China)).Message.ShouldContain("same day");

    [Fact]
    public void Counted_again_a_deadline_keeps_its_policy_and_term_and_follows_the_calendar()
    {
        var started = Local(9, 30);
        var first = Clocks.Calculate(DeadlineStep.Handle, TicketType.Consultation, Urgency.Normal, started);
        var without = new ServiceClock([Later], new WorkingCalendar("none", Calendars.China.TimeZone, []));
        var again = without.Again(first.PolicyVersion, Duration.WorkingDays(3), DeadlineStep.Handle, started);
        (again.PolicyVersion, again.Term.ToString(), again.CalendarVersion).ShouldBe(("2026-07", "3wd", "none"));
        Calendars.China.DateOf(again.DueAt).ShouldBe(new DateOnly(2026, 10, 5));   // Thursday, Friday, Monday, without the holiday
    }

    [Theory]
    [InlineData("0201", null, "2wd")]
    [InlineData("020101", null, "4wd")]
    [InlineData("0301", null, "15wd")]
    [InlineData("020101", Urgency.Critical, "24h")]
    public void A_category_has_terms_of_its_own_and_urgency_goes_before_them(string category, Urgency? urgency, string term)
    {
        var policy = ServicePolicy.Parse(Rules.Written.Replace("\"dueTime\"",
            """ "categories": { "02": { "Handle": "2wd" }, "020101": { "Handle": "4wd" } }, "dueTime" """, StringComparison.Ordinal));
        policy.TermFor(DeadlineStep.Handle, TicketType.Complaint, urgency ?? Urgency.Normal, category).ToString().ShouldBe(term);
        policy.TermFor(DeadlineStep.Answer, TicketType.Complaint, urgency ?? Urgency.Normal, category).ToString().ShouldBe(term);
    }

    [Fact]
    public void A_policys_own_office_hours_count_half_days()
    {
        var policy = ServicePolicy.Parse(Rules.Written.Replace("\"dueTime\"", """ "officeHours": ["08:00-12:00", "14:00-18:00"], "dueTime" """, StringComparison.Ordinal));
        var half = new ServiceClock([policy], Calendars.China).Calculate(DeadlineStep.Dispatch, TicketType.Complaint, Urgency.Normal, Local(3, 2, 10));
        half.DueAt.ShouldBe(Local(3, 2, 16));   // two hours before noon, two after the break
    }

    [Fact]
    public void Natural_days_run_through_a_holiday()
    {
        var policy = ServicePolicy.Parse(Rules.Written.Replace("\"15wd\"", "\"7d\"", StringComparison.Ordinal));
        var deadline = new ServiceClock([policy], Calendars.China).Calculate(DeadlineStep.Handle, TicketType.Complaint, Urgency.Normal, Local(10, 1));
        (deadline.DueAt, deadline.HalfAt).ShouldBe((Local(10, 8), Local(10, 4, 22)));
        deadline.ExplanationZh.ShouldContain("7天");
        deadline.ExplanationEn.ShouldContain("7 days");
    }

    [Theory]
    [InlineData("\"extension\": { \"most\": \"10wd\", \"times\": 11 }", "extension.times")]
    [InlineData("\"officeHours\": [\"9-12\"]", "officeHours")]
    [InlineData("\"categories\": { \"2\": { \"Handle\": \"2wd\" } }", "categories.2")]
    public void A_wrong_rule_is_refused_and_named(string rule, string named) =>
        Should.Throw<FormatException>(() => ServicePolicy.Parse(Rules.Written.Replace("\"dueTime\"", rule + ", \"dueTime\"", StringComparison.Ordinal))).Message.ShouldContain(named);
}
