using System.Text.Json;
using Hotline.Domain.Deadlines;

namespace Hotline.Domain.Tests.Deadlines;

public class DurationTests
{
    [Theory]
    [InlineData("3wd", DurationUnit.WorkingDays, 3)]
    [InlineData("0.5wd", DurationUnit.WorkingDays, 0.5)]
    [InlineData("24h", DurationUnit.Hours, 24)]
    [InlineData("30min", DurationUnit.Minutes, 30)]
    [InlineData("7d", DurationUnit.Days, 7)]
    public void Reads_and_writes_terms(string text, DurationUnit unit, double amount)
    {
        var term = Duration.Parse(text);

        (term.Unit, (double)term.Amount).ShouldBe((unit, amount));
        term.ToString().ShouldBe(text);
        JsonSerializer.Deserialize<Duration>(JsonSerializer.Serialize(term)).ShouldBe(term);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wd")]
    [InlineData("3")]
    [InlineData("0wd")]
    [InlineData("-1wd")]
    [InlineData("1.5h")]
    [InlineData("0.125wd")]
    [InlineData("1,5wd")]
    [InlineData("3 wd")]
    [InlineData("999999999wd")]
    public void Refuses_what_is_no_term(string? text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_wrong_term_names_itself() => Should.Throw<FormatException>(() => Duration.Parse("3 days")).Message.ShouldContain("3 days");

    [Fact]
    public void Equal_terms_are_equal_however_written() => Duration.Parse("1.0wd").ShouldBe(Duration.WorkingDays(1));

    [Theory]
    [InlineData("24:00", "23:59:59")]
    [InlineData("17:30", "17:30:00")]
    public void A_due_time_is_midnight_or_closing_time(string text, string at)
    {
        DueTime.Parse(text).At.ToString("HH:mm:ss", null).ShouldBe(at);
        DueTime.Parse(text).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("25:00")]
    [InlineData("00:00")]
    [InlineData("noon")]
    public void A_wrong_due_time_is_refused(string text) => Should.Throw<FormatException>(() => DueTime.Parse(text));
}
