using Hotline.Channels.Tests.WeChat;
using Hotline.Channels.Weibo;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Microblog;

/// <summary>Against a stand-in written from Weibo's documentation alone: see <see cref="StubWeibo"/> for how far that goes.</summary>
public sealed class WeiboTests : IAsyncLifetime
{
    private readonly StubWeibo _weibo = new();
    private readonly MemoryLedger _ledger = new();
    private readonly StillClock _clock = new(new(2026, 3, 2, 20, 0, 0, TimeSpan.FromHours(8)));
    private WeiboOptions _options = null!;
    private ServiceProvider _services = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IMentionSource Source => _services.GetRequiredService<IMentionSource>();

    private IOutgoingChannel Channel => _services.GetRequiredService<IOutgoingChannel>();

    public ValueTask InitializeAsync()
    {
        _options = new() { ApiBaseUrl = _weibo.Address, AccessToken = StubWeibo.Token, Uid = StubWeibo.Uid, OperatorIp = "203.0.113.7", Timeout = TimeSpan.FromSeconds(30) };
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddSingleton<ICallLedger>(_ledger).AddWeibo(_options).BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _weibo.DisposeAsync();
    }

    private async Task<List<Mention>> All()
    {
        var all = new List<Mention>();
        foreach (var feed in Source.Feeds)
        {
            all.AddRange((await Source.Read(feed, "1/0/0", Ct)).Mentions);
        }

        return all;
    }

    [Fact]
    public async Task Identities_beyond_two_to_the_53rd_stay_exact()
    {
        var post = _weibo.Post("@云江12345 桂子路路灯不亮", pictures: ["http://wx1.sinaimg.cn/thumbnail/a.jpg"]);
        var neighbour = _weibo.Post("@云江12345 另一件");
        var exact = long.Parse(post, System.Globalization.CultureInfo.InvariantCulture);
        ((long)(double)exact).ShouldNotBe(exact, "a floating-point number cannot hold it");
        var comment = _weibo.Comment("补充", post);
        var read = await All();
        read.Select(m => m.Message.ProviderId).ShouldBe([post, neighbour, $"comment:{comment}"]);
        read.Select(m => m.ReplyTo).ShouldBe([$"weibo:{post}", $"weibo:{neighbour}", $"weibo:{post}:{comment}"]);
        read[0].Message.Attachments.ShouldHaveSingleItem().RemoteUrl!.ToString().ShouldBe("https://wx1.sinaimg.cn/large/a.jpg");
        read.ShouldAllBe(m => m.PrivateReplyTo == null && Channel.IsPublic(m.ReplyTo));
        await Channel.Send(new(Guid.NewGuid(), read[2].ReplyTo, "已收到", null), Ct);
        var form = _weibo.Requests.Last().Form;
        (form["id"].ToString(), form["cid"].ToString(), form["rip"].ToString()).ShouldBe((post, comment, "203.0.113.7"));
    }

    [Fact]
    public async Task A_number_written_as_a_number_alone_is_exact_too()
    {
        _weibo.Instead = async (context, asked) =>
        {
            if (!asked.Path.StartsWith("/2/statuses", StringComparison.Ordinal))
            {
                return false;
            }

            await StubServer.Json(context, """{"statuses":[{"id":9007199254740993,"text":"一","user":{"id":1700000099}},{"id":9007199254740992,"text":"二","user":{"id":1700000099}},{"id":"x","text":"三"},{"id":1e30,"text":"四"}]}""");
            return true;
        };
        var page = await Source.Read("mentions", "1/0/0", Ct);
        page.Mentions.Select(m => m.Message.ProviderId).ShouldBe(["9007199254740992", "9007199254740993"]);
        (page.Ignored, page.Cursor).ShouldBe((2, "9007199254740993/0/0"));
    }

    [Fact]
    public async Task A_comment_that_stands_in_two_lists_is_one_message_and_the_accounts_own_is_none()
    {
        var post = _weibo.Post("城市发布", uid: StubWeibo.Uid);
        _weibo.Comment("@云江12345 路灯", post, toMe: true);
        _weibo.Comment("自己的回复", post, uid: StubWeibo.Uid, toMe: true);
        var read = await All();
        read.Count.ShouldBe(2);
        read.Select(m => (m.Message.ChannelAccount, m.Message.ProviderId)).Distinct().ShouldHaveSingleItem();
        read.ShouldAllBe(m => m.InReplyTo == post);
    }

