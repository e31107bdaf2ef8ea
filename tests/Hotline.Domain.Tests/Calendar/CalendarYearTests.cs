using Hotline.Domain.Calendar;

namespace Hotline.Domain.Tests.Calendar;

public class CalendarYearTests
{
    [Fact]
    public void Reads_a_yearly_notice()
    {
        var year = CalendarYear.Parse("""
            {"$schema":"x","year":2026,"papers":["https://example.org/notice"],
             "days":[{"name":"元旦","date":"2026-01-01","isOffDay":true},{"name":"元旦","date":"2026-01-04","isOffDay":false}]}
            """);

        year.Year.ShouldBe(2026);
        year.Papers.ShouldBe(["https://example.org/notice"]);
        year.Days.ShouldBe([new(new DateOnly(2026, 1, 1), "元旦", true), new(new DateOnly(2026, 1, 4), "元旦", false)]);
    }

    [Fact]
    public void A_New_Year_break_may_start_in_December() =>
        CalendarYear.Parse("""{"year":2023,"days":[{"name":"元旦","date":"2022-12-31","isOffDay":true}]}""").Days.Count.ShouldBe(1);

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("{", "JSON")]
    [InlineData("""{"days":[]}""", "year")]
    [InlineData("""{"year":"2026","days":[]}""", "year")]
    [InlineData("""{"year":1926,"days":[]}""", "year")]
    [InlineData("""{"year":2026}""", "days: is missing")]
    [InlineData("""{"year":2026,"days":{}}""", "days: must be a list")]
    [InlineData("""{"year":2026,"papers":[1],"days":[]}""", "papers[0]")]
    [InlineData("""{"year":2026,"days":[5]}""", "days[0]")]
    [InlineData("""{"year":2026,"days":[{"date":"2026-01-01","isOffDay":true}]}""", "days[0].name")]
    [InlineData("""{"year":2026,"days":[{"name":"x","date":"2026-02-30","isOffDay":true}]}""", "days[0].date")]
    [InlineData("""{"year":2026,"days":[{"name":"x","date":"2026-01-01","isOffDay":"yes"}]}""", "days[0].isOffDay")]
    [InlineData("""{"year":2026,"days":[{"name":"x","date":"2027-01-01","isOffDay":true}]}""", "outside 2026")]
    [InlineData("""{"year":2026,"days":[{"name":"x","date":"2025-11-30","isOffDay":true}]}""", "outside 2026")]
    [InlineData("""{"year":2026,"days":[{"name":"x","date":"2026-01-01","isOffDay":true},{"name":"y","date":"2026-01-01","isOffDay":false}]}""", "days[1].date")]
    public void A_wrong_notice_is_refused_and_the_field_named(string json, string named) =>
        Should.Throw<FormatException>(() => CalendarYear.Parse(json)).Message.ShouldContain(named);
}
