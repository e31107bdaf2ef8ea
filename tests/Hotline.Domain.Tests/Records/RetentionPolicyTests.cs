using Hotline.Domain.Records;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Records;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset Now = new(2036, 2, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetentionPolicy Policy = new(new RetentionRule(10, 3), new Dictionary<TicketType, RetentionRule> { [TicketType.Consultation] = new(5, 1) }, 2);

    [Fact]
    public void Each_type_has_its_own_terms_and_the_rest_the_default()
    {
        Policy.AnonymiseClosedBy(TicketType.Consultation, Now).Year.ShouldBe(2031);
        Policy.AnonymiseClosedBy(TicketType.Complaint, Now).Year.ShouldBe(2026);
        Policy.AnonymiseClosedBy(null, Now).Year.ShouldBe(2026);
        Policy.DeleteRecordedBy(TicketType.Consultation, Now).Year.ShouldBe(2035);
        Policy.DeleteRecordedBy(TicketType.Report, Now).Year.ShouldBe(2033);
        Policy.ForgetReceivedBy(Now).Year.ShouldBe(2034);
    }

    [Fact]
    public void Every_type_and_no_type_is_looked_at() => RetentionPolicy.Types.Count.ShouldBe(Enum.GetValues<TicketType>().Length + 1);

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(10, 0, 1)]
    [InlineData(10, 3, 0)]
    public void A_term_below_a_year_is_refused(int anonymise, int recordings, int withoutTicket) =>
        Should.Throw<FormatException>(() => new RetentionPolicy(new RetentionRule(anonymise, recordings), new Dictionary<TicketType, RetentionRule>(), withoutTicket));
}