    [Fact]
    public async Task A_day_has_a_hundred_calls_spread_over_it_with_some_kept_for_answers()
    {
        _clock.Now = new(2026, 3, 3, 0, 0, 0, TimeSpan.FromHours(8));
        var source = Source;
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            foreach (var feed in source.Feeds)
            {
                var page = await source.Read(feed, "1/0/0", Ct);
                if (page.NotAsked)
                {
                    page.Wait.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
                }
            }

            _clock.Now += TimeSpan.FromMinutes(1);
        }

        _weibo.Requests.Count.ShouldBe(70);
        _ledger.Days[new(2026, 3, 3)].ShouldBe((70, 0));
        var read = _weibo.Requests.Count;
        _clock.Now = new(2026, 3, 3, 23, 59, 0, TimeSpan.FromHours(8));
        for (var i = 0; i < 30; i++)
        {
            (await Channel.Send(new(Guid.NewGuid(), "weibo:9234567890123457", $"回复{i}", null), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        }

        var refused = await Channel.Send(new(Guid.NewGuid(), "weibo:9234567890123457", "第一百零一次", null), Ct);
        (refused.Outcome, refused.ErrorCode, refused.RetryAfter).ShouldBe((SendOutcome.RetryLater, "weibo.budget_used", TimeSpan.FromMinutes(2)));
        (_weibo.Requests.Count - read).ShouldBe(30);
        _clock.Now += TimeSpan.FromMinutes(2);
        (await Channel.Send(new(Guid.NewGuid(), "weibo:9234567890123457", "次日", null), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
    }

    [Fact]
    public async Task Repeated_content_counts_as_sent()
    {
        var message = new OutgoingMessage(Guid.NewGuid(), "weibo:9234567890123457", "已收到", null);
        await Channel.Send(message, Ct);
        (await Channel.Send(message, Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        _weibo.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("10023", SendOutcome.RetryLater)]
    [InlineData("10022", SendOutcome.RetryLater)]
    [InlineData("20016", SendOutcome.RetryLater)]
    [InlineData("21327", SendOutcome.RetryLater)]
    [InlineData("20101", SendOutcome.Refused)]
    public async Task The_number_says_what_to_do_as_text_or_number_and_whatever_the_status(string code, SendOutcome outcome)
    {
        foreach (var (status, written) in new[] { (200, code), (400, $"\"{code}\""), (403, code) })
        {
            _weibo.Fail(status, $$"""{"request":"/2/x","error_code":{{written}},"error":"because"}""");
            var result = await Channel.Send(new(Guid.NewGuid(), "weibo:9234567890123457", "x", null), Ct);
            result.Outcome.ShouldBe(outcome, $"{status} {written}");
        }
    }

    [Fact]
    public async Task The_end_of_the_token_is_told_beforehand_and_named_when_it_has_come()
    {
        _weibo.TokenLife = 3 * 86_400;
        (await Source.AskTokenEnd(Ct)).ShouldBe(_clock.Now.AddDays(3));
        _options.AccessToken = "old";
        (await Source.Read("mentions", "1/0/0", Ct)).Failure.ShouldNotBeNull().ShouldStartWith("weibo.token_refused 21327");
    }

    [Fact]
    public async Task An_account_that_asked_too_much_and_hears_nothing_is_not_taken_for_quiet()
    {
        _weibo.Fail(200, "");
        var page = await Source.Read("mentions", "1/0/0", Ct);
        (page.Cursor, page.Failure).ShouldBe((null, "response.unreadable Weibo's answer is empty"));
    }

    [Fact]
    public async Task A_comment_fits_and_calls_nobody()
    {
        await Channel.Send(new(Guid.NewGuid(), "weibo:9234567890123457", "@某人 " + new string('长', 300), null), Ct);
        var text = (string?)_weibo.Sent.ShouldHaveSingleItem()["text"];
        text.ShouldNotBeNull().Length.ShouldBe(140);
        text.ShouldStartWith("＠某人");
    }
}
