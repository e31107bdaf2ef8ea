using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using System.Xml;
using System.Xml.Linq;

namespace Hotline.Channels.SmsGateway;

/// <summary>The shape of what a gateway answers or pushes.</summary>
public enum GatewayFormat
{
    Json,
    Xml,

    /// <summary><c>name=value&amp;name=value</c>, also in the query of an address.</summary>
    Form,

    /// <summary>Plain text, read by a pattern with named groups.</summary>
    Text,
}

/// <summary>
/// Fields of a payload by path: <c>data.0.msgId</c> in JSON, <c>response.code</c> in XML, a name in a form, a group's name in a
/// pattern. Any payload is read or refused; none throws.
/// </summary>
internal sealed class GatewayFields
{
    private const int MostDepth = 32;
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(200);

    private readonly Func<string, string?> _find;

    private GatewayFields(Func<string, string?> find, string raw) => (_find, Raw) = (find, raw);

    /// <summary>The part of the payload that these fields stand in.</summary>
    public string Raw { get; }

    /// <summary>Null when absent.</summary>
    public string? this[string path] => path.Length == 0 ? null : _find(path);

    /// <summary>Null when the payload is not of this format.</summary>
    public static GatewayFields? Read(GatewayFormat format, string payload, string pattern, Encoding charset) =>
        ReadItems(format, payload, "", pattern, charset) is [var one] ? one : null;

    /// <summary>The items of a push; the payload itself as the only one where <paramref name="items"/> is empty. Null when it is not of this format.</summary>
    /// <param name="format">The shape.</param>
    /// <param name="payload">The text.</param>
    /// <param name="items">Path of the array, <c>$</c> when the payload itself is one; in XML the path of the elements.</param>
    /// <param name="pattern">For <see cref="GatewayFormat.Text"/>.</param>
    /// <param name="charset">Of the escapes of a form.</param>
    public static IReadOnlyList<GatewayFields>? ReadItems(GatewayFormat format, string payload, string items, string pattern, Encoding charset)
    {
        try
        {
            return format switch
            {
                GatewayFormat.Json => OfJson(payload, items),
                GatewayFormat.Xml => OfXml(payload, items),
                GatewayFormat.Form => [OfForm(payload, charset)],
                _ => Regex.Match(payload, pattern, RegexOptions.CultureInvariant, MostTime) is { Success: true } found
                    ? [new(name => found.Groups.TryGetValue(name, out var group) && group.Success ? group.Value : null, payload)]
                    : null,
            };
        }
        catch (Exception e) when (e is JsonException or XmlException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static List<GatewayFields>? OfJson(string payload, string items)
    {
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MostDepth });
        var root = document.RootElement.Clone();
        if (items.Length == 0)
        {
            return [new(path => Text(Find(root, path)), payload)];
        }

        var array = items == "$" ? root : Find(root, items);
        return array is { ValueKind: JsonValueKind.Array } many
            ? [.. many.EnumerateArray().Select(item => new GatewayFields(path => Text(Find(item, path)), item.GetRawText()))]
            : null;
    }

    private static JsonElement? Find(JsonElement? from, string path)
    {
        foreach (var step in path.Split('.'))
        {
            from = from switch
            {
                { ValueKind: JsonValueKind.Object } members when members.TryGetProperty(step, out var member) => member,
                { ValueKind: JsonValueKind.Array } array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < array.GetArrayLength() => array[at],
                _ => null,
            };
        }

        return from;
    }

    private static string? Text(JsonElement? value)
    {
        try
        {
            return value switch
            {
                null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { } other => other.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape: there is no such text.
            return null;
        }
    }

    private static List<GatewayFields> OfXml(string payload, string items)
    {
        // No document type: entities could read files or grow without bound.
        using var reader = XmlReader.Create(new StringReader(payload), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var document = XDocument.Load(reader);
        return items.Length == 0
            ? [new(path => Descend([document], path).FirstOrDefault()?.Value, payload)]
            : [.. Descend([document], items).Select(item => new GatewayFields(path => Descend([item], path).FirstOrDefault()?.Value, item.ToString()))];
    }

    private static IEnumerable<XElement> Descend(IEnumerable<XContainer> from, string path)
    {
        foreach (var step in path.Split('.'))
        {
            from = from.SelectMany(c => c.Elements()).Where(e => e.Name.LocalName == step);
        }

        return from.OfType<XElement>();
    }

    private static GatewayFields OfForm(string payload, Encoding charset)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs(payload, charset))
        {
            fields.TryAdd(name, value);
        }

        return new(fields.GetValueOrDefault, payload);
    }

    /// <summary>Names and values as they stand, in their order.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string form, Encoding charset)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? (HttpUtility.UrlDecode(pair, charset), "")
                : (HttpUtility.UrlDecode(pair[..equals], charset), HttpUtility.UrlDecode(pair[(equals + 1)..], charset));
        }
    }
}
