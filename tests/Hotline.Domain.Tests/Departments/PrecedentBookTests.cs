using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tests.Calendar;

namespace Hotline.Domain.Tests.Departments;

public sealed class PrecedentBookTests
{
    private static readonly DateTimeOffset First = Calendars.Local("2026-03-02 10:00");

    [Fact]
    public void The_newest_about_a_matter_and_place_speaks() =>
        new PrecedentBook([Made(null, "CG", 0), Made(null, "GA", 2), Made(null, "HB", 1)]).Find("010101", null)!.Department.ShouldBe("GA");

    [Fact]
    public void A_district_goes_before_the_city_and_speaks_for_its_streets()
    {
        var book = new PrecedentBook([Made(null, "CG", 5), Made("990102003", "D1", 0)]);
        book.Find("010101", "990102001001")!.Department.ShouldBe("D1");
        book.Find("010101", "990103")!.Department.ShouldBe("CG");
        book.Find("010102", "990102").ShouldBeNull();
    }

    [Fact]
    public void A_withdrawn_one_gives_way_to_the_one_before()
    {
        var newest = Made(null, "GA", 1);
        newest.Withdraw("有误", Actor.System, First.AddDays(2));
        new PrecedentBook([Made(null, "CG", 0), newest]).Find("010101", null)!.Department.ShouldBe("CG");
    }

    private static Precedent Made(string? place, string department, int day) =>
        Precedent.Of("010101", place, department, "第1条", PrecedentOrigin.Gap, null, Actor.System, First.AddDays(day));
}
