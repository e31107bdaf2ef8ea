using System.Text.Json.Nodes;
using Hotline.Channels.Mastodon;
using Hotline.Channels.Tests.WeChat;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Microblog;

public sealed class MastodonTests : IAsyncLifetime
{
    private readonly StubMastodon _server = new();
    private readonly StillClock _clock = new(new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private MastodonOptions _options = null!;
    private ServiceProvider _services = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IMentionSource Source => _services.GetRequiredService<IMentionSource>();

    private IMentionHistory History => _services.GetRequiredService<IMentionHistory>();

    private static readonly DateTimeOffset Since = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private Task<ReceivedList> Hour(string? cursor) => History.ListReceived(Since, Since.AddHours(1), cursor, Ct);

    private IOutgoingChannel Channel => _services.GetRequiredService<IOutgoingChannel>();

    public ValueTask InitializeAsync()
    {
        _options = new() { ApiBaseUrl = _server.Address, AccessToken = StubMastodon.Token, Timeout = TimeSpan.FromSeconds(30) };
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddMastodon(_options).BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<MentionPage> Page() => await Source.Read("mentions", "0", Ct);

    private static OutgoingMessage To(string to, string text) => new(Guid.NewGuid(), to, text, null);

    [Fact]
    public async Task A_mention_is_read_without_markup_and_greeting()
    {
        var id = _server.Mention("桂子路 <路灯> 不亮 & 很黑", inReplyTo: "77", picture: new Uri(_server.Address, "/media/1.png").ToString());
        var mention = (await Page()).Mentions.ShouldHaveSingleItem();
        var message = mention.Message;
        (message.ProviderId, message.Sender, message.SenderName, message.Body, message.ChannelAccount).ShouldBe((id, "resident@example.social", "路人甲", "桂子路 <路灯> 不亮 & 很黑", $"mastodon:{_server.Address.Authority}"));
        mention.InReplyTo.ShouldBe("77");
        var file = message.Attachments.ShouldHaveSingleItem();
        (file.FileName, file.ContentType, file.RemoteUrl!.AbsolutePath).ShouldBe(("media-1.png", "image/png", "/media/1.png"));
        JsonNode.Parse(message.RawPayload)!["id"]!.ToString().ShouldBe(id);
    }

    [Theory]
    [InlineData("public", true)]
    [InlineData("unlisted", true)]
    [InlineData("private", true)]
    [InlineData("direct", false)]
    [InlineData("something new", false)]
    public async Task An_answer_keeps_the_visibility_and_is_never_wider(string visibility, bool isPublic)
    {
        _server.Mention("路灯不亮", visibility: visibility);
        var mention = (await Page()).Mentions.ShouldHaveSingleItem();
        Channel.IsPublic(mention.ReplyTo).ShouldBe(isPublic);
        Channel.IsPublic(mention.PrivateReplyTo!).ShouldBeFalse();
        (await Channel.Send(To(mention.ReplyTo, "已收到"), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        (await Channel.Send(To(mention.PrivateReplyTo!, "编号 1"), Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        _server.Posted.Select(p => (string?)p["visibility"]).ShouldBe([isPublic ? visibility : "direct", "direct"]);
        _server.Posted.ShouldAllBe(p => (string?)p["in_reply_to_id"] == mention.Message.ProviderId);
    }

    [Fact]
    public async Task The_accounts_own_posts_machines_and_what_has_no_identity_are_passed_over()
    {
        _server.Mention("自己", acct: "hotline");
        _server.Mention("机器", bot: true);
        _server.Add("""{"id":"5000","type":"favourite","status":{"id":"1"}}""");
        _server.Add("""{"id":"5001","type":"mention","status":{"id":"../x","account":{"acct":"a"}}}""");
        _server.Add("""{"id":"5002","type":"mention","status":{"id":"12","account":{"acct":"a:b"}}}""");
        _server.Add("""{"id":"5003","type":"mention","status":7}""");
        _server.Mention("市民");
        var page = await Page();
        (page.Mentions.Count, page.Ignored).ShouldBe((1, 6));
    }

    [Fact]
    public async Task What_came_within_an_hour_is_listed_over_all_pages_by_the_readers_own_rule()
    {
        for (var i = 0; i < 50; i++)
        {
            _server.Mention($"后来{i}");
        }

        for (var i = 0; i < 100; i++)
        {
            _server.PassedOver("更早", Since.AddDays(-1));
        }

        _server.PassedOver("太早", Since.AddSeconds(-1));
        _server.PassedOver("自己", Since, acct: "hotline");
        _server.PassedOver("机器", Since, bot: true);
        var ids = Enumerable.Range(0, 60).Select(i => _server.PassedOver($"第{i}条", Since.AddMinutes(i / 2))).ToList();
        var list = await Hour("99999");
        list.Failure.ShouldBeNull();
        list.Messages.Select(m => m.Id).ShouldBe(ids, "the oldest first: what follows finds its ticket");
        _server.Requests.Count(r => r.Path == "/api/v1/notifications").ShouldBe(3, "what is older is not asked for");
        (await Hour("163")).Messages.Count.ShouldBe(60);
        (await Hour("162")).IsNotReadYet.ShouldBeTrue();
        (await Hour(null)).IsNotReadYet.ShouldBeTrue();
    }

    [Fact]
    public async Task An_hour_without_mentions_does_not_wait_for_the_reader()
    {
        _server.PassedOver("机器", Since, bot: true);
        _server.Add("""{"id":"../x","type":"mention"}""");
        var list = await Hour(null);
        (list.Failure, list.IsNotReadYet, list.Messages.Count).ShouldBe((null, false, 0));
    }

    [Fact]
    public async Task A_mention_that_was_passed_over_is_fetched_as_the_reader_would_have_read_it()
    {
        var id = _server.PassedOver("桂子路路灯不亮", Since, visibility: "private", inReplyTo: "77");
        var bot = _server.PassedOver("机器", Since, bot: true);
        var fetched = (await History.Fetch(id, Ct)).Message!;
        var read = (await Page()).Mentions.ShouldHaveSingleItem();
        (fetched.Message with { Attachments = [] }).ShouldBe(read.Message with { Attachments = [] });
        (fetched.ReplyTo, fetched.PrivateReplyTo, fetched.InReplyTo).ShouldBe((read.ReplyTo, read.PrivateReplyTo, read.InReplyTo));
        foreach (var wrong in new[] { bot, "404", "../../accounts/verify_credentials", "" })
        {
            var none = await History.Fetch(wrong, Ct);
            (none.Message, none.Failure is not null).ShouldBe((null, true));
        }
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """[{"id":"5","type":"mention"}]""")]
    [InlineData(200, """[{"id":"5","type":"mention","created_at":"yesterday"}]""")]
    [InlineData(200, """[{"type":"mention","created_at":"2026-03-02T02:00:00Z"}]""")]
    [InlineData(200, """[{"id":"5","type":"mention","created_at":"2026-03-02T02:00:00Z"}]""")]
    [InlineData(401, "{}")]
    [InlineData(429, "{}")]
    [InlineData(503, "<html>")]
    public async Task A_server_that_cannot_tell_says_no_part(int status, string body)
    {
        await Hour("1");
        _server.Fail(status, body);
        var list = await Hour("99999");
        (list.Failure is not null, list.IsNotReadYet, list.Messages.Count).ShouldBe((true, false, 0));
        (await History.Fetch("5", Ct)).Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_names_its_reader_alone_and_carries_a_key()
    {
        var message = To("mastodon:12:public:resident@example.social", "请联系 @mayor@example.social 处理");
        await Channel.Send(message, Ct);
        await Channel.Send(message, Ct);
        var posted = _server.Posted.ShouldHaveSingleItem();
        ((string?)posted["content"]).ShouldBe("<p>@resident@example.social 请联系 ＠mayor＠example.social 处理</p>");
        var posts = _server.Requests.Where(r => r.Method == "POST").ToList();
        posts.Count.ShouldBe(2);
        posts.Select(p => p.Headers["Idempotency-Key"].ToString()).Distinct().ShouldHaveSingleItem().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_long_answer_goes_in_parts_and_a_second_try_adds_only_what_is_missing()
    {
        var text = string.Concat(Enumerable.Repeat("工作人员已到现场查看并联系维修单位。", 60));
        var message = To("mastodon:12:direct:r@example.social", text);
        var posts = 0;
        _server.Instead = async (context, asked) =>
        {
            if (asked.Method != "POST" || ++posts != 2)
            {
                return false;
            }

            context.Response.StatusCode = 503;
            await StubServer.Json(context, "{}");
            return true;
        };
        (await Channel.Send(message, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
        (await Channel.Reconcile(message, _clock.Now, Ct)).Outcome.ShouldBe(SendOutcome.RetryLater);
        var sent = await Channel.Send(message, Ct);
        sent.Outcome.ShouldBe(SendOutcome.Accepted);
        _server.Posted.Count.ShouldBe(3);
        sent.ProviderId.ShouldBe((string?)_server.Posted[0]["id"]);
        string.Concat(_server.Posted.Select(p => ((string?)p["content"])!.Replace("<p>@r@example.social ", "").Replace("</p>", ""))).ShouldBe(text);
        _server.Posted.ShouldAllBe(p => ((string?)p["content"])!.Length <= 507);
        (await Channel.Reconcile(message, _clock.Now, Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
    }

    [Fact]
    public async Task The_limit_the_server_names_is_kept_without_asking_again()
    {
        await Page();
        _server.Headers.AddRange([("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "20"), ("X-RateLimit-Reset", "2026-03-02T02:05:00.000Z")]);
        (await Page()).Failure.ShouldBeNull();
        var asked = _server.Requests.Count;
        var page = await Page();
        (page.Failure, page.Wait).ShouldBe(("mastodon.limit_reached the server's limit is used up for now", TimeSpan.FromMinutes(5)));
        _server.Requests.Count.ShouldBe(asked);
        (await Channel.Send(To("mastodon:12:public:a", "回复不受影响"), Ct)).Outcome.ShouldBe(SendOutcome.Accepted, "answers have what reading leaves");
        _server.Headers.Clear();
        _clock.Now += TimeSpan.FromMinutes(5);
        (await Page()).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_server_whose_clock_is_wrong_silences_nobody_for_long()
    {
        await Page();
        _server.Headers.AddRange([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "2096-03-02T02:05:00.000Z")]);
        await Page();
        (await Page()).Wait.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task The_open_connection_hints_at_news_and_says_why_it_ended()
    {
        await Page();
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var hints = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        var listen = Source.Listen(() => hints.Writer.TryWrite(true), listening.Token);
        (await hints.Reader.ReadAsync(Ct)).ShouldBeTrue("what came while nobody listened");
        while (!_server.Listened)
        {
            await Task.Yield();
        }

        _server.Mention("路灯不亮");
        (await hints.Reader.ReadAsync(Ct)).ShouldBeTrue();
        await listening.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => listen);

        _server.Fail(401, "{}");
        (await Source.Listen(() => { }, Ct)).ShouldBe("http.401");
        _options.Streaming = false;
        (await Source.Listen(() => { }, Ct)).ShouldBeNull();
    }

    [Theory]
    [InlineData("wss://evil.example/")]
    [InlineData("ws://127.0.0.1.evil.example")]
    [InlineData("not an address")]
    public async Task The_token_goes_to_no_other_host_for_the_open_connection(string named)
    {
        _server.Instead = async (context, asked) =>
        {
            if (asked.Path != "/api/v2/instance")
            {
                return false;
            }

            await StubServer.Json(context, $$$$"""{"configuration":{"urls":{"streaming":"{{{{named}}}}"}}}""");
            return true;
        };
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var hints = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        var listen = Source.Listen(() => hints.Writer.TryWrite(true), listening.Token);
        await hints.Reader.ReadAsync(Ct);
        _server.Requests.Last().Path.ShouldBe("/api/v1/streaming/user/notification");
        await listening.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => listen);
    }

    [Fact]
    public async Task A_refused_token_is_named()
    {
        _options.AccessToken = "another";
        (await Page()).Failure.ShouldNotBeNull().ShouldStartWith("mastodon.token_refused");
        var sent = await Channel.Send(To("mastodon:12:public:a", "x"), Ct);
        (sent.Outcome, sent.ErrorCode).ShouldBe((SendOutcome.Refused, "mastodon.token_refused"));
    }

    [Theory]
    [InlineData("/media/1.png", true)]
    [InlineData("https://files.social.example/1.png", true)]
    [InlineData("https://files.social.example:8443/1.png", false)]
    [InlineData("http://files.social.example/1.png", false)]
    [InlineData("https://evil.example/1.png", false)]
    [InlineData("https://user@files.social.example.evil.example/1.png", false)]
    public void Pictures_come_from_the_server_and_named_hosts_alone(string address, bool served)
    {
        _options.MediaHosts.Add("files.social.example");
        _services.GetRequiredService<IMediaSource>().Serves(new Uri(_server.Address, address)).ShouldBe(served);
    }

    [Theory]
    [InlineData("http://social.example", "t", "ApiBaseUrl")]
    [InlineData("https://social.example", "a b", "AccessToken")]
    [InlineData("https://social.example", "t\r\nX: y", "AccessToken")]
    public void Unsafe_settings_are_named(string address, string token, string key)
    {
        var options = new MastodonOptions { ApiBaseUrl = new Uri(address), AccessToken = token };
        options.WhyNotConfigured.ShouldNotBeNull().ShouldContain($"Mastodon:{key}");
        options.WhyNotConfigured.ShouldNotContain(token + "\n");
    }
}
