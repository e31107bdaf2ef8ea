using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Calendar;
using static Hotline.Domain.Tests.Calendar.Calendars;

namespace Hotline.Domain.Tests.Calendar;

public class WorkingCalendarTests
{
    [Theory]
    [MemberData(nameof(Calendars.WorkingDays), MemberType = typeof(Calendars))]
    public void Adds_working_days_over_holidays_and_make_up_days(string from, int days, string expected) =>
        China.AddWorkingDays(Day(from), days).ShouldBe(Day(expected));

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public void A_year_has_248_working_days(int year) =>
        China.CountWorkingDays(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)).ShouldBe(248);

    [Fact]
    public void Zero_working_days_later_is_the_same_day_even_on_a_holiday() =>
        China.AddWorkingDays(Day("2026-10-03"), 0).ShouldBe(Day("2026-10-03"));

    [Fact]
    public void Without_a_notice_the_week_is_Monday_to_Friday()
    {
        China.IsWorkingDay(Day("2027-10-01")).ShouldBeTrue();
        China.IsWorkingDay(Day("2027-10-02")).ShouldBeFalse();
        China.HasYear(2026).ShouldBeTrue();
        China.HasYear(2027).ShouldBeFalse();
    }

    [Fact]
    public void A_notice_without_days_is_not_a_known_year() =>
        new WorkingCalendar("x", Shanghai, [new CalendarYear(2027, [], [])]).HasYear(2027).ShouldBeFalse();

    [Fact]
    public void The_later_notice_wins_for_a_December_day_it_names()
    {
        var friday = new DateOnly(2027, 12, 31);
        var year2027 = new CalendarYear(2027, [], [new(friday, "元旦", false)]);
        var year2028 = new CalendarYear(2028, [], [new(friday, "元旦", true)]);

        new WorkingCalendar("x", Shanghai, [year2028, year2027]).IsWorkingDay(friday).ShouldBeFalse();
    }

    [Fact]
    public void A_year_given_twice_is_refused() =>
        Should.Throw<ArgumentException>(() => new WorkingCalendar("x", Shanghai, [Year2026, Year2026])).Message.ShouldContain("2026");

    [Fact]
    public void Overlapping_office_hours_are_refused() =>
        Should.Throw<ArgumentException>(() => new WorkingCalendar(
            "x", Shanghai, [], [new(new TimeOnly(9, 0), new TimeOnly(12, 0)), new(new TimeOnly(11, 0), new TimeOnly(17, 0))]));

    [Theory]
    [InlineData("2026-11-20 09:00", 210, "2026-11-20 14:00")] // over the noon break
    [InlineData("2026-11-20 16:30", 120, "2026-11-23 10:00")] // over the weekend
    [InlineData("2026-09-30 17:00", 60, "2026-10-08 09:30")] // over the national holiday
    [InlineData("2026-11-21 15:00", 30, "2026-11-23 09:30")] // from a Saturday
    [InlineData("2026-11-20 08:00", 180, "2026-11-20 12:00")] // the end of a span, not the start of the next
    public void Adds_office_time(string from, int minutes, string expected) =>
        China.AddWorkingTime(Local(from), TimeSpan.FromMinutes(minutes)).ShouldBe(Local(expected));

    [Theory]
    [InlineData("2026-11-20 12:30", "2026-11-20 13:30")]
    [InlineData("2026-11-20 10:15", "2026-11-20 10:15")]
    [InlineData("2026-11-20 17:30", "2026-11-23 09:00")]
    public void Finds_the_next_moment_offices_are_open(string from, string expected) =>
        China.NextWorkingInstant(Local(from)).ShouldBe(Local(expected));

    [Fact]
    public void Instants_come_back_in_utc() =>
        China.AddWorkingTime(Local("2026-11-20 10:00"), TimeSpan.FromHours(1)).Offset.ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Counting_gives_back_the_working_days_added() =>
        Prop.ForAll(Dates().ToArbitrary(), Gen.Choose(-60, 60).ToArbitrary(), (day, n) =>
            China.CountWorkingDays(day, China.AddWorkingDays(day, n)).ShouldBe(n)).QuickCheckThrowOnFailure();

    [Fact]
    public void Measuring_gives_back_the_office_time_added() =>
        Prop.ForAll(Instants().ToArbitrary(), Gen.Choose(-20_000, 20_000).ToArbitrary(), (start, minutes) =>
        {
            var time = TimeSpan.FromMinutes(minutes) + TimeSpan.FromTicks(Math.Sign(minutes) * 7);
            China.WorkingTimeBetween(start, China.AddWorkingTime(start, time)).ShouldBe(time);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Office_time_adds_up_over_any_point_between() =>
        Prop.ForAll(Instants().Three().ToArbitrary(), t =>
            (China.WorkingTimeBetween(t.Item1, t.Item2) + China.WorkingTimeBetween(t.Item2, t.Item3))
                .ShouldBe(China.WorkingTimeBetween(t.Item1, t.Item3))).QuickCheckThrowOnFailure();

    [Fact]
    public void Working_time_survives_a_zone_with_summer_time()
    {
        var berlin = new WorkingCalendar("x", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), []);
        var friday = new DateTimeOffset(2026, 3, 27, 17, 0, 0, TimeSpan.FromHours(1));

        berlin.AddWorkingTime(friday, TimeSpan.FromHours(1)).ShouldBe(new DateTimeOffset(2026, 3, 30, 9, 30, 0, TimeSpan.FromHours(2)));
    }

    internal static Gen<DateOnly> Dates() => Gen.Choose(0, 729).Select(i => new DateOnly(2025, 1, 1).AddDays(i));

    internal static Gen<DateTimeOffset> Instants() =>
        Gen.Choose(0, 700 * 24 * 60).Select(minutes => Local("2025-01-01 00:00").AddMinutes(minutes));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
