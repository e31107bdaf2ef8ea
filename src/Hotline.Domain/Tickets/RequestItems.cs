using System.Text.Json;

namespace Hotline.Domain.Tickets;

/// <summary>One of several things a message asks for.</summary>
/// <param name="N">1, 2, 3, ...</param>
public sealed record RequestLine(int N, string Text);

/// <summary>A reply's answer to one request item.</summary>
/// <param name="N">The item's number.</param>
/// <param name="Text">Words of its own; null when the reply's text as a whole answers it.</param>
public sealed record ItemAnswer(int N, string? Text);

/// <summary>How request items and their answers are kept in one column.</summary>
internal static class RequestItemText
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? Of<T>(IReadOnlyList<T> items) => items.Count == 0 ? null : JsonSerializer.Serialize(items, Plain);

    public static IReadOnlyList<T> Read<T>(string? text) => text is null ? [] : JsonSerializer.Deserialize<List<T>>(text, Plain)!;
}
