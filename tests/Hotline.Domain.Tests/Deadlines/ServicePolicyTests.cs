using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Deadlines;

public class ServicePolicyTests
{
    internal const string Written = """
        {
          "code": "demo", "name": "示范城市", "nameEn": "Demo city", "version": "2026-01", "effectiveFrom": "2026-01-01",
          "handling": {
            "Consultation": "3wd", "HelpRequest": "7wd", "Suggestion": "7wd", "Criticism": "7wd",
            "Complaint": "15wd", "Report": "15wd", "Praise": "7wd"
          },
          "urgent": {
            "Urgent": { "Dispatch": "10min", "Sign": "30min", "FirstContact": "24h" },
            "Critical": { "Dispatch": "10min", "Sign": "30min", "FirstContact": "2h", "Handle": "24h" }
          },
          "dueTime": "24:00",
          "warnAt": { "share": 0.8, "before": "1wd" }
        }
        """;

    private static readonly ServicePolicy Policy = ServicePolicy.Parse(Written);

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
        Should.Throw<FormatException>(() => ServicePolicy.Parse(Written.Replace(right, wrong, StringComparison.Ordinal)))
            .Message.ShouldContain(named);
}
