namespace Hotline.Api.Tests;

public sealed class ChannelPageOnSqlite(SqliteWithSockets fixture) : ChannelPageTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class ChannelPageOnPostgres(PostgresWithSockets fixture) : ChannelPageTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>The page of the channels and its test button.</summary>
public abstract class ChannelPageTests(HostFixture fixture) : ConfiguredChannels(fixture)
{
    [Fact]
    public async Task Each_channel_says_what_is_missing_for_it()
    {
        (await Channel(Host, "Sms"))["whyNotConfigured"].Text.ShouldContain("Hotline:Channels:Twilio");
        (await Channel(Host, "Email"))["whyNotConfigured"].Text.ShouldContain("Hotline:Channels:Mail");
        (await Channel(Host, "Microblog"))["health"].Text.ShouldBe("NotConfigured");
        (await Channel(Host, "Web"))["health"].Text.ShouldBe("Working");
        var tested = (await (await Host.As("admin1")).Post("/api/channels/Sms/test", new { })).Ok();
        tested["ok"].Flag.ShouldBeFalse();
        tested["steps"][0]["detail"].Text.ShouldContain("Hotline:Channels:Twilio");
        (await (await Host.As("admin1")).Post("/api/channels/Telegraph/test", new { })).Refused(404, "channel.unknown");
        (await (await Host.As("admin1")).Post("/api/channels/Web/test", new { to = "x" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["to"]);
    }

    [Theory]
    [InlineData("Sms", "Incoming")]
    [InlineData("WeChat", "Incoming")]
    [InlineData("Email", "Incoming")]
    [InlineData("Api", "Incoming")]
    [InlineData("Web", "Intake")]
    [InlineData("Counter", "Intake")]
    public async Task A_test_goes_the_real_way_tells_the_time_and_opens_no_ticket(string channel, string part)
    {
        Twilio.Answer = NothingReceived;
        var host = Configured();
        for (var i = 0; i < 2; i++)
        {
            var tested = (await (await host.As("admin1")).Post($"/api/channels/{channel}/test", new { })).Ok();
            tested["ok"].Flag.ShouldBeTrue(tested.ToString());
            tested["steps"][0]["part"].Text.ShouldBe(part);
            tested["steps"][0]["milliseconds"].Number.ShouldBeGreaterThan(0);
            tested["messageId"].IsMissing.ShouldBeFalse();
        }
        var view = await Channel(host, channel);
        view["messages"].Number.ShouldBe(2);
        view["health"].Text.ShouldBe("Working", view.ToString());
        (await (await host.As("agent1")).Get("/api/tickets")).Ok()["items"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_test_can_send_a_text_to_a_number_of_the_operators_own()
    {
        Twilio.Answer = seen => seen.Method == "POST" ? (201, """{"sid":"SM0123456789abcdef0123456789abcdef","status":"queued"}""") : NothingReceived(seen);
        var admin = await Configured().As("admin1");
        var steps = (await admin.Post("/api/channels/Sms/test", new { to = "+1 500 555 0006" })).Ok()["steps"];
        steps.Items.Select(s => s["part"].Text).ShouldBe(["Incoming", "Provider", "Outgoing"]);
        steps.Items.ShouldAllBe(s => s["ok"].Flag);
        Twilio.Requests.Single(r => r.Method == "POST").Body.ShouldContain("To=%2B15005550006");
        (await admin.Post("/api/channels/Sms/test", new { to = "' OR 1=1" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["to"]);
    }
}
