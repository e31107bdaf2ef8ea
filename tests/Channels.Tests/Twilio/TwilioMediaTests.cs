using System.Security.Cryptography;
using Hotline.Channels.Twilio;
using Microsoft.AspNetCore.Http;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioMediaTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fetches_a_recording_as_sound_with_the_accounts_password()
    {
        var sound = RandomNumberGenerator.GetBytes(300_000);
        await using var twilio = await Serving(sound, "audio/x-wav; rate=8000");
        using var stored = new MemoryStream();
        var result = await twilio.Media.Fetch(new Uri(twilio.Address, $"/2010-04-01/Accounts/{Forms.Account}/Recordings/{Forms.Recording}"), stored, Ct);
        result.ShouldBe(new MediaResult(MediaOutcome.Fetched, "audio/x-wav", sound.Length, Convert.ToHexStringLower(SHA256.HashData(sound)), null));
        stored.ToArray().ShouldBe(sound);
        var seen = twilio.Requests.ShouldHaveSingleItem();
        seen.Path.ShouldEndWith($"/Recordings/{Forms.Recording}.wav");
        seen.Authorization.ShouldStartWith("Basic ");
    }

    [Fact]
    public async Task Judges_where_a_redirect_leads_before_it_asks_there()
    {
        await using var stranger = await Serving([1, 2, 3], "image/jpeg");
        await using var twilio = await StubTwilio.Start(context =>
        {
            context.Response.Redirect(new Uri(stranger.Address, "/stored?key=1").ToString());
            return Task.CompletedTask;
        });

        (await Fetch(twilio, "/media")).Outcome.ShouldBe(MediaOutcome.Refused);
        stranger.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Follows_redirects_within_the_provider_but_not_for_ever()
    {
        await using var twilio = await StubTwilio.Start(async context =>
        {
            var step = context.Request.Path.Value!.Length - 1;
            if (context.Request.Path.StartsWithSegments("/loop") || step > 1)
            {
                context.Response.Redirect(context.Request.Path.StartsWithSegments("/loop") ? "/loop" : context.Request.Path.Value[..^1]);
                return;
            }

            await context.Response.WriteAsync("here");
        });
        (await Fetch(twilio, "/aaa")).Outcome.ShouldBe(MediaOutcome.Fetched);
        twilio.Requests.Count.ShouldBe(3);
        (await Fetch(twilio, "/loop")).ShouldBe(new MediaResult(MediaOutcome.Refused, null, null, null, "too many redirects"));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://localhost/")]
    [InlineData("http://api.twilio.com/x")]
    [InlineData("https://api.twilio.com:8443/x")]
    [InlineData("https://api.twilio.com@attacker.example/x")]
    [InlineData("https://user:pass@api.twilio.com/x")]
    [InlineData("https://api.twilio.com.attacker.example/x")]
    [InlineData("https://evil.twilio.com/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    public async Task Asks_no_host_but_the_providers(string address)
    {
        await using var twilio = await Serving([1], "image/png");
        var result = await twilio.Media.Fetch(new Uri(address, UriKind.RelativeOrAbsolute), Stream.Null, Ct);
        result.ShouldBe(new MediaResult(MediaOutcome.Refused, null, null, null, "not an address of the provider"));
        twilio.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://api.twilio.com/x", true)]
    [InlineData("https://API.twilio.com/x", true)]
    [InlineData("https://mms.twiliocdn.com/x", false)]
    [InlineData("https://media.gov.example/x", false)]
    public async Task Sends_the_password_to_the_api_only(string address, bool password)
    {
        var options = new TwilioOptions { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };
        options.MediaHosts.Add("media.gov.example");
        var network = new RecordingNetwork();
        using var http = new HttpClient(network);
        (await new TwilioMedia(http, options).Fetch(new Uri(address), Stream.Null, Ct)).Outcome.ShouldBe(MediaOutcome.Fetched);
        network.Authorized.ShouldBe([password]);
    }

    [Fact]
    public async Task Leaves_the_password_behind_when_the_api_redirects_to_storage()
    {
        var options = new TwilioOptions { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };
        var network = new RecordingNetwork(new("https://mms.twiliocdn.com/stored"));
        using var http = new HttpClient(network);
        (await new TwilioMedia(http, options).Fetch(new("https://api.twilio.com/x"), Stream.Null, Ct)).Outcome.ShouldBe(MediaOutcome.Fetched);
        network.Authorized.ShouldBe([true, false]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stops_at_twenty_megabytes_whether_announced_or_not(bool announced)
    {
        var body = new byte[MediaCopy.MostBytes + 1];
        await using var twilio = await Serving(body, "audio/wav", announced);
        (await Fetch(twilio, "/big")).ShouldBe(new MediaResult(MediaOutcome.TooLarge, null, null, null, "larger than 20 MB"));
    }

    [Fact]
    public async Task Takes_twenty_megabytes_exactly()
    {
        await using var twilio = await Serving(new byte[MediaCopy.MostBytes], "audio/wav", announced: false);
        (await Fetch(twilio, "/big")).Size.ShouldBe(20 * 1024 * 1024);
    }

    [Theory]
    [InlineData(404, MediaOutcome.RetryLater)]
    [InlineData(429, MediaOutcome.RetryLater)]
    [InlineData(503, MediaOutcome.RetryLater)]
    [InlineData(401, MediaOutcome.Refused)]
    [InlineData(410, MediaOutcome.Refused)]
    [InlineData(204, MediaOutcome.Refused)]
    public async Task Tells_not_yet_from_never(int status, MediaOutcome outcome)
    {
        await using var twilio = await StubTwilio.Start(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        (await Fetch(twilio, "/x")).ShouldBe(new MediaResult(outcome, null, null, null, $"HTTP {status}"));
    }

    [Fact]
    public async Task Tries_later_when_the_sound_breaks_off()
    {
        await using var twilio = await StubTwilio.Start(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        (await Fetch(twilio, "/x")).Outcome.ShouldBe(MediaOutcome.RetryLater);
    }

    [Fact]
    public async Task Tells_a_reset_connection_from_a_full_disk()
    {
        var options = new TwilioOptions { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };
        using var reset = new HttpClient(new RecordingNetwork(body: new BrokenStream()));
        (await new TwilioMedia(reset, options).Fetch(new("https://api.twilio.com/x"), Stream.Null, Ct)).Outcome.ShouldBe(MediaOutcome.RetryLater);

        using var sound = new HttpClient(new RecordingNetwork());
        await Should.ThrowAsync<IOException>(() => new TwilioMedia(sound, options).Fetch(new("https://api.twilio.com/x"), new BrokenStream(), Ct));
    }

    [Fact]
    public async Task Tries_later_when_no_answer_comes_in_time()
    {
        await using var twilio = await StubTwilio.Hanging();
        (await Fetch(twilio, "/x")).ShouldBe(new MediaResult(MediaOutcome.RetryLater, null, null, null, "no answer in time"));
    }

    [Fact]
    public async Task Gives_up_on_a_body_that_only_drips()
    {
        await using var twilio = await StubTwilio.Start(async context =>
        {
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        twilio.Options.Timeout = TimeSpan.FromMilliseconds(200);
        (await Fetch(twilio, "/x")).Reason.ShouldBe("no answer in time");
    }

    [Fact]
    public async Task Fetches_nothing_without_a_configured_account()
    {
        await using var twilio = await Serving([1], "image/png");
        twilio.Options.AccountSid = null;
        (await Fetch(twilio, "/x")).Outcome.ShouldBe(MediaOutcome.Refused);
        twilio.Requests.ShouldBeEmpty();
    }

    private static Task<MediaResult> Fetch(StubTwilio twilio, string path) => twilio.Media.Fetch(new Uri(twilio.Address, path), Stream.Null, Ct);

    private static Task<StubTwilio> Serving(byte[] body, string type, bool announced = true) => StubTwilio.Start(async context =>
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = announced ? body.Length : null;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    });

    private sealed class RecordingNetwork(Uri? redirect = null, Stream? body = null) : HttpMessageHandler
    {
        public List<bool> Authorized { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorized.Add(request.Headers.Authorization is not null);
            var response = new HttpResponseMessage { Content = new StreamContent(body ?? new MemoryStream([1])) };
            if (redirect is not null && Authorized.Count == 1)
            {
                response.StatusCode = System.Net.HttpStatusCode.TemporaryRedirect;
                response.Headers.Location = redirect;
            }

            return Task.FromResult(response);
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("reset");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("full");
    }
}
