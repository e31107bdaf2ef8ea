using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Channels.Cti;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class CallsOnSqlite(SqliteWithSockets fixture) : CallTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class CallsOnPostgres(PostgresWithSockets fixture) : CallTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>A telephone system of the city's own reports; agent1 has the extension 0101, agent2 0102.</summary>
public abstract class CallTests : ThroughTheFrontDoor, IDisposable
{
    private const string Key = "a-shared-key-of-the-pbx";
    private const string Recordings = "http://127.0.0.1:9/recordings/";

    private readonly Lazy<HotlineHost> _configured;

    protected CallTests(HostFixture fixture) : base(fixture) => _configured = new(() => fixture.With(("Hotline:Channels:Cti:Key", Key), ("Hotline:Channels:Cti:RecordingBaseUrl", Recordings), ("Hotline:Distribution:LostAfter", "12:00:00")));

    public void Dispose()
    {
        if (_configured.IsValueCreated) _configured.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private HotlineHost City => _configured.Value;

    private static object Event(string kind, string call = "c1", int second = 0, string? extension = "0101", string? from = "15005550006", string? id = null, string? recordingUrl = null) => new
    {
        eventId = id ?? $"{call}-{kind}-{second}", @event = kind, callId = call, at = FakeClock.Monday.AddSeconds(second).ToString("O", CultureInfo.InvariantCulture), from, dialled = "12345", extension, recordingUrl,
    };

    private static Task<Answer> Post(HotlineHost host, object happening, int seconds = 0, string key = Key)
    {
        var body = JsonSerializer.Serialize(happening);
        var time = host.Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return host.Anybody().Raw(HttpMethod.Post, "/api/cti/events", body, "application/json", (CtiWebhook.TimeHeader, time), (CtiWebhook.SignatureHeader, CtiWebhook.Sign(key, time, Encoding.UTF8.GetBytes(body))));
    }

    private async Task<string> Told(object happening) => (await Post(City, happening)).Ok()["callId"].Text;

    private async Task<Json> View(string call, string who = "agent1") => (await (await City.As(who)).Get($"/api/calls/{call}")).Ok();

    [Fact]
    public async Task Without_a_key_the_door_says_so() =>
        (await Post(Host, Event("ringing"))).Refused(503, "cti.not_configured")["detail"].Text.ShouldContain("Hotline:Channels:Cti:Key");

    [Fact]
    public async Task A_forged_stale_or_malformed_event_is_refused()
    {
        (await Post(City, Event("ringing"), key: "another-key-of-the-pbx")).Refused(403, "cti.signature_wrong");
        (await Post(City, Event("ringing"), seconds: -301)).Refused(403, "cti.stale");
        (await City.Anybody().Raw(HttpMethod.Post, "/api/cti/events", "{}")).Refused(400, "cti.signature_missing");
        (await Post(City, Event("dancing"))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["event"]);
        (await (await City.As("supervisor1")).Get("/api/calls")).Ok().Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_calls_is_on_the_screen_within_a_second_and_masked()
    {
        var danger = await City.Given.AnAcceptedTicket("桂子路煤气泄漏，味道很大。", sender: "15005550006");
        var past = await City.Given.AClosedTicket(sender: "15005550006");
        var agent = await City.As("agent1");
        await using var desk = await DeskClient.Connect(City, agent);
        var (call, notice, view) = ("", default(Json)!, default(Json)!);
        var fastest = TimeSpan.MaxValue;
        // The best of some: the machine may be busy with other tests, and the first call after a start is slower.
        for (var i = 0; i < 10 && fastest > TimeSpan.FromSeconds(1); i++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            call = await Told(Event("ringing", $"c{i}"));
            notice = await Ringing(desk, call);
            view = await View(call);
            fastest = TimeProvider.System.GetElapsedTime(begun);
        }
        fastest.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        notice["topic"].Text.ShouldBe("call");
        notice.Names.ShouldBe(["seq", "topic", "entity", "id", "version", "kind"], ignoreOrder: true);

        (view["state"].Text, view["from"].Text, view["extension"].Text, view["agentName"].Text, view["dialled"].Text).ShouldBe(("Ringing", "150****0006", "0101", "坐席一", "12345"));
        view["resident"]["phone"].Text.ShouldBe("150****0006");
        view["dangers"].Items.Select(d => d.Text).ShouldBe(["Gas"]);
        (view["openTickets"].Number, view["pastTickets"].Number).ShouldBe((1, 1));
        view["tickets"].Items.Select(t => t["number"].Text).ShouldBe([danger.Number, past.Number]);
        (await agent.Get($"/api/calls/{call}")).Body.ShouldNotContain("15005550006");
    }

    [Fact]
    public async Task Nobody_else_hears_of_a_call_but_the_supervisor()
    {
        var other = await City.As("agent2");
        await using var desk = await DeskClient.Connect(City, other);
        await using var watch = await DeskClient.Connect(City, await City.As("supervisor1"));
        var call = await Told(Event("ringing"));
        await Ringing(watch, call);
        (await other.Get($"/api/calls/{call}")).Refused(404, "call.not_found");
        (await (await City.As("handler1")).Get($"/api/calls/{call}")).Status.ShouldBe(403);
        (await other.Get("/api/events?after=0&limit=1000")).Ok()["items"].Items.ShouldNotContain(n => n["topic"].Text == "call");
        (await other.Get("/api/calls")).Status.ShouldBe(403);

        // The call goes on to the next extension: now it is hers and no longer his.
        await Told(Event("ringing", second: 15, extension: "0102"));
        await Ringing(desk, call);
        (await View(call, "agent2"))["extension"].Text.ShouldBe("0102");
        (await (await City.As("agent1")).Get($"/api/calls/{call}")).Refused(404, "call.not_found");
    }

    [Fact]
    public async Task Events_in_any_order_and_again_and_again_make_one_call()
    {
        object[] events = [Event("ended", second: 60), Event("answered", second: 5), Event("ringing"), Event("recording-ready", second: 62, recordingUrl: Recordings + "c1.wav")];
        var answers = await Task.WhenAll(events.Concat(events).Concat(events).Select(e => Post(City, e)));
        answers.Select(a => a.Ok()["callId"].Text).Distinct().ShouldHaveSingleItem();
        answers.Count(a => a.Ok()["duplicate"].Text == "false").ShouldBe(4);
        var row = (await (await City.As("supervisor1")).Get("/api/calls?state=Ended")).Ok().Items.ShouldHaveSingleItem();
        DateTimeOffset At(string name) => DateTimeOffset.Parse(row[name].Text, CultureInfo.InvariantCulture);
        (row["state"].Text, At("ringingAt"), At("answeredAt"), At("endedAt"), row["from"].Text)
            .ShouldBe(("Ended", FakeClock.Monday, FakeClock.Monday.AddSeconds(5), FakeClock.Monday.AddSeconds(60), "150****0006"));
        row["recordingId"].IsMissing.ShouldBeFalse();
        (await (await City.As("supervisor1")).Get("/api/calls")).Ok().Items.ShouldBeEmpty();
        City.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_report_of_ringing_lights_no_screen()
    {
        await Told(Event("ended", second: 60));
        await Told(Event("ringing"));
        (await (await City.As("supervisor1")).Get("/api/events?after=0&limit=1000")).Ok()["items"].Items.Where(n => n["topic"].Text == "call").Select(n => n["kind"].Text).ShouldBe(["CallEnded"]);
    }

    [Fact]
    public async Task Who_speaks_at_the_citys_own_telephone_is_talking_on_the_floor_and_writes_up_afterwards()
    {
        var agent = await City.As("agent1");
        async Task<string> State() => (await agent.Get("/api/line/seat")).Ok()["state"].Text;
        await Told(Event("answered", "before", second: 1));
        (await State()).ShouldBe("Offline");   // who is not on the floor is not put there
        (await agent.Put("/api/line/seat", new { state = "Ready" })).Ok();
        await Told(Event("ringing", "pbx", second: 2));
        await Told(Event("answered", "pbx", second: 5));
        (await State()).ShouldBe("Talking");
        await Told(Event("ended", "pbx", second: 60));
        (await State()).ShouldBe("WrapUp");
        var today = (await (await City.As("supervisor1")).Get("/api/line/wallboard")).Ok()["today"];
        (today["answered"].Number, today["answeredInTime"].Number).ShouldBe((1, 1));   // the first one's ringing was never reported
    }

    [Fact]
    public async Task A_withheld_number_is_a_call_all_the_same()
    {
        var view = await View(await Told(Event("ringing", from: "anonymous")));
        view["from"].IsMissing.ShouldBeTrue();
        view["resident"].IsMissing.ShouldBeTrue();
        view["openTickets"].Number.ShouldBe(0);
    }

    [Fact]
    public async Task A_ticket_taken_down_in_a_call_has_its_number_and_its_recording()
    {
        var call = await Told(Event("answered", second: 5));
        var agent = await City.As("agent1");
        var ticket = (await agent.Post("/api/tickets", new { channel = "Phone", subject = "路灯不亮", body = "桂子路路灯不亮。", callId = call })).Ok();
        ticket["resident"]["phone"].Text.ShouldBe("150****0006");
        await Told(Event("recording-ready", second: 70, recordingUrl: Recordings + "c1.wav"));
        var attachment = (await agent.Ticket(ticket["id"].Id))["attachments"].Items.ShouldHaveSingleItem();
        attachment["kind"].Text.ShouldBe("Recording");
        (await View(call))["ticketId"].Text.ShouldBe(ticket["id"].Text);
        (await (await City.As("agent2")).Post("/api/tickets", new { channel = "Phone", subject = "x", body = "y", callId = call })).Refused(404, "call.not_found");
    }

    [Fact]
    public async Task Once_the_calls_ticket_is_anonymised_the_callers_number_is_gone()
    {
        var call = await Told(Event("answered", second: 5));
        var agent = await City.As("agent1");
        var ticket = (await agent.Post("/api/tickets", new { channel = "Phone", subject = "办事时间", body = "问一下周六是否办公。", callId = call })).Ok()["id"].Id;
        await agent.Do(ticket, "answer", new { categoryCode = "010101", publicText = "周六上午办公。" });
        City.Clock.Advance(TimeSpan.FromDays((365 * 10) + 6));
        await Eventually.Holds(async () => !(await (await City.As("agent1")).Ticket(ticket))["anonymisedAt"].IsMissing, "the ticket is anonymised");
        var view = await View(call);
        (view["from"].IsMissing, view["resident"].IsMissing, view["answeredAt"].IsMissing).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task The_wallboard_shows_calls_by_state_and_forgets_those_whose_end_was_never_told()
    {
        await Told(Event("ringing", "c1"));
        await Told(Event("ringing", "c2", extension: "0102"));
        await Told(Event("answered", "c2", 5, "0102"));
        var supervisor = await City.As("supervisor1");
        (await supervisor.Get("/api/calls")).Ok().Items.Select(c => $"{c["agentName"].Text} {c["state"].Text}").ShouldBe(["坐席二 Talking", "坐席一 Ringing"]);
        (await supervisor.Get("/api/calls?state=Talking")).Ok().Items.Count.ShouldBe(1);
        (await supervisor.Get("/api/calls?state=Dancing")).Refused(400, "request.invalid");
        City.Clock.Advance(TimeSpan.FromHours(13));
        (await (await City.AsAgain("supervisor1")).Get("/api/calls")).Ok().Items.ShouldBeEmpty();
    }

    private static async Task<Json> Ringing(DeskClient desk, string call)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
            foreach (var notice in (await desk.Batches.ReadAsync(late.Token))["items"].Items)
                if (notice["kind"].Text == "CallRinging" && notice["id"].Text == call) return notice;
    }
}
