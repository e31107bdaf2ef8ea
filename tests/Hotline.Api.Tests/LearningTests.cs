using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class LearningOnSqlite(Sqlite fixture) : LearningTests(fixture), IClassFixture<Sqlite>;
public sealed class LearningOnPostgres(Postgres fixture) : LearningTests(fixture), IClassFixture<Postgres>;

/// <summary>What people decide is kept to learn from, and what contradicts itself is shown.</summary>
public abstract class LearningTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task Taking_the_suggested_category_confirms_it()
    {
        var ticket = await Given.AnAcceptedTicket();
        var example = (await ExamplesOf(ticket)).ShouldHaveSingleItem();
        (example.Why, example.CategoryCode, example.DecidedBy, example.ModelVersion).ShouldBe((LabelReason.Confirmed, "010101", "agent1", 1));
    }

    [Fact]
    public async Task Another_category_than_the_suggested_one_is_a_correction()
    {
        var ticket = await Given.AnAcceptedTicket(category: "020401");
        (await ExamplesOf(ticket)).ShouldHaveSingleItem().Why.ShouldBe(LabelReason.CategoryCorrected);
    }

    [Fact]
    public async Task A_dispatch_that_differs_from_the_suggestion_becomes_an_example()
    {
        var ticket = await Given.ADispatchedTicket("GR");
        var example = (await ExamplesOf(ticket))[^1];
        (example.Why, example.CategoryCode, example.DepartmentCode, example.DecidedBy).ShouldBe((LabelReason.DispatchDiffers, "010101", "GR", "dispatcher1"));
    }

    [Fact]
    public async Task The_department_that_takes_a_returned_ticket_is_kept()
    {
        var ticket = await Given.ADispatchedTicket("GR");
        var dispatcher = await Host.As("dispatcher1");
        await dispatcher.Do(ticket.Id, "recall", new { reason = "不属于该单位" });
        await dispatcher.Do(ticket.Id, "dispatch", new { departmentCode = "CG" });
        var example = (await ExamplesOf(ticket))[^1];
        (example.Why, example.DepartmentCode).ShouldBe((LabelReason.Redispatched, "CG"));
    }

    [Fact]
    public async Task A_category_put_right_later_is_kept_and_moves_nothing()
    {
        var ticket = await Given.ATicketInReview();
        var dispatcher = await Host.As("dispatcher1");
        var view = await dispatcher.Do(ticket.Id, "categorise", new { categoryCode = "010201" });
        view["categoryCode"].Text.ShouldBe("010201");
        view["state"].Text.ShouldBe("Review");
        view["history"].Items[^1]["note"].Text.ShouldBe("010101 → 010201");
        (await ExamplesOf(ticket))[^1].Why.ShouldBe(LabelReason.CategoryCorrected);
        await dispatcher.Do(ticket.Id, "categorise", new { categoryCode = "010201" });
        (await ExamplesOf(ticket)).Count.ShouldBe(2, "the same category again teaches nothing");
        (await dispatcher.Try(ticket.Id, "categorise", new { categoryCode = "999999" })).Refused(400, "request.invalid");
        (await (await Host.As("agent1")).Try(ticket.Id, "categorise", new { categoryCode = "010101" })).Refused(403, "ticket.forbidden");
    }

    [Fact]
    public async Task A_refused_decision_teaches_nothing()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        (await agent.Try(ticket.Id, "accept", new { categoryCode = "020401" }, ("If-Match", "\"0\""))).Status.ShouldBe(409);
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "categorise", new { categoryCode = "020401" })).Refused(409, "ticket.transition_not_allowed");
        (await ExamplesOf(ticket)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Examples_that_contradict_each_other_are_shown_until_one_is_dropped()
    {
        const string text = "小区东门外的早点摊每天五点就把桌椅摆到人行道上，油烟飘进一楼住户，希望有人管。";
        var first = await Given.AnAcceptedTicket(text, "010201");
        var second = await Given.AnAcceptedTicket($"{text}谢谢！", "010101");
        var alone = await Given.AnAcceptedTicket("供热管道井盖被压碎，路过的电动车差点摔倒，麻烦尽快更换。", "020402");
        var administrator = await Host.As("admin1");
        var listed = (await administrator.Get("/api/classifier/contradictions")).Ok().Items.Single(c => c["examples"].Items.Any(e => e["ticketId"].Id == first.Id));
        listed["examples"].Items.Select(e => e["ticketId"].Id).ShouldBe([second.Id, first.Id]);
        listed["examples"].Items.ShouldNotContain(e => e["ticketId"].Id == alone.Id);

        var wrong = listed["examples"][0]["id"].Id;
        (await (await Host.As("supervisor1")).Post($"/api/classifier/examples/{wrong}/drop")).Refused(403, "session.forbidden");
        (await administrator.Post($"/api/classifier/examples/{wrong}/drop")).Status.ShouldBe(204);
        (await administrator.Post($"/api/classifier/examples/{Guid.NewGuid()}/drop")).Refused(404, "example.not_found");
        (await administrator.Get("/api/classifier/contradictions")).Ok().Items.ShouldNotContain(c => c["examples"].Items.Any(e => e["ticketId"].Id == first.Id));
        (await ExamplesOf(second)).ShouldHaveSingleItem().DroppedBy.ShouldBe("admin1");
    }

    [Fact]
    public async Task Drift_tells_acceptance_and_abstention_by_week()
    {
        using var host = Fixture.With();
        await host.Given.AnAcceptedTicket();
        await host.Given.AnAcceptedTicket();
        await host.Given.AnAcceptedTicket(category: "020401");
        await host.Given.AReceivedTicket("，。！");
        var drift = (await (await host.As("supervisor1")).Get("/api/classifier/drift?weeks=3")).Ok();
        var weeks = drift["weeks"].Items;
        weeks.Select(w => w["monday"].Text).ShouldBe(["2026-02-16", "2026-02-23", "2026-03-02"]);
        var week = weeks[^1];
        (week["tickets"].Number, week["advised"].Number, week["decided"].Number, week["accepted"].Number).ShouldBe((4L, 4L, 3L, 2L));
        week["acceptanceRate"].Fraction.ShouldBe(2 / 3.0, 1e-9);
        week["abstained"].Number.ShouldBeGreaterThanOrEqualTo(1);
        week["mixDistance"].Fraction.ShouldBeInRange(0.1, 1);
        weeks[0]["acceptanceRate"].IsMissing.ShouldBeTrue();
        drift["mix"].Items.Single(c => c["code"].Text == "010101")["liveShare"].Fraction.ShouldBe(2 / 3.0, 1e-9);
    }

    [Theory]
    [InlineData("GET", "/api/classifier", "admin1,supervisor1")]
    [InlineData("GET", "/api/classifier/drift", "admin1,supervisor1")]
    [InlineData("GET", "/api/classifier/contradictions", "admin1,supervisor1")]
    [InlineData("POST", "/api/classifier/rollback", "admin1")]
    [InlineData("POST", "/api/classifier/00000000-0000-0000-0000-000000000001/promote", "admin1")]
    public async Task Each_address_is_open_to_its_roles_alone(string method, string path, string allowed)
    {
        foreach (var name in new[] { "agent1", "dispatcher1", "handler1", "publisher1", "supervisor1", "admin1" })
        {
            var person = await Host.As(name);
            var status = (method == "GET" ? await person.Get(path) : await person.Post(path)).Status;
            (status != 403).ShouldBe(allowed.Split(',').Contains(name), $"{name} {method} {path}: {status}");
        }
    }

    private async Task<List<LabelledExample>> ExamplesOf(GivenTicket ticket)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HotlineDb>().Examples.AsNoTracking().Where(e => e.TicketId == ticket.Id).OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken);
    }
}
