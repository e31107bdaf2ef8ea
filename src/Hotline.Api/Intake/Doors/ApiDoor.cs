using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake.Doors;

/// <summary>A message from another of the city's systems.</summary>
/// <param name="Channel">Where that system got it from; Api when absent.</param>
/// <param name="ExternalId">That system's own id; the same id is the same message for ever.</param>
/// <param name="Sender">Phone number, mail address or name.</param>
/// <param name="ReceivedAt">ISO 8601 with offset; now when absent.</param>
internal sealed record ApiMessage([property: Words(NamesOf = typeof(Channel))] string? Channel, string? ExternalId, string? Sender, string? Subject, string? Body, string? ReceivedAt,
    TicketType? Type = null, string? Place = null, bool Anonymous = false, bool Confidential = false);

/// <summary>The ticket of a message; <c>duplicate</c> when it was known already.</summary>
internal sealed record ApiReceipt(string? TicketNumber, string? QueryCode, Guid? TicketId, bool Duplicate);

/// <summary>One item's outcome in a batch: <c>status</c> is what it would have been alone.</summary>
internal sealed record ApiItemResult(int Index, string? ExternalId, int Status, string? TicketNumber, string? QueryCode, Guid? TicketId, bool Duplicate,
    string? Code, IReadOnlyDictionary<string, string[]>? Errors);

/// <summary><c>POST /api/intake/messages</c> for other city systems, one message or an array of up to 1,000.</summary>
internal static class ApiDoor
{
    private const int MostItems = 1_000;
    private const int MostBytes = 16 * 1024 * 1024;
    private const int LongestBody = 100_000;
    private static readonly string[] Channels = Enum.GetNames<ChannelKind>();

