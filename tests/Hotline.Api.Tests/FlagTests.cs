namespace Hotline.Api.Tests;

public sealed class FlagOnSqlite(WatchfulSqlite fixture) : FlagTests(fixture), IClassFixture<WatchfulSqlite>;
public sealed class FlagOnPostgres(WatchfulPostgres fixture) : FlagTests(fixture), IClassFixture<WatchfulPostgres>;

/// <summary>Closings that deserve a second look, each with its evidence.</summary>
public abstract class FlagTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string NoiseHere = "云麓区松影街道楼下商铺用音响放音乐，从早放到晚，喇叭声音很大，吵得老人和孩子没法休息，请管一管。";

    private static DateTimeOffset Local(int month, int day, int hour = 10, int minute = 0) => new(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task The_same_matter_at_the_same_place_within_thirty_days_is_flagged_and_a_day_later_not()
    {
        Host.Clock.Set(Local(3, 2));
        var closed = await Given.AClosedTicket(NoiseHere);
        Host.Clock.Set(Local(4, 2));
        var late = await Given.AnAcceptedTicket(NoiseHere);
        Host.Clock.Set(Local(3, 31, 11));
        var again = await Given.AnAcceptedTicket(NoiseHere);
        var flag = await Flag("SameMatterAgain", closed.Id);
        flag["department"].Text.ShouldBe("CG");
        flag["tickets"].Items.Select(t => t["id"].Id).ShouldBe([closed.Id, again.Id], ignoreOrder: true);
        flag["evidence"]["daysAfter"].Number.ShouldBe(29);
        flag["evidence"]["score"].Fraction.ShouldBeGreaterThan(0.5);
        (await Flags("SameMatterAgain")).ShouldNotContain(f => f["tickets"].Items.Any(t => t["id"].Id == late.Id));
    }

    [Fact]
    public async Task A_reply_that_says_solved_against_a_resident_who_says_not_is_flagged()
    {
        Host.Clock.Set(Local(5, 11));
        var ticket = await Given.AnAnsweredTicket();
        (await TheResident.Rates(Host, ticket, solved: false, Hotline.Domain.Tickets.Satisfaction.VeryDissatisfied, "根本没人来过")).ShouldBeNull();
        var evidence = (await Flag("ResidentDisputes", ticket.Id))["evidence"];
        evidence["result"].Text.ShouldBe("Solved");
        evidence["solved"].Text.ShouldBe("No");
        evidence["text"].Text.ShouldBe("根本没人来过");
        evidence["source"].Text.ShouldBe("Resident");
    }

    [Fact]
    public async Task A_complaint_taken_on_as_a_question_is_flagged_and_a_question_is_not()
    {
        Host.Clock.Set(Local(5, 12));
        var (complaint, question) = (await Given.AReceivedTicket(type: "Complaint"), await Given.AReceivedTicket(type: "Consultation"));
        var agent = await Host.As("agent1");
        await agent.Do(question.Id, "accept", new { categoryCode = "010101", type = "Consultation" });
        await agent.Do(complaint.Id, "accept", new { categoryCode = "010101", type = "Consultation" });
        var flag = await Flag("Downgraded", complaint.Id);
        flag["department"].IsMissing.ShouldBeTrue();
        (flag["evidence"]["from"].Text, flag["evidence"]["to"].Text, flag["evidence"]["by"].Text).ShouldBe(("Complaint", "Consultation", "坐席一"));
        (await Flags("Downgraded")).ShouldNotContain(f => f["tickets"].Items.Any(t => t["id"].Id == question.Id));
    }

    [Fact]
    public async Task Many_matters_finished_by_one_unit_just_before_midnight_are_flagged()
    {
        Host.Clock.Set(Local(6, 2));
        var tickets = new List<GivenTicket>();
        foreach (var body in Matters) tickets.Add(await Given.ATicketInHand(body));
        var handler = await Host.As("handler1");
        Host.Clock.Set(Local(6, 3, 23, 40));
        foreach (var (ticket, text) in tickets.Zip(["已劝导商户。", "井盖换好了。", "路灯修好了。"])) await handler.Do(ticket.Id, "reply", new { publicText = text, result = "Solved" });
        Host.Clock.Set(Local(6, 4, 0, 5));
        var flag = await Flag("MassClosing", tickets[0].Id);
        flag["evidence"]["count"].Number.ShouldBe(3);
        flag["evidence"]["day"].Text.ShouldBe("2026-06-03");
        flag["department"].Text.ShouldBe("CG");
        flag["tickets"].Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_weeks_draw_takes_its_share_of_the_closed()
    {
        Host.Clock.Set(Local(7, 7));
        var closed = new List<Guid>();
        for (var i = 0; i < 3; i++) closed.Add((await Given.AClosedTicket()).Id);
        Host.Clock.Set(Local(7, 13, 0, 5));   // the Monday after
        await Eventually.Holds(async () => (await Flags("AuditSample")).Count(f => f["evidence"]["week"].Text == "2026-W28") == 2, "the week is drawn");
        var drawn = (await Flags("AuditSample")).Where(f => f["evidence"]["week"].Text == "2026-W28").ToList();
        drawn.ShouldAllBe(f => f["evidence"]["outOf"].Number == 3 && f["evidence"]["count"].Number == 2 && closed.Contains(f["tickets"][0]["id"].Id));
        drawn.Select(f => f["tickets"][0]["id"].Id).ShouldBe(Hotline.Domain.Supervision.AuditDraw.Draw("2026-W28", closed, 0.5), ignoreOrder: true);
    }

    [Fact]
    public async Task What_the_audit_finds_makes_the_false_closure_rate_of_the_unit()
    {
        Host.Clock.Set(Local(10, 6));
        for (var i = 0; i < 4; i++) await Given.AClosedTicket();
        Host.Clock.Set(Local(10, 12, 0, 5));
        await Eventually.Holds(async () => (await Flags("AuditSample")).Count(f => f["evidence"]["week"].Text == "2026-W41") == 2, "the week is drawn");
        var drawn = (await Flags("AuditSample")).Where(f => f["evidence"]["week"].Text == "2026-W41").ToList();
        var supervisor = await Host.As("supervisor1");
        (await supervisor.Post($"/api/flags/{drawn[0]["id"].Id}/decide", new { confirmed = true, reason = "现场没有变化" })).Ok();
        (await supervisor.Post($"/api/flags/{drawn[1]["id"].Id}/decide", new { confirmed = false, reason = "现场已办" })).Ok();
        var unit = (await supervisor.Get("/api/appraisal?from=2026-10-06&to=2026-10-06&group=departments")).Ok()["units"].Items.Single(u => u["code"].Text == "CG");
        var rate = unit["metrics"].Items.Single(m => m["code"].Text == "falseClosing");
        (rate["numerator"].Fraction, rate["denominator"].Number).ShouldBe((1, 2));
        (await supervisor.Get("/api/appraisal/tickets?metric=falseClosing&part=numerator&from=2026-10-06&to=2026-10-06&department=CG")).Ok()["items"].Items.Select(t => t["ticketId"].Id).ShouldBe([drawn[0]["tickets"][0]["id"].Id]);
        (await supervisor.Ticket(drawn[0]["tickets"][0]["id"].Id))["history"].Items.ShouldContain(h => h["action"].Text == "AuditFailed" && h["note"].Text == "现场没有变化");
    }

    [Fact]
    public async Task The_same_reply_to_different_matters_is_flagged_and_one_answer_to_one_matter_is_not()
    {
        Host.Clock.Set(Local(8, 4));
        var handler = await Host.As("handler1");
        var (different, same) = (new List<Guid>(), new List<Guid>());
        foreach (var body in Matters) different.Add((await Given.ATicketInHand(body)).Id);
        for (var i = 0; i < 3; i++) same.Add((await Given.ATicketInHand()).Id);
        foreach (var ticket in same) await handler.Do(ticket, "reply", new { publicText = "商铺音响已经停用，执法人员责令其今后不得使用高音喇叭招揽生意。", result = "Solved" });
        foreach (var (ticket, n) in different.Zip([1, 2, 3])) await handler.Do(ticket, "reply", new { publicText = $"您好，您反映的问题已于8月{n}日安排人员到现场核实处理，感谢您的理解和支持。", result = "Solved" });
        var flag = await Flag("CopiedReply", different[2]);
        flag["tickets"].Items.Select(t => t["id"].Id).ShouldBe(different, ignoreOrder: true);
        flag["evidence"]["score"].Fraction.ShouldBe(1);
        (await Flags("CopiedReply")).ShouldNotContain(f => f["tickets"].Items.Any(t => same.Contains(t["id"].Id)));
        // One more joins the open case.
        var fourth = (await Given.ATicketInHand("人行道上停满共享单车，盲道被占，盲人没法走路。")).Id;
        await handler.Do(fourth, "reply", new { publicText = "您好，您反映的问题已于8月9日安排人员到现场核实处理，感谢您的理解和支持。", result = "Solved" });
        await Eventually.Holds(async () => (await Flags("CopiedReply")).Single(f => f["id"].Id == flag["id"].Id)["tickets"].Items.Count == 4, "the case grows");
    }

    [Fact]
    public async Task A_confirmed_flag_proposes_to_reopen_and_calls_for_an_order_and_is_decided_once()
    {
        Host.Clock.Set(Local(9, 1));
        var ticket = await Given.AnAnsweredTicket();
        (await TheResident.Rates(Host, ticket, solved: false, Hotline.Domain.Tickets.Satisfaction.Dissatisfied)).ShouldBeNull();
        var id = (await Flag("ResidentDisputes", ticket.Id))["id"].Id;
        var supervisor = await Host.As("supervisor1");
        await supervisor.Do(ticket.Id, "close", new { note = "先办结" });
        (await (await Host.As("agent1")).Get("/api/flags")).Refused(403, "session.forbidden");
        (await (await Host.As("leader1")).Post($"/api/flags/{id}/decide", new { confirmed = true, reason = "领导只看" })).Refused(403, "session.forbidden");
        (await supervisor.Post($"/api/flags/{id}/decide", new { confirmed = true, reason = "" })).Refused(400, "request.invalid");
        var answers = await Task.WhenAll(supervisor.Post($"/api/flags/{id}/decide", new { confirmed = true, reason = "现场照片是旧照", proposeReopen = true }),
            (await Host.AsAgain("supervisor1")).Post($"/api/flags/{id}/decide", new { confirmed = true, reason = "现场照片是旧照", proposeReopen = true }));
        answers.Count(a => a.Status == 200).ShouldBe(1);
        answers.Single(a => a.Status != 200).Refused(409, "flag.already_decided");
        (await supervisor.Ticket(ticket.Id))["history"].Items.Count(h => h["action"].Text == "ProposeReopen" && h["note"].Text == "现场照片是旧照").ShouldBe(1);
        (await supervisor.Get("/api/supervision-orders/suggestions")).Ok().Items.ShouldContain(s => s["trigger"].Text == "FalseClosure" && s["tickets"].Items.Any(t => t["id"].Id == ticket.Id));
        (await supervisor.Get("/api/flags?state=Confirmed&kind=ResidentDisputes&department=CG")).Ok()["items"].Items.ShouldContain(f => f["id"].Id == id);
        (await supervisor.Get("/api/flags?kind=Nonsense")).Refused(400, "request.invalid");
    }

    private static readonly string[] Matters = ["楼下商铺用音响放音乐，吵得没法休息，请管一管。", "解放路口井盖破了一个大洞，晚上骑车差点摔进去。", "小区门口的路灯坏了半个月，夜里漆黑一片。"];

    private async Task<IReadOnlyList<Json>> Flags(string kind) => (await (await Host.As("supervisor1")).Get($"/api/flags?kind={kind}&limit=200")).Ok()["items"].Items;

    private async Task<Json> Flag(string kind, Guid ticket)
    {
        Json? found = null;
        await Eventually.Holds(async () => (found = (await Flags(kind)).FirstOrDefault(f => f["tickets"].Items.Any(t => t["id"].Id == ticket))) is not null, $"{kind} is raised for {ticket}");
        return found!;
    }
}
