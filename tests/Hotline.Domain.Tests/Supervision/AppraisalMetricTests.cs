using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Supervision;

/// <summary>The formulas, against a month that can be counted on the fingers.</summary>
public sealed class AppraisalMetricTests
{
    // Six handled by CG, two answered by the centre, one guided on, one withdrawn, one excluded.
    private static readonly TicketFact[] Month =
    [
        Handled(1, onTime: true, extended: true, Resolution.Solved, Satisfaction.VerySatisfied, publish: true, foundFalse: false),
        Handled(1, onTime: true, extended: true, Resolution.Solved, Satisfaction.BasicallySatisfied),
        Handled(2, onTime: false, extended: true, Resolution.Partly, Satisfaction.Satisfied, wrong: 1, wasExtended: true),
        Handled(1, onTime: false, extended: false, Resolution.NotSolved, Satisfaction.Dissatisfied, reworks: 1, foundFalse: true),
        Handled(3, onTime: true, extended: true, null, null, wrong: 2, asked: AskedOutcome.Unreachable, returned: true),
        Handled(1, onTime: true, extended: true, null, null, asked: AskedOutcome.NoAnswer, contact: false),
        new() { EndedAs = TicketState.Answered, CameAgain = false, Repeat = false, Publishable = true, Published = true },
        new() { EndedAs = TicketState.Answered, CameAgain = true, Repeat = true, Publishable = true },
        new() { EndedAs = TicketState.Redirected },
        new() { EndedAs = TicketState.Withdrawn },
        Handled(4, onTime: false, extended: false, Resolution.NotSolved, Satisfaction.VeryDissatisfied, wrong: 3, excluded: true, foundFalse: true),
    ];

    [Theory]
    [InlineData("volume", 10, 10, 1)]
    [InlineData("directAnswer", 2, 9, 1)]
    [InlineData("firstContactResolution", 1, 2, 0)]
    [InlineData("dispatchAccuracy", 6, 9, 4)]       // 1+1+2+1+3+1 dispatches, three taken back
    [InlineData("firstDispatch", 4, 6, 1)]
    [InlineData("meanDispatches", 9, 6, 1)]
    [InlineData("timelySign", 6, 6, 1)]
    [InlineData("timelyContact", 5, 6, 1)]
    [InlineData("onTime", 4, 6, 1)]
    [InlineData("onTimeExtended", 5, 6, 1)]
    [InlineData("promiseKept", 6, 6, 1)]
    [InlineData("closing", 9, 9, 1)]
    [InlineData("resolution", 2, 4, 1)]             // and one in part, weighed when read
    [InlineData("satisfaction", 3, 4, 1)]
    [InlineData("satisfactionStrict", 2, 4, 1)]
    [InlineData("judged", 4, 6, 1)]
    [InlineData("returned", 1, 6, 1)]
    [InlineData("reworked", 1, 6, 1)]
    [InlineData("extended", 1, 6, 1)]
    [InlineData("overdue", 1, 6, 1)]
    [InlineData("repeated", 1, 2, 0)]
    [InlineData("falseClosing", 1, 2, 1)]
    [InlineData("published", 2, 8, 1)]
    public void Each_formula_counts_as_by_hand(string code, long numerator, long denominator, long leftOut)
    {
        var metric = AppraisalMetrics.Find(code)!;
        var parts = Month.Select(metric.Of).ToList();
        (parts.Sum(p => p.Numerator), parts.Sum(p => p.Denominator), parts.Sum(p => p.LeftOut)).ShouldBe((numerator, denominator, leftOut));
    }

    [Fact]
    public void Every_metric_is_counted_above() =>
        typeof(AppraisalMetricTests).GetMethod(nameof(Each_formula_counts_as_by_hand))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length.ShouldBe(AppraisalMetrics.All.Count);

    [Fact]
    public void Partly_solved_stands_apart_until_it_is_weighed() =>
        Month.SelectMany(AppraisalMetrics.Of).Where(m => m.Metric == AppraisalMetrics.PartlySolved).Sum(m => m.Numerator).ShouldBe(1);

