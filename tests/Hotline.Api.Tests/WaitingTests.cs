namespace Hotline.Api.Tests;

public sealed class WaitingOnSqlite(Sqlite fixture) : WaitingTests(fixture), IClassFixture<Sqlite>;
public sealed class WaitingOnPostgres(Postgres fixture) : WaitingTests(fixture), IClassFixture<Postgres>;

/// <summary>Work that waits: for the resident's answer, or for a matter that takes long.</summary>
public abstract class WaitingTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static DateTimeOffset Local(int month, int day, int hour = 10, int minute = 0, int second = 0) => new(2026, month, day, hour, minute, second, TimeSpan.FromHours(8));

    [Fact]
    public async Task The_departments_clock_stands_still_until_the_resident_answers()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand(type: "HelpRequest");
        var handler = await Host.As("handler1");
        var before = await handler.Do(ticket.Id, "first-contact", new { outcome = "Reached", note = "说不清地址" });
        Host.Clock.Set(Local(3, 4));
        var view = await handler.Do(ticket.Id, "ask-resident", new { question = "请问是几号楼？" });
        (view["state"].Text, view["departmentLight"].Text, view["departmentDueAt"].IsMissing).ShouldBe(("WaitingForResident", "Paused", true));
        view["residentDueAt"].Time.ShouldBe(before["residentDueAt"].Time);
        Handle(view)["explanation"].Text.ShouldContain("3月4日起暂停计时");
        var tracked = await Tracked(ticket);
        (tracked["question"]["question"].Text, tracked["state"].Text, tracked["canSupplement"].Flag).ShouldBe(("请问是几号楼？", "WaitingForResident", true));

        Host.Clock.Set(Local(3, 6));
        (await TheResident.Supplements(Host, ticket, "3号楼")).ShouldBeNull();
        view = await handler.Ticket(ticket.Id);
        view["state"].Text.ShouldBe("Handling");
        Handle(view)["dueAt"].Time.ShouldBe(Local(3, 13, 23, 59, 59));   // was 11 March; the 5th and the 6th did not count
        view["residentDueAt"].Time.ShouldBe(before["residentDueAt"].Time);
        Handle(view)["explanation"].Text.ShouldContain("3月4日至6日暂停计时");
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_is_not_closed_but_handled_on()
    {
        Host.Clock.Set(Local(3, 2));
        var (accepted, inHand) = (await Given.AnAcceptedTicket(), await Given.ATicketInHand());
        var agent = await Host.As("agent1");
        (await agent.Do(accepted.Id, "ask-resident", new { question = "在哪里？" }))["disputes"]["waitsUntil"].Time.ShouldBe(Local(3, 5, 23, 59, 59));
        await (await Host.As("handler1")).Do(inHand.Id, "ask-resident", new { question = "在哪里？" });
        Host.Clock.Set(Local(3, 6, 0, 0, 5));
        await Eventually.Holds(async () => (await agent.Ticket(accepted.Id))["state"].Text == "Accepted" && (await agent.Ticket(inHand.Id))["state"].Text == "Handling", "the wait ends");
        var last = (await agent.Ticket(accepted.Id))["history"].Items[^1];
        (last["action"].Text, last["actor"].Text, last["note"].Text).ShouldBe(("Resume", "system", "诉求人逾期未补充，恢复办理"));
        (await agent.Ticket(accepted.Id))["allowedActions"].Texts.ShouldContain("redirect");
    }

    [Fact]
    public async Task The_centre_can_resume_and_only_the_right_people_ask()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        (await (await Host.As("agent1")).Try(ticket.Id, "ask-resident", new { question = "在哪里？" })).Refused(403, "ticket.forbidden");
        (await (await Host.As("handler1")).Try(ticket.Id, "ask-resident", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["question"]);
        await (await Host.As("handler1")).Do(ticket.Id, "ask-resident", new { question = "在哪里？" });
        (await (await Host.As("agent1")).Do(ticket.Id, "resume", new { note = "电话里已补充" }))["state"].Text.ShouldBe("Handling");
        (await (await Host.As("agent1")).Try(ticket.Id, "resume")).Refused(409, "ticket.transition_not_allowed");
    }

    [Fact]
    public async Task A_long_matter_is_listed_with_milestones_that_the_resident_sees_and_ends_by_itself()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand(type: "HelpRequest");
        var (approver, supervisor) = (await Host.As("approver1"), await Host.As("supervisor1"));
        var resident = (await approver.Ticket(ticket.Id))["residentDueAt"].Time;
        var plan = new { reason = "管网改造需招标", milestones = new[] { new { at = "2026-04-30", text = "完成招标" }, new { at = "2026-03-31", text = "完成设计" } }, until = "2026-05-29" };
        (await (await Host.As("handler1")).Try(ticket.Id, "list-long-term", plan)).Refused(403, "ticket.forbidden");
        (await approver.Try(ticket.Id, "list-long-term", plan with { until = "2026-12-31" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["until"]);
        (await approver.Try(ticket.Id, "list-long-term", plan with { until = "2026-04-29" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["milestones"]);
        (await approver.Do(ticket.Id, "list-long-term", plan))["state"].Text.ShouldBe("Handling");
        (await approver.Try(ticket.Id, "list-long-term", plan)).Refused(409, "long_term.pending");
        (await supervisor.Get("/api/long-term?state=Pending&limit=200")).Ok()["items"].Items.ShouldContain(l => l["ticket"]["id"].Id == ticket.Id);
        var view = await supervisor.Do(ticket.Id, "confirm-long-term", new { note = "同意" });
        (view["state"].Text, view["departmentLight"].Text, view["residentDueAt"].Time).ShouldBe(("LongTerm", "Paused", resident));
        var tracked = await Tracked(ticket);
        tracked["longTerm"]["milestones"].Items.Select(m => m["text"].Text).ShouldBe(["完成设计", "完成招标"]);
        tracked["holder"].Text.ShouldBe("城市管理局");

        Host.Clock.Set(Local(4, 3));
        (await supervisor.Ticket(ticket.Id))["disputes"]["longTerm"]["progressOverdue"].Flag.ShouldBeTrue();
        view = await (await Host.As("handler1")).Do(ticket.Id, "milestone", new { text = "设计已完成" });
        view["disputes"]["longTerm"]["progressOverdue"].Flag.ShouldBeFalse();
        (await Tracked(ticket))["longTerm"]["progress"][0]["text"].Text.ShouldBe("设计已完成");

        Host.Clock.Set(Local(5, 30, 0, 0, 5));
        await Eventually.Holds(async () => (await supervisor.Ticket(ticket.Id))["state"].Text == "Handling", "the listing ends");
        (await supervisor.Ticket(ticket.Id))["residentDueAt"].Time.ShouldBe(resident);
    }

    [Fact]
    public async Task A_reply_leaves_the_long_term_list()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        await (await Host.As("supervisor1")).Do(ticket.Id, "list-long-term", new { reason = "需招标", milestones = new[] { new { at = "2026-03-31", text = "完成设计" } }, until = "2026-05-29" });
        Host.Clock.Set(Local(3, 10));
        var view = await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "已提前完工。", result = "Solved" });
        view["state"].Text.ShouldBe("Replied");
        view["departmentLight"].Text.ShouldBe("Green");   // the eight days on the list did not count
        view["departmentDueAt"].IsMissing.ShouldBeFalse();
    }

    private async Task<Json> Tracked(GivenTicket ticket) => (await Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok();

    private static Json Handle(Json view) => view["deadlines"].Items.Last(d => d["step"].Text == "Handle");
}
