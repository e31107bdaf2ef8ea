using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Api.Tests;

/// <summary>The document that other programs and the console's types are made from.</summary>
public sealed class ApiDocumentTests(Sqlite fixture) : ThroughTheFrontDoor(fixture), IClassFixture<Sqlite>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_committed_document_is_the_live_one()
    {
        var file = Path.Combine(Repository.Folder, "docs", "openapi.json");
        var live = JsonNode.Parse((await Host.Anybody().Get("/openapi/v1.json")).Body)!;
        // ./hotline docs writes it; everybody else is told when it is stale.
        if (Environment.GetEnvironmentVariable("HOTLINE_WRITE_DOCS") is { Length: > 0 }) await File.WriteAllTextAsync(file, live.ToJsonString(Readable) + "\n");
        JsonNode.DeepEquals(live, JsonNode.Parse(await File.ReadAllTextAsync(file))).ShouldBeTrue("docs/openapi.json is stale: run ./hotline docs");
    }

    [Fact]
    public async Task Nothing_in_the_document_is_null_because_nothing_on_the_wire_is()
    {
        var document = JsonNode.Parse((await Host.Anybody().Get("/openapi/v1.json")).Body)!;
        document["components"]!.ToJsonString().ShouldNotContain("\"null\"");
        document["components"]!.ToJsonString().ShouldNotContain(",null]");
        document["paths"]!.ToJsonString().ShouldNotContain("\"null\"");
        var history = document["components"]!["schemas"]!["HistoryView"]!;
        history["required"]!.AsArray().Select(n => (string)n!).ShouldBe(["at", "action", "actor", "actorName"], ignoreOrder: true);
        ((string)history["properties"]!["from"]!["$ref"]!).ShouldEndWith("/TicketState");
    }

    [Theory]
    [InlineData("AttachmentView", "kind", "AttachmentKind")]
    [InlineData("OutgoingView", "state", "OutgoingState")]
    [InlineData("OutgoingView", "channel", "Channel")]
    [InlineData("QuarantinedView", "channel", "Channel")]
    [InlineData("EvidenceView", "field", "EvidenceField")]
    [InlineData("RedactionView", "kind", "PersonalDataKind")]
    public async Task A_name_from_a_list_has_its_list_in_the_document(string view, string member, string list)
    {
        var schemas = JsonNode.Parse((await Host.Anybody().Get("/openapi/v1.json")).Body)!["components"]!["schemas"]!;
        ((string)schemas[view]!["properties"]![member]!["$ref"]!).ShouldEndWith("/" + list);
        schemas[list]!["enum"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Query_parameters_are_named_as_the_console_sends_them()
    {
        var paths = JsonNode.Parse((await Host.Anybody().Get("/openapi/v1.json")).Body)!["paths"]!.AsObject();
        var names = paths.SelectMany(p => p.Value!.AsObject()).SelectMany(o => o.Value!["parameters"]?.AsArray() ?? [])
            .Where(p => (string)p!["in"]! == "query").Select(p => (string)p!["name"]!).ToList();
        names.ShouldContain("state");
        names.ShouldAllBe(n => char.IsAsciiLetterLower(n[0]));
    }

    [Fact]
    public async Task What_is_checked_by_hand_has_its_words_in_the_document()
    {
        var document = JsonNode.Parse((await Host.Anybody().Get("/openapi/v1.json")).Body)!;
        var list = document["paths"]!["/api/tickets"]!["get"]!["parameters"]!.AsArray();
        var state = list.Single(p => (string)p!["name"]! == "state")!;
        ((string)state["schema"]!["items"]!["$ref"]!).ShouldEndWith("/TicketState");
        ((bool)state["explode"]!).ShouldBeFalse();
        list.Single(p => (string)p!["name"]! == "due")!["schema"]!["enum"]!.AsArray().Select(w => (string)w!).ShouldBe(["soon", "overdue"]);
        document["components"]!["schemas"]!["ApiMessage"]!["properties"]!["channel"]!["enum"]!.AsArray().Select(w => (string)w!).ShouldContain("Microblog");
    }
}
