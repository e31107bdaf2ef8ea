using System.Text.Json;

namespace Hotline.Channels;

/// <summary>
/// Reads a provider's JSON without trusting its form: what is missing or of another kind is null. One odd entry of a list must
/// not keep the others out.
/// </summary>
internal static class JsonFields
{
    /// <summary>A text, or a number as it was written: identities have more digits than a floating-point number holds.</summary>
    public static string? Text(this JsonElement element, string name) => Child(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => Read(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static bool Flag(this JsonElement element, string name) => Child(element, name) is { ValueKind: JsonValueKind.True };

    public static int? Number(this JsonElement element, string name) =>
        Child(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    public static IEnumerable<JsonElement> Items(this JsonElement? list) => list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A whole document, apart from its buffer; null when it is none.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Half a surrogate pair, escaped, is JSON and no text.
    private static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
