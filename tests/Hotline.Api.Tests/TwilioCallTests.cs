using System.Globalization;
using System.Xml.Linq;
using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Telephony;
using Hotline.Channels.Twilio;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class TwilioCallsOnSqlite(SqliteWithSockets fixture) : TwilioCallTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class TwilioCallsOnPostgres(PostgresWithSockets fixture) : TwilioCallTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>Whole calls through Twilio's webhooks and a stand-in for its API; agents are brought in as the distribution of calls does it.</summary>
public abstract class TwilioCallTests(HostFixture fixture) : ThroughTheFrontDoor(fixture), IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Site = "https://12345.example.gov";
    private const string Voice = "/webhooks/twilio/voice";
    private StubTelephony _twilio = null!;
    private HotlineHost _city = null!;

    public async ValueTask InitializeAsync()
    {
        _twilio = await StubTelephony.Start();
        _city = Fixture.With(("Hotline:PublicBaseUrl", Site), ("Hotline:Channels:Twilio:AccountSid", Account), ("Hotline:Channels:Twilio:AuthToken", Token), ("Hotline:Channels:Twilio:PhoneNumber", "+15005550009"),
            ("Hotline:Channels:Twilio:ApiBaseUrl", _twilio.Address.ToString()), ("Hotline:Channels:Twilio:Timeout", "00:00:02"), ("Hotline:Channels:Twilio:EmergencyNumbers:120", "+15005550120"));
    }

    public async ValueTask DisposeAsync()
    {
        _city.Dispose();
        await _twilio.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private TwilioExecutor Executor => _city.Services.GetRequiredService<TwilioExecutor>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_waits_speaks_with_an_agent_and_rates()
    {
        var caller = await ACaller();
        caller.Gather("action").ShouldContain("n=1");
        caller.Spoken.ShouldContain(s => s.Contains("一二三四五", StringComparison.Ordinal));
        await caller.Goes();                                               // silence: straight to a person
        caller.Spoken.ShouldContain(s => s.Contains("排在第1位", StringComparison.Ordinal) || s.Contains("正在为您接通", StringComparison.Ordinal));
        var agent = await AnAgent(caller, "agent1");
        agent.Spoken.ShouldBe(["来电人使用中文。"]);
        agent.Attribute("Conference", "record").ShouldBe("record-from-start");
        caller.Attribute("Conference", "endConferenceOnExit").ShouldBe("true");
        caller.Element("Conference").Value.ShouldBe(agent.Element("Conference").Value);
        (await Row(caller))["state"].Text.ShouldBe("Talking");

        await agent.Ends("completed");
        var back = await _twilio.WasAsked(a => a.Path == $"Calls/{caller.Sid}.json" && a["Url"]!.Contains("/talked", StringComparison.Ordinal), "the caller goes on to the rating");
        await caller.Goes(back["Url"]!);
        caller.Spoken.ShouldContain(s => s.Contains("评价", StringComparison.Ordinal));
        await caller.Goes(("Digits", "5"));
        caller.Element("Hangup").ShouldNotBeNull();
        await caller.Ends("completed");
        var kept = await Kept(caller);
        (kept.Rating, kept.EndedAt is not null).ShouldBe((5, true));
        (await Row(caller))["state"].Text.ShouldBe("Ended");
        _city.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agent_who_is_free_is_rung_for_each_caller_and_writes_up_after_the_talk()
    {
        var agent = await _city.As("agent1");
        (await agent.Put("/api/line/seat", new { state = "Ready" })).Ok();
        async Task<Json> Seat() => (await agent.Get("/api/line/seat")).Ok();
        var to = $"client:agent_{await AccountOf("agent1"):N}";
        // The offer is made at the moment the caller joins: again and again it must find the caller there.
        var rung = new HashSet<string>();
        for (var calls = 1; calls <= 12; calls++)
        {
            var caller = await ACaller();
            await caller.Goes();
            var sid = "";
            await Eventually.Holds(() => Task.FromResult((sid = _twilio.Calls.Where(c => c.Value == to).Select(c => c.Key).FirstOrDefault(rung.Add)) is not null), $"call {calls} rings at the agent's");
            (await Seat())["callId"].Id.ShouldBe(caller.CallId);
            if (calls < 12)
            {
                await caller.Ends("completed");
                await Eventually.Holds(async () => (await Seat())["state"].Text == "Ready", "the agent is free again");
            }
            else
            {
                var telephone = new Line(this, sid!, "+15005550009") { Url = _twilio.Asked.Last(a => a["To"] == to)["Url"]! };
                await telephone.Answers();
                await Eventually.Holds(async () => (await Seat())["state"].Text == "Talking", "they speak");
                (await agent.Post($"/api/line/calls/{caller.CallId}/end", new { })).Ok();
                await Eventually.Holds(async () => (await Seat())["state"].Text == "WrapUp", "the call is written up");
            }
        }
        (await (await _city.As("supervisor1")).Get("/api/line/wallboard")).Ok()["today"]["answered"].Number.ShouldBe(1);
        _city.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reports_repeated_late_and_backwards_change_nothing()
    {
        var caller = await ACaller();
        var first = caller.Document;
        (await caller.Post(Voice)).ShouldBe(first, "the same request, the same answer");
        var asked = caller.Gather("action");
        await caller.Goes();
        var waiting = caller.Document;
        (await caller.Post(asked)).ShouldBe(waiting);
        (await caller.Post(asked, ("Digits", "1"))).ShouldBe(waiting, "a step is answered once");
        var agent = await AnAgent(caller, "agent1");
        var talking = caller.Document;
        (await caller.Post(agent.Joined!)).ShouldBe(talking);
        foreach (var status in new[] { "ringing", "initiated", "in-progress", "ringing" }) await agent.Reports(status);
        await agent.Ends("completed");
        await agent.Reports("in-progress");
        await agent.Ends("no-answer");
        await caller.Ends("completed");
        await caller.Reports("in-progress");
        await caller.Ends("completed");
        var ended = await Kept(caller);
        ended.EndedAt.ShouldNotBeNull();
        await caller.Post(asked);
        (await Kept(caller)).Version.ShouldBe(ended.Version);
        await Eventually.Holds(async () => { await using var db = Db(); return !await db.PhoneTasks.AnyAsync(t => t.State == PhoneTaskState.Pending, Ct); }, "the work is done");
        _city.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forged_unknown_and_malformed_requests_have_their_outcome()
    {
        foreach (var door in new[] { "", "/step?call=x&n=0", "/joined?call=x", "/talked", "/part?leg=x", "/part-status?leg=x", "/status", "/talk?call=x", "/recording?call=x", "/message?call=x", "/wait" })
        {
            (await Send(Voice + door, Form("CA" + Guid.NewGuid().ToString("N")), signature: "bm90IHRoZSBzaWduYXR1cmU=")).Refused(403, "twilio.signature_wrong");
            (await Send(Voice + door, [])).Status.ShouldBe(door == "/wait" ? 200 : 400, door);
        }
        var stranger = Guid.NewGuid().ToString("N");
        foreach (var door in new[] { $"/step?call={stranger}&n=3", $"/joined?call={stranger}", $"/talked?call={stranger}", $"/part?leg={stranger}" })
            Document(await Send(Voice + door, Form("CA" + stranger, ("Digits", "1")))).Root!.Elements().Single().Name.ToString().ShouldBe("Hangup", door);
        (await Send($"{Voice}/status?call={stranger}", Form("CA" + stranger, ("CallStatus", "completed")))).Status.ShouldBe(200);
        (await Send($"{Voice}/status", Form("CA" + stranger, ("CallStatus", "dancing")))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["CallStatus"]);
        (await Send($"{Voice}/part-status?leg={stranger}", Form("CA" + stranger, ("CallStatus", "busy"), ("SequenceNumber", "-1")))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["SequenceNumber"]);
        (await Send($"{Voice}/recording?call={stranger}", Form("CA" + stranger, ("RecordingSid", "RE" + stranger), ("RecordingUrl", "https://api.twilio.com/x")))).Status.ShouldBe(200);
        (await Send($"{Voice}/talk?call={stranger}", new() { ["ConferenceSid"] = "CF" + stranger, ["FriendlyName"] = $"call-{stranger}", ["StatusCallbackEvent"] = "conference-start" })).Status.ShouldBe(200);
        (await Send(Voice, Form("CA" + stranger, ("From", "client:agent_x")))).Body.ShouldContain("<Reject");
        (await _city.Anybody().Get($"{Voice}/sounds/..%2f..%2fcity.yaml")).Status.ShouldBe(404);
        // Somebody else's line cannot walk through another's flow.
        var caller = await ACaller();
        (await Send(new Uri(caller.Gather("action")).PathAndQuery, Form("CA" + stranger, ("Digits", "1")))).Body.ShouldBe(caller.Document);
        (await Kept(caller)).Step.ShouldBe(1);
        _city.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_hears_the_state_of_a_ticket_and_guessing_is_stopped()
    {
        var ticket = await _city.Given.ADispatchedTicket();
        var keys = string.Concat(ticket.Code.Select(c => char.IsDigit(c) ? c : "22233344455566677778889999"[c - 'A']));
        var caller = await ACaller("+15005550011");
        await caller.Goes(("Digits", "1"));
        caller.Spoken.ShouldContain(s => s.Contains("工单编号", StringComparison.Ordinal));
        await caller.Goes(("Digits", ticket.Number));
        await caller.Goes(("Digits", keys));
        caller.Spoken[0].ShouldContain("已派单");
        caller.Spoken[0].ShouldContain("城市管理局");

        for (var call = 0; call < 2; call++)
        {
            var guesser = await ACaller("+15005550012");
            await guesser.Goes(("Digits", "1"));
            for (var i = 0; i < 3; i++)
            {
                await guesser.Goes(("Digits", ticket.Number));
                await guesser.Goes(("Digits", call == 1 && i == 2 ? keys : "1111"));
                guesser.Spoken[0].ShouldBe("编号或查询码不正确。");
            }
        }
        // Another line is not punished for it.
        var other = await ACaller("+15005550013");
        await other.Goes(("Digits", "1"));
        await other.Goes(("Digits", ticket.Number));
        await other.Goes(("Digits", keys));
        other.Spoken[0].ShouldContain("已派单");
    }

    [Fact]
    public async Task A_message_after_the_tone_is_a_ticket_and_its_recording_is_fetched_and_deleted_there()
    {
        var caller = await ACaller("+15005550014");
        await caller.Goes();
        await caller.Goes(("Digits", "3"));
        caller.Attribute("Record", "maxLength").ShouldBe("180");
        var callback = caller.Attribute("Record", "recordingStatusCallback");
        var recording = "RE" + Guid.NewGuid().ToString("N");
        (string, string)[] made = [("RecordingSid", recording), ("RecordingUrl", $"{_twilio.Address}2010-04-01/Accounts/{Account}/Recordings/{recording}"), ("RecordingDuration", "12")];
        await caller.Post(callback, [.. made, ("RecordingStatus", "completed")]);       // first, though it happened last
        await caller.Goes([.. made, ("Digits", "hangup")]);
        await caller.Ends("completed");
        var agent = await _city.As("agent1");
        var ticket = await agent.Ticket((await agent.Get("/api/tickets?channel=Phone")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id);
        ticket["resident"]["phone"].Text.ShouldContain("0014");
        await _twilio.WasAsked(a => a.Method == "DELETE" && a.Path == $"Recordings/{recording}.json", "the recording is deleted at the provider");
        var file = (await agent.Ticket(ticket["id"].Id))["attachments"].Items.ShouldHaveSingleItem();
        (file["state"].Text, file["kind"].Text).ShouldBe(("Stored", "Recording"));
        await using var db = Db();
        (await db.Attachments.SingleAsync(a => a.Kind == AttachmentKind.Recording, Ct)).Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(StubTelephony.Sound)));
    }

    [Fact]
    public async Task Holding_joining_listening_and_pausing_are_asked_of_the_provider()
    {
        var caller = await ACaller();
        await caller.Goes();
        var agent = await AnAgent(caller, "agent1");
        var id = caller.CallId;
        await Send($"{Voice}/talk?call={id:N}", new() { ["ConferenceSid"] = "CF" + new string('a', 32), ["FriendlyName"] = $"call-{id:N}", ["StatusCallbackEvent"] = "conference-start" });
        var talk = $"Conferences/CF{new string('a', 32)}";

        (await Executor.Hold(id, Ct)).ShouldBe(PartyOutcome.Done);
        (await _twilio.WasAsked(a => a.Path == $"{talk}/Participants/{caller.Sid}.json" && a["Hold"] == "true", "hold"))["HoldUrl"].ShouldBe($"{Site}{Voice}/wait");
        (await Executor.Resume(id, Ct)).ShouldBe(PartyOutcome.Done);
        (await Executor.PauseRecording(id, true, Ct)).ShouldBe(PartyOutcome.Done);
        (await _twilio.WasAsked(a => a.Path == $"{talk}/Recordings/Twilio.CURRENT.json", "pause"))["Status"].ShouldBe("paused");

        (await Executor.AddParty(id, new CallTarget(null, "120"), Ct)).ShouldBe(PartyOutcome.Done);
        (await _twilio.WasAsked(a => a["To"] == "+15005550120", "the ambulance is called"))["From"].ShouldBe("+15005550009");
        (await Executor.AddParty(id, new CallTarget(null, "119"), Ct)).ShouldBe(PartyOutcome.NumberNotSetUp);
        (await Executor.AddParty(id, new CallTarget(null, "+1900; drop"), Ct)).ShouldBe(PartyOutcome.Refused);

        var supervisor = await AccountOf("supervisor1");
        (await Executor.Monitor(id, supervisor, MonitorMode.Silent, Ct)).ShouldBe(PartyOutcome.Done);
        var listener = await Rung($"client:agent_{supervisor:N}");
        await listener.Answers();
        listener.Attribute("Conference", "muted").ShouldBe("true");
        listener.Element("Conference").Attribute("record").ShouldBeNull();
        (await Executor.Monitor(id, supervisor, MonitorMode.Coach, Ct)).ShouldBe(PartyOutcome.Done);
        var coaching = await _twilio.WasAsked(a => a.Path == $"{talk}/Participants/{listener.Sid}.json", "coaching");
        (coaching["Coaching"], coaching["CallSidToCoach"], coaching["Muted"]).ShouldBe(("true", agent.Sid, "false"));
        (await Executor.Monitor(id, supervisor, MonitorMode.Barge, Ct)).ShouldBe(PartyOutcome.Done);
        (await _twilio.WasAsked(a => a.Path == $"{talk}/Participants/{listener.Sid}.json" && a["Coaching"] == "false", "barging"))["Muted"].ShouldBe("false");

        // Handed to a colleague: the first agent is let go once she answers, and the caller is not sent to the rating.
        (await Executor.Transfer(id, new CallTarget(await AccountOf("agent2"), null), Ct)).ShouldBe(PartyOutcome.Done);
        var colleague = await Rung($"client:agent_{await AccountOf("agent2"):N}");
        await colleague.Answers();
        await _twilio.WasAsked(a => a.Path == $"Calls/{agent.Sid}.json" && a["Status"] == "completed", "the first agent is let go");
        await agent.Ends("completed");
        (await Executor.End(id, Ct)).ShouldBe(PartyOutcome.Done);
        await _twilio.WasAsked(a => a.Path == $"Calls/{caller.Sid}.json" && a["Url"]!.Contains("/talked", StringComparison.Ordinal), "on to the rating");
        _twilio.Asked.Count(a => a.Path == $"Calls/{caller.Sid}.json" && a["Url"]!.Contains("/talked", StringComparison.Ordinal)).ShouldBe(1);
        await caller.Ends("completed");
        (await Executor.Hold(id, Ct)).ShouldBe(PartyOutcome.CallEnded);
        (await Executor.Ring(id, supervisor, Ct)).ShouldBe(RingOutcome.CallEnded);
    }

    [Fact]
    public async Task A_call_whose_making_is_uncertain_is_looked_for_before_anybody_is_called_twice()
    {
        var caller = await ACaller();
        await caller.Goes();
        var account = await AccountOf("agent1");
        _twilio.Fails = a => a is { Method: "POST", Path: "Calls.json" } ? 500 : null;
        (await Executor.Ring(caller.CallId, account, Ct)).ShouldBe(RingOutcome.Ringing);
        (await Executor.Ring(caller.CallId, account, Ct)).ShouldBe(RingOutcome.Ringing);
        _twilio.Fails = _ => null;
        await _twilio.WasAsked(a => a is { Method: "GET", Path: "Calls.json" } && a["To"] == $"client:agent_{account:N}", "it is looked for");
        await Eventually.Holds(async () => { await using var db = Db(); return await db.PhoneLegs.AnyAsync(l => l.AccountId == account && l.Sid != null && l.State == LegState.Ringing, Ct); }, "and found");
        _twilio.Calls.Values.Count(to => to == $"client:agent_{account:N}").ShouldBe(1);

        _twilio.Fails = a => a is { Method: "POST", Path: "Calls.json" } ? 429 : null;
        (await Executor.Ring(caller.CallId, await AccountOf("agent2"), Ct)).ShouldBe(RingOutcome.RetryLater);
        _twilio.Fails = _ => null;
        (await Executor.Ring(caller.CallId, await AccountOf("agent2"), Ct)).ShouldBe(RingOutcome.Ringing);
    }

    [Fact]
    public async Task Who_asks_for_a_call_back_keeps_the_place_and_is_called_when_an_agent_is_there()
    {
        var caller = await ACaller("+15005550016");
        await caller.Goes();
        var since = (await Kept(caller)).WaitsSince;
        await caller.Goes(("Digits", "2"));
        await caller.Goes(("Digits", "1"));
        caller.Spoken[0].ShouldContain("保留位置");
        await caller.Ends("completed");
        PhoneCall promised;
        await using (var db = Db()) promised = await db.PhoneCalls.AsNoTracking().SingleAsync(c => c.CallsBack == caller.CallId, Ct);
        (promised.WaitsSince, promised.CallBack).ShouldBe((since, CallBackState.Waiting));
        (await _city.Services.GetRequiredService<IWaitingLine>().Place(promised.Id, Ct))!.Position.ShouldBe(1);

        // The resident does not answer: the agent is let go, and it is tried again later.
        var account = await AccountOf("agent1");
        (await Executor.Ring(promised.Id, account, Ct)).ShouldBe(RingOutcome.Ringing);
        var agent = await Rung($"client:agent_{account:N}");
        await agent.Answers();
        agent.Spoken[^1].ShouldContain("回电");
        var dialled = await Rung("+15005550016");
        await dialled.Ends("no-answer");
        await _twilio.WasAsked(a => a.Path == $"Calls/{agent.Sid}.json" && a["Status"] == "completed", "the agent is let go");
        await agent.Ends("completed");

        _city.Clock.Advance(TimeSpan.FromMinutes(11));
        await Eventually.Holds(async () => await _city.Services.GetRequiredService<IWaitingLine>().Place(promised.Id, Ct) is not null, "in line again");
        (await Executor.Ring(promised.Id, account, Ct)).ShouldBe(RingOutcome.Ringing);
        agent = await Rung($"client:agent_{account:N}", after: agent.Sid);
        await agent.Answers();
        dialled = await Rung("+15005550016", after: dialled.Sid);
        await dialled.Answers();
        dialled.Element("Conference").Value.ShouldBe(agent.Element("Conference").Value);
        await dialled.Ends("completed");
        await using (var db = Db()) (await db.PhoneCalls.SingleAsync(c => c.Id == promised.Id, Ct)).CallBack.ShouldBe(CallBackState.Kept);
        _city.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agent_who_answers_when_the_caller_is_gone_listens_to_nobody()
    {
        var caller = await ACaller();
        await caller.Goes();
        var account = await AccountOf("agent1");
        await Executor.Ring(caller.CallId, account, Ct);
        var agent = await Rung($"client:agent_{account:N}");
        await caller.Ends("completed");
        await agent.Answers();
        agent.Document.ShouldContain("<Hangup");
        await _twilio.WasAsked(a => a.Path == $"Calls/{agent.Sid}.json" && a["Status"] == "completed", "hung up");
    }

    [Fact]
    public async Task A_caller_whose_hanging_up_was_never_told_does_not_wait_for_ever()
    {
        var caller = await ACaller();
        await caller.Goes();
        _twilio.Status = "completed";
        _city.Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.Holds(async () => (await Kept(caller)).EndedAt is not null, "the provider is asked");
        (await _city.Services.GetRequiredService<IWaitingLine>().Place(caller.CallId, Ct)).ShouldBeNull();
    }

    private HotlineDb Db() => _city.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContext();

    private async Task<PhoneCall> Kept(Line caller)
    {
        await using var db = Db();
        return await db.PhoneCalls.AsNoTracking().SingleAsync(c => c.CallerSid == caller.Sid, Ct);
    }

    private async Task<Json> Row(Line caller) => (await (await _city.As("supervisor1")).Get("/api/calls?state=Ringing,Talking,Ended")).Ok().Items.Single(c => c["id"].Id == caller.CallId);

    private async Task<Guid> AccountOf(string userName)
    {
        await using var db = Db();
        return await db.Users.Where(u => u.UserName == userName).Select(u => u.Id).SingleAsync(Ct);
    }

    private async Task<Line> ACaller(string from = "+15005550006")
    {
        var line = new Line(this, "CA" + Guid.NewGuid().ToString("N"), from) { Status = $"{Voice}/status" };
        line.Document = await line.Post(Voice);
        line.CallId = (await Kept(line)).Id;
        return line;
    }

    /// <summary>An agent is rung, answers, and the caller is brought to them.</summary>
    private async Task<Line> AnAgent(Line caller, string userName)
    {
        var account = await AccountOf(userName);
        (await Executor.Ring(caller.CallId, account, Ct)).ShouldBe(RingOutcome.Ringing);
        var agent = await Rung($"client:agent_{account:N}");
        await agent.Answers();
        agent.Joined = (await _twilio.WasAsked(a => a.Path == $"Calls/{caller.Sid}.json" && a["Url"]!.Contains("/joined", StringComparison.Ordinal), "the caller comes to the agent"))["Url"];
        await caller.Goes(agent.Joined!);
        await Eventually.Holds(async () => (await Row(caller))["state"].Text == "Talking", "the call record knows");
        return agent;
    }

    /// <summary>The newest telephone rung at an address.</summary>
    private async Task<Line> Rung(string to, string? after = null)
    {
        var made = await _twilio.WasAsked(a => a is { Method: "POST", Path: "Calls.json" } && a["To"] == to && (after is null || _twilio.Calls.Count(c => c.Value == to) > 1), $"{to} is rung");
        var sid = "";
        await Eventually.Holds(() => Task.FromResult((sid = _twilio.Calls.FirstOrDefault(c => c.Value == to && c.Key != after).Key) is not null), $"{to} has a call");
        return new Line(this, sid, "+15005550009") { Url = made["Url"]!, Status = made["StatusCallback"]! };
    }

    private static XDocument Document(Answer answer)
    {
        answer.Status.ShouldBe(200, answer.Body);
        return XDocument.Parse(answer.Body);
    }

    private static Dictionary<string, string> Form(string sid, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string> { ["CallSid"] = sid, ["AccountSid"] = Account, ["To"] = "+15005550009", ["CallStatus"] = "in-progress" };
        foreach (var (name, value) in more) form[name] = value;
        return form;
    }

    private async Task<Answer> Send(string path, Dictionary<string, string> form, string? signature = null) =>
        await _city.Anybody().Raw(HttpMethod.Post, path, await new FormUrlEncodedContent(form).ReadAsStringAsync(Ct), "application/x-www-form-urlencoded", (TwilioSignature.Header, signature ?? TwilioSignature.Compute(Token, Site + path, form)));

    /// <summary>One telephone line at the provider, which follows the documents as the provider would.</summary>
    private sealed class Line(TwilioCallTests tests, string sid, string from)
    {
        private int _sequence;

        public string Sid => sid;
        public Guid CallId { get; set; }
        public string Document { get; set; } = "";
        public string Url { get; init; } = "";
        public string Status { get; init; } = "";
        public string? Joined { get; set; }

        private XElement Root => XDocument.Parse(Document).Root!;

        public List<string> Spoken => [.. Root.Descendants("Say").Select(s => s.Value)];

        public XElement Element(string name) => Root.Descendants(name).First();

        public string Attribute(string element, string name) => (string?)Element(element).Attribute(name) ?? "";

        public string Gather(string attribute) => Attribute("Gather", attribute);

        /// <summary>What the provider asks next, as the document says, with what the person did.</summary>
        public async Task Goes(params (string, string)[] did)
        {
            var next = (string?)Root.Descendants().Attributes("action").FirstOrDefault() ?? Root.Descendants("Redirect").First().Value;
            Document = await Post(next, did);
        }

        public async Task Goes(string url) => Document = await Post(url);

        public Task Answers() => Goes(Url);

        public Task<string> Reports(string status) => Post(Status, ("CallStatus", status), ("SequenceNumber", (_sequence++).ToString(CultureInfo.InvariantCulture)));

        public Task<string> Ends(string status) => Reports(status);

        public async Task<string> Post(string url, params (string, string)[] more)
        {
            var path = url.StartsWith('/') ? url : new Uri(url).PathAndQuery;
            var answer = await tests.Send(path, Form(sid, [("From", from), .. more]));
            answer.Status.ShouldBe(200, answer.Body);
            return answer.Body;
        }
    }
}
