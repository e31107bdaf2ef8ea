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
    public void Without_a_word_about_extensions_one_of_ten_working_days_is_allowed() =>
        (Policy.Extension.Most.ToString(), Policy.Extension.Times, Policy.ResidentAnswer.ToString(), Policy.LongTermDays).ShouldBe(("10wd", 1, "3wd", 180));

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
    [InlineData("\"dueTime\"", "\"extension\": { \"most\": \"0.5wd\", \"times\": 1 }, \"dueTime\"", "extension")]
    [InlineData("\"dueTime\"", "\"longTermDays\": 0, \"dueTime\"", "longTermDays")]
    public void A_wrong_policy_is_refused_and_the_field_named(string right, string wrong, string named) =>
        Should.Throw<FormatException>(() => ServicePolicy.Parse(Rules.Written.Replace(right, wrong, StringComparison.Ordinal)))
            .Message.ShouldContain(named);
}
