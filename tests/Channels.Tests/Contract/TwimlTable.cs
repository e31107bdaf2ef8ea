using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Hotline.Channels.Tests.Contract;

/// <summary>Checks a TwiML document against the table of elements, attributes and enumerations of the vendor's typings.</summary>
internal sealed class TwimlTable
{
    private readonly Dictionary<string, List<JsonElement>> byElement = [];
    private readonly Dictionary<string, HashSet<string>> types;
    private readonly JsonElement elements;

    public TwimlTable(JsonElement table)
    {
        elements = table.GetProperty("elements");
        types = table.GetProperty("types").EnumerateObject().ToDictionary(t => t.Name, t => t.Value.EnumerateArray().Select(v => v.GetString()!).ToHashSet());
        foreach (var definition in elements.EnumerateObject())
        {
            var name = ElementName(definition.Name);
            (byElement.TryGetValue(name, out var list) ? list : byElement[name] = []).Add(definition.Value);
        }
    }

    public List<string> Faults(string xml)
    {
        var faults = new List<string>();
        var root = XDocument.Parse(xml).Root!;
        if (root.Name != "Response")
        {
            faults.Add("the root must be Response");
        }

        Check(root, faults);
        return faults;
    }

    private void Check(XElement element, List<string> faults)
    {
        var name = element.Name.ToString();
        if (!byElement.TryGetValue(name, out var definitions))
        {
            faults.Add($"{name} is unknown");
            return;
        }

        var attributes = definitions.SelectMany(d => d.GetProperty("attributes").EnumerateObject()).ToLookup(a => a.Name, a => a.Value.GetString()!);
        foreach (var attribute in element.Attributes())
        {
            var type = attributes[attribute.Name.ToString()].FirstOrDefault();
            if (type is null)
            {
                faults.Add($"{name}@{attribute.Name} is unknown");
            }
            else if (!Fits(type, attribute.Value))
            {
                faults.Add($"{name}@{attribute.Name}=\"{attribute.Value}\" is not {type}");
            }
        }

        var children = definitions.SelectMany(d => d.GetProperty("children").EnumerateArray()).Select(c => ElementName(c.GetString()!)).ToHashSet();
        foreach (var child in element.Elements())
        {
            if (!children.Contains(child.Name.ToString()))
            {
                faults.Add($"{child.Name} is not allowed in {name}");
            }

            Check(child, faults);
        }
    }

    private string ElementName(string name) =>
        elements.TryGetProperty(name, out var definition) && definition.TryGetProperty("element", out var element) ? element.GetString()! : name;

    private bool Fits(string type, string value)
    {
        var isList = type.EndsWith("[]", StringComparison.Ordinal);
        var item = isList ? type[..^2] : type;
        return (isList ? value.Split(' ') : [value]).All(v => item switch
        {
            "number" => int.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "boolean" => v is "true" or "false",
            _ => !types.TryGetValue(item, out var values) || values.Count < 2 || values.Contains(v),
        });
    }
}
