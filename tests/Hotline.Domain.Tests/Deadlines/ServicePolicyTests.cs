using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Deadlines;

public class ServicePolicyTests
{
    private static readonly ServicePolicy Policy = Rules.Policy;

    [Theory]
    [InlineData(DeadlineStep.Handle, TicketType.Consultation, Urgency.Normal, "3wd")]
    [InlineData(DeadlineStep.Answer, TicketType.Complaint, Urgency.Normal, "15wd")]
    [InlineData(DeadlineStep.Sign, TicketType.Complaint, Urgency.Normal, "1wd")]
    [InlineData(DeadlineStep.Sign, TicketType.Complaint, Urgency.Urgent, "30min")]
    [InlineData(DeadlineStep.Handle, TicketType.Complaint, Urgency.Urgent, "15wd")]
    [InlineData(DeadlineStep.Handle, TicketType.Complaint, Urgency.Critical, "24h")]
    [InlineData(DeadlineStep.Answer, TicketType.Complaint, Urgency.Critical, "24h")]
    [InlineData(DeadlineStep.Dispatch, TicketType.Praise, Urgency.Normal, "0.5wd")]
    [InlineData(DeadlineStep.Review, TicketType.Praise, Urgency.Critical, "1wd")]
    [InlineData(DeadlineStep.FollowUp, TicketType.Praise, Urgency.Normal, "3wd")]
    [InlineData(DeadlineStep.Publish, TicketType.Praise, Urgency.Normal, "5wd")]
    public void Gives_the_term_of_a_step(DeadlineStep step, TicketType type, Urgency urgency, string term) =>
        Policy.TermFor(step, type, urgency).ToString().ShouldBe(term);

    [Fact]
    public void Survives_being_written_and_read() => ServicePolicy.Parse(Policy.ToJson()).ToJson().ShouldBe(Policy.ToJson());

    [Theory]
    [InlineData("\"Praise\": \"7wd\"", "\"Report\": \"7wd\"", "handling.Praise")]
    [InlineData("\"15wd\"", "\"15 days\"", "15 days")]
    [InlineData("\"24:00\"", "\"late\"", "dueTime")]
    [InlineData("0.8", "1.8", "warnAt.share")]
    [InlineData("\"code\"", "\"kode\"", "kode")]
    [InlineData("\"dueTime\"", "\"dueAt\"", "dueAt")]
    [InlineData("\"Critical\"", "\"Extreme\"", "urgent")]
    public void A_wrong_policy_is_refused_and_the_field_named(string right, string wrong, string named) =>
        Should.Throw<FormatException>(() => ServicePolicy.Parse(Rules.Written.Replace(right, wrong, StringComparison.Ordinal)))
            .Message.ShouldContain(named);
}
