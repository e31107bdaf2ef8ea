using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>A place of the directory that a message names.</summary>
/// <param name="Name">The name as it stands in the message's normal form.</param>
/// <param name="Department">The territorial unit that answers for it.</param>
internal sealed record NamedPlace(string Name, string Department);

/// <summary>
/// Place names and the territorial units that answer for them. A row names a place, or with * in front an ending of place
/// names behind any two ideographs (*镇); a row without a unit names what looks like a place and is none (城镇).
/// Of names that end at the same character the longest counts, and a name before an ending.
/// </summary>
internal sealed class PlaceDirectory
{
    private const int IdeographsBeforeEnding = 2;

    private readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _endings = new(StringComparer.Ordinal);
    private readonly HashSet<char> _lastUnits = [];
    private readonly int[] _nameLengths;
    private readonly int[] _endingLengths;

    private PlaceDirectory(IEnumerable<(string Name, string? Department)> rows)
    {
        foreach (var (name, department) in rows)
        {
            (name.StartsWith('*') ? _endings : _names)[name.TrimStart('*')] = department;
            _lastUnits.Add(name[^1]);
        }
        _nameLengths = LengthsOf(_names);
        _endingLengths = LengthsOf(_endings);
        Departments = [.. _names.Values.Concat(_endings.Values).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The territorial units.</summary>
    public IReadOnlyList<string> Departments { get; }

    /// <summary>Reads JSON Lines of {"name", "department"}.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The labels of the model, of which each unit must be one.</param>
    /// <exception cref="CommandLineException">The file is missing or a row cannot be used.</exception>
    public static PlaceDirectory Read(string path, IReadOnlyCollection<string> labels)
    {
        if (!File.Exists(path)) throw CommandLineException.BadInput($"{path}: no such file.");
        var rows = new List<(string, string?)>();
        var number = 0;
        foreach (var line in File.ReadLines(path, TextEncoding.Detect(path)))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) rows.Add(ReadRow(line, $"{path}, line {number}", labels));
        }
        var directory = new PlaceDirectory(rows);
        return directory.Departments.Count > 0 ? directory : throw CommandLineException.BadInput($"{path}: no places.");
    }

    /// <summary>The places a message names, each once, in the order of the text.</summary>
    public IReadOnlyList<NamedPlace> Find(string subject, string body)
    {
        var message = new MessageFeatures();
        message.Normalize(subject, body);
        var found = new List<NamedPlace>();
        for (var end = 1; end <= message.Length; end++)
        {
            if (!_lastUnits.Contains(message.Text[end - 1])) continue;
            if (FindEndingAt(message.Text[..end]) is { } place && !found.Contains(place)) found.Add(place);
        }
        return found;
    }

    private static int[] LengthsOf(Dictionary<string, string?> names) => [.. names.Keys.Select(name => name.Length).Distinct().OrderDescending()];

    private static (string Name, string? Department) ReadRow(string line, string where, IReadOnlyCollection<string> labels)
    {
        try
        {
            var row = JsonSerializer.Deserialize<Row>(line, JsonSerializerOptions.Web);
            var name = Normalize(row?.Name ?? "");
            if (name.TrimStart('*').Length == 0) throw CommandLineException.BadInput($"{where}: no 'name'.");
            if (row!.Department is { } department && !labels.Contains(department)) throw CommandLineException.BadInput($"{where}: the model has no label '{department}'.");
            return (name, row.Department);
        }
        catch (JsonException e)
        {
            throw CommandLineException.BadInput($"{where}: broken JSON: {e.Message}");
        }
    }

    private static string Normalize(string text)
    {
        var form = new char[text.Length];
        return new string(form, 0, TextNormalizer.Normalize(text, form, new int[text.Length]));
    }

    private NamedPlace? FindEndingAt(ReadOnlySpan<char> text)
    {
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _nameLengths)
        {
            if (length <= text.Length && names.TryGetValue(text[^length..], out var name, out var department)) return department is null ? null : new NamedPlace(name, department);
        }
        var endings = _endings.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _endingLengths)
        {
            var start = text.Length - length - IdeographsBeforeEnding;
            if (start < 0 || text[start..^length].ContainsAnyExceptInRange('\u4E00', '\u9FFF')) continue;
            if (endings.TryGetValue(text[^length..], out _, out var department)) return department is null ? null : new NamedPlace(text[start..].ToString(), department);
        }
        return null;
    }

    private sealed record Row(string? Name, string? Department);
}
