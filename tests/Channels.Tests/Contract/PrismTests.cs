using System.Text.Json;
using Hotline.Channels.Mastodon;
using Hotline.Channels.Tests.Twilio;
using Hotline.Channels.Tests.WeChat;
using Hotline.Channels.Twilio;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests.Contract;

/// <summary>Our requests under Prism with the vendors' own OpenAPI, and a guard that no unknown field is sent.</summary>
public sealed class PrismTests
{
    private const string Twilio = "twilio_api_v2010.trimmed.json";
    private const string Mastodon = "mastodon-openapi.trimmed.json";
    private static readonly StillClock Clock = new(new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twilio_takes_what_is_sent_to_it()
    {
        using var specification = SharedSpecs.Open(Twilio);
        await using var prism = await PrismServer.Start(Twilio);
        var guard = new SpecGuard(specification.RootElement);
        var services = new ServiceCollection().AddTwilio(new TwilioOptions { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009", ApiBaseUrl = prism.Address, Timeout = TimeSpan.FromSeconds(30) });
        services.AddHttpClient(nameof(TwilioClient)).AddHttpMessageHandler(guard.Handler);
        await using var provider = services.BuildServiceProvider();
        var sms = provider.GetRequiredService<IOutgoingChannel>();
        var notice = new OutgoingMessage(Guid.NewGuid(), "+15005550006", "工单已受理😀 & 20260302", new Uri("https://hotline.example/s?a=1&b=2"));

        var sent = await sms.Send(notice, Ct);
        (sent.Outcome, sent.ErrorText).ShouldBe((SendOutcome.Accepted, null));
        (await sms.Reconcile(notice, Clock.Now, Ct)).Outcome.ShouldBe(SendOutcome.RetryLater, "Prism's list has another text");

        guard.Faults.ShouldBeEmpty();
        guard.Statuses.ShouldAllBe(s => s < 300);
        guard.Seen.Keys.Order().ShouldBe(["GET /2010-04-01/Accounts/{AccountSid}/Messages.json", "POST /2010-04-01/Accounts/{AccountSid}/Messages.json"]);
    }

    [Fact]
    public async Task Mastodon_takes_what_is_sent_to_it_and_its_answers_are_understood()
    {
        using var specification = SharedSpecs.Open(Mastodon);
        await using var prism = await PrismServer.Start(Mastodon);
        var guard = new SpecGuard(specification.RootElement);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddMastodon(new MastodonOptions { ApiBaseUrl = prism.Address, AccessToken = "a-token", Timeout = TimeSpan.FromSeconds(30) });
        services.AddHttpClient(MastodonOptions.HttpClient).AddHttpMessageHandler(guard.Handler).AddHttpMessageHandler(() => new WholeAccount());
        await using var provider = services.BuildServiceProvider();
        var (source, channel) = (provider.GetRequiredService<IMentionSource>(), provider.GetRequiredService<IOutgoingChannel>());

        var first = await source.Read("mentions", null, Ct);
        (first.Failure, first.Cursor is { Length: > 0 }).ShouldBe((null, true));
        var page = await source.Read("mentions", "1", Ct);
        page.Failure.ShouldBeNull();
        (page.Mentions.Count + page.Ignored).ShouldBeGreaterThan(0);
        var history = provider.GetRequiredService<IMentionHistory>();
        (await history.ListReceived(Clock.Now.AddHours(-1), Clock.Now, "1", Ct)).Failure.ShouldBeNull();
        (await history.Fetch("103254962155278888", Ct)).Failure.ShouldBe("response.unreadable the answer is no person's message", "the example is another status than the one asked for");
        foreach (var visibility in new[] { "public", "unlisted", "private", "direct" })
        {
            var message = new OutgoingMessage(Guid.NewGuid(), $"mastodon:103254962155278888:{visibility}:resident@example.social", "您好，已收到😀 & thanks", null);
            var sent = await channel.Send(message, Ct);
            (sent.Outcome, sent.ErrorText).ShouldBe((SendOutcome.Accepted, null));
            (await channel.Reconcile(message, Clock.Now, Ct)).Outcome.ShouldBe(SendOutcome.RetryLater, "the examples hold no answer of ours");
        }

        guard.Faults.ShouldBeEmpty();
        guard.Statuses.ShouldAllBe(s => s < 300);
        guard.Seen.Keys.Order().ShouldBe(
        [
            "GET /api/v1/accounts/verify_credentials", "GET /api/v1/notifications", "GET /api/v1/statuses/{id}", "GET /api/v1/statuses/{id}/context", "GET /api/v2/instance", "POST /api/v1/statuses",
        ]);
    }

    /// <summary>The specification's example of an account is a part of one, without its id: Prism makes up a whole one when asked.</summary>
    private sealed class WholeAccount : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/api/v1/accounts/verify_credentials")
            {
                request.Headers.Add("Prefer", "dynamic=true");
            }

            return base.SendAsync(request, cancellationToken);
        }
    }

    [Fact]
    public async Task The_connection_that_is_kept_open_is_in_the_specification()
    {
        using var specification = SharedSpecs.Open(Mastodon);
        var guard = new SpecGuard(specification.RootElement);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://mastodon.example/api/v1/streaming/user/notification");
        await guard.Look(request);
        guard.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Twilio, "POST", "/2010-04-01/Accounts/AC1/Messages.json", "Bodie=x", "the body has no Bodie")]
    [InlineData(Twilio, "GET", "/2010-04-01/Accounts/AC1/Messages.json?Too=1", null, "the query has no Too")]
    [InlineData(Twilio, "POST", "/2010-04-01/Accounts/AC1/Mesages.json", "To=1", "is not in the specification")]
    [InlineData(Mastodon, "POST", "/api/v1/statuses", "stat=x", "the body has no stat")]
    [InlineData(Mastodon, "GET", "/api/v1/notifications?minid=1", null, "the query has no minid")]
    public async Task The_guard_sees_a_misspelt_name(string file, string method, string path, string? form, string fault)
    {
        using var specification = SharedSpecs.Open(file);
        var guard = new SpecGuard(specification.RootElement);
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://vendor.example" + path);
        request.Content = form is null ? null : new StringContent(form, null, UrlForm.ContentType);
        await guard.Look(request);
        guard.Faults.ShouldHaveSingleItem().ShouldEndWith(fault);
    }

    [Fact]
    public async Task Prism_refuses_what_the_vendors_would_refuse()
    {
        await using var prism = await PrismServer.Start(Mastodon);
        using var http = new HttpClient { BaseAddress = prism.Address };
        async Task<int> Post(string visibility, string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/statuses") { Content = new StringContent(JsonSerializer.Serialize(new { status = "x", visibility }), null, "application/json") };
            request.Headers.Add("Idempotency-Key", "k");
            if (token is not null)
            {
                request.Headers.Authorization = new("Bearer", token);
            }

            using var answer = await http.SendAsync(request, Ct);
            return (int)answer.StatusCode;
        }

        (await Post("public", "t")).ShouldBe(200);
        (await Post("everybody", "t")).ShouldBe(422);
        (await Post("public", null)).ShouldBe(401);
    }
}
