using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Calls;

namespace Hotline.Domain.Tests.Calls;

public sealed class CallTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));

    private static Call After(params IEnumerable<CallReport> reports)
    {
        var call = Call.Begin(Guid.Empty, "c", Ten);
        foreach (var report in reports) call.Take(report);
        return call;
    }

    private static CallReport Report(CallHappening kind, int seconds, string? extension = null) => new(kind, Ten.AddSeconds(seconds), [1], "index", "12345", extension);

    [Fact]
    public void Rings_talks_and_ends()
    {
        var call = After(Report(CallHappening.Ringing, 0, "1001"));
        call.State.ShouldBe(CallState.Ringing);
        call.Take(Report(CallHappening.Answered, 5, "1001"));
        call.State.ShouldBe(CallState.Talking);
        call.Take(Report(CallHappening.Ended, 65));
        call.State.ShouldBe(CallState.Ended);
        (call.RingingAt, call.AnsweredAt, call.EndedAt, call.Extension, call.Dialled, call.FromIndex).ShouldBe((Ten, Ten.AddSeconds(5), Ten.AddSeconds(65), "1001", "12345", "index"));
    }

    [Fact]
    public void An_ended_call_does_not_ring_again()
    {
        var call = After(Report(CallHappening.Ended, 20), Report(CallHappening.Ringing, 0, "1001"));
        (call.State, call.RingingAt).ShouldBe((CallState.Ended, Ten));
    }

    [Fact]
    public void The_extension_is_the_one_that_rang_or_answered_last() =>
        After(Report(CallHappening.Answered, 20, "1002"), Report(CallHappening.Ringing, 0, "1001"), Report(CallHappening.Ringing, 15, "1002")).Extension.ShouldBe("1002");

    [Fact]
    public void A_withheld_number_stays_unknown_until_it_is_told()
    {
        var call = After(new CallReport(CallHappening.Ringing, Ten));
        call.FromIndex.ShouldBeNull();
        call.Take(Report(CallHappening.Answered, 5));
        call.FromIndex.ShouldBe("index");
    }

    [Fact]
    public void The_first_recording_and_the_first_ticket_count()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var call = After(Report(CallHappening.Ended, 1));
        call.Record(first).ShouldBeTrue();
        call.Record(second).ShouldBeFalse();
        call.TakenDownAs(first);
        call.TakenDownAs(second);
        (call.RecordingId, call.TicketId).ShouldBe((first, first));
    }

    [Fact]
    public void Any_order_and_any_repetition_make_the_same_call()
    {
        var report = from kind in Gen.Elements(Enum.GetValues<CallHappening>())
                     from second in Gen.Choose(0, 5)
                     from extension in Gen.Elements<string?>(null, "1001", "1002")
                     select Report(kind, second, extension);
        var orders = from reports in Gen.NonEmptyListOf(report)
                     from again in Gen.Shuffle([.. reports, reports[0], reports[^1]])
                     select (reports, again);
        Prop.ForAll(orders.ToArbitrary(), order => Facts(After(order.reports)).Equals(Facts(After(order.again)))).QuickCheckThrowOnFailure();

        static (CallState, string?, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, string?) Facts(Call c) =>
            (c.State, c.Extension, c.ExtensionAt, c.RingingAt, c.AnsweredAt, c.EndedAt, c.FromIndex);
    }
}
