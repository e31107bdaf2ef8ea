using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Bench.Replay;

namespace Hotline.Bench.Doors;

/// <summary>The door for other city systems: <c>POST /api/intake/messages</c>.</summary>
internal sealed class ApiDoor(Uri server, string key) : IDoor
{
    private readonly HttpClient _http = new() { BaseAddress = server, DefaultRequestHeaders = { { "X-Api-Key", key } } };

    public async Task<DoorAnswer> Send(ReplayMessage message, CancellationToken ct)
    {
        var body = new { externalId = message.Id, message.Subject, message.Body, receivedAt = message.Time?.ToString("O"), message.Channel, message.Sender };
        using var response = await _http.PostAsJsonAsync("api/intake/messages", body, JsonSerializerOptions.Web, ct);
        if (await DoorAnswer.IfNotTaken(response, ct) is { } not) return not;
        using var receipt = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        return new(receipt.RootElement.GetProperty("duplicate").GetBoolean() ? Outcome.Duplicate : Outcome.Accepted, (int)response.StatusCode);
    }

    public void Dispose() => _http.Dispose();
}
