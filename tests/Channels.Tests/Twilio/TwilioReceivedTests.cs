using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;
using Microsoft.AspNetCore.Http;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioReceivedTests
{
    private const string Path = $"/2010-04-01/Accounts/{Forms.Account}/Messages";
    private static readonly DateTimeOffset Since = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = Since.AddHours(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Entry(char digit, string sentAt, string direction = "inbound") =>
        $$"""{"sid":"SM{{new string(digit, 32)}}","direction":"{{direction}}","date_sent":"Mon, 02 Mar 2026 {{sentAt}} +0000"}""";

    private static string Call(char digit, string startedAt, string from = "+15005550006", string direction = "inbound") =>
        $$"""{"sid":"CA{{new string(digit, 32)}}","from":"{{from}}","to":"+15005550009","direction":"{{direction}}","start_time":"Mon, 02 Mar 2026 {{startedAt}} +0000"}""";

    private static void OnlyKnownFields(StubTwilio twilio, string resource)
    {
        using var spec = SharedSpecs.Open("twilio_api_v2010.trimmed.json");
        var known = spec.RootElement.GetProperty("paths").GetProperty($"/2010-04-01/Accounts/{{AccountSid}}/{resource}.json").GetProperty("get").GetProperty("parameters")
            .EnumerateArray().Select(p => p.GetProperty("name").GetString()!).ToHashSet();
        var asked = UrlForm.Parse(twilio.Requests.First().Query[1..]);
        asked.Fields.Select(f => f.Key).ShouldBeSubsetOf(known);
        asked["To"].ShouldBe("+15005550009");
        twilio.Requests.ShouldAllBe(r => r.Authorization!.StartsWith("Basic "));
    }

    private static Task<StubTwilio> Serving(Func<HttpRequest, string?> answer) => StubTwilio.Start(async context =>
    {
        var json = answer(context.Request);
        context.Response.StatusCode = json is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json ?? "{}");
    });

    [Fact]
    public async Task Lists_what_came_in_within_the_hour_over_all_pages()
    {
        await using var twilio = await Serving(request => request.Query.ContainsKey("PageToken")
            ? $$"""{"messages":[{{Entry('d', "04:00:01")}},{{Entry('f', "04:00:00")}}],"next_page_uri":null}"""
            : $$"""{"messages":[{{Entry('a', "03:59:59")}},{{Entry('b', "04:59:59")}},{{Entry('c', "05:00:00")}},{{Entry('e', "04:30:00", "outbound-api")}}],"next_page_uri":"{{Path}}.json?PageToken=x"}""");
        var list = await twilio.Received.ListMessages(Since, Until, Ct);
        list.Failure.ShouldBeNull();
        list.Messages.Select(m => m.Id).ShouldBe([$"SM{new string('f', 32)}", $"SM{new string('d', 32)}", $"SM{new string('b', 32)}"], "the oldest first");
        OnlyKnownFields(twilio, "Messages");
    }

    [Fact]
    public async Task Lists_the_calls_that_rang_within_the_hour_and_none_of_our_own()
    {
        await using var twilio = await Serving(_ => $$"""{"calls":[{{Call('a', "03:59:59")}},{{Call('b', "04:00:00")}},{{Call('c', "05:00:00")}},{{Call('d', "04:10:00", "client:agent_1")}},{{Call('e', "04:30:00", "anonymous")}},{{Call('f', "04:40:00", direction: "outbound-api")}},{"sid":"CA1","direction":"inbound","start_time":null}],"next_page_uri":null}""");
        var list = await twilio.Received.ListCalls(Since, Until, Ct);
        list.Failure.ShouldBeNull();
        list.Messages.Select(m => m.Id).ShouldBe([$"CA{new string('b', 32)}", $"CA{new string('e', 32)}"]);
        OnlyKnownFields(twilio, "Calls");
    }

    [Fact]
    public async Task A_fetched_call_tells_its_number_and_its_time()
    {
        var (one, withheld, timeless, sip) = ($"CA{new string('b', 32)}", $"CA{new string('c', 32)}", $"CA{new string('d', 32)}", $"CA{new string('e', 32)}");
        await using var twilio = await Serving(request => request.Path.Value!.Split('/')[^1] switch
        {
            var path when path == $"{one}.json" => Call('b', "04:00:00"),
            var path when path == $"{withheld}.json" => Call('c', "04:00:00", "+266696687"),
            var path when path == $"{timeless}.json" => "{}",
            var path when path == $"{sip}.json" => Call('e', "04:00:00", "sip:a@b.example"),
            _ => null,
        });
        var call = (await twilio.Received.FetchCall(one, Ct)).Message!;
        (call.From, call.At, UrlForm.Parse(call.Raw)["CallSid"]).ShouldBe(("+15005550006", Since, one));
        (await twilio.Received.FetchCall(withheld, Ct)).Message!.From.ShouldBeNull();
        (await twilio.Received.FetchCall(sip, Ct)).Message!.From.ShouldBeNull();
        (await twilio.Received.FetchCall(timeless, Ct)).Failure.ShouldNotBeNull();
        (await twilio.Received.FetchCall("CAnonsense/../../Messages", Ct)).Failure.ShouldNotBeNull();
        (await twilio.Received.FetchCall($"CA{new string('9', 32)}", Ct)).Failure.ShouldBe("HTTP 404");
    }

    [Theory]
    [InlineData(200, """{"messages":[],"next_page_uri":"https://attacker.example/x"}""")]
    [InlineData(200, """{"next_page_uri":null}""")]
    [InlineData(200, """{"messages":5}""")]
    [InlineData(200, """{"messages":[{"sid""")]
    [InlineData(200, "null")]
    [InlineData(401, "{}")]
    [InlineData(429, "{}")]
    [InlineData(503, "<html>")]
    public async Task Says_that_it_does_not_know_rather_than_a_part(int status, string json)
    {
        await using var twilio = await StubTwilio.Answering(status, json);
        var list = await twilio.Received.ListMessages(Since, Until, Ct);
        list.Failure.ShouldNotBeNullOrEmpty();
        list.Messages.ShouldBeEmpty();
        (await twilio.Received.ListCalls(Since, Until, Ct)).Failure.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_list_without_an_end_ends()
    {
        await using var twilio = await StubTwilio.Answering(200, $$"""{"messages":[{{Entry('b', "04:00:00")}}],"next_page_uri":"{{Path}}.json?PageToken=x"}""");
        (await twilio.Received.ListMessages(Since, Until, Ct)).Failure.ShouldNotBeNull();
        twilio.Requests.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_provider_that_hangs_does_not_hold_the_others_up()
    {
        await using var twilio = await StubTwilio.Hanging();
        (await twilio.Received.ListMessages(Since, Until, Ct)).Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_fetched_message_is_what_the_door_would_have_read()
    {
        await using var twilio = await Serving(request => request.Path.Value switch
        {
            $"{Path}/{Forms.Message}.json" => $$"""{"sid":"{{Forms.Message}}","account_sid":"{{Forms.Account}}","from":"+15005550006","to":"+15005550009","body":"路灯坏了😀 a=b&c","num_media":"1"}""",
            $"{Path}/{Forms.Message}/Media.json" => $$"""{"media_list":[{"sid":"ME1","content_type":"image/jpeg","uri":"{{Path}}/{{Forms.Message}}/Media/ME0123456789abcdef0123456789abcdef.json"}]}""",
            _ => null,
        });
        var fetched = (await twilio.Received.FetchMessage(Forms.Message, Forms.Noon, Ct)).Message!;
        TwilioSms.TryReadMessage(Forms.Sms(), Forms.Noon, out var delivered, out _).ShouldBeTrue();
        (fetched.Channel, fetched.ChannelAccount, fetched.ProviderId, fetched.Sender, fetched.Body, fetched.ReceivedAt)
            .ShouldBe((delivered!.Channel, delivered.ChannelAccount, delivered.ProviderId, delivered.Sender, delivered.Body, delivered.ReceivedAt));
        fetched.Attachments.ShouldHaveSingleItem().RemoteUrl!.AbsolutePath.ShouldBe($"{Path}/{Forms.Message}/Media/ME0123456789abcdef0123456789abcdef");
        (await twilio.Received.FetchMessage("SMnonsense/../../Calls", Forms.Noon, Ct)).Failure.ShouldNotBeNull();
        (await twilio.Received.FetchMessage($"SM{new string('9', 32)}", Forms.Noon, Ct)).Failure.ShouldBe("HTTP 404");
    }
}
