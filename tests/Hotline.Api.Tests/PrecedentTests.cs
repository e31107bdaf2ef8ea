namespace Hotline.Api.Tests;

public sealed class PrecedentOnSqlite(Sqlite fixture) : PrecedentTests(fixture), IClassFixture<Sqlite>;
public sealed class PrecedentOnPostgres(Postgres fixture) : PrecedentTests(fixture), IClassFixture<Postgres>;

/// <summary>What was decided once is cited the next time; what nobody owns stands in a register until somebody does.</summary>
public abstract class PrecedentTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task A_decided_dispute_is_cited_in_the_next_suggestion_until_it_is_withdrawn()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.ATicketInHand();
        await (await host.As("handler1")).Do(ticket.Id, "request-return", new { clause = "治安管理条例第5条", reason = "属于治安事项" });
        var dispatcher = await host.As("dispatcher1");
        await dispatcher.Do(ticket.Id, "approve-return", new { departmentCode = "GA" });
        var precedent = (await dispatcher.Get("/api/precedents")).Ok()["items"].Items.ShouldHaveSingleItem();
        (precedent["categoryCode"].Text, precedent["department"].Text, precedent["clause"].Text, precedent["origin"].Text, precedent["ticketNumber"].Text)
            .ShouldBe(("010101", "GA", "治安管理条例第5条", "Return", ticket.Number));

        var next = await host.Given.AReceivedTicket();
        var view = await dispatcher.Ticket(next.Id);
        view["suggestions"][0]["departmentCode"].Text.ShouldBe("GA");
        view["suggestions"][0]["reason"].Text.ShouldStartWith("依据先例");
        view["suggestions"][0]["reason"].Text.ShouldContain(ticket.Number);
        (view["disputes"]["duty"]["departmentCode"].Text, view["disputes"]["duty"]["disputed"].Flag).ShouldBe(("GA", true));
        await dispatcher.Do(next.Id, "accept", new { });
        (await dispatcher.Do(next.Id, "dispatch", new { }))["leadDepartment"].Text.ShouldBe("GA");

        var path = $"/api/precedents/{precedent["id"].Id}/withdraw";
        (await dispatcher.Post(path, new { reason = "x" })).Refused(403, "session.forbidden");
        var supervisor = await host.As("supervisor1");
        (await supervisor.Post(path, new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        (await supervisor.Post(path, new { reason = "条款已修订" })).Ok()["withdrawReason"].Text.ShouldBe("条款已修订");
        (await supervisor.Post(path, new { reason = "再撤" })).Refused(409, "precedent.withdrawn");
        (await supervisor.Post($"/api/precedents/{Guid.NewGuid()}/withdraw", new { reason = "x" })).Refused(404, "precedent.not_found");
        (await dispatcher.Get("/api/precedents?withdrawn=true")).Ok()["items"].Items.Count.ShouldBe(1);
        var last = await dispatcher.Ticket((await host.Given.AReceivedTicket()).Id);
        last["suggestions"][0]["departmentCode"].Text.ShouldBe("CG");
    }

    [Fact]
    public async Task A_return_without_a_department_becomes_a_precedent_when_somebody_takes_it()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.ATicketInHand();
        await (await host.As("handler1")).Do(ticket.Id, "request-return", new { clause = "第5条", reason = "属于治安事项" });
        var dispatcher = await host.As("dispatcher1");
        (await dispatcher.Do(ticket.Id, "approve-return", new { }))["state"].Text.ShouldBe("Accepted");
        (await dispatcher.Get("/api/precedents")).Ok()["items"].Items.ShouldBeEmpty();
        await dispatcher.Do(ticket.Id, "dispatch", new { departmentCode = "GA" });
        (await dispatcher.Get("/api/precedents")).Ok()["items"].Items.ShouldHaveSingleItem()["department"].Text.ShouldBe("GA");
    }

    [Fact]
    public async Task A_matter_nobody_owns_stands_in_the_register_until_a_unit_is_named()
    {
        using var host = Fixture.With();
        var (first, second) = (await host.Given.ATicketInHand(), await host.Given.ATicketInHand());
        var (approver, supervisor) = (await host.As("approver1"), await host.As("supervisor1"));
        (await (await host.As("handler1")).Try(first.Id, "gap", new { note = "没有单位负责" })).Refused(403, "ticket.forbidden");
        await approver.Do(first.Id, "gap", new { note = "没有单位负责" });
        (await approver.Try(first.Id, "gap", new { note = "再登记" })).Refused(409, "ticket.gap_already_marked");
        await supervisor.Do(second.Id, "gap", new { note = "同类" });
        var gap = (await supervisor.Get("/api/gaps?state=Open")).Ok()["items"].Items.ShouldHaveSingleItem();
        (gap["categoryCode"].Text, gap["tickets"].Number, gap["note"].Text).ShouldBe(("010101", 2L, "没有单位负责"));

        var path = $"/api/gaps/{gap["id"].Id}/resolve";
        (await supervisor.Post(path, new { departmentCode = "没有", basis = "三定方案" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["departmentCode"]);
        (await supervisor.Post(path, new { departmentCode = "HB", basis = "编办发文第7号" })).Ok()["departmentName"].Text.ShouldBe("生态环境局");
        (await supervisor.Post(path, new { departmentCode = "GA", basis = "再定" })).Refused(409, "gap.not_open");
        (await supervisor.Get("/api/precedents")).Ok()["items"].Items.ShouldHaveSingleItem()["origin"].Text.ShouldBe("Gap");
        (await supervisor.Ticket((await host.Given.AReceivedTicket()).Id))["suggestions"][0]["departmentCode"].Text.ShouldBe("HB");
    }
}
