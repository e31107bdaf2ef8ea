using System.Diagnostics;
using Hotline.Api.Distribution;

namespace Hotline.Api.Tests;

public sealed class LineOnSqlite(SqliteWithSockets fixture) : LineTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class LineOnPostgres(PostgresWithSockets fixture) : LineTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>Who is offered which call or message, and what becomes of an offer.</summary>
public abstract class LineTests(HostFixture fixture) : TheFloor(fixture)
{
    [Fact]
    public async Task The_longest_idle_is_rung_and_who_does_not_answer_passes_it_on()
    {
        var floor = Floor(("Hotline:Distribution:OfferFor", "00:00:20"));
        var (one, two) = (await floor.As("agent1"), await floor.As("agent2"));
        await Say(two, "Ready");
        floor.Clock.Advance(TimeSpan.FromMinutes(1));
        await Say(one, "Ready");
        var call = await Calls(floor);
        await Offered(two, call);
        (await Seat(one))["offers"].Items.ShouldBeEmpty();
        (await one.Post($"/api/line/offers/{call}/accept", new { })).Refused(404, "line.offer_gone");

        floor.Clock.Advance(TimeSpan.FromSeconds(21));
        await Offered(one, call);
        (await Is(two, "Busy"))["reason"].Text.ShouldBe("NoAnswer");
        (await two.Post($"/api/line/offers/{call}/accept", new { })).Refused(404, "line.offer_gone");

        // The second one declines: nobody is left, and the call waits with its place.
        (await one.Post($"/api/line/offers/{call}/decline")).Ok()["reason"].Text.ShouldBe("Declined");
        (await The<IWaitingLine>(floor).Place(call, CancellationToken.None)).ShouldNotBeNull().Position.ShouldBe(1);
        await Say(two, "Ready");
        (await Offered(two, call))["state"].Text.ShouldBe("Ringing");
    }

