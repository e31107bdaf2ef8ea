using Hotline.Api.Data;
using Hotline.Api.Intake;
using Hotline.Api.Platform;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class AdministrationOnSqlite(Sqlite fixture) : AdministrationTests(fixture), IClassFixture<Sqlite>;
public sealed class AdministrationOnPostgres(Postgres fixture) : AdministrationTests(fixture), IClassFixture<Postgres>;

/// <summary>What could not be sent or understood stays in sight.</summary>
public abstract class AdministrationTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task A_notice_that_cannot_be_sent_is_listed_with_the_reason_and_can_be_sent_again()
    {
        var call = (await (await Host.As("agent1")).Post("/api/tickets", new { channel = "Phone", body = "来电人反映噪声。", phone = "13311112222" })).Ok();
        var administrator = await Host.As("admin1");
        var notice = await Notice(administrator, call["number"].Text, "NotSent");
        notice["reasonCode"].Text.ShouldBe("notice.no_provider");
        notice["reason"].Text.ShouldStartWith("尚未配置服务商：Hotline:Channels:Twilio:AccountSid");
        administrator.Language = "en";
        (await Notice(administrator, call["number"].Text, "NotSent"))["reason"].Text.ShouldStartWith("The provider is not set up: Hotline:Channels:Twilio:AccountSid");
        administrator.Language = "zh-CN";
        notice["to"].Text.ShouldBe("133****2222");
        notice["text"].Text.ShouldContain(call["number"].Text);
        notice["text"].Text.ShouldContain("******");

        (await administrator.Post($"/api/outgoing/{notice["id"].Text}/retry")).Status.ShouldBe(204);
        await Notice(administrator, call["number"].Text, "NotSent");   // tried anew, and refused anew
        (await administrator.Post($"/api/outgoing/{Guid.NewGuid()}/retry")).Refused(404, "notice.not_found");
        (await (await Host.As("agent1")).Get("/api/outgoing")).Refused(403, "session.forbidden");
        (await administrator.Get("/api/outgoing?state=Lost")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["state"]);
    }

    [Fact]
    public async Task A_text_names_the_number_to_call_while_there_is_no_site_to_link_to()
    {
        var call = (await (await Host.As("agent1")).Post("/api/tickets", new { channel = "Phone", body = "来电人反映路灯不亮。", phone = "13311113333" })).Ok();
        (await Notice(await Host.As("admin1"), call["number"].Text, "NotSent"))["text"].Text
            .ShouldBe($"【云江12345】您的诉求已收到，编号{call["number"].Text}，查询码******。查询进度请拨打12345，报编号和查询码。");

        using var withSite = Fixture.With(("Hotline:PublicBaseUrl", "https://hotline.example/"));
        call = (await (await withSite.As("agent1")).Post("/api/tickets", new { channel = "Phone", body = "来电人反映路灯不亮。", phone = "13311113333" })).Ok();
        (await Notice(await withSite.As("admin1"), call["number"].Text, "NotSent"))["text"].Text.ShouldEndWith("进度：https://hotline.example/track");
    }

    [Fact]
    public async Task A_message_that_cannot_become_a_ticket_waits_in_sight()
    {
        var id = await Quarantined();
        var administrator = await Host.As("admin1");
        var listed = (await administrator.Get("/api/intake/quarantine?limit=200")).Ok()["items"].Items.Single(m => m["id"].Id == id);
        listed["error"].Text.ShouldBe("内容为空。");
        listed["attempts"].Number.ShouldBe(1);
        var again = (await administrator.Post($"/api/intake/quarantine/{id}/retry")).Ok();
        again["ticketId"].IsMissing.ShouldBeTrue();
        again["error"].Text.ShouldBe("内容为空。");
        (await administrator.Get("/api/intake/quarantine?limit=200")).Ok()["items"].Items.Single(m => m["id"].Id == id)["attempts"].Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_understood_at_last_becomes_a_ticket_with_a_number()
    {
        var id = await Quarantined();
        // As if a newer version understood it: the kept message gets the words that the old one did not see.
        await using (var scope = Host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
            var request = new IntakeRequest(Message("后来读懂的内容。", "13322223333"));
            await db.Messages.Where(m => m.Id == id).ExecuteUpdateAsync(m => m.SetProperty(x => x.Payload, scope.ServiceProvider.GetRequiredService<PersonalData>().Seal(request.ToJson())), TestContext.Current.CancellationToken);
        }
        var made = (await (await Host.As("admin1")).Post($"/api/intake/quarantine/{id}/retry")).Ok();
        made["ticketNumber"].Text.ShouldNotBeEmpty();
        var ticket = await (await Host.As("agent1")).Ticket(made["ticketId"].Id);
        ticket["number"].Text.ShouldBe(made["ticketNumber"].Text);
        ticket["body"].Text.ShouldBe("后来读懂的内容。");
        (await (await Host.As("admin1")).Post($"/api/intake/quarantine/{id}/retry")).Refused(409, "message.not_quarantined");
        // Its resident is the one already known by that number.
        await Given.AReceivedTicket(sender: "13322223333");
        (await (await Host.As("agent1")).Get("/api/tickets?q=13322223333")).Ok()["items"].Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_answered_by_hand_leaves_the_list()
    {
        var id = await Quarantined();
        var administrator = await Host.As("admin1");
        (await administrator.Post($"/api/intake/quarantine/{id}/resolve", new { note = "" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["note"]);
        (await administrator.Post($"/api/intake/quarantine/{id}/resolve", new { note = "已电话答复" })).Status.ShouldBe(204);
        (await administrator.Get("/api/intake/quarantine?limit=200")).Ok()["items"].Items.ShouldNotContain(m => m["id"].Id == id);
        (await administrator.Post($"/api/intake/quarantine/{id}/resolve", new { note = "再来" })).Refused(409, "message.not_quarantined");
    }

    [Fact]
    public async Task The_intake_tells_how_it_stands()
    {
        await Given.AReceivedTicket();
        var status = (await (await Host.As("admin1")).Get("/api/intake/status")).Ok();
        status["depth"].Number.ShouldBe(0);
        status["capacity"].Number.ShouldBe(5000);
        status["committed"].Number.ShouldBePositive();
        (await (await Host.As("agent1")).Get("/api/intake/status")).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task Live_and_ready_are_said_to_anybody()
    {
        (await Host.Anybody().Get("/health/live")).Status.ShouldBe(200);
        (await Host.Anybody().Get("/health/ready")).Status.ShouldBe(200);
    }

    private static IncomingMessage Message(string body, string? sender) => new(ChannelKind.Email, "test", Guid.NewGuid().ToString(), sender, null, "", body, FakeClock.Monday, [], "", "text/plain");

    /// <summary>A message without words or files: no door lets it in, but a changed adapter might.</summary>
    private async Task<Guid> Quarantined()
    {
        var stored = await Host.Services.GetRequiredService<IntakePipeline>().Submit(new IntakeRequest(Message("", null)));
        stored.Value!.TicketId.ShouldBeNull();
        return stored.Value.MessageId;
    }

    private static async Task<Json> Notice(Person administrator, string number, string state)
    {
        Json? notice = null;
        await Eventually.Holds(async () => (notice = (await administrator.Get($"/api/outgoing?state={state}&limit=200")).Ok()["items"].Items.FirstOrDefault(n => n["ticketNumber"].Text == number)) is not null, $"a notice of {number} is {state}");
        return notice!;
    }
}
