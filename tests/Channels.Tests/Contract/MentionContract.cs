using Hotline.Channels.Mastodon;
using Hotline.Channels.Tests.Microblog;
using Hotline.Channels.Tests.WeChat;
using Hotline.Channels.Weibo;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Contract;

/// <summary>What every <see cref="IMentionSource"/> keeps: a provider that has to be asked loses nothing and repeats nothing.</summary>
public abstract class MentionContract : IAsyncLifetime
{
    private readonly List<ServiceProvider> _services = [];
    private readonly Dictionary<string, string> _cursors = [];

    private protected StillClock Clock { get; } = new(new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8)));

    private protected abstract StubServer Provider { get; }

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Somebody writes to the account.</summary>
    /// <returns>The identity within the account.</returns>
    private protected abstract string Write(string text);

    private protected abstract void Register(IServiceCollection services, Uri? address, TimeSpan timeout);

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
    public async Task Reading_begins_at_the_present_end_and_goes_on_from_there()
    {
        Write("从前");
        var source = Source();
        (await ReadOn(source)).ShouldBeEmpty();
        var ids = new[] { Write("第一"), Write("第二") };
        var read = await ReadOn(source);
        read.Select(m => m.Message.ProviderId).ShouldBe(ids);
        read.Select(m => m.Message.Body).ShouldBe(["第一", "第二"]);
        read.ShouldAllBe(m => m.Message.ChannelAccount == source.Account && m.Message.Channel == ChannelKind.Microblog && m.Message.Sender != null);
        (await ReadOn(source)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_could_not_be_stored_is_read_again_as_the_same_messages()
    {
        var source = Source();
        await ReadOn(source);
        Write("路灯不亮");
        var before = new Dictionary<string, string>(_cursors);
        var first = (await ReadOn(source)).ShouldHaveSingleItem().Message;
        foreach (var (feed, cursor) in before)
        {
            _cursors[feed] = cursor;
        }

        var again = (await ReadOn(Source())).ShouldHaveSingleItem().Message;
        (again.ChannelAccount, again.ProviderId, again.Body, again.Sender).ShouldBe((first.ChannelAccount, first.ProviderId, first.Body, first.Sender));
    }

    [Fact]
    public async Task A_storm_comes_page_by_page_and_each_message_once()
    {
        var source = Source();
        await ReadOn(source);
        var ids = Enumerable.Range(0, 330).Select(i => Write($"第{i}条")).ToList();
        var most = 0;
        var read = await ReadOn(source, page => most = Math.Max(most, page.Mentions.Count));
        read.Select(m => m.Message.ProviderId).Order().ShouldBe(ids.Order());
        most.ShouldBeLessThanOrEqualTo(50, "no more than a page is held");
    }

    [Fact]
    public async Task What_comes_while_a_storm_is_read_is_not_lost()
    {
        var source = Source();
        await ReadOn(source);
        var ids = Enumerable.Range(0, 120).Select(i => Write($"第{i}条")).ToList();
        var more = 3;
        var read = await ReadOn(source, _ =>
        {
            if (more-- > 0)
            {
                ids.Add(Write("中途"));
            }
        });
        read.AddRange(await ReadOn(source));
        read.Select(m => m.Message.ProviderId).Order().ShouldBe(ids.Order());
    }

    [Fact]
    public async Task A_provider_lost_for_an_hour_loses_nothing()
    {
        var source = Source();
        await ReadOn(source);
        var before = new Dictionary<string, string>(_cursors);
        Provider.Fail(502, "<html>Bad Gateway</html>");
        for (var minutes = 0; minutes < 60; minutes += 5)
        {
            Clock.Now += TimeSpan.FromMinutes(5);
            foreach (var feed in source.Feeds)
            {
                var page = await source.Read(feed, _cursors[feed], Ct);
                (page.Mentions.Count, page.Cursor, page.More).ShouldBe((0, null, false));
                (page.Failure is not null || page.NotAsked).ShouldBeTrue();
            }
        }

        _cursors.ShouldBe(before);
        Provider.Instead = null;
        Clock.Now += TimeSpan.FromHours(6);
        var id = Write("断线期间");
        (await ReadOn(source)).ShouldHaveSingleItem().Message.ProviderId.ShouldBe(id);
    }

    [Fact]
    public async Task Half_an_answer_silence_and_nonsense_move_no_cursor()
    {
        var (source, impatient) = (Source(), Source(timeout: TimeSpan.FromMilliseconds(300)));
        await ReadOn(source);
        Provider.BreakOff();
        await FailsQuietly(source);
        Provider.Hang();
        await FailsQuietly(impatient);
        foreach (var body in new[] { "", "null", "7", "\"x\"", "{\"statuses\":", "{\"statuses\":7,\"comments\":\"x\"}", new string('[', 5_000), "<html>" })
        {
            Provider.Fail(200, body);
            await FailsQuietly(source);
        }

        Provider.Fail(429, "{}", ("Retry-After", "60"));
        var limited = await source.Read(source.Feeds[0], _cursors[source.Feeds[0]], Ct);
        (limited.Failure is not null).ShouldBeTrue();
        limited.Wait.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60));

        async Task FailsQuietly(IMentionSource of)
        {
            Clock.Now += TimeSpan.FromHours(1);
            var page = await of.Read(of.Feeds[0], _cursors[of.Feeds[0]], Ct);
            (page.Mentions.Count, page.Cursor).ShouldBe((0, null));
            page.Failure.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Hostile_words_arrive_as_plain_text()
    {
        var source = Source();
        await ReadOn(source);
        string[] texts = ["<script>alert(1)</script>路灯", "a\u0000b\u001b[2Jc\ud800", "&amp;lt;b&gt; 'x' \"y\"", string.Concat(Enumerable.Repeat("😀", 30_000)), "\u202e反向"];
        foreach (var text in texts)
        {
            Write(text);
        }

        var read = await ReadOn(source);
        read.Count.ShouldBe(texts.Length);
        foreach (var message in read.Select(m => m.Message))
        {
            message.Body.ShouldAllBe(c => c >= ' ' || c == '\n' || c == '\t');
            message.Body.Length.ShouldBeLessThanOrEqualTo(20_600);
            message.RawPayload.ShouldNotContain('\0');
        }
    }

    [Fact]
    public async Task Without_an_account_it_says_which_key_is_missing()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        Register(services, null, TimeSpan.FromSeconds(5));
        _services.Add(services.BuildServiceProvider());
        var source = _services[^1].GetRequiredService<IMentionSource>();
        source.IsConfigured.ShouldBeFalse();
        source.WhyNotConfigured.ShouldNotBeNull().ShouldStartWith("Hotline:Channels:");
        (await source.Read(source.Feeds[0], null, Ct)).Failure.ShouldBe(source.WhyNotConfigured);
        (await source.Listen(() => { }, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_callers_own_cancellation_is_thrown()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var source = Source();
        await Should.ThrowAsync<OperationCanceledException>(() => source.Read(source.Feeds[0], null, gone.Token));
    }

    /// <summary>Reads all feeds to their ends, as the host does; time goes on between the questions.</summary>
    private protected async Task<List<Mention>> ReadOn(IMentionSource source, Action<MentionPage>? seen = null)
    {
        var read = new List<Mention>();
        foreach (var feed in source.Feeds)
        {
            for (var pages = 0; ; pages++)
            {
                pages.ShouldBeLessThan(100, "the reading goes in a circle");
                Clock.Now += TimeSpan.FromHours(1);
                var page = await source.Read(feed, _cursors.GetValueOrDefault(feed), Ct);
                page.Failure.ShouldBeNull();
                seen?.Invoke(page);
                read.AddRange(page.Mentions);
                if (page.Cursor is { } cursor)
                {
                    _cursors[feed] = cursor;
                }

                if (!page.More)
                {
                    break;
                }
            }
        }

        return read;
    }

    private protected IMentionSource Source(TimeSpan? timeout = null)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        Register(services, Provider.Address, timeout ?? TimeSpan.FromSeconds(30));
        _services.Add(services.BuildServiceProvider());
        return _services[^1].GetRequiredService<IMentionSource>();
    }
}

public sealed class MastodonMentionsKeepTheContract : MentionContract
{
    private readonly StubMastodon _provider = new();

    private protected override StubServer Provider => _provider;

    private protected override string Write(string text) => _provider.Mention(text);

    private protected override void Register(IServiceCollection services, Uri? address, TimeSpan timeout) =>
        services.AddMastodon(new MastodonOptions { ApiBaseUrl = address, AccessToken = StubMastodon.Token, Timeout = timeout });
}

public sealed class WeiboMentionsKeepTheContract : MentionContract
{
    private readonly StubWeibo _provider = new();

    private protected override StubServer Provider => _provider;

    private protected override string Write(string text) => _provider.Post(text);

    private protected override void Register(IServiceCollection services, Uri? address, TimeSpan timeout) =>
        services.AddSingleton<ICallLedger>(new MemoryLedger()).AddWeibo(new WeiboOptions { ApiBaseUrl = address ?? new("https://api.weibo.com"), AccessToken = address is null ? null : StubWeibo.Token, Uid = StubWeibo.Uid, Timeout = timeout });
}