    [Fact]
    public async Task A_browser_that_dies_loses_no_call()
    {
        var floor = Floor(("Hotline:Distribution:LostAfter", "00:00:02"), ("Hotline:Distribution:OfferFor", "00:01:00"));
        var (one, two) = (await floor.As("agent1"), await floor.As("agent2"));
        await using var alive = await DeskClient.Connect(floor, two);
        var dying = await DeskClient.Connect(floor, one);
        await Say(one, "Ready");
        var call = await Calls(floor);
        await Offered(one, call);
        await Say(two, "Ready");
        var begun = Stopwatch.StartNew();
        await dying.Cut();
        await Offered(two, call);
        begun.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));   // a minute would be the offer's own end
        (await Is(one, "Offline"))["reason"].Text.ShouldBe("Lost");
        (await two.Post($"/api/line/offers/{call}/accept", new { })).Ok()["state"].Text.ShouldBe("Talking");
        await dying.DisposeAsync();
    }

    [Fact]
    public async Task Who_gives_up_frees_the_agent_in_the_same_turn()
    {
        var floor = Floor();
        var agent = await floor.As("agent1");
        await Say(agent, "Ready");
        var first = await Calls(floor);
        await Offered(agent, first);
        var second = await Calls(floor);
        (await The<IWaitingLine>(floor).Place(second, CancellationToken.None)).ShouldNotBeNull().Position.ShouldBe(2);
        await The<IWaitingLine>(floor).Leave(first, LeaveReason.Abandoned, CancellationToken.None);
        await Offered(agent, second);
        (await The<IWaitingLine>(floor).Place(first, CancellationToken.None)).ShouldBeNull();
        (await agent.Post($"/api/line/offers/{first}/accept", new { })).Status.ShouldBeOneOf(404, 409);
    }

    [Fact]
    public async Task Skills_decide_and_a_higher_priority_goes_first()
    {
        var floor = Floor(("Hotline:Distribution:WidenTopicAfter", "01:00:00"), ("Hotline:Distribution:WidenLanguageAfter", "02:00:00"));
        var supervisor = await floor.As("supervisor1");
        (await supervisor.Put("/api/line/skills/agent1", new { languages = new[] { "zh-CN" }, topics = new[] { "tax" }, enterprise = false })).Ok()["topics"].Texts.ShouldBe(["tax"]);
        (await supervisor.Put("/api/line/skills/agent2", new { languages = new[] { "en" }, topics = Array.Empty<string>() })).Ok();
        (await supervisor.Put("/api/line/skills/agent2", new { languages = new[] { "a,b" }, topics = Array.Empty<string>() })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["languages"]);
        (await supervisor.Put("/api/line/skills/handler1", new { languages = Array.Empty<string>(), topics = Array.Empty<string>() })).Refused(404, "line.seat_not_found");
        (await supervisor.Get("/api/line/skills")).Ok().Items.Single(s => s["userName"].Text == "agent2")["languages"].Texts.ShouldBe(["en"]);
        var (one, two) = (await floor.As("agent1"), await floor.As("agent2"));
        await Say(one, "Ready");
        var english = await Calls(floor, language: "en");
        var ordinary = await Calls(floor, topic: "housing");
        var tax = await Calls(floor, topic: "tax");
        await Offered(one, tax);
        await Say(two, "Ready");
        await Offered(two, english);

        (await two.Post($"/api/line/offers/{english}/accept", new { })).Ok();
        var urgent = await Calls(floor, language: "en", priority: 1);
        var earlier = await Calls(floor, language: "en", waitedSeconds: 60);
        (await two.Post($"/api/line/calls/{english}/end")).Ok();
        await Say(two, "Ready");
        await Offered(two, urgent);
        (await The<IWaitingLine>(floor).Place(earlier, CancellationToken.None)).ShouldNotBeNull();
        // The housing call found nobody; after an hour any agent of its language will do.
        (await one.Post($"/api/line/offers/{tax}/accept", new { })).Ok();
        (await one.Post($"/api/line/calls/{tax}/end")).Ok();
        await Say(one, "Ready");
        (await Seat(one))["offers"].Items.ShouldBeEmpty();
        floor.Clock.Advance(TimeSpan.FromMinutes(61));
        await Offered(one, ordinary);
    }

    [Fact]
    public async Task A_full_line_takes_nobody_in_and_the_flow_is_told()
    {
        var floor = Floor(("Hotline:Distribution:MostWaiting", "1"));
        var first = await Calls(floor);
        var second = await Calls(floor);
        (await The<IWaitingLine>(floor).Place(first, CancellationToken.None)).ShouldNotBeNull();
        (await The<IWaitingLine>(floor).Place(second, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task What_came_in_writing_is_offered_several_at_a_time_and_gives_way_to_no_call()
    {
        var floor = Floor(("Hotline:Distribution:Messages", "true"), ("Hotline:Distribution:MessageCapacity", "2"));
        var (agent, supervisor) = (await floor.As("agent1"), await floor.As("supervisor1"));
        var tickets = new[] { (await floor.Given.AReceivedTicket()).Id, (await floor.Given.AReceivedTicket()).Id, (await floor.Given.AReceivedTicket()).Id };
        await Say(agent, "Ready");
        var offers = (await SeatWhen(agent, s => s["offers"].Items.Count == 2, "two messages are not offered"))["offers"].Items;
        offers.ShouldAllBe(o => o["kind"].Text == "Message" && o["from"].IsMissing);
        var (first, second) = (offers[0]["id"].Id, offers[1]["id"].Id);
        tickets.ShouldContain(first);
        (await agent.Post($"/api/line/offers/{first}/accept", new { })).Ok()["state"].Text.ShouldBe("Ready");
        // A call comes all the same: messages are beside it.
        var call = await Calls(floor);
        await Offered(agent, call);
        (await agent.Post($"/api/line/offers/{call}/accept", new { })).Ok();
        (await agent.Post($"/api/line/calls/{call}/end")).Ok();
        // Who deals with a ticket is done with it, whoever that is; then there is room for the third.
        (await agent.Post($"/api/line/offers/{second}/accept", new { })).Ok();
        await Say(agent, "Ready");
        (await Seat(agent))["offers"].Items.ShouldBeEmpty();
        await (await floor.As("dispatcher1")).Do(first, "accept", new { categoryCode = "010101" });
        await (await floor.As("dispatcher1")).Do(first, "answer", new { publicText = "可拨打物业电话。", knowledgeReference = "KB-1" });
        var third = (await SeatWhen(agent, s => s["offers"].Items.Count == 1, "the third is not offered"))["offers"][0]["id"].Id;
        tickets.ShouldBe([first, second, third], ignoreOrder: true);
        (await supervisor.Get("/api/line/wallboard")).Ok()["seats"].Items.Single(s => s["userName"].Text == "agent1")["messages"].Number.ShouldBe(2);
    }

    [Fact]
    public async Task Two_nodes_offer_a_call_once()
    {
        var floor = Floor();
        using var other = floor.AnotherNode();
        var (one, two) = (await floor.As("agent1"), await floor.As("agent2"));
        await Say(one, "Ready");
        await Say(two, "Ready");
        for (var i = 0; i < 5; i++)
        {
            var calls = await Task.WhenAll(Calls(floor), Calls(other));
            var seats = await Task.WhenAll(SeatWhen(one, s => s["offers"].Items.Count > 0, "nothing offered"), SeatWhen(two, s => s["offers"].Items.Count > 0, "nothing offered"));
            seats.Select(s => s["offers"].Items.ShouldHaveSingleItem()["id"].Id).ShouldBe(calls, ignoreOrder: true);
            foreach (var (person, seat) in new[] { (one, seats[0]), (two, seats[1]) })
            {
                var call = seat["offers"][0]["id"].Id;
                (await person.Post($"/api/line/offers/{call}/accept", new { })).Ok();
                (await person.Post($"/api/line/calls/{call}/end")).Ok();
                await Say(person, "Ready");
            }
        }
        floor.ErrorLog.ShouldBeEmpty();
        other.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_telephone_out_of_reach_passes_the_call_on_and_a_provider_in_trouble_is_asked_again()
    {
        var (floor, provider) = FloorWithTelephones();
        var (one, two) = (await floor.As("agent1"), await floor.As("agent2"));
        await Say(one, "Ready");
        provider.NextRing = RingOutcome.Unreachable;
        var call = await Calls(floor);
        (await Is(one, "Busy"))["reason"].Text.ShouldBe("Unreachable");
        provider.NextRing = RingOutcome.RetryLater;
        await Say(two, "Ready");
        // Asked again two seconds later: the call has kept its place and the agent the turn.
        await SeatWhen(two, _ => provider.Rung.Count == 2, "the provider is not asked");
        await Is(two, "Ready");
        floor.Clock.Advance(TimeSpan.FromSeconds(3));
        (await Offered(two, call))["state"].Text.ShouldBe("Ringing");
        await SeatWhen(two, _ => provider.Rung.Count == 3, "the provider is not asked again");
        // The telephone says that it was answered: that is the truth, whatever the console pressed.
        await The<ICallReports>(floor).RingEnded(call, provider.Rung[^1], RingEnd.Answered, CancellationToken.None);
        await Is(two, "Talking");
        await The<ICallReports>(floor).CallEnded(call, CancellationToken.None);
        await Is(two, "WrapUp");
    }
}
