using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioCallsTests
{
    private const string Call = "CA0123456789abcdef0123456789abcdef";
    private const string Talk = "CF0123456789abcdef0123456789abcdef";
    private static readonly CallOrder Order = new("client:agent_8001", new("https://hotline.example/v/part?leg=1&x=2"), new("https://hotline.example/v/status"), 25);
    private static readonly DateTimeOffset Tried = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_has_an_address_and_fields_of_the_published_contract()
    {
        using var spec = SharedSpecs.Open("twilio_api_v2010.trimmed.json");
        await using var twilio = await StubTwilio.Answering(201, $$"""{"sid":"{{Call}}"}""");
        var calls = Of(twilio);
        await calls.Call(Order, Ct);
        await calls.Find(Order.To, Tried, [], Ct);
        await calls.Status(Call, Ct);
        await calls.Redirect(Call, Order.Url, Ct);
        await calls.HangUp(Call, Ct);
        await calls.Cancel(Call, Ct);
        await calls.FindConference("call-1", Ct);
        await calls.Hold(Talk, Call, true, Order.Url, Ct);
        await calls.Hold(Talk, Call, false, Order.Url, Ct);
        await calls.TakePart(Talk, Call, true, null, Ct);
        await calls.TakePart(Talk, Call, false, Call, Ct);
        await calls.PauseRecording(Talk, true, Ct);
        await calls.PauseRecording(Talk, false, Ct);
        await calls.DeleteRecording("RE0123456789abcdef0123456789abcdef", Ct);

        var paths = spec.RootElement.GetProperty("paths").EnumerateObject().ToList();
        foreach (var asked in twilio.Requests)
        {
            var path = paths.Find(p => System.Text.RegularExpressions.Regex.IsMatch(asked.Path, "^" + System.Text.RegularExpressions.Regex.Replace(p.Name.Replace(".", "\\.", StringComparison.Ordinal), "{[^}]+}", "[^/]+") + "$"));
            path.Name.ShouldNotBeNull(asked.Path);
            path.Value.TryGetProperty(asked.Method.ToLowerInvariant(), out var operation).ShouldBeTrue($"{asked.Method} {asked.Path}");
            var names = asked.Method == "POST"
                ? operation.GetProperty("requestBody").GetProperty("content").GetProperty(UrlForm.ContentType).GetProperty("schema").GetProperty("properties").EnumerateObject().Select(p => p.Name)
                : operation.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!);
            UrlForm.Parse(asked.Method == "POST" ? asked.Body : asked.Query.TrimStart('?')).Fields.Select(f => f.Key).ShouldBeSubsetOf(names.ToHashSet(), asked.Path);
            asked.Authorization.ShouldNotBeNull();
        }
        twilio.Requests.Count.ShouldBe(14);
    }

    [Theory]
    [InlineData(201, """{"sid":"CA1"}""", SendOutcome.Accepted)]
    [InlineData(429, """{"code":20429}""", SendOutcome.RetryLater)]
    [InlineData(400, """{"code":21211}""", SendOutcome.Refused)]
    [InlineData(404, """{"code":20404}""", SendOutcome.Refused)]
    [InlineData(500, "<html>", SendOutcome.Unknown)]
    [InlineData(302, "", SendOutcome.Unknown)]
    [InlineData(201, "{\"sid\":", SendOutcome.Unknown)]
    public async Task Whatever_is_answered_is_an_outcome(int status, string body, SendOutcome outcome)
    {
        await using var twilio = await StubTwilio.Answering(status, body);
        (await Of(twilio).Call(Order, Ct)).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Silence_leaves_it_open_whether_the_call_was_made()
    {
        await using var twilio = await StubTwilio.Hanging();
        (await Of(twilio).Call(Order, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
    }

    [Fact]
    public async Task A_call_that_may_have_been_made_is_found_among_those_not_known()
    {
        await using var twilio = await StubTwilio.Answering(200, """
            {"calls":[{"sid":"CA1","date_created":"Mon, 02 Mar 2026 02:00:05 +0000"},{"sid":"CA2","date_created":"Mon, 02 Mar 2026 02:00:01 +0000"},{"sid":"CA3","date_created":"Mon, 02 Mar 2026 01:00:00 +0000"}],"next_page_uri":null}
            """);
        (await Of(twilio).Find(Order.To, Tried, [], Ct)).ProviderId.ShouldBe("CA2");
        (await Of(twilio).Find(Order.To, Tried, ["CA2"], Ct)).ProviderId.ShouldBe("CA1");
        (await Of(twilio).Find(Order.To, Tried, ["CA1", "CA2"], Ct)).ErrorCode.ShouldBe("reconcile.not_found");
    }

    [Fact]
    public async Task A_recording_that_is_gone_is_deleted()
    {
        await using var twilio = await StubTwilio.Answering(404, """{"code":20404}""");
        (await Of(twilio).DeleteRecording("RE1", Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
    }

    private static TwilioCalls Of(StubTwilio twilio) => new ServiceCollection().AddTwilio(twilio.Options).BuildServiceProvider().GetRequiredService<TwilioCalls>();
}
