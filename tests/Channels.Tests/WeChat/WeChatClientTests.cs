using System.Text.Json;
using Hotline.Channels.WeChat;
using Microsoft.AspNetCore.Http;

namespace Hotline.Channels.Tests.WeChat;

public sealed class WeChatClientTests
{
    private const string Ok = """{"errcode":0,"errmsg":"ok"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static OutgoingMessage Message(StubWeChat stub, string text = "已转城管局“办理”", string to = "oAbc", double hoursAgo = 1) =>
        new(Guid.NewGuid(), to, text, null) { LastHeardAt = stub.Clock.Now.AddHours(-hoursAgo) };

    [Fact]
    public async Task A_text_goes_out_as_written_with_a_token_fetched_for_it()
    {
        await using var stub = await StubWeChat.Answering(Ok);
        (await stub.Channel.Send(Message(stub), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        var sent = stub.Requests.ShouldHaveSingleItem();
        (sent.Path, sent.Query).ShouldBe(("/cgi-bin/message/custom/send", "?access_token=token-1"));
        sent.Body.ShouldBe("""{"touser":"oAbc","msgtype":"text","text":{"content":"已转城管局“办理”"}}""");
        stub.TokenRequests.ShouldHaveSingleItem().ShouldBe($$"""{"grant_type":"client_credential","appid":"{{StubWeChat.AppId}}","secret":"a-secret","force_refresh":false}""");
    }

    [Fact]
    public async Task Twenty_senders_at_once_fetch_one_token()
    {
        await using var stub = await StubWeChat.Answering(Ok);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stub.Channel.Send(Message(stub), Ct)));
        results.ShouldAllBe(r => r.Outcome == SendOutcome.Accepted);
        stub.TokenRequests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_runs_out()
    {
        await using var stub = await StubWeChat.Answering(Ok);
        await stub.Channel.Send(Message(stub), Ct);
        stub.Clock.Now += TimeSpan.FromSeconds(7200 - 301);
        await stub.Channel.Send(Message(stub), Ct);
        stub.TokenRequests.Count.ShouldBe(1);
        stub.Clock.Now += TimeSpan.FromSeconds(2);
        (await stub.Channel.Send(Message(stub), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        stub.TokenRequests.Count.ShouldBe(2);
        stub.Requests.Last().Query.ShouldBe("?access_token=token-2");
    }

    [Fact]
    public async Task A_token_that_was_ended_elsewhere_is_replaced_once_by_force_and_the_text_sent()
    {
        await using var stub = await StubWeChat.Answering(Ok);
        await stub.Channel.Send(Message(stub), Ct);
        stub.ValidToken = "of-another-program";
        (await stub.Channel.Send(Message(stub), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        stub.TokenRequests.Select(r => JsonDocument.Parse(r).RootElement.GetProperty("force_refresh").GetBoolean()).ShouldBe([false, true]);
        stub.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(42001)]
    public async Task A_token_refused_again_and_again_is_not_fetched_again_and_again(int code)
    {
        await using var stub = await StubWeChat.Answering($$"""{"errcode":{{code}},"errmsg":"access_token expired"}""");
        (await stub.Channel.Send(Message(stub), Ct)).Outcome.ShouldBe(SendOutcome.RetryLater);
        stub.Requests.Count.ShouldBe(2);
        (await stub.Channel.Send(Message(stub), Ct)).Outcome.ShouldBe(SendOutcome.RetryLater);
        stub.TokenRequests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"errcode":40125,"errmsg":"invalid appsecret"}""", SendOutcome.Refused, "40125")]
    [InlineData("""{"errcode":40164,"errmsg":"invalid ip, not in whitelist"}""", SendOutcome.Refused, "40164")]
    [InlineData("""{"errcode":-1,"errmsg":"system error"}""", SendOutcome.RetryLater, "-1")]
    [InlineData("<html>502</html>", SendOutcome.RetryLater, "http.200")]
    public async Task Without_a_token_nothing_is_sent_and_the_reason_told(string answer, SendOutcome outcome, string code)
    {
        await using var stub = await StubWeChat.Answering(Ok);
        stub.TokenRefusal = answer;
        var result = await stub.Channel.Send(Message(stub), Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((outcome, code));
        stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forty_eight_hours_after_the_residents_word_nothing_goes_out()
    {
        await using var stub = await StubWeChat.Answering(Ok);
        (await stub.Channel.Send(Message(stub, hoursAgo: 47.99), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        foreach (var message in new[] { Message(stub, hoursAgo: 48), Message(stub) with { LastHeardAt = null } })
        {
            var result = await stub.Channel.Send(message, Ct);
            (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.Refused, "wechat.window_closed"));
        }

        stub.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(45015, SendOutcome.Refused, "wechat.window_closed")]
    [InlineData(45047, SendOutcome.Refused, "wechat.answers_used_up")]
    [InlineData(45009, SendOutcome.RetryLater, "45009")]
    [InlineData(-1, SendOutcome.RetryLater, "-1")]
    [InlineData(40003, SendOutcome.Refused, "40003")]
    public async Task Each_refusal_says_what_to_do_next(int code, SendOutcome outcome, string name)
    {
        await using var stub = await StubWeChat.Answering($$"""{"errcode":{{code}},"errmsg":"no"}""");
        var result = await stub.Channel.Send(Message(stub), Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((outcome, name));
    }

    [Fact]
    public async Task Silence_broken_answers_and_faults_of_the_provider_leave_the_outcome_unknown()
    {
        await using var broken = await StubWeChat.Answering("<html>");
        (await broken.Channel.Send(Message(broken), Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
        await using var down = await StubWeChat.Start(context => { context.Response.StatusCode = 503; return Task.CompletedTask; });
        (await down.Channel.Send(Message(down), Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
        await using var cut = await StubWeChat.Start(context => { context.Abort(); return Task.CompletedTask; });
        (await cut.Channel.Send(Message(cut), Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
        await using var silent = await StubWeChat.Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        silent.Options.Timeout = TimeSpan.FromMilliseconds(500);
        (await silent.Channel.Send(Message(silent), Ct)).ErrorCode.ShouldBe("http.timeout");
        (await silent.Channel.Reconcile(Message(silent), silent.Clock.Now, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
    }

    [Theory]
    [InlineData("+15005550006", "x", "wechat.openid_malformed")]
    [InlineData("oAbc", " \u0001", "wechat.text_empty")]
    public async Task What_cannot_go_is_not_tried(string to, string text, string code)
    {
        await using var stub = await StubWeChat.Answering(Ok);
        (await stub.Channel.Send(Message(stub, text, to), Ct)).ErrorCode.ShouldBe(code);
        stub.TokenRequests.ShouldBeEmpty();
    }
}
