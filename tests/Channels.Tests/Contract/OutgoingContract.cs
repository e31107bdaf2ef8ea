using System.Net.Sockets;
using Hotline.Channels.Mastodon;
using Hotline.Channels.Tests.Microblog;
using Hotline.Channels.Tests.Twilio;
using Hotline.Channels.Tests.WeChat;
using Hotline.Channels.Twilio;
using Hotline.Channels.WeChat;
using Hotline.Channels.Weibo;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// What every <see cref="IOutgoingChannel"/> keeps, whoever the provider is. A new adapter derives from this and says how its
/// provider is stood in for; it adds nothing to the tests.
/// </summary>
public abstract class OutgoingContract : IAsyncLifetime
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly List<ServiceProvider> _services = [];

    private protected StillClock Clock { get; } = new(Noon);

    private protected abstract StubServer Provider { get; }

    /// <summary>An address the provider knows.</summary>
    private protected abstract string To { get; }

    /// <summary>Messages that have reached the provider and stayed there.</summary>
    private protected abstract int Kept { get; }

    /// <summary>False where the provider cannot be asked whether it has a message.</summary>
    private protected virtual bool CanReconcile => true;

    /// <summary>The provider keeps the next message, and its answer never comes.</summary>
    private protected abstract void LoseTheNextAnswer();

    /// <summary>The provider takes nothing more for now.</summary>
    private protected abstract void Limit();

    /// <summary>Registers the adapter.</summary>
    /// <param name="services">With a clock.</param>
    /// <param name="address">Null leaves the account unconfigured.</param>
    /// <param name="timeout">For one request.</param>
    private protected abstract void Register(IServiceCollection services, Uri? address, TimeSpan timeout);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_message_is_taken_on_once()
    {
        var result = await Channel().Send(Message(), Ct);
        (result.Outcome, result.ErrorCode, Kept).ShouldBe((SendOutcome.Accepted, null, 1));
        result.ProviderId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task When_the_answer_is_lost_the_provider_is_asked_and_nobody_reads_it_twice()
    {
        var (channel, message) = (Channel(), Message());
        await channel.Send(Message("先前的一条"), Ct);
        LoseTheNextAnswer();
        (await channel.Send(message, Ct)).Outcome.ShouldBe(SendOutcome.Unknown);
        var found = await channel.Reconcile(message, Noon, Ct);
        found.Outcome.ShouldBe(CanReconcile ? SendOutcome.Accepted : SendOutcome.Unknown);
        if (CanReconcile)
        {
            found.ProviderId.ShouldNotBeNullOrEmpty();
            (await channel.Reconcile(Message("从未发出"), Noon, Ct)).Outcome.ShouldBe(SendOutcome.RetryLater);
        }

        Kept.ShouldBe(2);
    }

    [Fact]
    public async Task A_provider_nobody_reaches_leaves_the_message_with_us()
    {
        using var free = new TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var nowhere = new Uri($"http://{free.LocalEndpoint}");
        free.Stop();
        (await Channel(nowhere).Send(Message(), Ct)).Outcome.ShouldBe(SendOutcome.RetryLater);
    }

    [Fact]
    public async Task A_provider_lost_for_an_hour_gets_the_message_once_when_it_is_back()
    {
        var (channel, message) = (Channel(), Message());
        Provider.Fail(503, "<html>Service Unavailable</html>");
        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            (await channel.Send(message, Ct)).Outcome.ShouldBeOneOf(SendOutcome.RetryLater, SendOutcome.Unknown);
            (await channel.Reconcile(message, Noon, Ct)).Outcome.ShouldBeOneOf(SendOutcome.RetryLater, SendOutcome.Unknown);
            Clock.Now += TimeSpan.FromMinutes(10);
        }

        Provider.Instead = null;
        (await channel.Send(message with { LastHeardAt = Clock.Now }, Ct)).Outcome.ShouldBe(SendOutcome.Accepted);
        Kept.ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_means_later_and_not_never()
    {
        var channel = Channel();
        Limit();
        var result = await channel.Send(Message(), Ct);
        result.Outcome.ShouldBe(SendOutcome.RetryLater, result.ToString());
        Kept.ShouldBe(0);
    }

    [Fact]
    public async Task Half_an_answer_silence_and_nonsense_are_no_word_on_what_happened()
    {
        var (channel, impatient) = (Channel(), Channel(timeout: TimeSpan.FromMilliseconds(300)));
        Provider.BreakOff();
        (await channel.Send(Message(), Ct)).Outcome.ShouldBeOneOf(SendOutcome.RetryLater, SendOutcome.Unknown);
        Provider.Hang();
        (await impatient.Send(Message(), Ct)).Outcome.ShouldBeOneOf(SendOutcome.RetryLater, SendOutcome.Unknown);
        foreach (var body in new[] { "", "[]", "null", "{\"id\":", "{\"id\":{},\"sid\":[],\"errcode\":\"x\"}", new string('[', 5000), "\ufeff<html>" })
        {
            Provider.Fail(200, body);
            var result = await channel.Send(Message(), Ct);
            result.Outcome.ShouldBeOneOf([SendOutcome.RetryLater, SendOutcome.Unknown], body);
            (await channel.Reconcile(Message(), Noon, Ct)).Outcome.ShouldBeOneOf([SendOutcome.RetryLater, SendOutcome.Unknown], body);
        }
    }

    [Fact]
    public async Task Hostile_texts_and_addresses_break_nothing()
    {
        var channel = Channel();
        foreach (var text in new[] { "\0\u0001\ud800\r\n路灯", string.Concat(Enumerable.Repeat("😀", 5000)), "@everyone @admin " + new string('@', 500), "https://" + new string('a', 3000), "\u202e\u0000", " " })
        {
            (await channel.Send(Message(text), Ct)).ShouldNotBeNull();
        }

        var before = Kept;
        foreach (var to in new[] { "", " ", "\0", "../../x", "mastodon:1:public:a:b", "mastodon:1/../2:public:a", "weibo:1:2:3", "weibo:99999999999999999999", "+1\r\nX: y", new string('9', 10_000) })
        {
            (await channel.Send(Message() with { To = to }, Ct)).Outcome.ShouldBe(SendOutcome.Refused, to);
            (await channel.Reconcile(Message() with { To = to }, Noon, Ct)).Outcome.ShouldNotBe(SendOutcome.Accepted, to);
        }

        Kept.ShouldBe(before);
    }

    [Fact]
    public async Task Without_an_account_it_says_which_key_is_missing()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        Register(services, null, Patient);
        _services.Add(services.BuildServiceProvider());
        var channel = _services[^1].GetRequiredService<IOutgoingChannel>();
        channel.IsConfigured.ShouldBeFalse();
        channel.WhyNotConfigured.ShouldNotBeNull().ShouldStartWith("Hotline:Channels:");
        var result = await channel.Send(Message(), Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.Refused, "channel.not_configured"));
        Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_callers_own_cancellation_is_thrown()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Channel().Send(Message(), gone.Token));
    }

    private protected OutgoingMessage Message(string text = "您好，您的诉求已收到。Received & noted.") => new(Guid.NewGuid(), To, text, null) { LastHeardAt = Noon };

    private protected IOutgoingChannel Channel(Uri? address = null, TimeSpan? timeout = null)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        Register(services, address ?? Provider.Address, timeout ?? Patient);
        _services.Add(services.BuildServiceProvider());
        return _services[^1].GetRequiredService<IOutgoingChannel>();
    }
}

