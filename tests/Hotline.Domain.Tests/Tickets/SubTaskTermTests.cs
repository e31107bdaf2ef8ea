using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tests.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public sealed class SubTaskTermTests
{
    private static readonly DateTimeOffset Start = Calendars.Local("2026-03-02 10:00");

    [Fact]
    public void Without_a_term_of_its_own_a_part_is_due_one_working_day_before_the_deadline_above() =>
        SubTaskTerm.Of(Rules.Clocks, null, Calendars.Local("2026-10-10 23:59:59"), Calendars.Local("2026-09-28 09:00"))!.DueAt.ShouldBe(Calendars.Local("2026-10-09 23:59:59"));

    [Fact]
    public void Where_no_day_is_left_it_is_due_together_with_the_one_above() =>
        SubTaskTerm.Of(Rules.Clocks, null, Start.AddHours(2), Start)!.DueAt.ShouldBe(Start.AddHours(2));

    [Fact]
    public void A_part_is_never_due_after_the_deadline_above_it()
    {
        Prop.ForAll((from minutes in Gen.Choose(1, 60 * 24 * 60) from days in Gen.Choose(0, 40) select (minutes, days)).ToArbitrary(), given =>
        {
            var above = Start.AddMinutes(given.minutes);
            var term = SubTaskTerm.Of(Rules.Clocks, given.days == 0 ? null : given.days, above, Start);
            return term is null ? given.days > 0 : term.DueAt <= above && term.WarnAt <= term.DueAt && term.WarnAt >= Start;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData(EvidenceKind.None, null)]
    [InlineData(EvidenceKind.Photo, "reply.photo_missing")]
    [InlineData(EvidenceKind.Document, "reply.document_missing")]
    public void What_a_category_wants_is_missing_where_there_is_no_file(EvidenceKind wanted, string? code) =>
        EvidenceFile.Check(wanted, [])?.Fields["evidence"].ShouldBe([code!]);
}
