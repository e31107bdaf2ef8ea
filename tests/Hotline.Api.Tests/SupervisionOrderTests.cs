namespace Hotline.Api.Tests;

public sealed class SupervisionOrderOnSqlite(Sqlite fixture) : SupervisionOrderTests(fixture), IClassFixture<Sqlite>;
public sealed class SupervisionOrderOnPostgres(Postgres fixture) : SupervisionOrderTests(fixture), IClassFixture<Postgres>;

/// <summary>Orders with paper numbers, and leaders' instructions with report days.</summary>
public abstract class SupervisionOrderTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task An_order_is_signed_answered_sent_back_answered_again_reviewed_and_closed()
    {
        Host.Clock.Set(FakeClock.Monday);
        var ticket = await Given.ATicketInHand();
        var (supervisor, handler, approver) = (await Host.As("supervisor1"), await Host.As("handler1"), await Host.As("approver1"));
        var order = await Issue(ticket.Id);
        order["number"].Text.ShouldMatch("^DB2026[0-9]{4}$");
        var id = order["id"].Id;
        (await handler.Get("/api/supervision-orders")).Ok()["items"].Items.ShouldContain(o => o["id"].Id == id);
        (await (await Host.As("handler2")).Get($"/api/supervision-orders/{id}")).Refused(404, "order.not_found");
        (await handler.Ticket(ticket.Id))["supervision"]["orders"].Items.Single()["number"].Text.ShouldBe(order["number"].Text);

        (await approver.Post($"/api/supervision-orders/{id}/answer", new { note = "未签先答" })).Refused(409, "order.transition_not_allowed");
        (await Step(handler, id, "sign"))["state"].Text.ShouldBe("Signed");
        (await handler.Post($"/api/supervision-orders/{id}/answer", new { note = "经办人不能代答" })).Refused(403, "order.forbidden");
        (await approver.Post($"/api/supervision-orders/{id}/answer", new { note = "" })).Refused(400, "request.invalid");
        (await Step(approver, id, "answer", "已安排"))["state"].Text.ShouldBe("Answered");
        (await Step(supervisor, id, "send-back", "没有说明原因"))["state"].Text.ShouldBe("Signed");
        await Step(approver, id, "answer", "原因是人手不足，已补充两人");
        (await Step(supervisor, id, "review", "属实，同意"))["state"].Text.ShouldBe("Reviewed");
        var closed = await Step(supervisor, id, "close");
        closed["state"].Text.ShouldBe("Closed");
        closed["answer"].Text.ShouldContain("人手不足");
        closed["steps"].Items.Select(s => s["action"].Text).ShouldBe(["Issue", "Sign", "Answer", "SendBack", "Answer", "Review", "Close"]);
        closed["allowedActions"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Orders_issued_at_the_same_moment_have_numbers_without_gap_or_twin()
    {
        Host.Clock.Set(FakeClock.Monday);
        var ticket = await Given.ATicketInHand();
        var orders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Issue(ticket.Id)));
        var numbers = orders.Select(o => int.Parse(o["number"].Text[6..], System.Globalization.CultureInfo.InvariantCulture)).Order().ToList();
        numbers.ShouldBe(Enumerable.Range(numbers[0], 8));
    }

    [Fact]
    public async Task Of_two_reviewers_one_is_told_that_the_other_was_faster()
    {
        Host.Clock.Set(FakeClock.Monday);
        var id = (await Issue((await Given.ATicketInHand()).Id))["id"].Id;
        await Step(await Host.As("handler1"), id, "sign");
        await Step(await Host.As("approver1"), id, "answer", "已办");
        var (one, other) = (await Host.As("supervisor1"), await Host.AsAgain("supervisor1"));
        var answers = await Task.WhenAll(one.Post($"/api/supervision-orders/{id}/review", new { note = "同意" }), other.Post($"/api/supervision-orders/{id}/send-back", new { note = "不同意" }));
        answers.Count(a => a.Status == 200).ShouldBe(1);
        answers.Single(a => a.Status != 200).Code.ShouldBeOneOf("order.version_conflict", "order.transition_not_allowed");
    }

    [Fact]
    public async Task An_order_that_makes_no_sense_is_refused_with_the_field()
    {
        Host.Clock.Set(FakeClock.Monday);
        var ticket = await Given.ATicketInHand();
        var supervisor = await Host.As("supervisor1");
        (await supervisor.Post("/api/supervision-orders", Order(ticket.Id, department: "GR"))).Refused(400, "request.invalid")["errors"]["ticketIds"].Texts[0].ShouldContain(ticket.Number);
        (await supervisor.Post("/api/supervision-orders", Order(ticket.Id, dueOn: "2026-03-02"))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["dueOn"]);
        (await supervisor.Post("/api/supervision-orders", Order(Guid.NewGuid()))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["ticketIds"]);
        (await supervisor.Post("/api/supervision-orders", Order(ticket.Id, department: "XX"))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["department"]);
        (await (await Host.As("dispatcher1")).Post("/api/supervision-orders", Order(ticket.Id))).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task A_resident_dissatisfied_twice_is_a_reason_for_an_order_until_there_is_one()
    {
        Host.Clock.Set(FakeClock.Monday);
        var ticket = await Given.AnAnsweredTicket();
        (await TheResident.IsDissatisfied(Host, ticket)).ShouldBeNull();
        await (await Host.As("dispatcher1")).Do(ticket.Id, "rework", new { reason = "未解决" });
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "又办了一次。", result = "Solved", legalBasis = Given.Basis });
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        (await Suggested()).ShouldBeFalse();
        (await TheResident.IsDissatisfied(Host, ticket)).ShouldBeNull();
        (await Suggested()).ShouldBeTrue();
        await Issue(ticket.Id);
        (await Suggested()).ShouldBeFalse();

        async Task<bool> Suggested() => (await (await Host.As("supervisor1")).Get("/api/supervision-orders/suggestions")).Ok().Items
            .Any(s => s["trigger"].Text == "DissatisfiedTwice" && s["department"].Text == "CG" && s["tickets"].Items.Any(t => t["id"].Id == ticket.Id));
    }

    [Fact]
    public async Task A_leaders_instruction_raises_the_ticket_and_is_reported_back_by_its_day()
    {
        Host.Clock.Set(FakeClock.Monday);
        var (older, ticket) = (await Given.ATicketInHand(), await Given.ATicketInHand());
        var (leader, dispatcher) = (await Host.As("leader1"), await Host.As("dispatcher1"));
        (await leader.Ticket(ticket.Id))["allowedActions"].Texts.ShouldBe(["instruct"]);
        (await dispatcher.Try(ticket.Id, "instruct", new { text = "我不是领导", reportBy = "2026-03-04" })).Refused(403, "ticket.forbidden");
        (await leader.Try(ticket.Id, "instruct", new { text = "迟了", reportBy = "2026-03-01" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reportBy"]);
        await leader.Do(ticket.Id, "instruct", new { text = "请城管局本周解决并回报", reportBy = "2026-03-04" });
        var queue = (await dispatcher.Get("/api/tickets?state=Handling&sort=queue&limit=200")).Ok()["items"].Items.Select(t => t["id"].Id).ToList();
        queue.IndexOf(ticket.Id).ShouldBeLessThan(queue.IndexOf(older.Id));
        (await dispatcher.Ticket(ticket.Id))["allowedActions"].Texts.ShouldContain("report-instruction");

        Host.Clock.Set(FakeClock.Monday.AddDays(2).AddHours(13));   // the 4th, 23:00
        (await Listed("overdue")).ShouldBeFalse();
        Host.Clock.Set(FakeClock.Monday.AddDays(2).AddHours(14).AddSeconds(2));
        (await Listed("overdue")).ShouldBeTrue();
        (await (await Host.As("agent1")).Get("/api/instructions")).Refused(403, "session.forbidden");
        var view = await dispatcher.Do(ticket.Id, "report-instruction", new { text = "商户已整改，居民认可" });
        view["supervision"]["instructions"].Items.Single()["report"].Text.ShouldBe("商户已整改，居民认可");
        view["allowedActions"].Texts.ShouldNotContain("report-instruction");
        (await Listed("overdue")).ShouldBeFalse();
        (await Listed("reported")).ShouldBeTrue();
        (await dispatcher.Try(ticket.Id, "report-instruction", new { text = "再报" })).Refused(409, "ticket.transition_not_allowed");

        async Task<bool> Listed(string state) => (await leader.Get($"/api/instructions?state={state}&limit=200")).Ok()["items"].Items.Any(i => i["ticket"]["id"].Id == ticket.Id);
    }

    private static object Order(Guid ticket, string department = "CG", string dueOn = "2026-03-09") =>
        new { department, ticketIds = new[] { ticket }, demand = "三日内查明原因并整改", trigger = "Other", dueOn };

    private async Task<Json> Issue(Guid ticket) => (await (await Host.As("supervisor1")).Post("/api/supervision-orders", Order(ticket))).Ok();

    private static async Task<Json> Step(Person who, Guid order, string step, string? note = null) => (await who.Post($"/api/supervision-orders/{order}/{step}", new { note })).Ok();
}
