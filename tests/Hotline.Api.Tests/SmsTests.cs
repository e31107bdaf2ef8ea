using System.Globalization;
using System.Text;

namespace Hotline.Api.Tests;

public sealed class SmsOnSqlite(SqliteWithSockets fixture) : SmsTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class SmsOnPostgres(PostgresWithSockets fixture) : SmsTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>Text messages both ways, through Twilio and through a gateway that the configuration describes; the providers are stand-ins.</summary>
public abstract class SmsTests(HostFixture fixture) : ThroughTheFrontDoor(fixture), IAsyncDisposable
{
    private const string Resident = "15005550006";
    private const string Neighbour = "15005550007";

    private readonly List<HotlineHost> _hosts = [];
    private SmsProvider? _provider;

    private SmsProvider Provider => _provider!;

    /// <summary>The resident's number as this provider writes numbers.</summary>
    private string Known => Provider is TwilioStandIn ? "+" + Resident : Resident;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) host.Dispose();
        if (_provider is not null) await _provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private HotlineHost Starts(string provider, params (string Key, string? Value)[] more)
    {
        _provider = provider == "Twilio" ? new TwilioStandIn() : new GatewayStandIn();
        _hosts.Add(Fixture.With([.. _provider.Settings, .. more]));
        return _hosts[^1];
    }

    private async Task Writes(HotlineHost host, string text, string from = Resident)
    {
        var answer = await Provider.Text(host, from, text);
        answer.Status.ShouldBe(200, answer.Body);
    }

    /// <summary>The text the number has received that contains these words.</summary>
    private async Task<SentText> Receives(string words, string to = Resident)
    {
        SentText? found = null;
        await Eventually.Holds(() => Task.FromResult((found = Provider.Sent.FirstOrDefault(s => s.To == to && s.Text.Contains(words, StringComparison.Ordinal))) is not null), $"a text to {to} with: {words}");
        return found!;
    }

    private static async Task<IReadOnlyList<Json>> Tickets(HotlineHost host) => (await (await host.As("agent1")).Get("/api/tickets?channel=Sms")).Ok()["items"].Items;

    private static async Task<Json> Ticket(HotlineHost host, Guid id) => await (await host.As("supervisor1")).Ticket(id);

    private static async Task<IReadOnlyList<Json>> Outgoing(HotlineHost host) => (await (await host.As("admin1")).Get("/api/outgoing?limit=200")).Ok()["items"].Items;

    /// <summary>The one message of an occasion.</summary>
    private static async Task<Json> Notice(HotlineHost host, string occasion) => (await Outgoing(host)).Single(o => o["occasion"].Text == occasion);

    private static Task Becomes(HotlineHost host, string occasion, string field, string value) =>
        Eventually.Holds(async () => (await Outgoing(host)).Any(o => o["occasion"].Text == occasion && !o[field].IsMissing && o[field].Text == value), $"{occasion}: {field} becomes {value}");

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task A_ticket_number_is_answered_with_its_state_to_its_resident_alone(string provider)
    {
        var host = Starts(provider);
        await Writes(host, "桂子路路灯不亮。");
        var number = (await Tickets(host)).ShouldHaveSingleItem()["number"].Text;
        var acknowledgement = await Receives($"编号{number}");
        if (provider == "Twilio") acknowledgement.Callback.ShouldBe("https://12345.example.gov/webhooks/twilio/sms/status");

        await Writes(host, $" {number[..6]} {number[6..]} ");
        (await Receives($"诉求{number}：已收到")).Text.ShouldContain("12345");
        await Writes(host, number, Neighbour);
        (await Receives("您名下没有这个编号", Neighbour)).Text.ShouldNotContain(number);
        Provider.Sent.ShouldNotContain(s => s.To == Neighbour && s.Text.Contains("已收到", StringComparison.Ordinal));
        (await Tickets(host)).Count.ShouldBe(1);
        (await Notice(host, "state"))["ticketNumber"].Text.ShouldBe(number);
        (await Notice(host, "numberNotFound"))["ticketId"].IsMissing.ShouldBeTrue();
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task A_digit_rates_the_latest_answered_ticket_once(string provider)
    {
        var host = Starts(provider);
        var older = await host.Given.AnAnsweredTicket(sender: Known);
        var ticket = await host.Given.AnAnsweredTicket(sender: Known, body: Given.Noise + "另一处。");
        await Writes(host, "２");
        await Receives($"您对诉求{ticket.Number}的评价（2）已记录");
        var rated = await Ticket(host, ticket.Id);
        rated["state"].Text.ShouldBe("Closed");
        rated["rating"]["satisfaction"].Text.ShouldBe("Satisfied");
        (rated["rating"]["extent"].Text, rated["rating"]["solved"].IsMissing).ShouldBe(("Unsaid", true));   // nobody was asked whether it is solved
        await Writes(host, "5");
        await Receives($"诉求{ticket.Number}已经评价过");
        (await Ticket(host, ticket.Id))["rating"]["satisfaction"].Text.ShouldBe("Satisfied");
        (await Ticket(host, older.Id))["state"].Text.ShouldBe("Evaluation");
        (await Tickets(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_of_the_solution_counts_apart_from_the_digit()
    {
        var host = Starts("Gateway");
        var ticket = await host.Given.AnAnsweredTicket(sender: Known);
        await Writes(host, "3 未解决");
        await Receives("的评价（3）已记录");
        var rating = (await Ticket(host, ticket.Id))["rating"];
        (rating["satisfaction"].Text, rating["solved"].Flag).ShouldBe(("BasicallySatisfied", false));
    }

    [Fact]
    public async Task A_digit_that_answers_a_question_is_no_rating()
    {
        var host = Starts("Twilio");
        var ticket = await host.Given.ATicketInHand(sender: Known);
        await (await host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        await (await host.As("handler1")).Do(ticket.Id, "ask-resident", new { question = "是几单元？" });
        await Receives("是几单元？");
        await Writes(host, "3");
        await Receives($"已补充到诉求{ticket.Number}");
        var asked = await Ticket(host, ticket.Id);
        asked["supplements"].Items.ShouldHaveSingleItem()["text"].Text.ShouldBe("3");
        asked["state"].Text.ShouldBe("Handling");
    }

    [Fact]
    public async Task A_digit_without_anything_to_rate_opens_no_ticket()
    {
        var host = Starts("Twilio");
        await Writes(host, "1");
        await Receives("没看懂");
        (await Tickets(host)).ShouldBeEmpty();
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task Words_go_on_with_the_open_ticket_while_it_is_recent(string provider)
    {
        var host = Starts(provider);
        await Writes(host, "桂子路路灯不亮。");
        var first = (await Tickets(host)).ShouldHaveSingleItem();
        await Writes(host, "是学校门口那一段。");
        await Receives($"已补充到诉求{first["number"].Text}");
        (await Ticket(host, first["id"].Id))["supplements"].Items.ShouldHaveSingleItem()["text"].Text.ShouldBe("是学校门口那一段。");
        await Writes(host, "桂子路路灯不亮。", Neighbour);
        (await Tickets(host)).Count.ShouldBe(2);
        await Writes(host, "新诉求：垃圾没有人收。");
        (await Tickets(host)).Count.ShouldBe(3);
        host.Clock.Advance(TimeSpan.FromDays(8));
        await Writes(host, "小区停水了。");
        (await Tickets(host)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Danger_is_never_hidden_inside_an_older_matter()
    {
        var host = Starts("Gateway");
        await Writes(host, "桂子路路灯不亮。");
        await Writes(host, "楼下着火了，有人被困。");
        (await Tickets(host)).Count.ShouldBe(2);
        (await Tickets(host)).ShouldContain(t => t["urgency"].Text != "Normal");
    }

    [Fact]
    public async Task Two_texts_in_one_breath_are_one_matter()
    {
        var host = Starts("Gateway", ("Hotline:Channels:SmsGateway:Incoming:Items", "$"));
        var batch = "[" + string.Join(',', Enumerable.Range(1, 3).Select(i => $$"""{"mobile":"{{Resident}}","content":"桂子路路灯不亮，第{{i}}段。","moId":"m{{i}}"}""")) + "]";
        (await GatewayStandIn.Push(host, "messages", batch)).Status.ShouldBe(200);
        var ticket = (await Tickets(host)).ShouldHaveSingleItem();
        (await Ticket(host, ticket["id"].Id))["supplements"].Items.Count.ShouldBe(2);
        (await GatewayStandIn.Push(host, "messages", batch)).Status.ShouldBe(200);
        (await Ticket(host, ticket["id"].Id))["supplements"].Items.Count.ShouldBe(2);
    }

    [Theory, InlineData("退订", "恢复"), InlineData("ｔｄ", "START"), InlineData("T", "恢复"), InlineData("stop.", "unstop")]
    public async Task Who_declined_gets_what_must_be_told_and_nothing_else(string decline, string resume)
    {
        var host = Starts("Twilio");
        var ticket = await host.Given.AClosedTicket(sender: Known);
        await Receives("已由城市管理局答复");
        await Writes(host, decline);
        await Becomes(host, "optedOut", "state", "Sent");
        await (await host.As("supervisor1")).Do(ticket.Id, "reopen", new { facts = "又响了。" });
        await Becomes(host, "reopened", "state", "OptedOut");
        (await Notice(host, "reopened"))["reasonCode"].Text.ShouldBe("notice.opted_out");
        await Writes(host, resume);
        await Becomes(host, "optedIn", "state", "Sent");
        (await Tickets(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_purpose_can_be_declined_by_its_name()
    {
        var host = Starts("Gateway");
        var ticket = await host.Given.AClosedTicket(sender: Known);
        await Writes(host, "退订评价");
        await Becomes(host, "optedOut", "state", "Sent");
        await (await host.As("supervisor1")).Do(ticket.Id, "reopen", new { facts = "又响了。" });
        await Receives("已重新办理");
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task What_can_wait_does_not_go_out_at_night(string provider)
    {
        var host = Starts(provider);
        var ticket = await host.Given.ATicketInReview(sender: Known);
        var danger = await host.Given.ATicketInReview(body: "楼上着火了，有人被困。" + Given.Noise, sender: Known[..^1] + "7");
        host.Clock.Set(new DateTimeOffset(2026, 3, 3, 23, 30, 0, TimeSpan.FromHours(8)));
        await (await host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        await (await host.As("dispatcher1")).Do(danger.Id, "approve", Given.Approval);
        await Receives("已由城市管理局答复", Neighbour);       // an urgent matter
        await Eventually.Holds(async () => (await Outgoing(host)).Any(o => !o["reasonCode"].IsMissing && o["reasonCode"].Text == "notice.quiet_hours"), "the answer waits");
        await Writes(host, ticket.Number);
        await Receives("：已答复");                              // an answer to the resident's own question
        Provider.Sent.ShouldNotContain(s => s.To == Resident && s.Text.Contains("已由", StringComparison.Ordinal));
        host.Clock.Set(new DateTimeOffset(2026, 3, 4, 8, 0, 5, TimeSpan.FromHours(8)));
        await Writes(host, ticket.Number);                      // whatever happens next wakes the sender
        await Receives("已由城市管理局答复");
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task The_state_of_delivery_only_moves_forward(string provider)
    {
        var host = Starts(provider);
        await Writes(host, "桂子路路灯不亮。");
        var sent = await Receives("编号");
        await Becomes(host, "acknowledgement", "delivery", "Accepted");
        foreach (var (state, expected) in new[] { ("sent", "Sent"), ("sent", "Sent"), ("delivered", "Delivered"), ("sent", "Delivered"), ("failed", "Delivered"), ("delivered", "Delivered") })
        {
            (await Provider.Report(host, sent.Id, state)).Status.ShouldBeInRange(200, 204);
            (await Notice(host, "acknowledgement"))["delivery"].Text.ShouldBe(expected);
        }
        (await Notice(host, "acknowledgement"))["state"].Text.ShouldBe("Sent");
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task A_delivery_that_failed_is_repeated_when_its_code_says_that_this_helps(string provider)
    {
        var host = Starts(provider);
        await Writes(host, "桂子路路灯不亮。");
        var sent = await Receives("编号");
        await Becomes(host, "acknowledgement", "delivery", "Accepted");
        (await Provider.Report(host, sent.Id, "failed", "30003")).Status.ShouldBeInRange(200, 204);
        var waiting = await Notice(host, "acknowledgement");
        (waiting["state"].Text, waiting["reasonCode"].Text).ShouldBe(("Pending", "notice.to_be_retried"));

        await Writes(host, "桂子路路灯不亮。", Neighbour);
        var other = await Receives("编号", Neighbour);
        await Eventually.Holds(async () => (await Provider.Report(host, other.Id, "failed", "30006")).Status < 300 && (await Outgoing(host)).Any(o => o["state"].Text == "Failed"), "the landline is given up");
        (await Outgoing(host)).Single(o => o["state"].Text == "Failed")["reasonCode"].Text.ShouldBe("notice.not_delivered");
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task A_report_on_a_message_nobody_knows_is_taken_and_changes_nothing(string provider)
    {
        var host = Starts(provider);
        for (var i = 0; i < 3; i++)
            foreach (var state in new[] { "sent", "delivered", "failed" })
                (await Provider.Report(host, "SM0123456789abcdef0123456789abcdef", state)).Status.ShouldBeInRange(200, 204);
        (await Outgoing(host)).ShouldBeEmpty();
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task Forged_requests_are_refused_and_repeated_ones_are_harmless(string provider)
    {
        var host = Starts(provider);
        (await Provider.Text(host, Resident, "桂子路路灯不亮。", forged: true)).Status.ShouldBe(403);
        (await Provider.Report(host, "SM0123456789abcdef0123456789abcdef", "failed", forged: true)).Status.ShouldBe(403);
        (await Tickets(host)).ShouldBeEmpty();
        var id = $"SM{Guid.NewGuid():N}";
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Provider.Text(host, Resident, "桂子路路灯不亮。", id)))) answer.Status.ShouldBe(200);
        var ticket = (await Tickets(host)).ShouldHaveSingleItem();
        (await Ticket(host, ticket["id"].Id))["supplements"].Items.ShouldBeEmpty();
        var decline = $"SM{Guid.NewGuid():N}";
        await Provider.Text(host, Resident, "退订", decline);
        await Writes(host, "恢复");
        await Provider.Text(host, Resident, "退订", decline);      // the old word again does not undo the newer one
        await Becomes(host, "optedIn", "state", "Sent");
        (await Outgoing(host)).Count(o => o["occasion"].Text == "optedOut").ShouldBe(1);
    }

    [Fact]
    public async Task A_push_signed_long_ago_is_refused()
    {
        var host = Starts("Gateway");
        const string body = """{"mobile":"15005550006","content":"灯","moId":"1"}""";
        (await GatewayStandIn.Push(host, "messages", body, late: TimeSpan.FromMinutes(6))).Refused(403, "sms_gateway.stale");
        (await GatewayStandIn.Push(host, "messages", body, late: TimeSpan.FromMinutes(-6))).Refused(403, "sms_gateway.stale");
        (await host.Anybody().Raw(HttpMethod.Post, "/webhooks/sms/messages", body)).Refused(400, "sms_gateway.signature_missing");
        (await host.Anybody().Get("/webhooks/sms/reports")).Refused(400, "sms_gateway.signature_missing");
    }

    [Fact]
    public async Task Without_configuration_the_doors_say_what_is_missing()
    {
        (await Host.Anybody().Raw(HttpMethod.Post, "/webhooks/sms/messages", "{}")).Refused(503, "sms_gateway.not_configured")["detail"].Text.ShouldContain("Hotline:Channels:SmsGateway:Name");
        (await Host.Anybody().Raw(HttpMethod.Post, "/webhooks/sms/reports", "{}")).Refused(503, "sms_gateway.not_configured");
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task Sixteen_hundred_characters_of_emoji_arrive_whole(string provider)
    {
        var host = Starts(provider);
        var text = string.Concat(Enumerable.Repeat("😀", 1600));
        await Writes(host, text);
        (await Ticket(host, (await Tickets(host)).ShouldHaveSingleItem()["id"].Id))["body"].Text.ShouldBe(text);
        var notice = await Notice(host, "acknowledgement");
        notice["segments"].Number.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Whatever_a_gateway_pushes_is_answered_and_never_with_an_error_of_ours()
    {
        var host = Starts("Gateway");
        var random = new Random(20260302);
        string[] bodies =
        [
            "", "{}", "[]", "null", "\"x\"", "{", "\0", "{\"reports\":{}}", "{\"reports\":[null,1,\"x\",[],{}]}", new string('[', 5000), "{\"mobile\":[],\"content\":{},\"moId\":7}",
            "{\"mobile\":\"1\\ud800\",\"content\":\"\\u0000\",\"moId\":\"x\"}", $$"""{"mobile":"{{new string('1', 300)}}","content":"x","moId":"1"}""",
            $$"""{"mobile":"15005550006","content":"x","moId":"{{new string('9', 5000)}}"}""", "{\"mobile\":\"'; DROP TABLE ticket;--\",\"content\":\"x\",\"moId\":\"q\"}",
            $$"""{"reports":[{{string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"msgId":"{{i}}","status":"delivered"}"""))}}]}""",
            .. Enumerable.Range(0, 40).Select(_ => Encoding.Latin1.GetString([.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => (byte)random.Next(256))])),
        ];
        foreach (var door in new[] { "messages", "reports" })
            foreach (var body in bodies)
            {
                var answer = await GatewayStandIn.Push(host, door, body);
                answer.Status.ShouldBeOneOf(200, 400);
            }
        host.ErrorLog.ShouldBeEmpty();
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task A_provider_that_is_away_for_an_hour_costs_no_message(string provider)
    {
        var host = Starts(provider);
        Provider.Away = true;
        string[] people = [.. Enumerable.Range(0, 12).Select(i => $"150055501{i:00}")];
        foreach (var person in people) await Writes(host, "桂子路路灯不亮。", person);
        await Eventually.Holds(() => Task.FromResult(Provider.Asked > 0), "it is asked");
        for (var minute = 0; minute < 60; minute += 10)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(10));
            await Writes(host, "还有一件事。", people[0]);
        }
        (await Outgoing(host)).ShouldAllBe(o => o["state"].Text == "Pending");
        Provider.Asked.ShouldBeLessThan(200);
        Provider.Away = false;
        for (var round = 0; round < 2; round++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(31));
            await Writes(host, "垃圾没有人收。", "15005550199");    // whatever happens next wakes the sender
            await Receives(round == 0 ? "您的诉求已收到" : "已补充到", "15005550199");
        }
        foreach (var person in people) await Receives("您的诉求已收到", person);
        foreach (var person in people) Provider.Sent.Count(s => s.To == person && s.Text.Contains("您的诉求已收到", StringComparison.Ordinal)).ShouldBe(1, person);
    }

    [Theory, InlineData("Twilio"), InlineData("Gateway")]
    public async Task An_answer_that_was_lost_does_not_make_a_second_text(string provider)
    {
        var host = Starts(provider);
        Provider.Breaks = true;
        await Writes(host, "桂子路路灯不亮。");
        await Receives("编号");
        await Becomes(host, "acknowledgement", "reasonCode", "notice.to_be_retried");
        Provider.Breaks = false;
        await Eventually.Holds(async () =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await Writes(host, "垃圾。", "15005550199");
            return (await Outgoing(host)).Any(o => o["occasion"].Text == "acknowledgement" && o["state"].Text == "Sent" && o["to"].Text.EndsWith("0006", StringComparison.Ordinal));
        }, "the provider is asked and has it");
        Provider.Sent.Count(s => s.To == Resident).ShouldBe(1);
    }

    [Fact]
    public async Task No_more_go_out_a_second_than_the_provider_takes()
    {
        var host = Starts("Gateway", ("Hotline:Channels:SmsGateway:PerSecond", "10"));
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Writes(host, "桂子路路灯不亮。", string.Create(CultureInfo.InvariantCulture, $"150055502{i:00}"))));
        await Eventually.Holds(() => Task.FromResult(Provider.Sent.Count == 30), "all thirty go out");
        var times = Provider.Sent.Select(s => s.At).Order().ToList();
        // Ten at once, ten more in each second after.
        (times[^1] - times[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task Two_machines_do_not_answer_each_other_for_ever()
    {
        var host = Starts("Gateway", ("Hotline:Messaging:RepliesPerHour", "3"));
        for (var i = 0; i < 12; i++) await Writes(host, "我现在不方便，稍后回复。");
        (await Outgoing(host)).Count.ShouldBe(3);
        (await Tickets(host)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_people_wrote_is_cut_until_the_text_fits()
    {
        var host = Starts("Twilio", ("Hotline:Messaging:MostSegments", "2"));
        var ticket = await host.Given.ATicketInHand(sender: Known);
        await (await host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        await (await host.As("handler1")).Do(ticket.Id, "ask-resident", new { question = string.Concat(Enumerable.Repeat("请说明是哪一段路？", 20)) });
        var text = (await Receives("需要您补充")).Text;
        text.ShouldContain("…");
        text.ShouldContain(ticket.Code);
        (await Notice(host, "question"))["segments"].Number.ShouldBe(2);
    }
}
