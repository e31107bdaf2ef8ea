namespace Hotline.Api.Tests;

public sealed class TicketLoopOnSqlite(Sqlite fixture) : TicketLoopTests(fixture), IClassFixture<Sqlite>;
public sealed class TicketLoopOnPostgres(Postgres fixture) : TicketLoopTests(fixture), IClassFixture<Postgres>;

public abstract class TicketLoopTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task The_history_tells_each_actors_own_unit_and_what_came_of_it()
    {
        var ticket = await Given.ATicketInHand();
        var handler = await Host.As("handler1");
        await handler.Do(ticket.Id, "first-contact", new { outcome = "Reached", note = "约好明天上门" });
        await (await Host.As("dispatcher1")).Do(ticket.Id, "note", new { text = "请尽快" });
        var history = (await handler.Do(ticket.Id, "reply", new { publicText = "已处理。", result = "PartlySolved" }))["history"].Items;
        history.Select(h => (h["action"].Text, h["departmentName"].IsMissing ? null : h["departmentName"].Text)).ShouldBe(
            [("Receive", null), ("Suggest", null), ("Accept", "12345热线中心"), ("Dispatch", "12345热线中心"), ("Sign", "城市管理局"), ("FirstContact", "城市管理局"), ("Note", "12345热线中心"), ("Reply", "城市管理局")]);
        var contact = history.Single(h => h["action"].Text == "FirstContact");
        contact["outcome"].Text.ShouldBe("Reached");
        contact["note"].Text.ShouldBe("约好明天上门");
        history[^1]["outcome"].Text.ShouldBe("PartlySolved");
        history[^1]["note"].IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_matter_goes_from_the_message_to_the_published_answer()
    {
        var (agent, dispatcher, handler, approver) = (await Host.As("agent1"), await Host.As("dispatcher1"), await Host.As("handler1"), await Host.As("approver1"));
        var ticket = await Given.AReceivedTicket(sender: "13800002222");

        // Every optional value left out: the suggestion counts.
        var view = await agent.Do(ticket.Id, "accept", new { });
        view["state"].Text.ShouldBe("Accepted");
        view["categoryCode"].Text.ShouldBe(view["suggestedCategoryCode"].Text);
        view["acceptedBy"].Text.ShouldBe("坐席一");
        view["residentDueAt"].IsMissing.ShouldBeFalse();
        view = await dispatcher.Do(ticket.Id, "dispatch", new { });
        view["state"].Text.ShouldBe("Dispatched");
        view["leadDepartment"].Text.ShouldBe("CG");
        view["departmentDueAt"].IsMissing.ShouldBeFalse();
        view = await handler.Do(ticket.Id, "sign");
        view["state"].Text.ShouldBe("Handling");
        view = await handler.Do(ticket.Id, "first-contact", new { outcome = "Reached", note = "约好周三上门" });
        view["state"].Text.ShouldBe("Handling");
        view["firstContact"]["outcome"].Text.ShouldBe("Reached");
        view = await handler.Do(ticket.Id, "reply", new { publicText = "已责令商户关小音量。", innerNote = "商户负责人态度好", result = "Solved", legalBasis = "噪声污染防治法第六十三条" });
        view["state"].Text.ShouldBe("Replied");
        view["reply"]["innerNote"].Text.ShouldBe("商户负责人态度好");
        (await approver.Do(ticket.Id, "approve"))["state"].Text.ShouldBe("Review");
        (await dispatcher.Do(ticket.Id, "approve", Given.Approval))["state"].Text.ShouldBe("Evaluation");
        (await (await Host.As("supervisor1")).Do(ticket.Id, "close", new { }))["state"].Text.ShouldBe("Closed");
        view = await (await Host.As("publisher1")).Do(ticket.Id, "publish", new { });
        view["publication"]["state"].Text.ShouldBe("Proposed");
        view = await (await Host.As("supervisor1")).Do(ticket.Id, "publish/confirm");
        view["publication"]["state"].Text.ShouldBe("Published");
        view["history"].Items.Select(h => h["action"].Text).ShouldBe(
            ["Receive", "Suggest", "Accept", "Dispatch", "Sign", "FirstContact", "Reply", "Approve", "Approve", "Close", "ProposePublication", "Publish"]);
        view["deadlines"].Items.Where(d => d["metAt"].IsMissing).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_direct_answer_ends_a_matter_without_a_department()
    {
        var ticket = await Given.AReceivedTicket();
        var view = await (await Host.As("agent1")).Do(ticket.Id, "answer", new { publicText = "可拨打物业电话。", knowledgeReference = "KB-1" });
        view["state"].Text.ShouldBe("Answered");
        view["reply"]["publicText"].Text.ShouldBe("可拨打物业电话。");
        view["closedAt"].IsMissing.ShouldBeFalse();
    }

    [Fact]
    public async Task A_redirection_needs_its_reason_and_its_guidance()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        (await agent.Try(ticket.Id, "redirect", new { })).Refused(400, "request.invalid")["errors"].Names.Order().ShouldBe(["guidance", "reason"]);
        var view = await agent.Do(ticket.Id, "redirect", new { reason = "Litigation", guidance = "已进入诉讼，请向法院反映。" });
        view["state"].Text.ShouldBe("Redirected");
        view["reply"]["publicText"].Text.ShouldBe("已进入诉讼，请向法院反映。");
    }

    [Fact]
    public async Task A_reply_sent_back_by_the_approver_returns_to_the_handler()
    {
        var ticket = await Given.ATicketInHand();
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "正在办理。", result = "NotSolved" });
        (await (await Host.As("approver1")).Do(ticket.Id, "send-back", new { reason = "请写明处理结果" }))["state"].Text.ShouldBe("Handling");
        (await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "已处理。", result = "Solved" }))["reply"]["publicText"].Text.ShouldBe("已处理。");
    }

    [Fact]
    public async Task A_reply_sent_back_by_the_centre_leaves_the_departments_deadline_as_it_was()
    {
        var ticket = await Given.ATicketInHand();
        var before = (await (await Host.As("agent1")).Ticket(ticket.Id))["departmentDueAt"].Time;
        var handleBefore = Deadline(await (await Host.As("agent1")).Ticket(ticket.Id), "Handle");
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "已处理。", result = "Solved" });
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        var view = await (await Host.As("dispatcher1")).Do(ticket.Id, "send-back", new { reason = "没有回应诉求", points = new[] { "OnThePoint" } });
        view["state"].Text.ShouldBe("Handling");
        Deadline(view, "Handle")["dueAt"].Time.ShouldBe(handleBefore["dueAt"].Time);
        Deadline(view, "Handle")["metAt"].IsMissing.ShouldBeTrue();
        view["departmentDueAt"].Time.ShouldBeGreaterThanOrEqualTo(before);
    }

    [Fact]
    public async Task A_recalled_ticket_can_go_to_another_department()
    {
        var ticket = await Given.ADispatchedTicket("CG");
        var dispatcher = await Host.As("dispatcher1");
        var view = await dispatcher.Do(ticket.Id, "recall", new { reason = "派错了" });
        view["state"].Text.ShouldBe("Accepted");
        view["leadDepartment"].IsMissing.ShouldBeTrue();
        view["departmentDueAt"].IsMissing.ShouldBeTrue();
        (await (await Host.As("handler1")).Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");
        (await dispatcher.Do(ticket.Id, "dispatch", new { departmentCode = "GR" }))["leadDepartment"].Text.ShouldBe("GR");
        (await (await Host.As("handler2")).Do(ticket.Id, "sign"))["state"].Text.ShouldBe("Handling");
    }

    [Fact]
    public async Task A_merged_ticket_is_answered_through_its_master_and_can_be_taken_out_again()
    {
        var (agent, dispatcher) = (await Host.As("agent1"), await Host.As("dispatcher1"));
        var (master, member) = (await Given.AReceivedTicket(), await Given.AReceivedTicket());
        var view = await agent.Do(member.Id, "merge", new { masterId = master.Id });
        view["state"].Text.ShouldBe("Merged");
        view["mergedInto"]["number"].Text.ShouldBe(master.Number);
        (await agent.Ticket(master.Id))["members"].Items.Select(m => m["number"].Text).ShouldBe([member.Number]);

        (await agent.Try(master.Id, "merge", new { masterId = (await Given.AReceivedTicket()).Id })).Refused(409, "ticket.has_members");
        (await agent.Try(member.Id, "merge", new { masterId = member.Id })).Status.ShouldBe(400);
        var closed = await Given.AClosedTicket();
        (await agent.Try(master.Id, "merge", new { masterId = closed.Id })).Refused(409, "ticket.merge_target_not_open");

        view = await dispatcher.Do(member.Id, "unmerge");
        view["state"].Text.ShouldBe("Received");
        view["mergedInto"].IsMissing.ShouldBeTrue();
        (await agent.Ticket(master.Id))["members"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_dissatisfied_rating_the_department_works_again_and_the_residents_clock_runs_on()
    {
        var ticket = await Given.AnAnsweredTicket();
        var before = Deadline(await (await Host.As("agent1")).Ticket(ticket.Id), "Answer");
        await TheResident.IsDissatisfied(Host, ticket);
        var view = await (await Host.As("agent1")).Ticket(ticket.Id);
        view["state"].Text.ShouldBe("DissatisfactionReview");
        view["rating"]["solved"].Flag.ShouldBeFalse();
        view = await (await Host.As("dispatcher1")).Do(ticket.Id, "rework", new { reason = "噪声仍在" });
        view["state"].Text.ShouldBe("Handling");
        view["round"].Number.ShouldBe(2);
        var after = Deadline(view, "Answer");
        after["startedAt"].Time.ShouldBe(before["startedAt"].Time);
        after["dueAt"].Time.ShouldBe(before["dueAt"].Time);
        after["metAt"].IsMissing.ShouldBeTrue();
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "第二轮：已拆除音响。", result = "Solved", legalBasis = Given.Basis });
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        view = await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        view["state"].Text.ShouldBe("Evaluation");
        view["reply"]["publicText"].Text.ShouldBe("第二轮：已拆除音响。");
    }

    [Fact]
    public async Task Each_desk_is_offered_exactly_what_the_rules_let_it_do()
    {
        var ticket = await Given.AReceivedTicket();
        await Offers("agent1", ticket, ["accept", "answer", "ask-resident", "attach", "merge", "note", "redirect", "request-items"]);
        await Offers("leader1", ticket, ["instruct"]);
        await (await Host.As("agent1")).Do(ticket.Id, "accept", new { });
        await Offers("agent1", ticket, ["answer", "ask-resident", "attach", "dispatch", "merge", "note", "redirect", "request-items"]);
        await (await Host.As("agent1")).Do(ticket.Id, "dispatch", new { departmentCode = "CG" });
        await Offers("handler1", ticket, ["attach", "note", "request-return", "sign"]);
        await Offers("dispatcher1", ticket, ["add-sub-task", "attach", "categorise", "merge", "note", "recall", "request-items"]);
        await (await Host.As("handler1")).Do(ticket.Id, "sign");
        await Offers("handler1", ticket, ["add-sub-task", "ask-resident", "attach", "first-contact", "note", "reply", "request-extension", "request-return"]);
        await (await Host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "已办。", result = "Solved", legalBasis = Given.Basis });
        await Offers("handler1", ticket, ["attach", "note"]);
        await Offers("approver1", ticket, ["approve", "attach", "note", "send-back"]);
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        await Offers("supervisor1", ticket, ["approve", "attach", "categorise", "hold", "note", "request-items", "send-back", "urge"]);
        await (await Host.As("supervisor1")).Do(ticket.Id, "approve", Given.Approval);
        await Offers("supervisor1", ticket, ["attach", "categorise", "close", "evaluate", "hold", "note", "request-items", "urge"]);
        await (await Host.As("supervisor1")).Do(ticket.Id, "close", new { });
        await Offers("publisher1", ticket, ["note", "publish"]);
        await (await Host.As("publisher1")).Do(ticket.Id, "publish", new { });
        await Offers("publisher1", ticket, ["note", "publish"]);
        await Offers("supervisor1", ticket, ["attach", "categorise", "hold", "note", "publish", "publish/confirm", "reopen"]);
        await (await Host.As("supervisor1")).Do(ticket.Id, "publish/confirm", new { });
        await Offers("publisher1", ticket, ["note", "publish/withdraw"]);
    }

    [Fact]
    public async Task A_reply_without_words_or_result_is_refused_with_the_fields_named()
    {
        var ticket = await Given.ATicketInHand();
        (await (await Host.As("handler1")).Try(ticket.Id, "reply", new { })).Refused(400, "request.invalid")["errors"].Names.Order().ShouldBe(["publicText", "result"]);
    }

    [Fact]
    public async Task Unknown_categories_departments_and_masters_are_named()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        (await agent.Try(ticket.Id, "accept", new { categoryCode = "999999" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["categoryCode"]);
        (await agent.Try(ticket.Id, "merge", new { masterId = Guid.NewGuid() })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["masterId"]);
        await agent.Do(ticket.Id, "accept", new { categoryCode = "010101" });
        (await agent.Try(ticket.Id, "dispatch", new { departmentCode = "NOBODY" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["departmentCode"]);
        (await agent.Ticket(ticket.Id))["state"].Text.ShouldBe("Accepted");
    }

    [Fact]
    public async Task Notes_are_kept_in_the_history_for_the_staff()
    {
        var ticket = await Given.AReceivedTicket();
        var view = await (await Host.As("agent2")).Do(ticket.Id, "note", new { text = "已电话核实地址" });
        view["state"].Text.ShouldBe("Received");
        view["history"].Items[^1]["note"].Text.ShouldBe("已电话核实地址");
        view["history"].Items[^1]["actorName"].Text.ShouldBe("坐席二");
    }

    [Fact]
    public async Task A_withdrawn_ticket_takes_no_more_notes()
    {
        var ticket = await Given.AReceivedTicket();
        await TheResident.Withdraws(Host, ticket);
        var agent = await Host.As("agent1");
        (await agent.Ticket(ticket.Id))["allowedActions"].Texts.ShouldBeEmpty();
        (await agent.Try(ticket.Id, "note", new { text = "还想写" })).Status.ShouldBe(409);
    }

    private async Task Offers(string userName, GivenTicket ticket, string[] actions) =>
        (await (await Host.As(userName)).Ticket(ticket.Id))["allowedActions"].Texts.Order(StringComparer.Ordinal).ToArray().ShouldBe(actions, customMessage: userName);

    private static Json Deadline(Json view, string step) => view["deadlines"].Items.Last(d => d["step"].Text == step);
}
