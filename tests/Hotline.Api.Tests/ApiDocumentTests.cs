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
}
