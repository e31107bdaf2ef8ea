using System.Security.Cryptography;
using System.Text;

namespace Hotline.Api.Tests;

public sealed class WebhookOnSqlite(Sqlite fixture) : WebhookTests(fixture), IClassFixture<Sqlite>;
public sealed class WebhookOnPostgres(Postgres fixture) : WebhookTests(fixture), IClassFixture<Postgres>;

/// <summary>Other systems are told of events by signed requests.</summary>
public abstract class WebhookTests(HostFixture fixture) : ThroughTheFrontDoor(fixture), IAsyncLifetime
{
    private StubProvider _receiver = null!;
    private HotlineHost _host = null!;
    private Person _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await StubProvider.Start();
        _host = Fixture.With(("Hotline:OutgoingWebhooks:AllowedPrivateHosts:0", "127.0.0.1"), ("Hotline:OutgoingWebhooks:Every", "00:00:00.1"), ("Hotline:OutgoingWebhooks:MostAttempts", "2"));
        _admin = await _host.As("admin1");
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<(Guid Id, string Secret)> Subscribe(string scope = "Facts", string[]? kinds = null, string[]? systems = null)
    {
        var made = (await _admin.Post("/api/webhooks", new { name = Guid.NewGuid().ToString("N"), address = new Uri(_receiver.Address, "/hook").ToString(), scope, kinds = kinds ?? ["TicketReceived"], systems })).Ok();
        return (made["id"].Id, made["secret"].Text);
    }

    private async Task<Json> Hand(string number, string body = "桂子路23号王小明家楼下路灯不亮，电话15005550006。") =>
        (await _host.Anybody().Post("/api/intake/messages", new { externalId = number, sender = "15005550006", body }, ("X-Api-Key", HotlineHost.IntakeKey))).Ok();

    private Task Told(int count) => Eventually.Holds(() => Task.FromResult(_receiver.Requests.Count >= count), $"{count} requests reach the receiver");

    private async Task<Json> Only(string state)
    {
        Json items = Json.Parse("null");
        await Eventually.Holds(async () =>
        {
            items = (await _admin.Get($"/api/webhook-deliveries?state={state}")).Ok()["items"];
            return items.Items.Count == 1;
        }, $"one delivery is {state}");
        return items[0];
    }

    /// <summary>As a receiver checks it, by the open specification's words and nothing of ours.</summary>
    private static string Signed(SeenRequest seen, string secret) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{seen.Headers["webhook-id"]}.{seen.Headers["webhook-timestamp"]}.{seen.Body}")));

