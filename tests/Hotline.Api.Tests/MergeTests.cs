using Hotline.Domain.Tickets;

namespace Hotline.Api.Tests;

public sealed class MergeOnSqlite(Sqlite fixture) : MergeTests(fixture), IClassFixture<Sqlite>;
public sealed class MergeOnPostgres(Postgres fixture) : MergeTests(fixture), IClassFixture<Postgres>;

/// <summary>Many residents, one matter, one answer; nobody is lost and nobody reads of another.</summary>
public abstract class MergeTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task Two_merges_that_cross_leave_one_master_open()
    {
        var (one, two) = (await Host.As("agent1"), await Host.As("agent2"));
        for (var round = 0; round < 8; round++)
        {
            var (a, b) = (await Given.AReceivedTicket(), await Given.AReceivedTicket());
            var answers = await Task.WhenAll(one.Try(a.Id, "merge", new { masterId = b.Id }), two.Try(b.Id, "merge", new { masterId = a.Id }));
            answers.Select(x => x.Status).Order().ToArray().ShouldBe([200, 409], string.Join('\n', answers.Select(x => x.Body)));
            var (left, right) = (await one.Ticket(a.Id), await one.Ticket(b.Id));
            new[] { left["state"].Text, right["state"].Text }.Order().ShouldBe(["Merged", "Received"]);
            new[] { left["headCount"].Number, right["headCount"].Number }.Order().ShouldBe([1, 2]);
        }
    }

    [Fact]
    public async Task Three_merges_in_a_ring_leave_one_master_open()
    {
        var people = new[] { await Host.As("agent1"), await Host.As("agent2"), await Host.As("dispatcher1") };
        for (var round = 0; round < 4; round++)
        {
            var ring = new[] { await Given.AReceivedTicket(), await Given.AReceivedTicket(), await Given.AReceivedTicket() };
            await Task.WhenAll(ring.Select((t, i) => people[i].Try(t.Id, "merge", new { masterId = ring[(i + 1) % 3].Id })));
            var views = new List<Json>();
            foreach (var ticket in ring) views.Add(await people[0].Ticket(ticket.Id));
            views.Count(v => v["state"].Text == "Received").ShouldBeGreaterThan(0);
            foreach (var merged in views.Where(v => v["state"].Text == "Merged"))
                views.Single(v => v["number"].Text == merged["mergedInto"]["number"].Text)["state"].Text.ShouldBe("Received");
            views.Sum(v => v["headCount"].Number - 1).ShouldBe(views.Count(v => v["state"].Text == "Merged"));
        }
    }

    [Fact]
    public async Task Merging_into_a_merged_ticket_goes_to_its_master()
    {
        var agent = await Host.As("agent1");
        var (master, member, late) = (await Given.AReceivedTicket(), await Given.AReceivedTicket(), await Given.AReceivedTicket());
        await agent.Do(member.Id, "merge", new { masterId = master.Id });
        (await agent.Do(late.Id, "merge", new { masterId = member.Id }))["mergedInto"]["number"].Text.ShouldBe(master.Number);
        (await agent.Try(master.Id, "merge", new { masterId = member.Id })).Refused(409, "ticket.has_members");
        (await agent.Ticket(master.Id))["headCount"].Number.ShouldBe(3);
    }

    [Fact]
    public async Task Head_count_raises_the_masters_place_in_the_queue_and_unmerging_lowers_it()
    {
        var agent = await Host.As("agent1");
        var lone = await Given.AReceivedTicket();   // older: without the heads it would come first
        var master = await Given.AReceivedTicket();
        var members = new List<GivenTicket>();
        for (var i = 0; i < 2; i++) members.Add(await Given.AReceivedTicket());
        foreach (var member in members) await agent.Do(member.Id, "merge", new { masterId = master.Id });
        (await Queue()).ShouldBe([master.Number, lone.Number]);
        (await (await Host.As("dispatcher1")).Do(members[0].Id, "unmerge"))["headCount"].Number.ShouldBe(1);
        (await agent.Ticket(master.Id))["history"].Items[^1]["action"].Text.ShouldBe("RemoveMember");
        (await agent.Ticket(master.Id))["headCount"].Number.ShouldBe(2);
        (await Queue()).ShouldBe([lone.Number, master.Number]);

        async Task<IEnumerable<string>> Queue() => (await agent.Get("/api/tickets?sort=queue&state=Received&limit=200")).Ok()["items"].Items.Select(t => t["number"].Text).Where(n => n == master.Number || n == lone.Number);
    }

    [Fact]
    public async Task One_answer_for_all_with_notices_and_ratings_of_their_own()
    {
        var master = await Given.AReceivedTicket(sender: "13800009001");
        var member = await Given.AReceivedTicket(sender: "13800009002");
        await (await Host.As("agent1")).Do(member.Id, "merge", new { masterId = master.Id });
        await TheResident.Supplements(Host, master, "主件的人补充：我家在三楼");
        await Answer(master.Id);
        var supervisor = await Host.As("supervisor1");
        (await supervisor.Get("/api/outgoing?limit=200")).Ok()["items"].Items.ShouldContain(n => n["ticketNumber"].Text == member.Number);

        var seen = await Track(member);
        seen.Ok()["reply"]["publicText"].Text.ShouldBe("统一答复：已处理。");
        (seen.Json["canRate"].Flag, seen.Json["state"].Text).ShouldBe((true, "Merged"));
        seen.Json["history"].Items.Select(h => h["text"].Text).ShouldNotContain("您补充了信息");
        seen.Body.ShouldNotContain(master.Number);
        (await TheResident.Rates(Host, member, true, Satisfaction.Satisfied)).ShouldBeNull();
        (await Track(master)).Ok()["rating"].IsMissing.ShouldBeTrue();

        // The master's resident is content too: both matters are closed, each with its own judgement.
        (await TheResident.Rates(Host, master, true, Satisfaction.VerySatisfied)).ShouldBeNull();
        seen = await Track(member);
        (seen.Ok()["state"].Text, seen.Json["rating"]["satisfaction"].Text, seen.Json["canReopen"].Flag).ShouldBe(("Closed", "Satisfied", false));
        seen.Json["history"].Items.Select(h => h["text"].Text).Count(t => t == "您已评价").ShouldBe(1);
        (await Track(master)).Ok()["rating"]["satisfaction"].Text.ShouldBe("VerySatisfied");
        var view = await supervisor.Ticket(member.Id);
        (view["state"].Text, view["closedAt"].IsMissing, view["residentDueAt"].IsMissing).ShouldBe(("Closed", false, true));
        view["allowedActions"].Texts.ShouldNotContain("publish");
        (await TheResident.Reopens(Host, member, "还有问题"))!.Code.ShouldBe("reopen.member");
    }

    [Fact]
    public async Task A_member_may_still_rate_after_the_master_was_closed()
    {
        var (master, member) = (await Given.AReceivedTicket(), await Given.AReceivedTicket());
        await (await Host.As("agent1")).Do(member.Id, "merge", new { masterId = master.Id });
        await Answer(master.Id);
        await (await Host.As("supervisor1")).Do(master.Id, "close", new { });
        (await Track(member)).Ok()["canRate"].Flag.ShouldBeTrue();
        (await TheResident.IsDissatisfied(Host, member)).ShouldBeNull();
        (await TheResident.IsDissatisfied(Host, member))!.Code.ShouldBe("ticket.already_rated");
        (await (await Host.As("supervisor1")).Ticket(master.Id))["rating"].IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_master_taken_back_by_its_resident_leaves_nobody_behind()
    {
        var (master, member) = (await Given.AReceivedTicket(), await Given.AReceivedTicket());
        await (await Host.As("agent1")).Do(member.Id, "merge", new { masterId = master.Id });
        (await TheResident.Withdraws(Host, master)).ShouldBeNull();
        var view = await (await Host.As("agent1")).Ticket(member.Id);
        (view["state"].Text, view["mergedInto"].IsMissing).ShouldBe(("Received", true));
        view["allowedActions"].Texts.ShouldContain("accept");
    }

    [Fact]
    public async Task A_merge_and_the_masters_end_at_once_lose_nobody()
    {
        var (agent, supervisor) = (await Host.As("agent1"), await Host.As("supervisor1"));
        for (var round = 0; round < 4; round++)
        {
            var (master, member) = (await Given.AReceivedTicket(), await Given.AReceivedTicket());
            await Task.WhenAll(agent.Try(member.Id, "merge", new { masterId = master.Id }), supervisor.Try(master.Id, "answer", new { publicText = "直接答复。" }));
            var (m, a) = (await agent.Ticket(master.Id), await agent.Ticket(member.Id));
            // Either it came in time and was answered with its master, or it waits for an answer of its own.
            (m["state"].Text, a["state"].Text).ShouldBeOneOf(("Answered", "Closed"), ("Answered", "Received"), ("Received", "Merged"));
        }
    }

    private async Task Answer(Guid ticket)
    {
        await (await Host.As("agent1")).Do(ticket, "accept", new { categoryCode = "010101" });
        await (await Host.As("dispatcher1")).Do(ticket, "dispatch", new { departmentCode = "CG" });
        var handler = await Host.As("handler1");
        await handler.Do(ticket, "sign");
        await handler.Do(ticket, "first-contact", new { outcome = "Reached" });
        await handler.Do(ticket, "reply", new { publicText = "统一答复：已处理。", result = "Solved", legalBasis = Given.Basis });
        await (await Host.As("approver1")).Do(ticket, "approve");
        await (await Host.As("dispatcher1")).Do(ticket, "approve", Given.Approval);
    }

    private Task<Answer> Track(GivenTicket ticket) => Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}");
}