public sealed class MastodonKeepsTheContract : OutgoingContract
{
    private readonly StubMastodon _provider = new();

    private protected override StubServer Provider => _provider;

    private protected override string To => "mastodon:1001:public:resident@example.social";

    private protected override int Kept => _provider.Posted.Count;

    private protected override void LoseTheNextAnswer() => _provider.SwallowNextAnswer = true;

    private protected override void Limit() => _provider.Instead = async (context, asked) =>
    {
        if (asked.Method != "POST")
        {
            return false;
        }

        context.Response.StatusCode = 429;
        context.Response.Headers["X-RateLimit-Remaining"] = "0";
        context.Response.Headers["X-RateLimit-Reset"] = "2026-03-02T02:05:00.000Z";
        await StubServer.Json(context, """{"error":"Too many requests"}""");
        return true;
    };

    private protected override void Register(IServiceCollection services, Uri? address, TimeSpan timeout) =>
        services.AddMastodon(new MastodonOptions { ApiBaseUrl = address, AccessToken = StubMastodon.Token, Timeout = timeout });
}

public sealed class WeiboKeepsTheContract : OutgoingContract
{
    private readonly StubWeibo _provider = new();

    private protected override StubServer Provider => _provider;

    private protected override string To => "weibo:9234567890123457";

    private protected override int Kept => _provider.Sent.Count;

