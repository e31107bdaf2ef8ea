using System.Text.Json;

namespace Hotline.Testing;

/// <summary>A part of an answer, read by the names of the wire contract.</summary>
public sealed class Json
{
    private readonly JsonElement _element;

    internal Json(JsonElement element) => _element = element;

    public static Json Parse(string text) => new(JsonDocument.Parse(text).RootElement);

    /// <summary>A member; missing when there is none, so that a chain never throws.</summary>
    public Json this[string name] => _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out var member) ? new(member) : new(default);

    public Json this[int index] => Items[index];

    /// <summary>True when absent or null.</summary>
    public bool IsMissing => _element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public string Text => IsMissing ? "" : _element.ValueKind == JsonValueKind.String ? _element.GetString()! : _element.GetRawText();
    public long Number => _element.GetInt64();
    public double Fraction => _element.GetDouble();
    public bool Flag => _element.GetBoolean();
    public Guid Id => _element.GetGuid();
    public DateTimeOffset Time => _element.GetDateTimeOffset();
    public IReadOnlyList<Json> Items => IsMissing ? [] : [.. _element.EnumerateArray().Select(e => new Json(e))];
    public IReadOnlyList<string> Texts => [.. Items.Select(i => i.Text)];
    public IReadOnlyList<string> Names => IsMissing ? [] : [.. _element.EnumerateObject().Select(p => p.Name)];

    /// <inheritdoc />
    public override string ToString() => IsMissing ? "" : _element.GetRawText();
}
