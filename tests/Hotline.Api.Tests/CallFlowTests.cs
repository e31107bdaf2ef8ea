namespace Hotline.Api.Tests;

public sealed class CallFlowsOnSqlite(Sqlite fixture) : CallFlowTests(fixture), IClassFixture<Sqlite>;
public sealed class CallFlowsOnPostgres(Postgres fixture) : CallFlowTests(fixture), IClassFixture<Postgres>;

/// <summary>Flows as an administrator edits them.</summary>
public abstract class CallFlowTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Flow = """
        code: night
        name: { zh-CN: 夜间, en: Night }
        languages: [zh-CN]
        numbers: ["+15005550099"]
        start: hello
        nodes:
          hello:
            kind: prompt
            say: { zh-CN: 您好 }
            next: message
          message:
            kind: voicemail
            say: { zh-CN: 请留言 }
            next: bye
          bye: { kind: hangup }
        """;

    private async Task<Json> Check(string content) => (await (await Host.As("admin1")).Post("/api/call-flows/check", new { content })).Ok();

    [Fact]
    public async Task The_delivered_flow_goes_straight_to_a_person()
    {
        var flow = (await (await Host.As("supervisor1")).Get("/api/call-flows")).Ok().Items[0];
        (flow["code"].Text, flow["version"].Number).ShouldBe(("default", 0));
        var check = await Check(flow["content"].Text);
        check["faults"].Items.ShouldBeEmpty();
        check["nodes"].Items.Select(n => n["kind"].Text).ShouldContain("queue");
        var walk = (await (await Host.As("admin1")).Post("/api/call-flows/walk", new { content = flow["content"].Text, inputs = new[] { new { move = "Silence" }, new { move = "AgentAnswers" }, new { move = "TalkEnds" } } })).Ok();
        walk["steps"].Items.Select(s => s["then"].Text).ShouldBe(["Ask", "Wait", "Talk", "Ask"]);
    }

    [Theory]
    [InlineData("next: message", "next: nowhere", 10, "hello.next names the node nowhere")]
    [InlineData("kind: voicemail", "kind: voicemial", 12, "message.kind")]
    [InlineData("languages: [zh-CN]", "languages: [fr]", 3, "flow.languages")]
    [InlineData("start: hello", "start: hallo", 5, "start names the node hallo")]
    [InlineData("kind: voicemail", "kind: prompt", 15, "bye is where a caller who presses nothing ends")]
    [InlineData("    next: message", "    next: message\n    next: message", 0, "")]
    [InlineData("say: { zh-CN: 您好 }", "say: &a { zh-CN: *a }", 9, "")]
    [InlineData("say: { zh-CN: 您好 }", "say: [[[[[[[[[[[[[[]]]]]]]]]]]]]]", 9, "")]
    public async Task A_fault_is_told_with_its_line(string old, string changed, int line, string says)
    {
        var faults = (await Check(Flow.Replace(old, changed, StringComparison.Ordinal)))["faults"];
        faults.Items.ShouldContain(f => (line == 0 || f["line"].Number == line) && f["message"].Text.Contains(says, StringComparison.Ordinal), faults.ToString());
    }

    [Theory]
    [InlineData("\ta")]
    [InlineData("- a\n- b")]
    [InlineData("%")]
    [InlineData("{{{{{{{{{{{{{{{{{{{{")]
    [InlineData("a: b\n---\nc: d")]
    [InlineData("? [x]\n: y")]
    public async Task Nonsense_is_a_fault_and_nothing_else(string content) => (await Check(content))["faults"].Items.ShouldNotBeEmpty();

    [Fact]
    public async Task A_flow_is_kept_in_versions_and_answers_its_numbers()
    {
        using var city = Fixture.With();
        var admin = await city.As("admin1");
        (await admin.Put("/api/call-flows/other", new { content = Flow })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["content"]);
        (await admin.Put("/api/call-flows/night", new { content = Flow.Replace("start: hello", "start: hallo", StringComparison.Ordinal) })).Refused(400, "request.invalid")["errors"]["content"][0].Text.ShouldContain("5");
        (await admin.Put("/api/call-flows/night", new { content = Flow, note = "新流程" })).Ok();
        (await admin.Put("/api/call-flows/night", new { content = Flow })).Refused(409, "city.document_changed");
        (await (await city.As("supervisor1")).Put("/api/call-flows/night", new { content = Flow })).Status.ShouldBe(403);
        var kept = (await admin.Put("/api/call-flows/night", new { content = Flow.Replace("您好", "晚上好", StringComparison.Ordinal), version = 1 })).Ok().Items.Single(f => f["code"].Text == "night");
        (kept["version"].Number, kept["versions"].Items.Count).ShouldBe((2, 2));
        var person = await city.As("agent1");
        (await person.Post("/api/simulator/calls", new { dialled = "+15005550099" })).Ok()["said"][0]["text"].Text.ShouldBe("晚上好");
        (await person.Post("/api/simulator/calls", new { dialled = "+15005550098" })).Ok()["node"].Text.ShouldBe("greeting");
        // Two flows cannot answer one number.
        (await admin.Put("/api/call-flows/late", new { content = Flow.Replace("code: night", "code: late", StringComparison.Ordinal) })).Refused(400, "request.invalid");
    }
}
