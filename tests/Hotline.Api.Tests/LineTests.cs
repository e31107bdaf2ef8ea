using System.Diagnostics;
using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Domain.Calls;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class LineOnSqlite(SqliteWithSockets fixture) : LineTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class LineOnPostgres(PostgresWithSockets fixture) : LineTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>
/// Calls find their agents. A call comes in as whoever carries calls brings it: a record of the call, then the waiting line. Nobody
/// carries these; where somebody must, a stand-in for a telephone provider does.
/// </summary>
public abstract class LineTests : ThroughTheFrontDoor, IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(20);

    private readonly List<HotlineHost> _hosts = [];
    private int _calls;

    protected LineTests(HostFixture fixture) : base(fixture) { }

    public void Dispose()
    {
        foreach (var host in _hosts) host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A floor of its own; browsers are not asked for signs of life unless a test says so.</summary>
    private HotlineHost Floor(params (string Key, string? Value)[] settings)
    {
        var host = Fixture.With([("Hotline:Distribution:LostAfter", "12:00:00"), .. settings]);
        _hosts.Add(host);
        return host;
    }

    /// <summary>The same where a stand-in for a telephone provider carries every call.</summary>
    private (HotlineHost Floor, StandInExecutor Provider) FloorWithTelephones(params (string Key, string? Value)[] settings)
    {
        var provider = new StandInExecutor();
        var host = Fixture.With(services => services.AddSingleton<ICallExecutor>(provider), [("Hotline:Distribution:LostAfter", "12:00:00"), .. settings]);
        _hosts.Add(host);
        return (host, provider);
    }

    private static T The<T>(HotlineHost host) where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Somebody calls and joins the line.</summary>
    private async Task<Guid> Calls(HotlineHost host, string? topic = null, string language = "zh-CN", bool enterprise = false, int priority = 0, int waitedSeconds = 0)
    {
        await using var db = await The<IDbContextFactory<HotlineDb>>(host).CreateDbContextAsync();
        var now = host.Clock.GetUtcNow();
        var call = Call.Begin(Guid.CreateVersion7(now), $"line-{++_calls}", now);
        call.Take(new CallReport(CallHappening.Ringing, now, Dialled: "12345"));
        db.Calls.Add(call);
        await db.SaveChangesAsync();
        await The<IWaitingLine>(host).Join(new WaitingCall(call.Id, topic, language, enterprise, priority, now.AddSeconds(-waitedSeconds)), CancellationToken.None);
        return call.Id;
    }

    private static async Task<Json> Seat(Person person) => (await person.Get("/api/line/seat")).Ok();

    private static async Task<Json> Say(Person person, string state, string? reason = null) => (await person.Put("/api/line/seat", new { state, reason })).Ok();

    /// <summary>The seat once it looks as asked; fails when it never does.</summary>
    private static async Task<Json> SeatWhen(Person person, Func<Json, bool> looks, string what)
    {
        var begun = Stopwatch.StartNew();
        while (true)
        {
            var seat = await Seat(person);
            if (looks(seat)) return seat;
            begun.Elapsed.ShouldBeLessThan(Late, $"{what}; {person.UserName} is {seat}");
            await Task.Yield();
        }
    }

    private static Task<Json> Offered(Person person, Guid call) => SeatWhen(person, s => s["offers"].Items.Any(o => o["id"].Id == call), $"call {call} is not offered");
    private static Task<Json> Is(Person person, string state) => SeatWhen(person, s => s["state"].Text == state, $"not {state}");

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
        foreach (var (outcome, status, code) in new[] { (PartyOutcome.Refused, 409, "line.refused"), (PartyOutcome.RetryLater, 503, "line.retry"), (PartyOutcome.CallEnded, 409, "line.call_over") })
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

    private async Task<Guid> Spoken(HotlineHost floor, Person agent)
    {
        await Say(agent, "Ready");
        var call = await Calls(floor);
        await Offered(agent, call);
        (await agent.Post($"/api/line/offers/{call}/accept", new { })).Ok();
        return call;
    }

    /// <summary>A telephone provider that does as it is told and keeps what it was asked.</summary>
    private sealed class StandInExecutor : ICallExecutor
    {
        public RingOutcome NextRing { get; set; } = RingOutcome.Ringing;
        public PartyOutcome Next { get; set; } = PartyOutcome.Done;
        public List<Guid> Rung { get; } = [];
        public List<string> Asked { get; } = [];

        public Task<bool> Carries(Guid callId, CancellationToken ct) => Task.FromResult(true);

        public Task<RingOutcome> Ring(Guid callId, Guid agentAccountId, CancellationToken ct)
        {
            var outcome = NextRing;
            NextRing = RingOutcome.Ringing;
            Rung.Add(agentAccountId);
            return Task.FromResult(outcome);
        }

        public Task Cancel(Guid callId, Guid agentAccountId, CancellationToken ct) => Task.CompletedTask;
        public Task<PartyOutcome> Hold(Guid callId, CancellationToken ct) => Answer("hold");
        public Task<PartyOutcome> Resume(Guid callId, CancellationToken ct) => Answer("resume");
        public Task<PartyOutcome> Transfer(Guid callId, CallTarget target, CancellationToken ct) => Answer("transfer");
        public Task<PartyOutcome> AddParty(Guid callId, CallTarget target, CancellationToken ct) => Answer($"party {target.Number}");
        public Task<PartyOutcome> Monitor(Guid callId, Guid supervisorAccountId, MonitorMode mode, CancellationToken ct) => Answer($"monitor {mode}");
        public Task<PartyOutcome> PauseRecording(Guid callId, bool paused, CancellationToken ct) => Answer("recording");
        public Task<PartyOutcome> End(Guid callId, CancellationToken ct) => Answer("end");

        private Task<PartyOutcome> Answer(string asked)
        {
            Asked.Add(asked);
            return Task.FromResult(Next);
        }
    }
}