    [Fact]
    public void Every_metric_is_explained_in_both_languages()
    {
        foreach (var metric in AppraisalMetrics.All) foreach (var text in new[] { metric.Zh, metric.En, metric.FormulaZh, metric.FormulaEn }) text.ShouldNotBeNullOrWhiteSpace();
        AppraisalMetrics.All.Select(m => m.Code).Distinct().Count().ShouldBe(AppraisalMetrics.All.Count);
    }

    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]    // Wilson's interval for 8 of 10
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(900, 1000, 0.8799, 0.9171)]
    public void The_interval_is_wilsons(double successes, long n, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, n);
        interval.Low.ShouldBe(low, 0.0001);
        interval.High.ShouldBe(high, 0.0001);
    }

    [Fact]
    public void The_interval_holds_the_rate_and_narrows_with_more_cases() =>
        Prop.ForAll(Gen.Choose(1, 500).ToArbitrary(), Gen.Choose(0, 500).ToArbitrary(), (n, hits) =>
        {
            var successes = Math.Min(n, hits);
            var (one, many) = (WilsonInterval.Of(successes, n), WilsonInterval.Of(successes * 4.0, n * 4L));
            return one.Low <= (double)successes / n + 1e-9 && one.High >= ((double)successes / n) - 1e-9 && many.High - many.Low < one.High - one.Low;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_band_needs_thirty_cases_and_a_difference_that_chance_does_not_explain()
    {
        Bands.Of(WilsonInterval.Of(29, 29), 29, 0.5, true).ShouldBeNull();
        Bands.Of(WilsonInterval.Of(30, 30), 30, 0.5, true).ShouldBe(Band.A);
        Bands.Of(WilsonInterval.Of(30, 30), 30, 0.5, false).ShouldBe(Band.C);
        Bands.Of(WilsonInterval.Of(0, 30), 30, 0.5, true).ShouldBe(Band.C);
        Bands.Of(WilsonInterval.Of(17, 30), 30, 0.5, true).ShouldBe(Band.B);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    [InlineData(24 * 60, 5)]
    [InlineData(4_320 * 60, 26)]
    [InlineData(4_321 * 60, 27)]
    public void A_duration_has_one_class_and_its_upper_edge_belongs_to_it(long minutes, int of) => DurationClasses.Of(minutes).ShouldBe(of);

    [Fact]
    public void Percentiles_lie_straight_within_their_class()
    {
        var counts = new long[DurationClasses.Count];
        DurationClasses.Percentile(counts, 0.5).ShouldBeNull();
        (counts[0], counts[5]) = (10, 10);                           // ten within an hour, ten between 12 and 24 hours
        DurationClasses.Percentile(counts, 0.25).ShouldBe(0.5);
        DurationClasses.Percentile(counts, 0.5).ShouldBe(1);
        DurationClasses.Percentile(counts, 0.9)!.Value.ShouldBe(21.6, 1e-9);
        counts[^1] = 80;
        DurationClasses.Percentile(counts, 0.9).ShouldBe(4_320);
    }

    [Fact]
    public void An_excluded_ticket_adds_to_what_is_left_out_alone() =>
        AppraisalMetrics.Of(Month[^1]).ShouldAllBe(m => m.Numerator == 0 && m.Denominator == 0 && m.LeftOut > 0);

    private static TicketFact Handled(int dispatches, bool onTime, bool extended, Resolution? resolution, Satisfaction? satisfaction, int wrong = 0, int reworks = 0, bool contact = true,
        bool returned = false, bool wasExtended = false, bool publish = false, bool excluded = false, AskedOutcome asked = AskedOutcome.Rated, bool? foundFalse = null) => new()
        {
            EndedAs = TicketState.Closed, Department = "CG", Dispatches = dispatches, WrongDispatches = wrong, SignedInTime = true, ContactInTime = contact, OnTimeOriginal = onTime, OnTimeExtended = extended,
            PromiseKept = true, Resolution = resolution, Satisfaction = satisfaction, Reworks = reworks, Returned = returned, Extended = wasExtended, Publishable = true, Published = publish, Excluded = excluded, Asked = asked, FoundFalse = foundFalse,
        };
}
