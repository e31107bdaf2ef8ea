using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioClientTests
{
    private const string Created = $$"""{"sid":"{{Forms.Message}}","status":"queued","error_code":null,"body":"x"}""";
    private const string MessagesPath = $"/2010-04-01/Accounts/{Forms.Account}/Messages.json";
    private static readonly DateTimeOffset Tried = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly OutgoingMessage Notice = new(Guid.NewGuid(), "+15005550006", "工单已受理😀 & 20260302", new Uri("https://hotline.example/s?a=1&b=2"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_exactly_what_the_api_asks_for()
    {
        await using var twilio = await StubTwilio.Answering(201, Created);
        (await twilio.Sms.Send(Notice, Ct)).ShouldBe(new SendResult(SendOutcome.Accepted, Forms.Message, null, null, null));

        var seen = twilio.Requests.ShouldHaveSingleItem();
        (seen.Method, seen.Path, seen.Query, seen.ContentType).ShouldBe(("POST", MessagesPath, "", "application/x-www-form-urlencoded"));
        seen.Authorization.ShouldBe("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Forms.Account}:secret")));
        UrlForm.Parse(seen.Body).Fields.ShouldBe(
        [
            new("To", "+15005550006"), new("From", "+15005550009"), new("Body", "工单已受理😀 & 20260302"),
            new("StatusCallback", "https://hotline.example/s?a=1&b=2"),
        ]);
    }

    [Fact]
    public async Task Uses_only_names_and_statuses_of_the_published_contract()
    {
        using var spec = SharedSpecs.Open("twilio_api_v2010.trimmed.json");
        await using var twilio = await StubTwilio.Answering(201, Created);
        await twilio.Sms.Send(Notice, Ct);
        await twilio.Sms.Reconcile(Notice, Tried, Ct);

        var path = spec.RootElement.GetProperty("paths").GetProperty("/2010-04-01/Accounts/{AccountSid}/Messages.json");
        var body = path.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty(UrlForm.ContentType).GetProperty("schema");
        var fields = body.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToHashSet();
        var parameters = path.GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!).ToHashSet();
        var requests = twilio.Requests.ToList();
        UrlForm.Parse(requests[0].Body).Fields.Select(f => f.Key).ShouldBeSubsetOf(fields);
        UrlForm.Parse(requests[1].Query[1..]).Fields.Select(f => f.Key).ShouldBeSubsetOf(parameters);

        // Every status Twilio can report for an outbound message is one we understand.
        var statuses = spec.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("message_enum_status").GetProperty("enum");
        statuses.EnumerateArray().Select(s => s.GetString()!).Where(s => TwilioErrors.StateOf(s) is null).ShouldBe(["receiving", "received"]);
    }

    [Theory]
    [InlineData(400, 21610, SendOutcome.Refused)]
    [InlineData(400, 21211, SendOutcome.Refused)]
    [InlineData(400, 21614, SendOutcome.Refused)]
    [InlineData(400, 21408, SendOutcome.Refused)]
    [InlineData(400, 21606, SendOutcome.Refused)]
    [InlineData(400, 21617, SendOutcome.Refused)]
    [InlineData(401, 20003, SendOutcome.Refused)]
    [InlineData(404, 20404, SendOutcome.Refused)]
    [InlineData(429, 20429, SendOutcome.RetryLater)]
    [InlineData(400, 30001, SendOutcome.RetryLater)]
    [InlineData(400, 30022, SendOutcome.RetryLater)]
    [InlineData(500, 20500, SendOutcome.Unknown)]
    [InlineData(503, 20503, SendOutcome.Unknown)]
    public async Task Reads_from_the_error_what_to_do(int status, int code, SendOutcome outcome)
    {
        await using var twilio = await StubTwilio.Answering(status, $$"""{"code":{{code}},"message":"because","more_info":"x","status":{{status}}}""");
        var result = await twilio.Sms.Send(Notice, Ct);
        (result.Outcome, result.ErrorCode, result.ErrorText).ShouldBe((outcome, code.ToString(CultureInfo.InvariantCulture), "because"));
    }

    [Fact]
    public async Task Hands_on_how_long_to_wait()
    {
        await using var twilio = await StubTwilio.Answering(429, """{"code":20429}""", retryAfter: "7");
        (await twilio.Sms.Send(Notice, Ct)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(500, "<html>", SendOutcome.Unknown, "http.500")]
    [InlineData(400, "", SendOutcome.Refused, "http.400")]
    [InlineData(302, "", SendOutcome.Unknown, "http.302")]
    [InlineData(201, "", SendOutcome.Unknown, "response.unreadable")]
    [InlineData(201, "{}", SendOutcome.Unknown, "response.unreadable")]
    [InlineData(201, "null", SendOutcome.Unknown, "response.unreadable")]
    [InlineData(201, """{"sid":"SM""", SendOutcome.Unknown, "response.unreadable")]
    public async Task Makes_do_with_answers_that_are_not_twilios(int status, string body, SendOutcome outcome, string code)
    {
        await using var twilio = await StubTwilio.Answering(status, body);
        var result = await twilio.Sms.Send(Notice, Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((outcome, code));
    }

    [Fact]
    public async Task Does_not_know_when_the_answer_breaks_off()
    {
        await using var twilio = await StubTwilio.Start(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"sid":""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        (await twilio.Sms.Send(Notice, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
    }

    [Fact]
    public async Task Does_not_know_when_no_answer_comes_in_time()
    {
        await using var twilio = await StubTwilio.Hanging();
        var result = await twilio.Sms.Send(Notice, Ct);
        (result.Outcome, result.ErrorCode, result.RetryAfter).ShouldBe((SendOutcome.Unknown, "http.timeout", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Throws_only_when_the_caller_cancels()
    {
        await using var twilio = await StubTwilio.Hanging();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => twilio.Sms.Send(Notice, cancelled.Token));
    }

    [Fact]
    public async Task Knows_that_nothing_was_sent_when_nobody_listens()
    {
        var twilio = await StubTwilio.Answering(201, Created);
        var options = twilio.Options;
        await twilio.DisposeAsync();
        await using var services = new ServiceCollection().AddTwilio(options).BuildServiceProvider();
        var result = await services.GetRequiredService<IOutgoingChannel>().Send(Notice, Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.RetryLater, "http.unreachable"));
    }

    [Fact]
    public async Task Asks_nobody_when_a_message_cannot_go()
    {
        await using var twilio = await StubTwilio.Answering(201, Created);
        (await twilio.Sms.Send(Notice with { To = "13800138000" }, Ct)).ErrorCode.ShouldBe("sms.number_malformed");
        (await twilio.Sms.Send(Notice with { Text = " \u0001" }, Ct)).ErrorCode.ShouldBe("sms.text_empty");
        twilio.Options.AuthToken = "";
        (await twilio.Sms.Send(Notice, Ct)).ShouldBe(new SendResult(SendOutcome.Refused, null, "channel.not_configured", "Hotline:Channels:Twilio:AuthToken is not set", null));
        twilio.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Finds_the_message_it_was_not_sure_of()
    {
        await using var twilio = await StubTwilio.Answering(200, List(
            ("SM1", "other text", "delivered", null, Tried.AddSeconds(5)),
            ("SM2", Notice.Text, "queued", null, Tried.AddSeconds(1))));
        (await twilio.Sms.Reconcile(Notice, Tried, Ct)).ShouldBe(new SendResult(SendOutcome.Accepted, "SM2", null, null, null));
        var seen = twilio.Requests.ShouldHaveSingleItem();
        (seen.Method, seen.Path, seen.Query).ShouldBe(("GET", MessagesPath, "?To=%2B15005550006&From=%2B15005550009&PageSize=200"));
    }

    [Fact]
    public async Task Finds_it_under_the_prefix_of_a_trial_account()
    {
        await using var twilio = await StubTwilio.Answering(200, List(("SM2", "Sent from your Twilio trial account - " + Notice.Text, "sent", null, Tried)));
        (await twilio.Sms.Reconcile(Notice, Tried, Ct)).ProviderId.ShouldBe("SM2");
    }

    [Fact]
    public async Task Takes_an_older_message_with_the_same_text_for_another_one()
    {
        await using var twilio = await StubTwilio.Answering(200, List(("SM2", Notice.Text, "delivered", null, Tried.AddMinutes(-3))));
        var result = await twilio.Sms.Reconcile(Notice, Tried, Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.RetryLater, "reconcile.not_found"));
    }

    [Fact]
    public async Task Sends_again_only_when_the_list_is_complete()
    {
        await using var none = await StubTwilio.Answering(200, """{"messages":[],"next_page_uri":null}""");
        (await none.Sms.Reconcile(Notice, Tried, Ct)).Outcome.ShouldBe(SendOutcome.RetryLater);

        await using var more = await StubTwilio.Answering(200, List(("SM1", "other", "sent", null, Tried)).Replace("null}", "\"/next\"}", StringComparison.Ordinal));
        (await more.Sms.Reconcile(Notice, Tried, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);

        await using var broken = await StubTwilio.Answering(503, "");
        (await broken.Sms.Reconcile(Notice, Tried, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
    }

    [Fact]
    public async Task Says_that_a_found_message_failed()
    {
        await using var twilio = await StubTwilio.Answering(200, List(("SM2", Notice.Text, "undelivered", 30005, Tried)));
        var result = await twilio.Sms.Reconcile(Notice, Tried, Ct);
        (result.Outcome, result.ProviderId, result.ErrorCode).ShouldBe((SendOutcome.Refused, "SM2", "30005"));
    }

    [Theory]
    [InlineData(null, "secret", "+15005550009", "https://api.twilio.com", "AccountSid")]
    [InlineData("AC1", "secret", "+15005550009", "https://api.twilio.com", "AccountSid")]
    [InlineData(Forms.Account, " ", "+15005550009", "https://api.twilio.com", "AuthToken")]
    [InlineData(Forms.Account, "secret", "12345", "https://api.twilio.com", "PhoneNumber")]
    [InlineData(Forms.Account, "secret", "+15005550009", "http://api.twilio.com", "ApiBaseUrl")]
    [InlineData(Forms.Account, "secret", "+15005550009", "http://127.0.0.1:4010", null)]
    public void Names_the_key_that_is_missing(string? account, string token, string number, string api, string? key)
    {
        var options = new TwilioOptions { AccountSid = account, AuthToken = token, PhoneNumber = number, ApiBaseUrl = new(api) };
        options.IsConfigured.ShouldBe(key is null);
        (options.WhyNotConfigured?.Split(' ')[0]).ShouldBe(key is null ? null : $"Hotline:Channels:Twilio:{key}");
    }

    private static string List(params (string Sid, string Body, string Status, int? Error, DateTimeOffset Created)[] messages) =>
        $$"""{"messages":{{JsonSerializer.Serialize(messages.Select(m => new
        {
            sid = m.Sid,
            body = m.Body,
            status = m.Status,
            error_code = m.Error,
            date_created = m.Created.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000",
            date_sent = (string?)null,
        }))}},"next_page_uri":null}""";
}
