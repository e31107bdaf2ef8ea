namespace Hotline.Api.Tests;

public sealed class UnitOnSqlite(Sqlite fixture) : UnitTests(fixture), IClassFixture<Sqlite>;
public sealed class UnitOnPostgres(Postgres fixture) : UnitTests(fixture), IClassFixture<Postgres>;

/// <summary>What the administrator keeps: units, categories, duty directory, accounts and absences.</summary>
public abstract class UnitTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly object Community = new { name = "听泉东社区", nameEn = "Tingquan East", kind = "Community", parent = (string?)null };

    [Fact]
    public async Task A_unit_is_entered_at_any_depth_and_can_be_dispatched_to_at_once()
    {
        var administrator = await Host.As("admin1");
        (await administrator.Put("/api/units/JD9", new { name = "听泉街道", nameEn = "Tingquan Street", kind = "Street", parent = "D1" })).Ok();
        var units = (await administrator.Put("/api/units/SQ9", new { name = "泉声社区", nameEn = "Quansheng", kind = "Community", parent = "JD9" })).Ok()["units"].Items;
        units.Single(u => u["code"].Text == "SQ9")["level"].Number.ShouldBe(units.Single(u => u["code"].Text == "D1")["level"].Number + 2);
        var ticket = await Given.ADispatchedTicket("SQ9");
        (await (await Host.As("agent1")).Ticket(ticket.Id))["leadDepartmentName"].Text.ShouldBe("泉声社区");
    }

    [Fact]
    public async Task A_unit_with_open_tickets_is_not_deleted_until_they_are_rehomed()
    {
        var administrator = await Host.As("admin1");
        (await administrator.Put("/api/units/TMP", Community)).Ok();
        var ticket = await Given.ADispatchedTicket("TMP");
        var due = (await (await Host.As("agent1")).Ticket(ticket.Id))["departmentDueAt"].Time;
        (await administrator.Delete("/api/units/TMP")).Refused(409, "unit.has_open_tickets");
        (await administrator.Post("/api/units/TMP/rehome", new { to = "TMP", reason = "撤并" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["to"]);
        var moved = (await administrator.Post("/api/units/TMP/rehome", new { to = "CG", reason = "机构撤并" })).Ok();
        (moved["moved"].Number, moved["left"].Number).ShouldBe((1, 0));
        var view = await (await Host.As("handler1")).Ticket(ticket.Id);
        (view["leadDepartment"].Text, view["departmentDueAt"].Time).ShouldBe(("CG", due));
        view["history"].Items.Single(h => h["action"].Text == "Rehome")["note"].Text.ShouldBe("TMP → CG: 机构撤并");
        (await administrator.Delete("/api/units/TMP")).Ok()["units"].Items.ShouldNotContain(u => u["code"].Text == "TMP");
    }

    [Fact]
    public async Task A_unit_that_others_depend_on_is_not_deleted()
    {
        using var host = Fixture.With();
        var administrator = await host.As("admin1");
        (await administrator.Delete("/api/units/CG")).Refused(409, "unit.has_staff");
        (await administrator.Delete("/api/units/WJ")).Refused(409, "unit.in_directory");
        (await administrator.Put("/api/units/UP", Community)).Ok();
        (await administrator.Put("/api/units/LOW", new { name = "下级", nameEn = "Lower", kind = "Community", parent = "UP" })).Ok();
        (await administrator.Delete("/api/units/UP")).Refused(409, "unit.has_lower_units");
        (await administrator.Put("/api/units/UP", new { name = "上级", nameEn = "Upper", kind = "Community", parent = "LOW" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["parent"]);
        (await administrator.Put("/api/units/low", Community)).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["code"]);
        (await administrator.Delete("/api/units/NONE")).Refused(404, "unit.not_found");
        (await (await host.As("supervisor1")).Put("/api/units/UP", Community)).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task Of_two_administrators_who_change_the_units_the_slower_meets_a_conflict()
    {
        var administrator = await Host.As("admin1");
        var version = (await administrator.Get("/api/units")).Ok()["version"].Number;
        (await administrator.Put("/api/units/ONE", new { name = "一", nameEn = "One", kind = "Bureau", version })).Ok();
        (await administrator.Put("/api/units/TWO", new { name = "二", nameEn = "Two", kind = "Bureau", version })).Refused(409, "city.document_changed");
        (await administrator.Get("/api/units")).Ok()["units"].Items.ShouldNotContain(u => u["code"].Text == "TWO");
    }

    [Fact]
    public async Task A_remapped_category_leaves_open_tickets_where_they_are_and_leads_the_next_elsewhere()
    {
        using var host = Fixture.With();
        var administrator = await host.As("admin1");
        var before = await host.Given.AnAcceptedTicket();
        var dispatcher = await host.As("dispatcher1");
        (await dispatcher.Do(before.Id, "dispatch", new { }))["leadDepartment"].Text.ShouldBe("CG");
        (await administrator.Put("/api/duties", new { category = "010101", department = "HB", basis = "调整通知第1号" })).Ok();
        (await dispatcher.Ticket(before.Id))["leadDepartment"].Text.ShouldBe("CG");
        var after = await host.Given.AnAcceptedTicket();
        (await dispatcher.Do(after.Id, "dispatch", new { }))["leadDepartment"].Text.ShouldBe("HB");
        (await administrator.Delete("/api/categories/010101")).Refused(409, "catalogue.category_has_open_tickets");
        (await administrator.Delete("/api/categories/0101")).Refused(409, "catalogue.category_has_lower");
        (await administrator.Put("/api/categories/019901", new { name = "新", nameEn = "New" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["code"]);
        (await administrator.Put("/api/duties", new { category = "99", department = "HB", basis = "x" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["category"]);
    }

    [Fact]
    public async Task A_clause_without_which_a_matter_had_no_owner_stays()
    {
        using var host = Fixture.With();
        var administrator = await host.As("admin1");
        foreach (var clause in (await administrator.Get("/api/duties")).Ok()["clauses"].Items.Where(c => c["category"].Text.StartsWith("2001", StringComparison.Ordinal) || c["category"].Text.StartsWith("2002", StringComparison.Ordinal)).ToList())
            (await administrator.Delete($"/api/duties/{clause["category"].Text}?district={(clause["district"].IsMissing ? "" : clause["district"].Text)}")).Status.ShouldBeOneOf(200, 404);
        (await administrator.Delete("/api/duties/20")).Refused(409, "catalogue.category_without_owner");
    }

    [Fact]
    public async Task An_account_has_several_roles_and_loses_its_session_when_it_is_closed()
    {
        using var host = Fixture.With();
        var administrator = await host.As("admin1");
        var account = new { displayName = "兼职员", staffNumber = "0900", roles = new[] { "agent", "dispatcher" }, password = HotlineHost.Password };
        (await administrator.Put("/api/staff/both", account)).Ok().Items.Single(s => s["userName"].Text == "both")["roles"].Items.Count.ShouldBe(2);
        var both = await host.AsAgain("both");
        (await both.Get("/api/units")).Ok();
        (await administrator.Put("/api/staff/both", new { account.displayName, account.staffNumber, account.roles, active = false })).Ok();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        (await both.Get("/api/units")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("x", "roles", "agent", null, "Long-enough-1")]
    [InlineData("newone", "roles", "auditor,agent", null, "Long-enough-1")]
    [InlineData("newone", "roles", "system", null, "Long-enough-1")]
    [InlineData("newone", "departmentCode", "handler", null, "Long-enough-1")]
    [InlineData("newone", "departmentCode", "agent", "CG", "Long-enough-1")]
    [InlineData("newone", "departmentCode", "handler", "NONE", "Long-enough-1")]
    [InlineData("newone", "password", "agent", null, "short")]
    [InlineData("newone", "password", "agent", null, null)]
    public async Task A_wrong_account_is_refused_and_the_field_named(string userName, string field, string roles, string? departmentCode, string? password)
    {
        var answer = (await (await Host.As("admin1")).Put($"/api/staff/{userName}", new { displayName = "某", staffNumber = "0901", roles = roles.Split(','), departmentCode, password })).Refused(400, "request.invalid");
        answer["errors"].Names.ShouldContain(userName == "x" ? "userName" : field);
    }

    [Fact]
    public async Task An_administrator_does_not_lock_themselves_out() =>
        (await (await Host.As("admin1")).Put("/api/staff/admin1", new { displayName = "系统管理员", staffNumber = "0110", roles = new[] { "agent" } })).Refused(409, "staff.not_oneself");

    [Fact]
    public async Task A_colleague_stands_in_during_an_absence_and_no_longer()
    {
        using var host = Fixture.With();
        var (approver, handler) = (await host.As("approver1"), await host.As("handler1"));
        var ticket = await host.Given.ATicketInHand();
        await handler.Do(ticket.Id, "reply", new { publicText = "已处理。", result = "Solved" });
        (await handler.Post($"/api/tickets/{ticket.Id}/approve")).Refused(403, "ticket.forbidden");

        (await approver.Get("/api/delegations/colleagues")).Ok().Items.Select(c => c["userName"].Text).ShouldBe(["handler1"]);
        var now = host.Clock.GetUtcNow();
        (await approver.Post("/api/delegations", new { toUser = "handler2", from = now, until = now.AddDays(2), reason = "出差" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["toUser"]);
        (await handler.Post("/api/delegations", new { fromUser = "approver1", toUser = "handler1", from = now, until = now.AddDays(2), reason = "代批" })).Refused(403, "session.forbidden");
        (await approver.Post("/api/delegations", new { toUser = "handler1", from = now, until = now.AddDays(2), reason = "出差" })).Ok().Items.Count.ShouldBe(1);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var approved = await handler.Do(ticket.Id, "approve");
        approved["history"].Items.Last(h => h["action"].Text == "Approve")["actorName"].Text.ShouldBe("城管经办人（代城管审批人）");

        var next = await host.Given.ATicketInHand();
        host.Clock.Advance(TimeSpan.FromDays(2));
        var later = await host.AsAgain("handler1");
        await later.Do(next.Id, "reply", new { publicText = "已处理。", result = "Solved" });
        (await later.Post($"/api/tickets/{next.Id}/approve")).Refused(403, "ticket.forbidden");
    }

    [Fact]
    public async Task Who_is_on_duty_is_entered_by_the_unit_itself()
    {
        var now = Host.Clock.GetUtcNow();
        var shift = new { name = "值班员", phone = "0990-55509999", from = now.AddHours(-1), until = now.AddHours(8) };
        (await (await Host.As("approver1")).Post("/api/units/CG/duty", shift)).Ok();
        (await (await Host.As("approver1")).Post("/api/units/GR/duty", shift)).Refused(403, "session.forbidden");
        (await (await Host.As("approver1")).Post("/api/units/CG/duty", new { shift.name, shift.phone, shift.from, until = shift.from })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["until"]);
        (await (await Host.As("supervisor1")).Get("/api/units")).Ok()["units"].Items.Single(u => u["code"].Text == "CG")["onDuty"]["name"].Text.ShouldBe("值班员");
    }
}
