using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioRelayTests
{
    private static readonly RelayCallOrder Order = new(Guid.NewGuid(), "+8613800001111", new("https://hotline.example/answer?a=1"), new("https://hotline.example/status"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rings_the_first_leg_with_names_of_the_published_contract()
    {
        await using var twilio = await StubTwilio.Answering(201, $$"""{"sid":"{{Forms.Call}}","status":"queued"}""");
        var result = await twilio.Relay.Call(Order, Ct);
        (result.Outcome, result.ProviderId).ShouldBe((SendOutcome.Accepted, Forms.Call));
        var seen = twilio.Requests.ShouldHaveSingleItem();
        seen.Path.ShouldBe($"/2010-04-01/Accounts/{Forms.Account}/Calls.json");
        var form = UrlForm.Parse(seen.Body);
        (form["To"], form["From"], form["Url"], form["StatusCallback"]).ShouldBe((Order.To, "+15005550009", Order.Answer.AbsoluteUri, Order.Status.AbsoluteUri));

        using var spec = SharedSpecs.Open("twilio_api_v2010.trimmed.json");
        var fields = spec.RootElement.GetProperty("paths").GetProperty("/2010-04-01/Accounts/{AccountSid}/Calls.json").GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty(UrlForm.ContentType).GetProperty("schema").GetProperty("properties").EnumerateObject().Select(p => p.Name).ToHashSet();
        form.Fields.Select(f => f.Key).ShouldBeSubsetOf(fields);
    }

    [Theory]
    [InlineData(400, """{"code":21211,"message":"because"}""", SendOutcome.Refused)]
    [InlineData(429, """{"code":20429,"message":"because"}""", SendOutcome.RetryLater)]
    [InlineData(503, "<html>", SendOutcome.Unknown)]
    [InlineData(201, "{", SendOutcome.Unknown)]
    [InlineData(201, """{"sid":"nonsense"}""", SendOutcome.Unknown)]
    public async Task Tells_what_is_known_of_the_call(int status, string json, SendOutcome outcome)
    {
        await using var twilio = await StubTwilio.Answering(status, json);
        (await twilio.Relay.Call(Order, Ct)).Outcome.ShouldBe(outcome);
        (await twilio.Relay.Call(Order with { To = "13800001111" }, Ct)).Outcome.ShouldBe(SendOutcome.Refused);
        twilio.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_knows_whether_a_call_rings_when_no_answer_comes()
    {
        await using var twilio = await StubTwilio.Hanging();
        (await twilio.Relay.Call(Order, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
    }

    [Theory]
    [InlineData("completed", null, RelayLegEnd.Completed)]
    [InlineData("busy", null, RelayLegEnd.Busy)]
    [InlineData("no-answer", null, RelayLegEnd.NoAnswer)]
    [InlineData("canceled", null, RelayLegEnd.NoAnswer)]
    [InlineData("failed", null, RelayLegEnd.Failed)]
    [InlineData("in-progress", null, null)]
    [InlineData("a-new-word", null, null)]
    [InlineData("in-progress", "busy", RelayLegEnd.Busy)]
    [InlineData("completed", "no-answer", RelayLegEnd.NoAnswer)]
    public void Reads_how_a_leg_ended(string call, string? dial, RelayLegEnd? end)
    {
        var form = Forms.Of([("CallSid", Forms.Call), ("CallStatus", call), .. dial is null ? Array.Empty<(string, string)>() : [("DialCallStatus", dial), ("DialCallDuration", "7")]]);
        TwilioRelayTwiml.TryReadReport(form, out var report, out _).ShouldBeTrue();
        report!.End.ShouldBe(end);
        report.Seconds.ShouldBe(dial is null ? null : 7);
    }

    [Theory]
    [InlineData("CallSid", "x")]
    [InlineData("CallSid", "")]
    [InlineData("CallStatus", "")]
    [InlineData("CallDuration", "soon")]
    public void Names_the_field_at_fault(string field, string value)
    {
        var fields = new Dictionary<string, string> { ["CallSid"] = Forms.Call, ["CallStatus"] = "completed", ["CallDuration"] = "3", [field] = value };
        TwilioRelayTwiml.TryReadReport(UrlForm.Of(fields), out _, out var error).ShouldBeFalse();
        error!.Field.ShouldBe(field);
    }
}
