using Hotline.Api.Data;
using Hotline.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class SubTaskOnSqlite(Sqlite fixture) : SubTaskTests(fixture), IClassFixture<Sqlite>;
public sealed class SubTaskOnPostgres(Postgres fixture) : SubTaskTests(fixture), IClassFixture<Postgres>;

/// <summary>Joint handling and passing down: others do a part, the lead answers once.</summary>
public abstract class SubTaskTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task The_dispatcher_names_the_assisting_departments_and_the_lead_stays_the_lead()
    {
        var ticket = await Given.AnAcceptedTicket();
        var view = await (await Host.As("dispatcher1")).Do(ticket.Id, "dispatch", new { departmentCode = "CG", assisting = new[] { "GR", "GA" }, note = "联合查处" });
        view["leadDepartment"].Text.ShouldBe("CG");
        Parts(view).Select(s => (s["number"].Text, s["departmentCode"].Text, s["kind"].Text, s["state"].Text, s["task"].Text)).ShouldBe(
            [($"{ticket.Number}-C1", "GR", "Assisting", "Pending", "联合查处"), ($"{ticket.Number}-C2", "GA", "Assisting", "Pending", "联合查处")]);
        view["history"].Items.Select(h => h["action"].Text).TakeLast(3).ShouldBe(["Dispatch", "AddSubTask", "AddSubTask"]);
    }

    [Theory]
    [InlineData("CG")]
    [InlineData("NOBODY")]
    [InlineData("GR", "GR")]
    public async Task A_dispatch_with_wrong_assisting_departments_is_refused_whole(params string[] assisting)
    {
        var ticket = await Given.AnAcceptedTicket();
        var dispatcher = await Host.As("dispatcher1");
        (await dispatcher.Try(ticket.Id, "dispatch", new { departmentCode = "CG", assisting })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["assisting"]);
        (await dispatcher.Ticket(ticket.Id))["state"].Text.ShouldBe("Accepted");
    }

    [Fact]
    public async Task An_assisting_unit_sees_the_ticket_does_its_part_and_can_do_nothing_for_the_lead()
    {
        var ticket = await Given.ATicketInHand();
        var (lead, assisting) = (await Host.As("handler1"), await Host.As("handler2"));
        (await assisting.Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");
        await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查供热管道" });

        var seen = await assisting.Ticket(ticket.Id);
        seen["allowedActions"].Texts.Order().ShouldBe(["attach", "note", "sub-tasks/1/reply", "sub-tasks/1/return", "sub-tasks/1/sign"]);
        (await assisting.Get("/api/tickets?limit=200")).Ok()["items"].Items.ShouldContain(t => t["id"].Id == ticket.Id);
        foreach (var (action, body) in new (string, object)[] { ("sign", new { }), ("reply", new { publicText = "答", result = "Solved" }), ("first-contact", new { outcome = "Reached" }) })
            (await assisting.Try(ticket.Id, action, body)).Status.ShouldBeOneOf([403, 409], action);
        (await assisting.Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "想联系" })).Refused(404, "resident.not_found");

        (await assisting.Do(ticket.Id, "sub-tasks/1/sign"))["joint"]["subTasks"][0]["signedBy"].Text.ShouldBe("供热经办人");
        var file = (await assisting.Upload($"/api/tickets/{ticket.Id}/attachments", "%PDF-1.7 report"u8.ToArray(), "检查报告.pdf")).Ok();
        var answered = (await assisting.Do(ticket.Id, "sub-tasks/1/reply", new { text = "管道完好。", evidence = new[] { file["id"].Id } }))["joint"]["subTasks"][0];
        (answered["state"].Text, answered["reply"].Text, answered["evidence"][0].Id).ShouldBe(("Answered", "管道完好。", file["id"].Id));
        (await assisting.Ticket(ticket.Id))["allowedActions"].Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_lead_cannot_answer_over_a_missing_part_without_a_reason_that_is_kept()
    {
        var ticket = await Given.ATicketInHand();
        var lead = await Host.As("handler1");
        await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查" });
        var refused = (await lead.Try(ticket.Id, "reply", new { publicText = "已办。", result = "Solved" })).Refused(409, "subtask.part_missing");
        refused["detail"].Text.ShouldContain($"{ticket.Number}-C1");
        var view = await lead.Do(ticket.Id, "reply", new { publicText = "已办。", result = "Solved", overrideReason = "供热公司反馈与本诉求无关" });
        view["state"].Text.ShouldBe("Replied");
        view["history"].Items[^1]["note"].Text.ShouldBe("供热公司反馈与本诉求无关");
        // Without a missing part there is nothing to go over.
        var other = await Given.ATicketInHand();
        (await lead.Do(other.Id, "reply", new { publicText = "已办。", result = "Solved", overrideReason = "多余" }))["history"].Items[^1]["note"].IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_returned_part_is_missing_until_it_is_taken_back()
    {
        var ticket = await Given.ATicketInHand();
        var (lead, assisting) = (await Host.As("handler1"), await Host.As("handler2"));
        await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查" });
        (await assisting.Try(ticket.Id, "sub-tasks/1/return", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        // Who gave a part back has no more business with the ticket.
        (await assisting.Try(ticket.Id, "sub-tasks/1/return", new { reason = "不属供热管网" })).Status.ShouldBeOneOf(200, 404);
        (await assisting.Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");
        (await lead.Ticket(ticket.Id))["joint"]["subTasks"][0]["reply"].Text.ShouldBe("不属供热管网");
        (await lead.Try(ticket.Id, "reply", new { publicText = "已办。", result = "Solved" })).Refused(409, "subtask.part_missing");
        (await lead.Do(ticket.Id, "sub-tasks/1/withdraw", new { reason = "同意退回" }))["joint"]["subTasks"][0]["state"].Text.ShouldBe("Withdrawn");
        (await lead.Do(ticket.Id, "reply", new { publicText = "已办。", result = "Solved" }))["state"].Text.ShouldBe("Replied");
    }

    [Fact]
    public async Task A_part_is_due_one_working_day_before_the_lead_and_never_later()
    {
        Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var ticket = await Given.ATicketInHand(type: "Consultation");   // three working days: Thursday 5 March
        var lead = await Host.As("handler1");
        (await lead.Try(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查", workingDays = 3 })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["workingDays"]);
        var view = await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查" });
        Parts(view)[0]["dueAt"].Time.ShouldBe(new DateTimeOffset(2026, 3, 4, 23, 59, 59, TimeSpan.FromHours(8)));
        Parts(view)[0]["explanation"].Text.ShouldBe("上级期限（2026-03-05）前1个工作日");
        view = await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GA", task = "检查", workingDays = 1 });
        Parts(view)[1]["dueAt"].Time.ShouldBe(new DateTimeOffset(2026, 3, 3, 23, 59, 59, TimeSpan.FromHours(8)));
    }

    [Fact]
    public async Task Wrong_parts_are_named()
    {
        var ticket = await Given.ATicketInHand();
        var lead = await Host.As("handler1");
        foreach (var (body, field) in new (object, string)[]
        {
            (new { departmentCode = "NOBODY", task = "办" }, "departmentCode"), (new { departmentCode = "CG", task = "办" }, "departmentCode"),
            (new { departmentCode = "GR" }, "task"), (new { departmentCode = "GR", task = "办", workingDays = 0 }, "workingDays"),
        })
            (await lead.Try(ticket.Id, "add-sub-task", body)).Refused(400, "request.invalid")["errors"].Names.ShouldBe([field]);
        await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "办" });
        (await lead.Try(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "再办" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["departmentCode"]);
        (await lead.Try(ticket.Id, "sub-tasks/9/withdraw", new { reason = "没有这件" })).Refused(404, "subtask.not_found");
        (await lead.Try(ticket.Id, "sub-tasks/1/reply", new { text = "代答" })).Refused(403, "ticket.other_department");
        (await (await Host.As("agent1")).Try(ticket.Id, "add-sub-task", new { departmentCode = "GA", task = "办" })).Refused(403, "ticket.forbidden");
        var assisting = await Host.As("handler2");
        (await assisting.Try(ticket.Id, "sub-tasks/1/reply", new { text = "答", evidence = new[] { Guid.NewGuid() } })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["evidence"]);
        (await assisting.Try(ticket.Id, "sub-tasks/1/withdraw", new { reason = "不想办" })).Refused(403, "ticket.other_department");
        await assisting.Do(ticket.Id, "sub-tasks/1/reply", new { text = "办了" });
        (await assisting.Try(ticket.Id, "sub-tasks/1/reply", new { text = "又办了" })).Refused(409, "subtask.not_possible");
        var unsigned = await Given.ADispatchedTicket();
        (await lead.Try(unsigned.Id, "add-sub-task", new { departmentCode = "GR", task = "办" })).Refused(409, "ticket.transition_not_allowed");
    }

    [Fact]
    public async Task A_district_passes_down_its_tree_and_answers_for_it_while_its_own_clock_runs()
    {
        await Staff("community1", Role.Handler, "D1S1C1");
        var ticket = await Given.ADispatchedTicket("D1");
        var (district, street, community) = (await Host.As("handler3"), await Host.As("handler4"), await Host.As("community1"));
        var handleBefore = Deadline(await district.Do(ticket.Id, "sign"), "Handle")["dueAt"].Time;

        // Not past the street, and not into another district as if it were below.
        (await district.Try(ticket.Id, "add-sub-task", new { departmentCode = "D1S1C1", task = "办" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["departmentCode"]);
        var view = await district.Do(ticket.Id, "add-sub-task", new { departmentCode = "D1S1", task = "上门查看", workingDays = 5 });
        (Parts(view)[0]["kind"].Text, Parts(view)[0]["answersTo"].Text).ShouldBe(("PassedDown", "D1"));
        (view["leadDepartment"].Text, Deadline(view, "Handle")["dueAt"].Time, Deadline(view, "Handle")["metAt"].IsMissing).ShouldBe(("D1", handleBefore, true));

        await street.Do(ticket.Id, "sub-tasks/1/sign");
        (await street.Try(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "办" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["departmentCode"]);
        (await street.Try(ticket.Id, "add-sub-task", new { departmentCode = "D1S1C1", task = "入户", workingDays = 5 })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["workingDays"]);
        view = await street.Do(ticket.Id, "add-sub-task", new { departmentCode = "D1S1C1", task = "入户", workingDays = 2 });
        (Parts(view)[1]["under"].Number, Parts(view)[1]["answersTo"].Text).ShouldBe((1, "D1S1"));
        (await street.Try(ticket.Id, "sub-tasks/1/reply", new { text = "已办" })).Refused(409, "subtask.part_missing");

        await community.Do(ticket.Id, "sub-tasks/2/reply", new { text = "已入户，商户同意整改。" });
        await street.Do(ticket.Id, "sub-tasks/1/reply", new { text = "社区已入户，整改完成。" });
        (await street.Try(ticket.Id, "reply", new { publicText = "答", result = "Solved" })).Refused(403, "ticket.other_department");
        (await district.Do(ticket.Id, "reply", new { publicText = "已整改。", result = "Solved" }))["state"].Text.ShouldBe("Replied");
    }

    [Fact]
    public async Task What_ends_or_leaves_the_lead_leaves_no_unit_waiting()
    {
        var ticket = await Given.ATicketInHand();
        await (await Host.As("handler1")).Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查" });
        var view = await (await Host.As("dispatcher1")).Do(ticket.Id, "recall", new { reason = "派错了" });
        Parts(view)[0]["state"].Text.ShouldBe("Withdrawn");
        (await (await Host.As("handler2")).Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");

        var withdrawn = await Given.ATicketInHand();
        await (await Host.As("handler1")).Do(withdrawn.Id, "add-sub-task", new { departmentCode = "GR", task = "检查" });
        (await TheResident.Withdraws(Host, withdrawn)).ShouldBeNull();
        Parts(await (await Host.As("dispatcher1")).Ticket(withdrawn.Id))[0]["state"].Text.ShouldBe("Withdrawn");
    }

    [Fact]
    public async Task A_units_desk_lists_its_parts_by_their_deadline_page_by_page()
    {
        await Staff("water1", Role.Handler, "SWJT");
        var lead = await Host.As("handler1");
        var numbers = new List<string>();
        foreach (var days in new[] { 5, 2, 8 })
        {
            var ticket = await Given.ATicketInHand();
            await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "SWJT", task = "查水压", workingDays = days });
            numbers.Add($"{ticket.Number}-C1");
        }
        var desk = await Host.As("water1");
        var first = (await desk.Get("/api/sub-tasks?limit=2")).Ok();
        var second = (await desk.Get($"/api/sub-tasks?limit=2&after={first["next"].Text}")).Ok();
        first["items"].Items.Concat(second["items"].Items).Select(r => r["subTask"]["number"].Text).ShouldBe([numbers[1], numbers[0], numbers[2]]);
        second["next"].IsMissing.ShouldBeTrue();
        (await desk.Get("/api/sub-tasks?state=Answered")).Ok()["items"].Items.ShouldBeEmpty();
        (await desk.Get("/api/sub-tasks?state=Nowhere")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["state"]);
        (await desk.Get("/api/sub-tasks?after=x")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["after"]);
        (await (await Host.As("handler2")).Get("/api/sub-tasks?limit=200")).Ok()["items"].Items.ShouldNotContain(r => r["subTask"]["departmentCode"].Text == "SWJT");
        (await (await Host.As("dispatcher1")).Get("/api/sub-tasks?department=SWJT")).Ok()["items"].Items.Count.ShouldBe(3);
        // The unit above sees what its units do.
        await Staff("waterbureau1", Role.Handler, "SW");
        (await (await Host.As("waterbureau1")).Get("/api/sub-tasks")).Ok()["items"].Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Of_two_people_who_decide_on_one_part_at_once_one_wins()
    {
        var (lead, assisting, dispatcher) = (await Host.As("handler1"), await Host.As("handler2"), await Host.As("dispatcher1"));
        for (var round = 0; round < 5; round++)
        {
            var ticket = await Given.ATicketInHand();
            await lead.Do(ticket.Id, "add-sub-task", new { departmentCode = "GR", task = "检查" });
            var answers = await Task.WhenAll(assisting.Try(ticket.Id, "sub-tasks/1/reply", new { text = "办了" }), dispatcher.Try(ticket.Id, "sub-tasks/1/withdraw", new { reason = "不用了" }));
            answers.Count(a => a.Status == 200).ShouldBe(1, string.Join('\n', answers.Select(a => a.Body)));
            var part = Parts(await dispatcher.Ticket(ticket.Id))[0];
            part["state"].Text.ShouldBe(answers[0].Status == 200 ? "Answered" : "Withdrawn");
        }
    }

    [Fact]
    public async Task Parts_given_at_once_get_numbers_of_their_own()
    {
        var ticket = await Given.ATicketInHand();
        var (lead, dispatcher) = (await Host.As("handler1"), await Host.As("dispatcher1"));
        var answers = await Task.WhenAll(new[] { "GR", "GA", "HB", "SC" }.Select((unit, i) => (i % 2 == 0 ? lead : dispatcher).Try(ticket.Id, "add-sub-task", new { departmentCode = unit, task = "检查" })));
        answers.Select(a => a.Status).ShouldBeSubsetOf([200, 409]);
        var parts = Parts(await lead.Ticket(ticket.Id));
        parts.Count.ShouldBe(answers.Count(a => a.Status == 200));
        parts.Select(p => p["n"].Number).ShouldBe(Enumerable.Range(1, parts.Count).Select(n => (long)n));
    }

    private static IReadOnlyList<Json> Parts(Json view) => view["joint"]["subTasks"].Items;

    private static Json Deadline(Json view, string step) => view["deadlines"].Items.Last(d => d["step"].Text == step);

    private async Task Staff(string userName, Role role, string department)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffMember>>();
        if (await users.FindByNameAsync(userName) is not null) return;
        (await users.CreateAsync(new StaffMember { Id = Guid.CreateVersion7(), UserName = userName, DisplayName = userName, StaffNumber = userName, Roles = role.ToString(), DepartmentCode = department }, HotlineHost.Password)).Succeeded.ShouldBeTrue();
    }
}
