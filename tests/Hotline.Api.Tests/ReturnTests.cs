using Hotline.Api.Data;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class ReturnOnSqlite(Sqlite fixture) : ReturnTests(fixture), IClassFixture<Sqlite>;
public sealed class ReturnOnPostgres(Postgres fixture) : ReturnTests(fixture), IClassFixture<Postgres>;

/// <summary>A department gives a ticket back, the centre decides, the second time coordination does.</summary>
public abstract class ReturnTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly object Wish = new { clause = "派单目录第3条", suggestedDepartment = "GA", reason = "治安管理事项" };

    private static DateTimeOffset Local(int month, int day, int hour = 10, int minute = 0, int second = 0) => new(2026, month, day, hour, minute, second, TimeSpan.FromHours(8));

    [Fact]
    public async Task An_approved_return_goes_to_the_named_department_at_once_and_the_residents_clock_runs_on()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        var (handler, dispatcher) = (await Host.As("handler1"), await Host.As("dispatcher1"));
        var before = await handler.Ticket(ticket.Id);
        var view = await handler.Do(ticket.Id, "request-return", Wish);
        view["state"].Text.ShouldBe("Handling");
        view["departmentDueAt"].Time.ShouldBe(before["departmentDueAt"].Time);   // a pending return stops nothing
        view["allowedActions"].Texts.ShouldNotContain("request-return");
        (await handler.Try(ticket.Id, "request-return", Wish)).Refused(409, "return.pending");
        (await dispatcher.Get("/api/returns?state=Pending&limit=200")).Ok()["items"].Items.ShouldContain(r => r["ticket"]["id"].Id == ticket.Id && r["request"]["suggestedDepartmentName"].Text == "公安局");

        Host.Clock.Set(Local(3, 2, 15));
        view = await dispatcher.Do(ticket.Id, "approve-return", new { departmentCode = "GR", note = "改派" });
        (view["state"].Text, view["leadDepartment"].Text).ShouldBe(("Dispatched", "GR"));
        view["history"].Items.TakeLast(2).Select(h => h["action"].Text).ShouldBe(["ApproveReturn", "Dispatch"]);
        view["residentDueAt"].Time.ShouldBe(before["residentDueAt"].Time);
        view["deadlines"].Items.Single(d => d["step"].Text == "Handle")["startedAt"].Time.ShouldBeGreaterThanOrEqualTo(Local(3, 2, 15));
        view["disputes"]["returns"][0]["decidedDepartment"].Text.ShouldBe("GR");
        (await handler.Get($"/api/tickets/{ticket.Id}")).Refused(404, "ticket.not_found");
        await using var scope = Host.Services.CreateAsyncScope();
        var example = await scope.ServiceProvider.GetRequiredService<HotlineDb>().Examples.AsNoTracking().Where(e => e.TicketId == ticket.Id).OrderByDescending(e => e.Id).FirstAsync(TestContext.Current.CancellationToken);
        (example.Why, example.DepartmentCode).ShouldBe((LabelReason.Returned, "GR"));
    }

    [Fact]
    public async Task After_the_window_nobody_may_return_it()
    {
        Host.Clock.Set(Local(3, 2));
        var (inside, late) = (await Given.ADispatchedTicket(), await Given.ATicketInHand());
        Host.Clock.Set(Local(3, 3, 23, 58));
        (await (await Host.As("handler1")).Do(inside.Id, "request-return", Wish))["disputes"]["returns"][0]["state"].Text.ShouldBe("Pending");
        (await (await Host.As("handler1")).Ticket(late.Id))["allowedActions"].Texts.ShouldContain("request-return");
        Host.Clock.Set(Local(3, 4, 0, 0, 0));
        var refused = (await (await Host.As("handler1")).Try(late.Id, "request-return", Wish)).Refused(409, "return.window_over");
        refused["until"].Time.ShouldBe(Local(3, 3, 23, 59, 59));
        refused["current"]["allowedActions"].Texts.ShouldNotContain("request-return");
    }

    [Fact]
    public async Task Of_two_people_deciding_at_once_one_is_told_it_is_done()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        await (await Host.As("handler1")).Do(ticket.Id, "request-return", Wish);
        var (dispatcher, supervisor) = (await Host.As("dispatcher1"), await Host.As("supervisor1"));
        var answers = await Task.WhenAll(dispatcher.Try(ticket.Id, "approve-return", new { departmentCode = "GR" }), supervisor.Try(ticket.Id, "reject-return", new { reason = "属于市容管理" }));
        answers.Select(a => a.Status).Order().ShouldBe([200, 409]);
        answers.Single(a => a.Status == 409).Refused(409, "return.not_pending");
        (await dispatcher.Ticket(ticket.Id))["disputes"]["returnCount"].Number.ShouldBe(1);
    }

    [Fact]
    public async Task The_second_dispute_goes_to_coordination_and_a_third_is_refused()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        var (handler, dispatcher, supervisor) = (await Host.As("handler1"), await Host.As("dispatcher1"), await Host.As("supervisor1"));
        var resident = (await handler.Ticket(ticket.Id))["residentDueAt"].Time;
        await handler.Do(ticket.Id, "request-return", Wish);
        await dispatcher.Do(ticket.Id, "reject-return", new { reason = "属于市容管理" });
        await handler.Do(ticket.Id, "request-return", Wish);
        var view = await dispatcher.Do(ticket.Id, "reject-return", new { reason = "仍属市容管理" });
        (view["disputes"]["returnCount"].Number, view["disputes"]["inCoordination"].Flag).ShouldBe((2L, true));
        (await handler.Try(ticket.Id, "request-return", Wish)).Refused(409, "ticket.in_coordination");
        (await dispatcher.Get("/api/hard-cases?limit=200")).Ok()["items"].Items.Single(h => h["ticket"]["id"].Id == ticket.Id)["returns"].Items.Count.ShouldBe(2);
        (await dispatcher.Try(ticket.Id, "coordinate", new { departmentCode = "CG", basis = "协调会纪要第5号" })).Refused(403, "ticket.forbidden");
        (await supervisor.Try(ticket.Id, "coordinate", new { departmentCode = "没有", basis = "x" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["departmentCode"]);

        view = await supervisor.Do(ticket.Id, "coordinate", new { departmentCode = "CG", basis = "协调会纪要第5号", note = "城管牵头" });
        (view["state"].Text, view["disputes"]["returnForbidden"].Flag, view["residentDueAt"].Time).ShouldBe(("Handling", true, resident));
        (await handler.Try(ticket.Id, "request-return", Wish)).Refused(409, "return.forbidden");
        (await dispatcher.Get("/api/hard-cases?limit=200")).Ok()["items"].Items.ShouldNotContain(h => h["ticket"]["id"].Id == ticket.Id);
    }

    [Fact]
    public async Task A_return_needs_its_clause_and_comes_from_the_department_alone()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        var handler = await Host.As("handler1");
        (await handler.Try(ticket.Id, "request-return", new { })).Refused(400, "request.invalid")["errors"].Names.Order().ShouldBe(["clause", "reason"]);
        (await handler.Try(ticket.Id, "request-return", new { clause = "第1条", reason = "x", suggestedDepartment = "没有" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["suggestedDepartment"]);
        (await handler.Try(ticket.Id, "request-return", new { clause = "第1条", reason = "x", attachments = new[] { Guid.NewGuid() } })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["attachments"]);
        (await (await Host.As("agent1")).Try(ticket.Id, "request-return", Wish)).Refused(403, "ticket.forbidden");
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "approve-return", new { })).Refused(409, "return.not_pending");
        (await handler.Get("/api/returns")).Refused(403, "session.forbidden");
        (await (await Host.As("dispatcher1")).Get("/api/returns?state=Unknown")).Status.ShouldBe(400);
        (await (await Host.As("dispatcher1")).Get("/api/returns?after=x")).Status.ShouldBe(400);
    }
}
