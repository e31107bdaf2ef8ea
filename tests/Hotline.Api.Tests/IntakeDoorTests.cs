using System.Text.Json;

namespace Hotline.Api.Tests;

public sealed class IntakeDoorOnSqlite(Sqlite fixture) : IntakeDoorTests(fixture), IClassFixture<Sqlite>;
public sealed class IntakeDoorOnPostgres(Postgres fixture) : IntakeDoorTests(fixture), IClassFixture<Postgres>;

public abstract class IntakeDoorTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly (string, string) Key = ("X-Api-Key", HotlineHost.IntakeKey);

    private Task<Answer> Send(object message) => Host.Anybody().Post("/api/intake/messages", message, Key);
    private Task<Answer> Raw(string body, string contentType = "application/json") => Host.Anybody().Raw(HttpMethod.Post, "/api/intake/messages", body, contentType, Key);
    private static string NewId() => Guid.NewGuid().ToString();

    [Fact]
    public async Task A_message_becomes_a_ticket_with_number_and_code_at_once()
    {
        var answer = await Send(new { externalId = NewId(), sender = "13800001111", subject = "路灯不亮", body = "桂子路路灯三天不亮。" });
        answer.Status.ShouldBe(202);
        var receipt = answer.Json;
        receipt["ticketNumber"].Text.ShouldNotBeEmpty();
        receipt["queryCode"].Text.Length.ShouldBe(6);
        receipt["duplicate"].Flag.ShouldBeFalse();
        var ticket = await (await Host.As("agent1")).Ticket(receipt["ticketId"].Id);
        ticket["number"].Text.ShouldBe(receipt["ticketNumber"].Text);
        ticket["state"].Text.ShouldBe("Received");
        ticket["channel"].Text.ShouldBe("Api");
        ticket["subject"].Text.ShouldBe("路灯不亮");
    }

    [Fact]
    public async Task The_same_external_id_gets_the_same_answer_for_ever()
    {
        var id = NewId();
        var first = (await Send(new { externalId = id, body = "井盖松动。" })).Ok();
        var second = (await Send(new { externalId = id, body = "井盖松动，再说一遍。" })).Ok();
        second["ticketNumber"].Text.ShouldBe(first["ticketNumber"].Text);
        second["queryCode"].Text.ShouldBe(first["queryCode"].Text);
        second["duplicate"].Flag.ShouldBeTrue();
    }

    [Fact]
    public async Task Fifty_posts_of_one_message_at_once_make_one_ticket()
    {
        var id = NewId();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Send(new { externalId = id, body = "同一条消息。" })));
        var receipts = answers.Select(a => a.Ok()).ToList();
        receipts.Select(r => r["ticketId"].Id).Distinct().Count().ShouldBe(1);
        receipts.Count(r => !r["duplicate"].Flag).ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_of_many_messages_at_once_are_all_different_and_without_gaps()
    {
        var numbers = (await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Send(new { externalId = NewId(), channel = "Microblog", body = "编号。" })))).Select(a => a.Ok()["ticketNumber"].Text).Order(StringComparer.Ordinal).ToList();
        numbers.Distinct().Count().ShouldBe(60);
        numbers.Select(n => n[..14]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_tells_each_items_own_outcome()
    {
        var known = NewId();
        await Send(new { externalId = known, body = "先来的。" });
        var answer = await Send(new object[]
        {
            new { externalId = NewId(), body = "好的。" }, new { externalId = NewId(), body = "" }, new { externalId = known, body = "先来的。" },
            new { externalId = NewId(), body = 5 }, new { externalId = NewId(), body = "渠道不对。", channel = "Telegraph" },
        });
        answer.Status.ShouldBe(202);
        var items = answer.Json.Items;
        items.Select(i => i["status"].Number).ShouldBe([202, 400, 202, 400, 400]);
        items.Select(i => i["index"].Number).ShouldBe([0, 1, 2, 3, 4]);
        items[0]["ticketNumber"].Text.ShouldNotBeEmpty();
        items[1]["errors"].Names.ShouldBe(["body"]);
        items[2]["duplicate"].Flag.ShouldBeTrue();
        items[3]["errors"].Names.ShouldBe(["body"]);
        items[4]["errors"].Names.ShouldBe(["channel"]);
    }

    [Fact]
    public async Task The_same_id_twice_in_one_batch_is_one_ticket()
    {
        var id = NewId();
        var items = (await Send(new[] { new { externalId = id, body = "一。" }, new { externalId = id, body = "一。" } })).Ok().Items;
        items[1]["ticketId"].Text.ShouldBe(items[0]["ticketId"].Text);
        items.Select(i => i["duplicate"].Flag).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_batch_of_no_or_too_many_messages_is_refused_whole(int count)
    {
        var batch = Enumerable.Range(0, count).Select(_ => new { externalId = NewId(), body = "批。" }).ToArray();
        (await Send(batch)).Refused(400, "request.invalid")["errors"]["$"].Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_thousand_messages_fit_into_one_batch()
    {
        var items = (await Send(Enumerable.Range(0, 1000).Select(i => new { externalId = NewId(), channel = "Web", body = $"第{i}条。" }).ToArray())).Ok().Items;
        items.Count.ShouldBe(1000);
        items.Select(i => i["ticketNumber"].Text).Distinct().Count().ShouldBe(1000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no-such-key-here")]
    public async Task An_unknown_key_opens_nothing(string? key)
    {
        var headers = key is null ? Array.Empty<(string, string)>() : [("X-Api-Key", key)];
        (await Host.Anybody().Post("/api/intake/messages", new { externalId = NewId(), body = "x" }, headers)).Refused(401, "intake.key_unknown");
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("{", "$")]
    [InlineData("[{]", "$")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\"} trailing", "$")]
    [InlineData("{\"externalId\":\"a\",\"body\":[\"b\"]}", "body")]
    [InlineData("{\"externalId\":7,\"body\":\"b\"}", "externalId")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\",\"type\":\"Nonsense\"}", "type")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\",\"type\":3}", "type")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\",\"confidential\":\"yes\"}", "confidential")]
    [InlineData("{\"body\":\"b\"}", "externalId")]
    [InlineData("{\"externalId\":\"a\"}", "body")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\",\"receivedAt\":\"2026-03-02T10:00:00\"}", "receivedAt")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\",\"receivedAt\":\"yesterday\"}", "receivedAt")]
    [InlineData("{\"externalId\":\"a\",\"body\":\"b\",\"channel\":\"Pigeon\"}", "channel")]
    public async Task What_is_wrong_is_named_by_its_field(string body, string field)
    {
        var answer = await Raw(body);
        answer.Status.ShouldBe(400, answer.Body);
        answer.Json["errors"].Names.ShouldBe([field]);
    }

    [Fact]
    public async Task Other_content_types_are_not_taken() =>
        (await Raw("externalId=a&body=b", "application/x-www-form-urlencoded")).Refused(415, "request.unsupported_type");

    [Fact]
    public async Task A_body_longer_than_a_hundred_thousand_characters_is_refused_by_name() =>
        (await Send(new { externalId = NewId(), body = new string('长', 100_001) })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["body"]);

    [Theory]
    [InlineData("控制\u0001\u0007\u001b[31m字符\t制表")]
    [InlineData("表情😀👨‍👩‍👧🏳️‍🌈 与旗帜🇨🇳")]
    [InlineData("\u202eעברית العربية\u202c 从右到左")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>&amp;")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("'; DROP TABLE ticket; -- \" % _ \\")]
    public async Task Strange_text_comes_back_as_the_data_it_is(string text)
    {
        var ticket = await Given.AReceivedTicket(text, subject: text);
        var view = await (await Host.As("agent1")).Ticket(ticket.Id);
        view["body"].Text.ShouldBe(text.Trim());
        view["subject"].Text.ShouldBe(text.Trim());
    }

    [Fact]
    public async Task What_no_database_can_hold_becomes_the_replacement_character()
    {
        var receipt = (await Raw($"{{\"externalId\":\"{NewId()}\",\"sender\":\"张\\u0000三\",\"subject\":\"零\\u0000字符\",\"body\":\"正文\\u0000完\",\"place\":\"某\\u0000处\"}}")).Ok();
        var view = await (await Host.As("agent1")).Ticket(receipt["ticketId"].Id);
        view["subject"].Text.ShouldBe("零\ufffd字符");
        view["body"].Text.ShouldBe("正文\ufffd完");
        view["place"].Text.ShouldBe("某\ufffd处");
    }

    [Fact]
    public async Task A_time_in_the_future_is_taken_as_now()
    {
        var ticket = await Given.AReceivedTicket(receivedAt: Host.Clock.GetUtcNow().AddDays(400).ToString("O"));
        var view = await (await Host.As("agent1")).Ticket(ticket.Id);
        view["receivedAt"].Time.ShouldBeLessThanOrEqualTo(Host.Clock.GetUtcNow());
        view["receivedAt"].Time.ShouldBeGreaterThan(Host.Clock.GetUtcNow().AddMinutes(-5));
    }

    [Fact]
    public async Task A_past_time_is_kept_with_its_instant()
    {
        var ticket = await Given.AReceivedTicket(receivedAt: "2026-02-10T08:30:00+08:00");
        (await (await Host.As("agent1")).Ticket(ticket.Id))["receivedAt"].Time.ShouldBe(new DateTimeOffset(2026, 2, 10, 8, 30, 0, TimeSpan.FromHours(8)));
    }

    [Fact]
    public async Task A_full_intake_says_so_and_when_to_come_again()
    {
        using var host = Fixture.With(("Hotline:Intake:Capacity", "1"));
        var refused = await host.Anybody().Post("/api/intake/messages", new[] { new { externalId = "a", body = "一" }, new { externalId = "b", body = "二" } }, Key);
        refused.Refused(429, "intake.full");
        refused.Header("Retry-After").ShouldBe("2");
        (await host.Anybody().Post("/api/intake/messages", new { externalId = "a", body = "一" }, Key)).Status.ShouldBe(202);
        (await (await host.As("admin1")).Get("/api/intake/status")).Ok()["refused"].Number.ShouldBe(2);
    }

    [Fact]
    public async Task One_resident_is_recognised_by_the_phone_number_however_it_is_written()
    {
        var first = await Given.AReceivedTicket(sender: "199 0000 5678");
        await Given.AReceivedTicket(sender: "+86 19900005678");
        var found = (await (await Host.As("agent1")).Get("/api/tickets?q=19900005678")).Ok()["items"].Items;
        found.Count.ShouldBe(2);
        found.ShouldContain(t => t["id"].Id == first.Id);
    }

    [Fact]
    public async Task Signs_of_danger_are_flagged_and_put_before_everything_else()
    {
        var calm = await Given.AReceivedTicket("紫藤巷的路灯不亮了，晚上很黑。");
        var danger = await Given.AReceivedTicket("紫藤巷我家厨房闻到煤气味很大，好像燃气泄漏了！");
        var view = await (await Host.As("agent1")).Ticket(danger.Id);
        view["dangers"].Texts.ShouldBe(["Gas"]);
        view["urgency"].Text.ShouldBe("Critical");
        var queue = (await (await Host.As("agent1")).Get("/api/tickets?state=Received&sort=queue&q=紫藤巷")).Ok()["items"].Items.Select(t => t["id"].Id).ToList();
        queue.IndexOf(danger.Id).ShouldBeLessThan(queue.IndexOf(calm.Id));
    }

    [Fact]
    public async Task A_call_taken_down_twice_with_one_key_is_one_ticket()
    {
        var agent = await Host.As("agent1");
        var body = new { channel = "Phone", body = "来电人反映路灯不亮。", residentName = "李某", phone = "13900000000" };
        var first = await agent.Post("/api/tickets", body, ("Idempotency-Key", "call-1"));
        first.Status.ShouldBe(201);
        first.Header("Location").ShouldBe($"/api/tickets/{first.Json["id"].Text}");
        (await agent.Post("/api/tickets", body, ("Idempotency-Key", "call-1"))).Ok()["id"].Text.ShouldBe(first.Json["id"].Text);
        (await agent.Post("/api/tickets", new { channel = "Sms", body = "x" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["channel"]);
    }
}

public sealed class IntakeSizesOnSqlite(SqliteWithSockets fixture) : IntakeSizesTests(fixture), IClassFixture<SqliteWithSockets>;

/// <summary>Sizes are the web server's business, so these need its sockets.</summary>
public abstract class IntakeSizesTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    /// <summary>The server refuses by the announced length and hangs up; a client that asks first gets to read why.</summary>
    private static readonly (string, string) AskFirst = ("Expect", "100-continue");

    [Fact]
    public async Task More_than_sixteen_megabytes_are_too_large()
    {
        (await Host.Anybody().Get("/health/live")).Status.ShouldBe(200);
        var body = JsonSerializer.Serialize(new { externalId = "x", body = new string('a', 16 * 1024 * 1024 + 1) });
        (await Host.Anybody().Raw(HttpMethod.Post, "/api/intake/messages", body, "application/json", ("X-Api-Key", HotlineHost.IntakeKey), AskFirst)).Refused(413, "request.too_large");
    }

    [Fact]
    public async Task An_ordinary_request_may_have_two_megabytes()
    {
        var body = JsonSerializer.Serialize(new { ticketId = Guid.NewGuid(), field = "note", text = new string('a', 2 * 1024 * 1024 + 1) });
        (await (await Host.As("agent1")).Raw(HttpMethod.Put, "/api/drafts", body, "application/json", AskFirst)).Refused(413, "request.too_large");
    }

    [Fact]
    public async Task An_attachment_may_have_twenty_megabytes()
    {
        var ticket = await Given.AReceivedTicket();
        var picture = new byte[20 * 1024 * 1024 + 1];
        "GIF89a"u8.CopyTo(picture);
        var refused = await (await Host.As("agent1")).Upload($"/api/tickets/{ticket.Id}/attachments", picture, "groß.gif");
        refused.Refused(400, "request.invalid")["errors"].Names.ShouldBe(["file"]);
    }
}
