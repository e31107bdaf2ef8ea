namespace Hotline.Api.Tests;

public sealed class AccessOnSqlite(Sqlite fixture) : AccessTests(fixture), IClassFixture<Sqlite>;
public sealed class AccessOnPostgres(Postgres fixture) : AccessTests(fixture), IClassFixture<Postgres>;

/// <summary>Who reads personal data in clear, how often, and what the resident is told of it.</summary>
public abstract class AccessTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task A_revealed_contact_expires_after_a_minute()
    {
        var ticket = await Given.AReceivedTicket(sender: "13800002222");
        var clear = (await (await Host.As("agent1")).Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "回拨核实" })).Ok();
        (clear["expiresAt"].Time - Host.Clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(50, 60);
    }

    [Fact]
    public async Task One_person_reveals_one_residents_contact_six_times_an_hour_at_most()
    {
        var (ticket, other) = (await Given.AReceivedTicket(sender: "13800002223"), await Given.AReceivedTicket(sender: "13800002224"));
        var agent = await Host.As("agent1");
        for (var i = 0; i < 6; i++) (await Reveal(agent, ticket)).Ok();
        var refused = await Reveal(agent, ticket);
        refused.Refused(429, "resident.revealed_too_often");
        int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(3_500, 3_600);
        (await Reveal(agent, other)).Ok();
        (await Reveal(await Host.As("agent2"), ticket)).Ok();
        Host.Clock.Advance(TimeSpan.FromMinutes(61));
        (await Reveal(agent, ticket)).Ok();

        static Task<Answer> Reveal(Person person, GivenTicket ticket) => person.Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "回拨核实" });
    }

    [Fact]
    public async Task The_resident_sees_who_looked_with_unit_role_and_reason_and_without_a_name()
    {
        var ticket = await Given.ATicketInHand(sender: "13800002225");
        (await (await Host.As("handler1")).Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "约定上门，联系人王小明" })).Ok();
        (await (await Host.As("agent1")).Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "回拨核实" })).Ok();
        var seen = await Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}");
        var access = seen.Ok()["access"].Items;
        access.Select(a => (a["unit"].Text, a["role"].Text, a["what"].Text)).ShouldBe([("云江市12345热线中心", "坐席", "您的联系方式"), ("城市管理局", "经办人", "您的联系方式")]);
        access[0]["reason"].Text.ShouldBe("回拨核实");
        // A reason is typed by hand: what it says of people is taken out.
        access[1]["reason"].Text.ShouldNotContain("王小明");
        foreach (var name in new[] { "handler1", "agent1", "坐席一", "城管经办人" }) seen.Body.ShouldNotContain(name);

        var resident = Host.Anybody();
        resident.Language = "en";
        (await resident.Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok()["access"][0]["what"].Text.ShouldBe("your contact details");
    }

    [Fact]
    public async Task A_file_of_the_resident_is_logged_once_a_reading_and_evidence_of_the_staff_is_not()
    {
        var number = await Submitted();
        var agent = await Host.As("agent1");
        var id = (await agent.Get($"/api/tickets?q={number}")).Ok()["items"][0]["id"].Id;
        var file = (await agent.Ticket(id))["attachments"].Items.ShouldHaveSingleItem();
        file["kind"].Text.ShouldBe("Resident");
        for (var i = 0; i < 3; i++) (await agent.Get($"/api/attachments/{file["id"].Text}?reason=核对现场照片")).Status.ShouldBe(200);
        var evidence = (await agent.Upload($"/api/tickets/{id}/attachments", "GIF89a...."u8.ToArray(), "b.gif")).Ok();
        (await agent.Get($"/api/attachments/{evidence["id"].Text}")).Status.ShouldBe(200);
        var logged = (await (await Host.As("auditor1")).Get($"/api/access-log?ticket={number}")).Ok()["items"].Items.ShouldHaveSingleItem();
        (logged["what"].Text, logged["reason"].Text, logged["role"].Text).ShouldBe(("attachment a.gif", "核对现场照片", "agent"));
        Host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await agent.Get($"/api/attachments/{file["id"].Text}")).Status.ShouldBe(200);
        (await (await Host.As("auditor1")).Get($"/api/access-log?ticket={number}")).Ok()["items"].Items.Select(e => e["reason"].Text).ShouldBe(["办理诉求", "核对现场照片"]);
    }

    [Fact]
    public async Task The_auditor_narrows_the_log_by_person_ticket_kind_and_time()
    {
        var (one, two) = (await Given.AReceivedTicket(sender: "13800002226"), await Given.AReceivedTicket(sender: "13800002227"));
        (await (await Host.As("agent1")).Post($"/api/tickets/{one.Id}/resident/reveal", new { reason = "核实甲" })).Ok();
        var between = Host.Clock.GetUtcNow();
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await (await Host.As("agent2")).Post($"/api/tickets/{two.Id}/resident/reveal", new { reason = "核实乙" })).Ok();
        var auditor = await Host.As("auditor1");
        (await Reasons($"ticket={one.Number}")).ShouldBe(["核实甲"]);
        (await Reasons($"ticket={two.Number}&user=agent2&what=resident")).ShouldBe(["核实乙"]);
        (await Reasons($"ticket={two.Number}&user=agent1")).ShouldBeEmpty();
        (await Reasons($"ticket={two.Number}&what=recording")).ShouldBeEmpty();
        (await Reasons($"ticket={one.Number}&from={Uri.EscapeDataString($"{between.AddSeconds(1):O}")}")).ShouldBeEmpty();
        (await Reasons($"ticket={one.Number}&to={Uri.EscapeDataString($"{between.AddSeconds(1):O}")}")).ShouldBe(["核实甲"]);
        (await auditor.Get("/api/access-log?what=secrets")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["what"]);
        (await auditor.Get("/api/access-log?ticket=nonsense")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["ticket"]);

        async Task<IEnumerable<string>> Reasons(string query) => (await auditor.Get($"/api/access-log?{query}")).Ok()["items"].Items.Select(e => e["reason"].Text);
    }

    /// <summary>A ticket from the residents' form, with one picture; its number.</summary>
    private async Task<string> Submitted()
    {
        var ticket = await Given.AReceivedTicket(sender: "13800002228");
        await using var db = await Records.Db(Host);
        await Records.AddFile(Host, db, ticket.Id, Data.AttachmentKind.Resident, "a.gif");
        return ticket.Number;
    }
}
