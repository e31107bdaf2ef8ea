using System.Globalization;
using System.Text.Json.Nodes;
using Hotline.Domain.CallFlows;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Hotline.Api.Data.Seed;

/// <param name="Line">From 1.</param>
internal sealed record FlowFault(int Line, string Message);

/// <summary>A flow's text as it was understood.</summary>
/// <param name="Flow">Null when it cannot even be read; to be used only without faults.</param>
/// <param name="Lines">The line of each node.</param>
internal sealed record FlowReading(CallFlow? Flow, IReadOnlyList<FlowFault> Faults, IReadOnlyDictionary<string, int> Lines);

/// <summary>Reads the YAML of a call flow and tells the line of each fault.</summary>
internal static class CallFlowYaml
{
    public const string Folder = "callflows";
    private const int MostDepth = 12;
    private const int MostParts = 20_000;

    public static string NameOf(string code) => $"{Folder}/{code}.yaml";

    /// <exception cref="FormatException">Every fault with its line.</exception>
    public static CallFlow Parse(string yaml)
    {
        var read = Read(yaml);
        return read.Faults.Count == 0 ? read.Flow! : throw new FormatException(string.Join(" ", read.Faults.Select(f => string.Create(CultureInfo.InvariantCulture, $"line {f.Line}: {f.Message}"))));
    }

    public static FlowReading Read(string yaml)
    {
        var lines = new Dictionary<string, int>();
        try
        {
            Bound(yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count != 1) return Wrong(1, "The text must hold one document.");
            var json = ToJson(stream.Documents[0].RootNode, "flow", lines)?.ToJsonString() ?? "null";
            var (flow, faults) = CallFlowText.Read(json);
            return new FlowReading(flow, [.. faults.Select(f => new FlowFault(LineOf(f, lines), f))], lines.Where(l => !l.Key.Contains('.', StringComparison.Ordinal)).ToDictionary());
        }
        catch (YamlException wrong) { return Wrong((int)wrong.Start.Line, wrong.InnerException is { } inner ? $"{wrong.Message} {inner.Message}" : wrong.Message); }

        static FlowReading Wrong(int line, string message) => new(null, [new FlowFault(Math.Max(1, line), message)], new Dictionary<string, int>());
    }

    /// <summary>Before a tree is made of it: no alias, which could make much of little, and no bottomless nesting.</summary>
    private static void Bound(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        for (var (depth, parts) = (0, 0); parser.MoveNext();)
        {
            var part = parser.Current!;
            if (part is AnchorAlias) throw new YamlException(part.Start, part.End, "References are not read here.");
            depth += part.NestingIncrease;
            if (depth > MostDepth || ++parts > MostParts) throw new YamlException(part.Start, part.End, "The text is nested too deep, or too long.");
        }
    }

    /// <summary>Paths are those of the faults: <c>flow.start</c>, and <c>greeting.say.en</c> for what belongs to a node.</summary>
    private static JsonNode? ToJson(YamlNode node, string path, Dictionary<string, int> lines)
    {
        switch (node)
        {
            case YamlMappingNode table:
                var members = new JsonObject();
                foreach (var (key, value) in table.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name }) throw new YamlException(key.Start, key.End, "A name is a text.");
                    var below = path == "flow.nodes" ? name : $"{path}.{name}";
                    lines.TryAdd(below, (int)key.Start.Line);
                    members[name] = ToJson(value, below, lines);
                }
                return members;
            case YamlSequenceNode list: return new JsonArray([.. list.Children.Select(c => ToJson(c, path, lines))]);
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar: return Plain(scalar.Value ?? "");
            case YamlScalarNode scalar: return JsonValue.Create(scalar.Value);
            default: throw new YamlException(node.Start, node.End, "This is not read here.");
        }
    }

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        // With a zero before or a plus it is a number of a telephone, not of mathematics.
        _ when text.Length <= 9 && text.All(char.IsAsciiDigit) && (text == "0" || text[0] != '0') => JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    private static int LineOf(string fault, Dictionary<string, int> lines)
    {
        var path = fault.Split(' ')[0].TrimEnd(':');
        if (path == "start") path = "flow.start";
        for (; path.Length > 0; path = path.LastIndexOf('.') is > 0 and var cut ? path[..cut] : "")
            if (lines.TryGetValue(path, out var line)) return line;
        return 1;
    }
}
