using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class SimulatorOnSqlite(Sqlite fixture) : SimulatorTests(fixture), IClassFixture<Sqlite>;
public sealed class SimulatorOnPostgres(Postgres fixture) : SimulatorTests(fixture), IClassFixture<Postgres>;

/// <summary>Whole calls through the simulator's page, by the flow the city delivers.</summary>
public abstract class SimulatorTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private sealed class Caller(Person person, string id)
    {
        public string Id => id;
        public async Task<Json> Now() => (await person.Get($"/api/simulator/calls/{id}")).Ok();
        public async Task<Json> Does(string kind, string? text = null) => (await person.Post($"/api/simulator/calls/{id}/input", new { kind, text })).Ok();
        public async Task<Json> Until(Func<Json, bool> holds, string what)
        {
            Json view = Json.Parse("null");
            await Eventually.Holds(async () => holds(view = await Now()), what);
            return view;
        }
    }

    private async Task<Caller> Calls(string? from = "+15005550021")
    {
        var person = await Host.As("supervisor1");
        return new Caller(person, (await person.Post("/api/simulator/calls", new { from })).Ok()["id"].Text);
    }

    private async Task<Json> Agent(string who, Caller caller, string move) => (await (await Host.As(who)).Post($"/api/simulator/calls/{caller.Id}/agent", new { move })).Ok();

    private static string Said(Json view) => string.Join(' ', view["said"].Items.Select(s => s["text"].Text));

    [Fact]
    public async Task A_caller_waits_speaks_with_an_agent_and_rates()
    {
        var caller = await Calls();
        var view = await caller.Now();
        Said(view).ShouldContain("一二三四五");
        view["then"]["kind"].Text.ShouldBe("Ask");
        view = await caller.Does("Silence");
        (view["then"]["kind"].Text, view["inLine"].Text, view["node"].Text).ShouldBe(("Wait", "true", "agent"));
        await Agent("agent1", caller, "Answer");
        view = await caller.Until(v => v["talk"].Text == "WithAgent", "they speak");
        view["telephones"].Items.ShouldHaveSingleItem()["name"].Text.ShouldBe("坐席一");
        view["whisper"].Text.ShouldContain("中文");
        await Eventually.Holds(async () => (await (await Host.As("agent1")).Get($"/api/calls/{caller.Id}")) is { Status: 200 } shown && shown.Ok()["state"].Text == "Talking", "the agent sees who it is");
        await Agent("agent1", caller, "Leave");
        view = await caller.Until(v => v["node"].Text == "rating", "on to the rating");
        view = await caller.Does("Keys", "4");
        (view["rating"].Number, view["ended"].Text, view["then"]["kind"].Text).ShouldBe((4, "true", "HangUp"));
        (await (await Host.As("supervisor1")).Get("/api/calls?state=Ended")).Ok().Items.ShouldContain(c => c["id"].Text == caller.Id);
    }

    [Fact]
    public async Task An_agent_takes_the_call_in_the_console()
    {
        var agent = await Host.As("agent1");
        (await agent.Put("/api/line/seat", new { state = "Ready" })).Ok();
        var caller = await Calls("+15005550026");
        await caller.Does("Silence");
        await Eventually.Holds(async () => (await agent.Get("/api/line/seat")).Ok()["offers"].Items.Any(o => o["id"].Text == caller.Id), "the call is offered");
        (await agent.Post($"/api/line/offers/{caller.Id}/accept", new { })).Ok()["state"].Text.ShouldBe("Talking");
        await caller.Until(v => v["talk"].Text == "WithAgent", "the caller speaks with the agent");
        await caller.Does("HangUp");
        await Eventually.Holds(async () => (await agent.Get("/api/line/seat")).Ok()["state"].Text == "WrapUp", "the call is written up");
        (await agent.Put("/api/line/seat", new { state = "Offline" })).Ok();
    }

    [Fact]
    public async Task Who_chooses_to_leave_a_message_gets_a_ticket()
    {
        var caller = await Calls("+15005550022");
        await caller.Does("Silence");
        var view = await caller.Does("Keys", "3");
        view["then"]["kind"].Text.ShouldBe("Record");
        view["inLine"].Text.ShouldBe("false");
        await caller.Does("Message", "梧桐路井盖不见了，请尽快处理。");
        (await (await Host.As("agent1")).Get("/api/tickets?channel=Phone")).Ok()["items"].Items.ShouldContain(t => t["subject"].Text.StartsWith("梧桐路井盖不见了", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_office_is_closed_a_flow_with_hours_goes_to_the_tone()
    {
        using var city = Fixture.With();
        var admin = await city.As("admin1");
        var flow = (await admin.Get("/api/call-flows")).Ok().Items.Single(f => f["code"].Text == "default");
        var content = flow["content"].Text.Replace("    most: 1800\n", "    most: 1800\n    officeHours: true\n", StringComparison.Ordinal);
        (await admin.Put("/api/call-flows/default", new { content, version = flow["version"].Number, note = "夜间留言" })).Ok();
        var call = (await admin.Post("/api/simulator/calls", new { from = "+15005550023" })).Ok()["id"].Text;
        var open = (await admin.Post($"/api/simulator/calls/{call}/input", new { kind = "Silence" })).Ok();
        open["then"]["kind"].Text.ShouldBe("Wait");
        city.Clock.Set(FakeClock.Monday.AddHours(12));     // ten in the evening
        call = (await (await city.As("supervisor1")).Post("/api/simulator/calls", new { from = "+15005550023" })).Ok()["id"].Text;
        var closed = (await (await city.As("supervisor1")).Post($"/api/simulator/calls/{call}/input", new { kind = "Silence" })).Ok();
        (closed["then"]["kind"].Text, closed["node"].Text).ShouldBe(("Record", "message"));
    }

    [Fact]
    public async Task Who_is_promised_a_call_keeps_the_place()
    {
        var first = await Calls("+15005550024");
        await first.Does("Silence");
        await first.Does("Keys", "2");
        var second = await Calls("+15005550025");
        await second.Does("Silence");
        var kept = await first.Does("Keys", "1");
        (kept["ended"].Text, Said(kept).Contains("保留位置", StringComparison.Ordinal)).ShouldBe(("true", true));
        var back = new Caller(await Host.As("supervisor1"), kept["callBackId"].Text);
        (await back.Now())["position"].Number.ShouldBeLessThan((await second.Now())["position"].Number);
        await Agent("agent2", back, "Answer");
        await back.Until(v => v["talk"].Text == "WithAgent", "the resident is called and speaks");
        await back.Does("HangUp");
        (await back.Now())["ended"].Text.ShouldBe("true");
        await second.Does("HangUp");
    }

    [Fact]
    public async Task Nonsense_is_refused_by_its_field()
    {
        var person = await Host.As("agent1");
        (await person.Post("/api/simulator/calls", new { from = "x" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["from"]);
        var call = (await person.Post("/api/simulator/calls", new { })).Ok()["id"].Text;
        (await person.Post($"/api/simulator/calls/{call}/input", new { kind = "Keys", text = "12a" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["text"]);
        (await person.Post($"/api/simulator/calls/{call}/input", new { })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["kind"]);
        (await person.Post($"/api/simulator/calls/{Guid.NewGuid()}/input", new { kind = "Silence" })).Refused(404, "call.not_found");
        (await person.Post($"/api/simulator/calls/{call}/agent", new { move = "Leave" })).Refused(409, "simulator.no_telephone");
        (await (await Host.As("handler1")).Post("/api/simulator/calls", new { })).Status.ShouldBe(403);
    }

    [Fact]
    public void There_is_no_simulator_outside_Development()
    {
        using var earnest = Fixture.InProduction();
        earnest.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .ShouldNotContain(e => e.RoutePattern.RawText!.Contains("simulator", StringComparison.Ordinal));
    }
}
