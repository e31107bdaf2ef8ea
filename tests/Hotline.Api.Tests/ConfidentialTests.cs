using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Tests;

public sealed class ConfidentialOnSqlite(Sqlite fixture) : ConfidentialTests(fixture), IClassFixture<Sqlite>;
public sealed class ConfidentialOnPostgres(Postgres fixture) : ConfidentialTests(fixture), IClassFixture<Postgres>;

/// <summary>A resident who asked for confidence stays unknown to the department, and is reached all the same.</summary>
public abstract class ConfidentialTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Name = "上官大海";
    private const string Phone = "13787654321";

    [Fact]
    public async Task What_the_text_says_of_the_resident_is_taken_out_for_the_department_and_stays_for_the_centre()
    {
        var (id, ticket) = await InHand($"我叫{Name}，电话{Phone}，举报邻居占道经营。");
        (await TheResident.Supplements(Host, ticket, $"请打我另一个电话13911112222，{Name}")).ShouldBeNull();
        await (await Host.As("agent1")).Do(id, "note", new { text = $"{Name}来电补充" });
        var handler = await Host.As("handler1");
        foreach (var answer in new[] { await handler.Get($"/api/tickets/{id}"), await handler.Get("/api/tickets?limit=200"), await handler.Try(id, "first-contact", new { outcome = "NoAnswer" }), await handler.Get($"/api/tickets/{id}/similar") })
        {
            answer.Ok();
            foreach (var secret in new[] { Name, Phone, "13911112222" }) answer.Body.ShouldNotContain(secret);
        }
        (await handler.Ticket(id))["body"].Text.ShouldContain("举报邻居占道经营");
        var centre = await (await Host.As("agent1")).Get($"/api/tickets/{id}");
        foreach (var kept in new[] { Name, Phone, "13911112222" }) centre.Body.ShouldContain(kept);
    }

    [Fact]
    public async Task A_department_cannot_find_a_confidential_ticket_by_a_name_in_it()
    {
        var (id, ticket) = await InHand($"我叫{Name}，举报烧烤摊油烟扰民。");
        var handler = await Host.As("handler1");
        (await handler.Get($"/api/tickets?q={Name}")).Ok()["items"].Items.ShouldBeEmpty();
        (await handler.Get($"/api/tickets?q={ticket.Number}")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id.ShouldBe(id);
        (await (await Host.As("agent1")).Get($"/api/tickets?q={Name}")).Ok()["items"].Items.ShouldContain(t => t["id"].Id == id);
    }

    [Fact]
    public async Task The_department_writes_through_the_centre_and_the_answer_comes_back()
    {
        var (id, ticket) = await InHand("举报占道经营，请保密。");
        var handler = await Host.As("handler1");
        (await handler.Ticket(id))["allowedActions"].Texts.ShouldContain("relay");
        var view = await handler.Do(id, "relay", new { text = "请问占道一般在几点？" });
        view.ToString().ShouldNotContain("大海");
        await using (var db = await Records.Db(Host))
        {
            var sent = (await db.Outgoing.AsNoTracking().Where(o => o.TicketId == id).ToListAsync()).ShouldHaveSingleItem();
            sent.Text.ShouldContain("请问占道一般在几点？");
            sent.Text.ShouldContain("城市管理局");
        }
        var seen = (await Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok();
        var message = seen["messages"].Items.ShouldHaveSingleItem();
        (message["department"].Text, message["text"].Text).ShouldBe(("城市管理局", "请问占道一般在几点？"));
        (await TheResident.Supplements(Host, ticket, "晚上七点以后")).ShouldBeNull();
        (await handler.Ticket(id))["supplements"].Items.ShouldHaveSingleItem()["text"].Text.ShouldBe("晚上七点以后");
    }

    [Fact]
    public async Task Only_the_own_unit_relays_only_in_hand_and_only_where_it_must()
    {
        var (id, _) = await InHand("举报占道经营。");
        var body = new { text = "请问几点？" };
        (await (await Host.As("handler2")).Try(id, "relay", body)).Refused(404, "ticket.not_found");
        (await (await Host.As("agent1")).Try(id, "relay", body)).Refused(403, "ticket.forbidden");
        (await (await Host.As("handler1")).Try(id, "relay", new { text = "" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["text"]);
        (await (await Host.As("handler1")).Try(id, "relay", new { text = new string('长', 301) })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["text"]);
        var open = await Given.ATicketInHand();
        (await (await Host.As("handler1")).Try(open.Id, "relay", body)).Refused(409, "ticket.not_confidential");
        (await (await Host.As("handler1")).Ticket(open.Id))["allowedActions"].Texts.ShouldNotContain("relay");
        var waiting = await Given.ADispatchedTicket(confidential: true);
        (await (await Host.As("handler1")).Try(waiting.Id, "relay", body)).Refused(409, "ticket.transition_not_allowed");
    }

    [Fact]
    public async Task A_confidential_residents_file_stays_with_the_centre_until_it_is_released()
    {
        var (id, _) = await InHand("举报占道经营，附照片。");
        Attachment file;
        await using (var db = await Records.Db(Host)) file = await Records.AddFile(Host, db, id, AttachmentKind.Resident, "照片.gif");
        var (handler, agent) = (await Host.As("handler1"), await Host.As("agent1"));
        (await handler.Ticket(id))["attachments"].Items.ShouldBeEmpty();
        (await handler.Get($"/api/attachments/{file.Id}")).Refused(404, "attachment.not_found");
        (await handler.Post($"/api/attachments/{file.Id}/release")).Refused(403, "session.forbidden");
        (await agent.Get($"/api/attachments/{file.Id}")).Status.ShouldBe(200);
        (await agent.Post($"/api/attachments/{file.Id}/release")).Ok()["releasedAt"].IsMissing.ShouldBeFalse();
        (await agent.Post($"/api/attachments/{file.Id}/release")).Ok();
        (await handler.Ticket(id))["attachments"].Items.ShouldHaveSingleItem()["fileName"].Text.ShouldBe("照片.gif");
        (await handler.Get($"/api/attachments/{file.Id}")).Status.ShouldBe(200);
        (await agent.Ticket(id))["history"].Items.Count(h => h["action"].Text == "ReleaseAttachment").ShouldBe(1);

        var open = await Given.ATicketInHand();
        await using (var db = await Records.Db(Host)) file = await Records.AddFile(Host, db, open.Id, AttachmentKind.Resident, "a.gif");
        (await agent.Post($"/api/attachments/{file.Id}/release")).Refused(409, "ticket.not_confidential");
    }

    /// <summary>A confidential call, taken down by an agent and in the hands of CG's handler.</summary>
    private async Task<(Guid Id, GivenTicket Ticket)> InHand(string body)
    {
        var call = (await (await Host.As("agent1")).Post("/api/tickets", new { channel = "Phone", body, residentName = Name, phone = Phone, confidential = true })).Ok();
        var id = call["id"].Id;
        await Given.Routed(id);
        await (await Host.As("agent1")).Do(id, "accept", new { categoryCode = "010201" });
        await (await Host.As("agent1")).Do(id, "dispatch", new { departmentCode = "CG" });
        await (await Host.As("handler1")).Do(id, "sign");
        await using var db = await Records.Db(Host);
        await db.Outgoing.Where(o => o.TicketId == id).ExecuteDeleteAsync();   // the acknowledgements that went before
        return (id, new GivenTicket(id, call["number"].Text, Records.CodeOf(Host, id)));
    }
}
