using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tests.Deadlines;

namespace Hotline.Domain.Tests.Supervision;

public sealed class LadderTests
{
    private static readonly Gen<DateTimeOffset> Instants = from minutes in Gen.Choose(0, 300 * 24 * 60) select Calendars.Local("2026-01-05 00:00").AddMinutes(minutes);

    [Theory]
    [InlineData("2026-03-10 16:00", "2026-03-11 16:00")]
    [InlineData("2026-03-13 23:59:59", "2026-03-16 23:59:59")]   // Friday to Monday
    [InlineData("2026-03-14 08:00", "2026-03-16 23:59:59")]      // a Saturday belongs to the Friday before it
    [InlineData("2026-03-15 00:00", "2026-03-16 23:59:59")]
    [InlineData("2026-09-30 10:00", "2026-10-08 10:00")]         // over the national holiday
    public void A_yellow_card_is_due_one_working_day_before_the_end(string now, string dueUpTo) =>
        Ladder.YellowHorizon(Calendars.China, Calendars.Local(now)).ShouldBe(Calendars.Local(dueUpTo));

    [Fact]
    public void The_yellow_horizon_never_goes_back() =>
        Prop.ForAll((from a in Instants from b in Instants select (a, b)).ToArbitrary(), x =>
            x.a > x.b || Ladder.YellowHorizon(Calendars.China, x.a) <= Ladder.YellowHorizon(Calendars.China, x.b)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void A_rung_is_due_exactly_when_its_day_has_come() =>
        Prop.ForAll((from reached in Instants from now in Instants from days in Gen.Choose(1, 9) select (reached, now, days)).ToArbitrary(), x =>
        {
            var term = Duration.WorkingDays(x.days);
            return x.reached < Ladder.ReachedBefore(Calendars.China, term, x.now) == Ladder.NextDue(Calendars.China, term, x.reached) <= x.now;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void The_next_day_then_five_working_days_and_five_more()
    {
        var rule = Rules.Policy.Ladder;
        var notice = Ladder.NextDue(Calendars.China, rule.TermBefore(LadderRung.UrgeNotice), Calendars.Local("2026-03-12 00:00:00"));
        var criticism = Ladder.NextDue(Calendars.China, rule.TermBefore(LadderRung.Criticism), notice);
        notice.ShouldBe(Calendars.Local("2026-03-13 00:00"));
        criticism.ShouldBe(Calendars.Local("2026-03-20 00:00"));
        Ladder.NextDue(Calendars.China, rule.TermBefore(LadderRung.Listing), criticism).ShouldBe(Calendars.Local("2026-03-27 00:00"));
    }

    [Theory]
    [InlineData("08:00", CallSlot.Morning)]
    [InlineData("11:59", CallSlot.Morning)]
    [InlineData("14:00", CallSlot.Afternoon)]
    [InlineData("18:00", CallSlot.Evening)]
    [InlineData("19:59", CallSlot.Evening)]
    public void The_day_has_three_slots(string time, CallSlot slot) => Rules.Clocks.SlotAt(Calendars.Local($"2026-03-10 {time}")).ShouldBe(slot);

    [Theory]
    [InlineData("07:59")]
    [InlineData("12:00")]
    [InlineData("13:59")]
    [InlineData("20:00")]
    [InlineData("23:00")]
    public void Between_them_residents_have_their_quiet(string time) => Rules.Clocks.SlotAt(Calendars.Local($"2026-03-10 {time}")).ShouldBeNull();

    [Fact]
    public void The_next_call_is_always_in_a_slot_not_used_yet() =>
        Prop.ForAll((from now in Instants from used in Gen.Elements<CallSlot[]>([], [CallSlot.Morning], [CallSlot.Afternoon, CallSlot.Evening], [CallSlot.Morning, CallSlot.Evening]) select (now, used)).ToArbitrary(), x =>
            Rules.Clocks.NextCall(x.now, x.used) is { } at && at >= x.now && Rules.Clocks.SlotAt(at) is { } slot && !x.used.Contains(slot)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void A_policy_names_its_own_rungs_and_hours()
    {
        var policy = ServicePolicy.Parse(Rules.Written.Replace("\"dueTime\"", """
            "ladder": { "urgeNotice": "1wd", "criticism": "3wd", "listing": "10wd" }, "callSlots": { "Morning": "09:00-11:30", "Evening": "17:00-19:00" }, "dueTime"
            """, StringComparison.Ordinal));
        policy.Ladder.Criticism.ShouldBe(Duration.WorkingDays(3));
        policy.CallSlots[CallSlot.Evening].ToString().ShouldBe("17:00-19:00");
        ServicePolicy.Parse(policy.ToJson()).CallSlots.ShouldBe(policy.CallSlots);
        Should.Throw<FormatException>(() => ServicePolicy.Parse(Rules.Written.Replace("\"dueTime\"", "\"callSlots\": { \"Morning\": \"12:00-08:00\" }, \"dueTime\"", StringComparison.Ordinal))).Message.ShouldContain("callSlots");
    }

    [Fact]
    public void The_draw_of_a_week_can_be_repeated_and_takes_the_share_rounded_up()
    {
        var closed = Enumerable.Range(0, 41).Select(_ => Guid.NewGuid()).ToList();
        var drawn = AuditDraw.Draw("2026-W11", closed, 0.05);
        drawn.Count.ShouldBe(3);
        AuditDraw.Draw("2026-W11", [.. closed.AsEnumerable().Reverse()], 0.05).ShouldBe(drawn);
        AuditDraw.Draw("2026-W12", closed, 0.5).ShouldNotBe(AuditDraw.Draw("2026-W11", closed, 0.5));
        AuditDraw.WeekOf(new DateOnly(2026, 3, 15)).ShouldBe("2026-W11");
    }

    [Fact]
    public void A_copied_reply_is_known_by_its_words_not_by_its_numbers()
    {
        CopiedText.Hash("2026年3月10日已到现场核实，问题已经解决。").ShouldBe(CopiedText.Hash("2026年4月2日 已到现场核实, 问题已经解决"));
        CopiedText.Likeness("经核实，您反映的占道经营问题已经整改到位，感谢监督。", "经核实，您反映的占道经营问题已整改到位，感谢您的监督。").ShouldBeGreaterThan(0.5);
        CopiedText.Likeness("经核实，您反映的占道经营问题已经整改到位。", "供热公司更换了阀门，室温恢复到二十度。").ShouldBeLessThan(0.1);
    }
}