    public static void Map(RouteGroupBuilder api) => api.MapPost("/intake/messages", Take)
        .WithName("TakeMessages").WithSummary("Hand over one message, or an array of up to 1,000")
        .WithDescription("Header X-Api-Key. 202 with the ticket's number and query code; the same externalId again gets the same answer. An array gets an array: each item with its own status.")
        .Accepts<ApiMessage>("application/json").Produces<ApiReceipt>(202).ProducesProblem(400).ProducesProblem(401).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429)
        .WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).AllowAnonymous();

    private static async Task<IResult> Take(HttpContext http, IntakePipeline intake, HotlineOptions options, TimeProvider clock, CancellationToken ct)
    {
        if (SystemOf(http.Request.Headers["X-Api-Key"], options) is not { } system) return Problems.ToResult(new Error(ErrorKind.Unauthorized, "intake.key_unknown"));
        if (!http.Request.HasJsonContentType()) throw new BadHttpRequestException("application/json is expected", 415);
        using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: ct);
        var root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Object => await TakeOne(root, system, intake, clock),
            JsonValueKind.Array => await TakeMany(root, system, intake, clock),
            _ => Problems.ToResult(new Error(ErrorKind.Invalid, "request.malformed") { Arguments = ["$"] }),
        };
    }

    private static async Task<IResult> TakeOne(JsonElement root, string system, IntakePipeline intake, TimeProvider clock)
    {
        var read = Read(root, system, clock.GetUtcNow());
        if (read.Error is { } invalid) return Problems.ToResult(invalid);
        var result = await intake.Submit(read.Value!);
        return result.Error is { } full ? Problems.ToResult(full) : TypedResults.Accepted((string?)null, Receipt(result.Value!));
    }

    private static async Task<IResult> TakeMany(JsonElement root, string system, IntakePipeline intake, TimeProvider clock)
    {
        if (root.GetArrayLength() is 0 or > MostItems) return Problems.ToResult(Error.Field("$", "intake.batch_size"));
        var now = clock.GetUtcNow();
        var items = root.EnumerateArray().Select(e => Read(e, system, now)).ToList();
        var stored = await intake.Submit([.. items.Where(i => i.Error is null).Select(i => i.Value!)]);
        if (stored.Error is { } full) return Problems.ToResult(full);
        var receipts = new Queue<IntakeReceipt>(stored.Value!);
        return TypedResults.Json(items.Select((item, index) => item.Error is { } error
            ? new ApiItemResult(index, ExternalIdOf(root[index]), Problems.Status(error.Kind), null, null, null, false, error.Code, Problems.Details(error).Extensions["errors"] as Dictionary<string, string[]>)
            : Item(index, item.Value!, receipts.Dequeue())).ToList(), statusCode: 202);
    }

    /// <summary>So that the sender finds its item again, also when the item is wrong otherwise.</summary>
    private static string? ExternalIdOf(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("externalId", out var id) || id.ValueKind != JsonValueKind.String) return null;
        try { return id.GetString() is { Length: <= 200 } text ? text : null; }
        catch (InvalidOperationException) { return null; }   // half a surrogate pair, escaped, is JSON and no text
    }

    private static ApiItemResult Item(int index, IntakeRequest request, IntakeReceipt receipt) =>
        new(index, request.Message.ProviderId, 202, receipt.TicketNumber, receipt.QueryCode, receipt.TicketId, receipt.Duplicate, receipt.TicketId is null ? "intake.quarantined" : null, null);

    private static ApiReceipt Receipt(IntakeReceipt receipt) => new(receipt.TicketNumber, receipt.QueryCode, receipt.TicketId, receipt.Duplicate);

    private static Result<IntakeRequest> Read(JsonElement element, string system, DateTimeOffset now)
    {
        ApiMessage? item;
        try { item = element.Deserialize<ApiMessage>(HotlineJson.Options); }
        catch (JsonException e) { return Error.Field((e.Path ?? "$").TrimStart('$', '.'), "field.malformed"); }
        if (item is null) return Error.Field("$", "field.malformed");

        var wrong = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(item.ExternalId)) wrong["externalId"] = ["field.required"];
        else if (item.ExternalId.Length > 200) wrong["externalId"] = ["field.too_long"];
        if (string.IsNullOrWhiteSpace(item.Body) && string.IsNullOrWhiteSpace(item.Subject)) wrong["body"] = ["field.required"];
        if (item.Body?.Length > LongestBody) wrong["body"] = ["field.too_long"];
        if (item.Subject?.Length > 500) wrong["subject"] = ["field.too_long"];
        if (item.Sender?.Length > 200) wrong["sender"] = ["field.too_long"];
        if (item.Place?.Length > 200) wrong["place"] = ["field.too_long"];
        var channel = item.Channel is null ? nameof(ChannelKind.Api) : Array.Find(Channels, c => c.Equals(item.Channel, StringComparison.OrdinalIgnoreCase));
        if (channel is null) wrong["channel"] = ["intake.channel_unknown"];
        var receivedAt = now;
        if (item.ReceivedAt is { Length: > 0 } written && !TryReadTime(written, out receivedAt)) wrong["receivedAt"] = ["intake.time_unreadable"];
        if (wrong.Count > 0) return new Error(ErrorKind.Invalid, "request.invalid") { Fields = wrong };

        var message = new IncomingMessage(Enum.Parse<ChannelKind>(channel!), Data.TicketSources.AccountOf(system), item.ExternalId!, item.Anonymous ? null : item.Sender, null, item.Subject ?? "", item.Body ?? "",
            receivedAt, [], element.GetRawText(), "application/json");
        return new IntakeRequest(message) { Type = item.Type, Place = item.Place, Anonymous = item.Anonymous, Confidential = item.Confidential };
    }

    /// <summary>ISO 8601 with an offset: without one nobody knows which instant is meant.</summary>
    private static bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out time)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10) && time.UtcTicks > 0;

    private static string? SystemOf(string? key, HotlineOptions options)
    {
        if (string.IsNullOrEmpty(key)) return null;
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string? found = null;
        foreach (var (name, known) in options.Intake.ApiKeys)
            if (CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(Encoding.UTF8.GetBytes(known)))) found = name;
        return found;
    }
}
