using Hotline.Api.Distribution;

namespace Hotline.Api.Tests;

public sealed class SeatOnSqlite(SqliteWithSockets fixture) : SeatTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class SeatOnPostgres(PostgresWithSockets fixture) : SeatTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>What agents and supervisors do at their seats and with the call in hand.</summary>
public abstract class SeatTests(HostFixture fixture) : TheFloor(fixture)
{
    [Fact]
    public async Task A_call_rings_is_answered_held_ended_and_written_up()
    {
        var floor = Floor();
        var agent = await floor.As("agent1");
        (await Seat(agent))["state"].Text.ShouldBe("Offline");
        await Say(agent, "Ready");
        var call = await Calls(floor, topic: "housing");
        var ringing = await Offered(agent, call);
        (ringing["state"].Text, ringing["callId"].Id, ringing["offers"][0]["topic"].Text).ShouldBe(("Ringing", call, "housing"));
        // Who is called sees who calls; nobody else does.
        (await agent.Get($"/api/calls/{call}")).Ok()["extension"].Text.ShouldBe("0101");
        (await (await floor.As("agent2")).Get($"/api/calls/{call}")).Refused(404, "call.not_found");
        (await agent.Put("/api/line/seat", new { state = "Break", reason = "Meal" })).Refused(409, "line.ringing");

        var talking = (await agent.Post($"/api/line/offers/{call}/accept", new { tab = "a" })).Ok();
        (talking["state"].Text, talking["offers"].Items.Count, talking["waiting"].Number).ShouldBe(("Talking", 0, 0));
        (await agent.Post($"/api/line/offers/{call}/accept", new { tab = "a" })).Ok()["state"].Text.ShouldBe("Talking");   // pressed twice
        (await agent.Get($"/api/calls/{call}")).Ok()["state"].Text.ShouldBe("Talking");
        (await agent.Post($"/api/line/calls/{call}/hold")).Ok()["state"].Text.ShouldBe("Hold");
        (await agent.Post($"/api/line/calls/{call}/resume")).Ok()["state"].Text.ShouldBe("Talking");
        // What is said in a call counts after it.
        var later = await Say(agent, "Break", "Rest");
        (later["state"].Text, later["then"].Text, later["thenReason"].Text).ShouldBe(("Talking", "Break", "Rest"));

        var wrapUp = (await agent.Post($"/api/line/calls/{call}/end")).Ok();
        (wrapUp["state"].Text, wrapUp["callId"].Id).ShouldBe(("WrapUp", call));
        (wrapUp["until"].Time - wrapUp["serverTime"].Time).TotalSeconds.ShouldBeInRange(25, 30);
        ((await agent.Post("/api/line/seat/wrap-up/extend")).Ok()["until"].Time - wrapUp["until"].Time).ShouldBe(TimeSpan.FromSeconds(30));
        floor.Clock.Advance(TimeSpan.FromMinutes(2));
        (await Is(agent, "Break"))["reason"].Text.ShouldBe("Rest");
        (await agent.Get($"/api/calls/{call}")).Ok()["state"].Text.ShouldBe("Ended");
        (await agent.Post($"/api/line/calls/{call}/hold")).Refused(409, "line.no_call");
        (await agent.Post($"/api/line/offers/{call}/accept", new { tab = "a" })).Refused(409, "line.offer_gone");
        floor.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_nobody_may_say_is_refused_by_its_field()
    {
        var agent = await Host.As("agent1");
        (await agent.Put("/api/line/seat", new { state = "Talking" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["state"]);
        (await agent.Put("/api/line/seat", new { state = "Break" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        (await agent.Put("/api/line/seat", new { state = "Break", reason = "Lost" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        (await agent.Put("/api/line/seat", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["state"]);
        (await agent.Put("/api/line/seat", new { state = "Dancing" })).Status.ShouldBe(400);
        (await agent.Put("/api/line/seat/phone", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["tab"]);
        (await agent.Post($"/api/line/calls/{Guid.NewGuid()}/transfer", new { })).Refused(400, "request.invalid");
        (await agent.Post($"/api/line/calls/{Guid.NewGuid()}/parties", new { number = "1-800" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["number"]);
        (await agent.Post($"/api/line/offers/{Guid.NewGuid()}/accept", new { })).Refused(404, "line.offer_gone");
        (await agent.Post("/api/line/seat/wrap-up/extend")).Refused(409, "line.no_wrap_up");
        (await agent.Post("/api/line/seat/phone/pass")).Refused(409, "softphone.not_configured")["detail"].Text.ShouldContain("Hotline:Channels:Twilio");
    }

    [Fact]
    public async Task The_floor_is_for_its_people_and_the_wallboard_for_supervisors()
    {
        (await (await Host.As("handler1")).Get("/api/line/seat")).Refused(403, "session.forbidden");
        (await (await Host.As("agent1")).Get("/api/line/wallboard")).Refused(403, "session.forbidden");
        (await (await Host.As("agent1")).Post($"/api/line/calls/{Guid.NewGuid()}/monitor", new { mode = "Silent" })).Refused(403, "session.forbidden");
        (await (await Host.As("agent1")).Put("/api/line/skills/agent1", new { languages = Array.Empty<string>(), topics = Array.Empty<string>() })).Refused(403, "session.forbidden");
        (await (await Host.As("admin1")).Get("/api/line/wallboard")).Refused(403, "session.forbidden");
        (await Host.Anybody().Get("/api/line/seat")).Refused(401, "session.required");
        (await (await Host.As("supervisor1")).Post($"/api/line/seats/{Guid.NewGuid()}/log-out")).Refused(404, "line.seat_not_found");
    }

    [Fact]
    public async Task One_tab_has_the_telephone()
    {
        var floor = Floor();
        var agent = await floor.As("agent1");
        (await agent.Put("/api/line/seat/phone", new { tab = "a" })).Ok()["phoneTab"].Text.ShouldBe("a");
        (await agent.Put("/api/line/seat/phone", new { tab = "b" })).Refused(409, "line.other_tab");
        await Say(agent, "Ready");
        var call = await Calls(floor);
        await Offered(agent, call);
        (await agent.Post($"/api/line/offers/{call}/accept", new { tab = "b" })).Refused(409, "line.other_tab");
        (await agent.Put("/api/line/seat/phone", new { tab = "b", takeOver = true })).Ok()["phoneTab"].Text.ShouldBe("b");
        (await agent.Post($"/api/line/offers/{call}/accept", new { tab = "b" })).Ok()["state"].Text.ShouldBe("Talking");
    }

    [Fact]
    public async Task Where_the_keys_are_set_the_browser_is_the_telephone_and_the_console_alone_may_reach_twilio()
    {
        const string section = "Hotline:Channels:Twilio:";
        string Sid(string kind) => kind + new string('a', 32);
        var floor = Floor((section + "AccountSid", Sid("AC")), (section + "AuthToken", "an-invented-token"), (section + "PhoneNumber", "+15005550006"),
            (section + "ApiKeySid", Sid("SK")), (section + "ApiKeySecret", "an-invented-secret"), (section + "TwimlAppSid", Sid("AP")));
        var agent = await floor.As("agent1");
        (await Seat(agent))["softphone"].Flag.ShouldBeTrue();
        var pass = (await agent.Post("/api/line/seat/phone/pass")).Ok();
        pass["token"].Text.Split('.').Length.ShouldBe(3);
        pass["identity"].Text.ShouldStartWith("agent_");
        (pass["until"].Time - floor.Clock.GetUtcNow()).TotalMinutes.ShouldBeInRange(55, 60);
        (await agent.Get("/console/")).Header("Content-Security-Policy")!.ShouldContain("wss://voice-js.roaming.twilio.com");
        (await agent.Get("/")).Header("Content-Security-Policy")!.ShouldNotContain("twilio");
        (await (await Host.As("agent1")).Get("/console/")).Header("Content-Security-Policy")!.ShouldNotContain("twilio");
    }

    [Fact]
    public async Task The_wallboard_tells_who_waits_who_is_there_and_how_well_it_goes()
    {
        var floor = Floor();
        var (agent, supervisor) = (await floor.As("agent1"), await floor.As("supervisor1"));
        await Say(await floor.As("agent2"), "Break", "Meal");
        await Say(agent, "Ready");
        var quick = await Calls(floor);
        await Offered(agent, quick);
        (await agent.Post($"/api/line/offers/{quick}/accept", new { })).Ok();
        var givesUp = await Calls(floor);
        floor.Clock.Advance(TimeSpan.FromSeconds(40));
        await The<IWaitingLine>(floor).Leave(givesUp, LeaveReason.Abandoned, CancellationToken.None);
        var waits = await Calls(floor, waitedSeconds: 95);

        var board = (await supervisor.Get("/api/line/wallboard")).Ok();
        (board["waiting"].Number, board["line"][0]["id"].Id).ShouldBe((1, waits));
        (board["serverTime"].Time - board["longestSince"].Time).TotalSeconds.ShouldBeInRange(95, 100);
        board["states"].Items.Select(s => $"{s["state"].Text} {s["count"].Text}").ShouldBe(["Talking 1", "Break 1"], ignoreOrder: true);
        var today = board["today"];
        (today["calls"].Number, today["answered"].Number, today["answeredInTime"].Number, today["abandoned"].Number, today["serviceLevel"].Fraction, today["abandonRate"].Fraction).ShouldBe((2, 1, 1, 1, 0.5, 0.5));

        // The supervisor sends somebody home who forgot to sign off.
        var seat = board["seats"].Items.Single(s => s["userName"].Text == "agent2");
        (await supervisor.Post($"/api/line/seats/{seat["id"].Text}/log-out")).Status.ShouldBe(204);
        (await Seat(await floor.As("agent2")))["reason"].Text.ShouldBe("LoggedOut");
    }

    [Fact]
    public async Task Seats_are_heard_of_by_their_own_and_the_supervisor_alone()
    {
        var floor = Floor();
        var agent = await floor.As("agent1");
        await Say(agent, "Ready");
        await Offered(agent, await Calls(floor));
        static async Task<List<string>> Heard(Person who) => [.. (await who.Get("/api/events?after=0&limit=1000")).Ok()["items"].Items.Where(n => n["topic"].Text == "line").Select(n => n["kind"].Text).Distinct()];
        await Eventually.Holds(async () => (await Heard(agent)).Contains("OfferMade"), "the agent hears of the offer");
        (await Heard(agent)).ShouldBe(["SeatChanged", "OfferMade"], ignoreOrder: true);
        (await Heard(await floor.As("agent2"))).ShouldBeEmpty();
        (await Heard(await floor.As("supervisor1"))).ShouldBe(["SeatChanged", "OfferMade", "LineChanged"], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_listened_stands_in_the_log_of_the_ticket_taken_down_afterwards()
    {
        var (floor, provider) = FloorWithTelephones();
        var (agent, supervisor, auditor) = (await floor.As("agent1"), await floor.As("supervisor1"), await floor.As("auditor1"));
        var call = await Spoken(floor, agent);
        provider.Next = PartyOutcome.Refused;
        (await supervisor.Post($"/api/line/calls/{call}/monitor", new { mode = "Silent" })).Refused(409, "line.refused");
        provider.Next = PartyOutcome.Done;
        (await supervisor.Post($"/api/line/calls/{call}/monitor", new { mode = "Silent" })).Status.ShouldBe(204);
        (await supervisor.Post($"/api/line/calls/{call}/monitor", new { mode = "Stop" })).Status.ShouldBe(204);
        var ticket = (await agent.Post("/api/tickets", new { channel = "Phone", subject = "路灯", body = "路灯不亮。", callId = call })).Ok();
        (await supervisor.Post($"/api/line/calls/{call}/monitor", new { mode = "Coach" })).Status.ShouldBe(204);
        var read = (await auditor.Get($"/api/access-log?ticket={ticket["number"].Text}&what=call")).Ok()["items"].Items;
        read.Select(a => (a["userName"].Text, a["ticketNumber"].Text)).ShouldBe([("supervisor1", ticket["number"].Text), ("supervisor1", ticket["number"].Text)]);
    }

    [Fact]
    public async Task What_the_provider_refuses_is_said_and_changes_nothing()
    {
        var (floor, provider) = FloorWithTelephones();
        var agent = await floor.As("agent1");
        var call = await Spoken(floor, agent);
        foreach (var (outcome, status, code) in new[] { (PartyOutcome.Refused, 409, "line.refused"), (PartyOutcome.NumberNotSetUp, 409, "line.number_not_set_up"), (PartyOutcome.RetryLater, 503, "line.retry"), (PartyOutcome.CallEnded, 409, "line.call_over") })
        {
            provider.Next = outcome;
            (await agent.Post($"/api/line/calls/{call}/hold")).Refused(status, code);
            (await agent.Post($"/api/line/calls/{call}/recording", new { paused = true })).Refused(status, code);
            (await agent.Post($"/api/line/calls/{call}/parties", new { number = "120" })).Refused(status, code);
            (await (await floor.As("supervisor1")).Post($"/api/line/calls/{call}/monitor", new { mode = "Coach" })).Refused(status, code);
        }
        (await Seat(agent))["state"].Text.ShouldBe("Talking");
        provider.Next = PartyOutcome.Done;
        provider.Asked.Clear();
        (await agent.Post($"/api/line/calls/{call}/parties", new { number = "120" })).Ok();
        (await (await floor.As("supervisor1")).Post($"/api/line/calls/{call}/monitor", new { mode = "Coach" })).Status.ShouldBe(204);
        (await agent.Post($"/api/line/calls/{call}/end")).Ok()["state"].Text.ShouldBe("WrapUp");
        provider.Asked.ShouldBe(["party 120", "monitor Coach", "end"]);
        (await (await floor.As("supervisor1")).Post($"/api/line/calls/{call}/monitor", new { mode = "Silent" })).Refused(409, "line.call_over");
    }

    [Fact]
    public async Task A_call_is_handed_to_a_colleague_who_is_ready()
    {
        var (floor, provider) = FloorWithTelephones();
        var (one, two) = (await floor.As("agent1"), await floor.As("agent2"));
        var call = await Spoken(floor, one);
        (await one.Post($"/api/line/calls/{call}/transfer", new { userName = "agent2" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["userName"]);   // never was on the floor
        await Say(two, "Training");
        (await one.Post($"/api/line/calls/{call}/transfer", new { userName = "agent2" })).Refused(409, "line.target_not_ready");
        await Say(two, "Ready");
        (await one.Get("/api/line/colleagues")).Ok().Items.ShouldHaveSingleItem()["userName"].Text.ShouldBe("agent2");
        provider.Next = PartyOutcome.Refused;
        (await one.Post($"/api/line/calls/{call}/transfer", new { userName = "agent2" })).Refused(409, "line.refused");
        (await Seat(two))["state"].Text.ShouldBe("Ready");
        provider.Next = PartyOutcome.Done;
        (await one.Post($"/api/line/calls/{call}/transfer", new { userName = "agent2" })).Ok()["state"].Text.ShouldBe("Talking");
        var ringing = await Offered(two, call);
        (ringing["state"].Text, ringing["offers"][0]["handed"].Flag).ShouldBe(("Ringing", true));
        (await two.Post($"/api/line/offers/{call}/accept", new { })).Ok()["state"].Text.ShouldBe("Talking");
        await The<ICallReports>(floor).AgentLeft(call, provider.Rung[0], CancellationToken.None);
        (await Seat(one))["state"].Text.ShouldBe("WrapUp");
        (await Seat(two))["state"].Text.ShouldBe("Talking");
        (await two.Get($"/api/calls/{call}")).Ok()["extension"].Text.ShouldBe("0102");
    }
}
