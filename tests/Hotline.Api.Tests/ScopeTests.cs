namespace Hotline.Api.Tests;

public sealed class ScopeOnSqlite(Sqlite fixture) : ScopeTests(fixture), IClassFixture<Sqlite>;
public sealed class ScopeOnPostgres(Postgres fixture) : ScopeTests(fixture), IClassFixture<Postgres>;

/// <summary>Who sees and may do what.</summary>
public abstract class ScopeTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly byte[] Gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0];

    [Fact]
    public async Task A_department_sees_only_its_own_tickets()
    {
        var (own, other, waiting) = (await Given.ADispatchedTicket("CG"), await Given.ADispatchedTicket("GR"), await Given.AReceivedTicket());
        var handler = await Host.As("handler1");
        var seen = (await handler.Get("/api/tickets?limit=200")).Ok()["items"].Items;
        seen.ShouldContain(t => t["id"].Id == own.Id);
        seen.Select(t => t["leadDepartment"].Text).Distinct().ShouldBe(["CG"]);
        foreach (var hidden in new[] { other, waiting })
        {
            (await handler.Get($"/api/tickets/{hidden.Id}")).Refused(404, "ticket.not_found");
            (await handler.Get($"/api/tickets/{hidden.Id}/similar")).Refused(404, "ticket.not_found");
            (await handler.Try(hidden.Id, "sign")).Refused(404, "ticket.not_found");
            (await handler.Try(hidden.Id, "note", new { text = "x" })).Refused(404, "ticket.not_found");
            (await handler.Post($"/api/tickets/{hidden.Id}/resident/reveal", new { reason = "回访" })).Refused(404, "ticket.not_found");
            (await handler.Get($"/api/tickets?q={hidden.Number}")).Ok()["items"].Items.ShouldBeEmpty();
        }
        var file = (await (await Host.As("handler2")).Upload($"/api/tickets/{other.Id}/attachments", Gif, "a.gif")).Ok();
        (await handler.Get($"/api/attachments/{file["id"].Text}")).Refused(404, "attachment.not_found");
    }

    [Fact]
    public async Task A_department_counts_only_its_own()
    {
        await Given.ADispatchedTicket("GR");
        await Given.AReceivedTicket();
        (await (await Host.As("handler2")).Get("/api/tickets/counts")).Ok()["states"].Names.ShouldBe(["Dispatched"]);
    }

    [Fact]
    public async Task A_department_cannot_search_for_a_phone_number_it_was_not_given()
    {
        await Given.AReceivedTicket(sender: "13700001234");
        (await (await Host.As("handler1")).Get("/api/tickets?q=13700001234")).Ok()["items"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_department_hears_only_of_its_own()
    {
        var (own, other) = (await Given.ADispatchedTicket("CG"), await Given.ADispatchedTicket("GR"));
        var head = (await (await Host.As("agent1")).Get("/api/events/head")).Ok()["seq"].Number;
        var heard = new List<Json>();
        var handler = await Host.As("handler1");
        for (long after = 0, upTo; after < head; after = upTo)
        {
            var page = (await handler.Get($"/api/events?after={after}")).Ok();
            heard.AddRange(page["items"].Items);
            upTo = page["upTo"].Number;
        }
        heard.ShouldContain(n => n["id"].Id == own.Id && n["kind"].Text == "TicketDispatched");
        heard.ShouldNotContain(n => n["id"].Id == other.Id);
        heard.ShouldNotContain(n => n["kind"].Text == "TicketReceived");
    }

    [Fact]
    public async Task A_leader_reads_everything_and_changes_nothing()
    {
        var ticket = await Given.AReceivedTicket(sender: "13800003333");
        var leader = await Host.As("leader1");
        (await leader.Ticket(ticket.Id))["number"].Text.ShouldBe(ticket.Number);
        foreach (var (action, body) in Actions((await Given.AReceivedTicket()).Id)) (await leader.Try(ticket.Id, action, body)).Status.ShouldBeOneOf([403, 409], action);
        (await leader.Try(ticket.Id, "accept", new { categoryCode = "010101" })).Refused(403, "ticket.forbidden");
        (await leader.Post("/api/tickets", new { channel = "Phone", body = "x" })).Refused(403, "session.forbidden");
        (await leader.Upload($"/api/tickets/{ticket.Id}/attachments", Gif, "a.gif")).Refused(403, "session.forbidden");
        (await leader.Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "想看看" })).Refused(403, "session.forbidden");
        (await leader.Ticket(ticket.Id))["version"].Number.ShouldBe((await (await Host.As("agent1")).Ticket(ticket.Id))["version"].Number);
    }

    [Fact]
    public async Task An_administrator_sees_no_tickets()
    {
        var ticket = await Given.AReceivedTicket();
        var administrator = await Host.As("admin1");
        (await administrator.Get("/api/tickets")).Ok()["items"].Items.ShouldBeEmpty();
        (await administrator.Get("/api/tickets/counts")).Ok()["states"].Names.ShouldBeEmpty();
        (await administrator.Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");
        foreach (var (action, body) in Actions(Guid.NewGuid())) (await administrator.Try(ticket.Id, action, body)).Status.ShouldBeOneOf([403, 404], action);
        (await administrator.Get("/api/access-log")).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task An_auditor_reads_the_access_log_and_nothing_else()
    {
        var ticket = await Given.AReceivedTicket(sender: "13800004444");
        await (await Host.As("agent1")).Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "核实地址" });
        var auditor = await Host.As("auditor1");
        var entry = (await auditor.Get("/api/access-log?limit=1")).Ok()["items"][0];
        (entry["ticketNumber"].Text, entry["userName"].Text, entry["reason"].Text).ShouldBe((ticket.Number, "agent1", "核实地址"));
        (await auditor.Get("/api/tickets")).Ok()["items"].Items.ShouldBeEmpty();
        (await auditor.Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");
        (await auditor.Get("/api/events?after=0")).Ok()["items"].Items.ShouldBeEmpty();
        (await auditor.Get("/api/outgoing")).Refused(403, "session.forbidden");
        (await auditor.Get("/api/intake/quarantine")).Refused(403, "session.forbidden");
        foreach (var (action, body) in Actions(Guid.NewGuid())) (await auditor.Try(ticket.Id, action, body)).Status.ShouldBeOneOf([403, 404], action);
    }

    [Fact]
    public async Task Personal_data_is_masked_until_it_is_read_for_a_reason_that_is_logged()
    {
        var call = (await (await Host.As("agent1")).Post("/api/tickets", new { channel = "Phone", body = "来电人反映噪声。", residentName = "欧阳小明", phone = "13712345678" })).Ok();
        var id = call["id"].Id;
        await Given.Routed(id);
        var ticket = await (await Host.As("agent2")).Get($"/api/tickets/{id}");
        ticket.Body.ShouldNotContain("13712345678");
        ticket.Body.ShouldNotContain("小明");
        ticket.Json["resident"]["phone"].Text.ShouldBe("137****5678");
        (await (await Host.As("agent2")).Get("/api/tickets?limit=200")).Body.ShouldNotContain("小明");

        (await (await Host.As("agent2")).Post($"/api/tickets/{id}/resident/reveal", new { reason = "" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        var clear = (await (await Host.As("agent2")).Post($"/api/tickets/{id}/resident/reveal", new { reason = "回拨核实" })).Ok();
        (clear["name"].Text, clear["phone"].Text).ShouldBe(("欧阳小明", "13712345678"));
        (await (await Host.As("auditor1")).Get("/api/access-log")).Ok()["items"].Items.Count(e => e["ticketNumber"].Text == call["number"].Text).ShouldBe(1);
    }

    [Fact]
    public async Task A_confidential_ticket_hides_its_resident_from_the_department()
    {
        var call = (await (await Host.As("agent1")).Post("/api/tickets", new { channel = "Phone", body = "举报占道经营，请保密。", residentName = "上官大海", phone = "13787654321", confidential = true })).Ok();
        var id = call["id"].Id;
        await Given.Routed(id);
        await (await Host.As("agent1")).Do(id, "accept", new { categoryCode = "010201" });
        await (await Host.As("agent1")).Do(id, "dispatch", new { departmentCode = "CG" });
        var handler = await Host.As("handler1");
        var seen = await handler.Get($"/api/tickets/{id}");
        seen.Ok()["resident"].IsMissing.ShouldBeTrue();
        seen.Body.ShouldNotContain("上官");
        (await handler.Get("/api/tickets?limit=200")).Body.ShouldNotContain("上官");
        (await handler.Get($"/api/tickets/{id}/similar")).Body.ShouldNotContain("上官");
        (await handler.Post($"/api/tickets/{id}/resident/reveal", new { reason = "回访" })).Refused(403, "session.forbidden");
        (await (await Host.As("agent1")).Ticket(id))["resident"]["name"].IsMissing.ShouldBeFalse();
    }

    [Fact]
    public async Task A_confidential_ticket_is_never_published()
    {
        var ticket = await Given.AClosedTicket(confidential: true);
        var publisher = await Host.As("publisher1");
        (await publisher.Get($"/api/tickets/{ticket.Id}/publication-proposal")).Refused(409, "ticket.confidential_not_published");
        (await publisher.Try(ticket.Id, "publish", new { title = "标题", question = "问", answer = "答" })).Refused(409, "ticket.confidential_not_published");
        (await publisher.Ticket(ticket.Id))["allowedActions"].Texts.ShouldNotContain("publish");
    }

    [Fact]
    public async Task Nobody_confirms_their_own_proposal()
    {
        var ticket = await Given.AClosedTicket();
        var publisher = await Host.As("publisher1");
        await publisher.Do(ticket.Id, "publish", new { });
        (await publisher.Try(ticket.Id, "publish/confirm")).Refused(409, "ticket.same_person");
        (await (await Host.As("supervisor1")).Do(ticket.Id, "publish/confirm"))["publication"]["confirmedBy"].Text.ShouldBe("班长");
    }

    [Fact]
    public async Task Another_departments_people_cannot_act_even_when_the_table_would_let_their_role()
    {
        var ticket = await Given.ADispatchedTicket("CG");
        foreach (var action in new[] { "sign", "reply" })
            (await (await Host.As("handler2")).Try(ticket.Id, action, new { publicText = "x", result = "Solved" })).Refused(404, "ticket.not_found");
        // What a role may never do is refused before anybody looks whether there is such a ticket.
        foreach (var id in new[] { ticket.Id, Guid.NewGuid() }) (await (await Host.As("handler2")).Try(id, "approve")).Refused(403, "ticket.forbidden");
    }

    /// <summary>Every action with a body that passes its checks.</summary>
    private static IEnumerable<(string Action, object Body)> Actions(Guid master) =>
    [
        ("accept", new { categoryCode = "010101" }), ("answer", new { publicText = "答" }), ("dispatch", new { departmentCode = "CG" }), ("recall", new { reason = "理由" }),
        ("redirect", new { reason = "Other", guidance = "指引" }), ("merge", new { masterId = master }), ("unmerge", new { }), ("sign", new { }),
        ("first-contact", new { outcome = "Reached" }), ("reply", new { publicText = "答", result = "Solved" }), ("approve", new { }), ("send-back", new { reason = "理由" }),
        ("rework", new { reason = "理由" }), ("add-sub-task", new { departmentCode = "GR", task = "协办" }), ("sub-tasks/1/sign", new { }), ("sub-tasks/1/reply", new { text = "答" }),
        ("sub-tasks/1/return", new { reason = "理由" }), ("sub-tasks/1/withdraw", new { reason = "理由" }), ("request-items", new { items = new[] { "一" } }), ("confirm-lawful", new { reasons = "理由" }), ("reopen", new { facts = "新" }), ("close", new { }), ("note", new { text = "记" }), ("publish", new { }), ("publish/confirm", new { }), ("publish/withdraw", new { reason = "理由" }),
    ];
}