    [Fact]
    public async Task An_event_is_told_signed_with_the_systems_own_number_and_without_words()
    {
        var (_, secret) = await Subscribe();
        var receipt = await Hand("A-7788");
        await Told(1);
        var seen = _receiver.Requests.Single();
        seen.Headers["webhook-signature"].ShouldBe(Signed(seen, secret));
        var told = Json.Parse(seen.Body);
        told["type"].Text.ShouldBe("TicketReceived");
        told["data"]["ticketNumber"].Text.ShouldBe(receipt["ticketNumber"].Text);
        told["data"]["source"]["system"].Text.ShouldBe("demo");
        told["data"]["source"]["number"].Text.ShouldBe("A-7788");
        foreach (var secretWord in new[] { "路灯", "15005550006", "王小明" }) seen.Body.ShouldNotContain(secretWord);

        var agent = await _host.As("agent1");
        foreach (var q in new[] { "A-7788", "demo:A-7788" })
            (await agent.Get($"/api/tickets?q={q}")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id.ShouldBe(receipt["ticketId"].Id);
        (await agent.Get("/api/tickets?q=other:A-7788")).Ok()["items"].Items.ShouldBeEmpty();
        (await agent.Ticket(receipt["ticketId"].Id))["source"]["number"].Text.ShouldBe("A-7788");
    }

    [Fact]
    public async Task Texts_go_out_redacted_and_a_contact_only_where_the_scope_says_so()
    {
        await Subscribe("Texts");
        await Hand("B-1");
        await Told(1);
        var texts = _receiver.Requests.Single().Body;
        texts.ShouldContain("路灯");
        texts.ShouldNotContain("15005550006");
        await Subscribe("Contact", systems: ["demo"]);
        await Hand("B-2");
        await Told(3);
        _receiver.Requests.Count(r => Json.Parse(r.Body)["data"]["resident"]["phone"].Text == "15005550006").ShouldBe(1);
        (await (await _host.As("auditor1")).Get("/api/access-log")).Body.ShouldContain("webhook:");
    }

    [Fact]
    public async Task What_is_refused_is_tried_again_then_lies_at_the_desk_until_somebody_decides()
    {
        await Subscribe(kinds: []);
        _receiver.Answer = _ => (500, "{}");
        await Hand("C-1");
        await Told(1);
        (await Only("Dead").WithClock(_host)).ShouldNotBeNull();
        var dead = await Only("Dead");
        dead["attempts"].Number.ShouldBe(2);
        dead["lastStatus"].Number.ShouldBe(500);
        var held = _receiver.Requests.Count;
        held.ShouldBe(2);                                         // the later event of the same ticket waits for its turn
        (await _admin.Get($"/api/webhook-deliveries/{dead["id"].Text}")).Ok()["payload"]["data"]["source"]["number"].Text.ShouldBe("C-1");

        _receiver.Answer = _ => (200, "{}");
        (await _admin.Post($"/api/webhook-deliveries/{dead["id"].Text}/retry")).Status.ShouldBe(204);
        await Told(4);                                            // the retried one and the one it held back
        _receiver.Requests.Skip(2).Select(r => Json.Parse(r.Body)["data"]["seq"].Number).ShouldBeInOrder();
        _receiver.Requests.Take(3).Select(r => r.Headers["webhook-id"]).Distinct().Count().ShouldBe(1);
        await Eventually.Holds(async () => (await _admin.Get("/api/webhook-deliveries?state=Delivered")).Ok()["items"].Items.Any(i => i["id"].Text == dead["id"].Text), "it is done");
        (await _admin.Post($"/api/webhook-deliveries/{dead["id"].Text}/retry")).Refused(409, "webhook.delivery_not_waiting");
    }

    [Fact]
    public async Task What_is_given_up_needs_a_reason_and_the_later_events_go_on()
    {
        await Subscribe(kinds: []);
        _receiver.Answer = _ => (302, "{}");
        await Hand("D-1");
        (await Only("Dead").WithClock(_host)).ShouldNotBeNull();
        var dead = await Only("Dead");
        (await _admin.Post($"/api/webhook-deliveries/{dead["id"].Text}/drop", new { reason = "" })).Refused(400, "request.invalid");
        _receiver.Answer = _ => (200, "{}");
        (await _admin.Post($"/api/webhook-deliveries/{dead["id"].Text}/drop", new { reason = "对方已经知道" })).Status.ShouldBe(204);
        await Eventually.Holds(async () => (await _admin.Get("/api/webhook-deliveries?state=Delivered")).Ok()["items"].Items.Count >= 1, "the later event goes on");
        (await Only("Dropped"))["reason"].Text.ShouldBe("对方已经知道");
        _receiver.Requests.ShouldAllBe(r => !r.Target.Contains("elsewhere"));
    }

    [Fact]
    public async Task A_replay_sends_the_same_events_again_under_the_same_ids()
    {
        var (id, _) = await Subscribe();
        await Hand("E-1");
        await Told(1);
        await Only("Delivered");
        (await _admin.Post($"/api/webhooks/{id}/replay", new { fromSeq = 1 })).Ok()["fromSeq"].Number.ShouldBe(1);
        await Told(2);
        _receiver.Requests.Select(r => r.Headers["webhook-id"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_while()
    {
        var (id, old) = await Subscribe();
        var fresh = (await _admin.Post($"/api/webhooks/{id}/secret", new { overlapHours = 1 })).Ok()["secret"].Text;
        await Hand("F-1");
        await Told(1);
        var seen = _receiver.Requests.Single();
        seen.Headers["webhook-signature"].Split(' ').ShouldBe([Signed(seen, fresh), Signed(seen, old)]);
        (await _admin.Get("/api/webhooks")).Body.ShouldNotContain(fresh);
    }

    [Theory]
    [InlineData("http://example.org/hook", "须用 https")]
    [InlineData("https://10.0.0.7/hook", "内部网络")]
    [InlineData("https://[::ffff:10.0.0.7]/hook", "内部网络")]
    [InlineData("https://167772167/hook", "内部网络")]
    [InlineData("https://localhost/hook", "内部网络")]
    [InlineData("https://user:word@example.org/hook", "完整的 https 地址")]
    [InlineData("file:///etc/passwd", "完整的 https 地址")]
    [InlineData("", "必填")]
    public async Task An_address_inside_the_network_is_refused(string address, string words)
    {
        var refused = (await _admin.Post("/api/webhooks", new { name = "x", address, scope = "Facts" })).Refused(400, "request.invalid");
        refused["errors"].Names.ShouldBe(["address"]);
        refused["errors"]["address"].Texts.ShouldHaveSingleItem().ShouldContain(words);
    }
}

internal static class WithTheClock
{
    /// <summary>Lets the pauses between tries pass while waiting.</summary>
    public static async Task<Json> WithClock(this Task<Json> waiting, HotlineHost host)
    {
        while (!waiting.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(waiting, Task.Delay(100));
        }
        return await waiting;
    }
}