    private protected override void LoseTheNextAnswer() => _provider.SwallowNextAnswer = true;

    private protected override void Limit() => _provider.Fail(403, """{"request":"/2/comments/create.json","error_code":"10023","error":"User requests out of rate limit"}""");

    private protected override void Register(IServiceCollection services, Uri? address, TimeSpan timeout) =>
        services.AddSingleton<ICallLedger>(new MemoryLedger()).AddWeibo(new WeiboOptions { ApiBaseUrl = address ?? new("https://api.weibo.com"), AccessToken = address is null ? null : StubWeibo.Token, Uid = StubWeibo.Uid, Timeout = timeout });
}

public sealed class TwilioKeepsTheContract : OutgoingContract
{
    private readonly TwilioAccount _provider = new();

    private protected override StubServer Provider => _provider;

    private protected override string To => "+15005550006";

    private protected override int Kept => _provider.Messages.Count;

    private protected override void LoseTheNextAnswer() => _provider.SwallowNextAnswer = true;

    private protected override void Limit() => _provider.Fail(429, """{"code":20429,"message":"Too Many Requests","status":429}""", ("Retry-After", "3"));

    private protected override void Register(IServiceCollection services, Uri? address, TimeSpan timeout) => services.AddTwilio(new TwilioOptions
    {
        AccountSid = address is null ? null : Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009", ApiBaseUrl = address ?? new("https://api.twilio.com"), Timeout = timeout,
    });

    /// <summary>Keeps what is sent and lists it, as Twilio's documentation says.</summary>
    private sealed class TwilioAccount : StubServer
    {
        public List<(string To, string Body)> Messages { get; } = [];

        public bool SwallowNextAnswer { get; set; }

        protected override async Task Answer(HttpContext context, Asked asked)
        {
            if (asked.Method == "GET")
            {
                var items = Messages.Where(m => m.To == asked.Fields["To"]).Select((m, i) => new { sid = $"SM{i:D32}", body = m.Body, status = "sent", date_created = "Mon, 02 Mar 2026 02:00:00 +0000" });
                await Json(context, System.Text.Json.JsonSerializer.Serialize(new { messages = items, next_page_uri = (string?)null }));
                return;
            }

            Messages.Add((asked.Form["To"].ToString(), asked.Form["Body"].ToString()));
            if (SwallowNextAnswer)
            {
                SwallowNextAnswer = false;
                context.Abort();
                return;
            }

            context.Response.StatusCode = 201;
            await Json(context, $$"""{"sid":"{{Forms.Message}}","status":"queued","error_code":null}""");
        }
    }
}

public sealed class WeChatKeepsTheContract : OutgoingContract
{
    private readonly WeChatAccount _provider = new();

    private protected override StubServer Provider => _provider;

    private protected override string To => "oyORnuP8q7ou2gfYjqLzSIWZf0rs";

    private protected override int Kept => _provider.Messages;

    /// <summary>WeChat keeps no list of what it took on.</summary>
    private protected override bool CanReconcile => false;

    private protected override void LoseTheNextAnswer() => _provider.SwallowNextAnswer = true;

    private protected override void Limit() => _provider.Instead = async (context, asked) =>
    {
        if (asked.Path == "/cgi-bin/stable_token")
        {
            return false;
        }

        await StubServer.Json(context, """{"errcode":45009,"errmsg":"reach max api daily quota limit"}""");
        return true;
    };

    private protected override void Register(IServiceCollection services, Uri? address, TimeSpan timeout) =>
        services.AddWeChat(new WeChatOptions { AppId = address is null ? null : StubWeChat.AppId, AppSecret = "a-secret", Token = "aToken", ApiBaseUrl = address ?? new("https://api.weixin.qq.com"), Timeout = timeout });

    /// <summary>Gives a token and takes customer-service messages, as WeChat's documentation says.</summary>
    private sealed class WeChatAccount : StubServer
    {
        public int Messages { get; private set; }

        public bool SwallowNextAnswer { get; set; }

        protected override async Task Answer(HttpContext context, Asked asked)
        {
            if (asked.Path == "/cgi-bin/stable_token")
            {
                await Json(context, """{"access_token":"t","expires_in":7200}""");
                return;
            }

            Messages++;
            if (SwallowNextAnswer)
            {
                SwallowNextAnswer = false;
                context.Abort();
                return;
            }

            await Json(context, """{"errcode":0,"errmsg":"ok"}""");
        }
    }
}
