using System.Text;
using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>
/// Reads labelled messages from JSON Lines or CSV files. Rows that cannot be read stop the run, named by file and line;
/// what is merely odd is reported and counted, so nothing is dropped in silence.
/// </summary>
internal sealed class ExampleReader
{
    private const int BrokenRowsNamed = 10;

    private readonly string _labelField;
    private readonly HashSet<string> _knownFields;
    private readonly List<Example> _examples = [];
    private readonly List<string> _broken = [];
    private readonly DataReport _report = new();
    private readonly Dictionary<string, (string Where, string Label, string Subject, string Body)> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subject, string Body), (string Where, string Label)> _texts = [];
    private readonly Dictionary<string, (string First, int Rows)> _unknownFields = new(StringComparer.Ordinal);

    private ExampleReader(string labelField)
    {
        _labelField = labelField;
        _knownFields = ["id", "subject", "body", "time", "group", "label", "department", labelField];
    }

    /// <param name="paths">One or more file names, separated by commas.</param>
    /// <param name="format">"jsonl", "csv", or null to go by the file name.</param>
    /// <param name="labelField">The field that holds the label.</param>
    /// <param name="notes">Where oddities and the summary go; null for nowhere.</param>
    /// <exception cref="CommandLineException">A file is missing or a row cannot be used.</exception>
    public static List<Example> Read(string paths, string? format, string labelField, TextWriter? notes = null)
    {
        var reader = new ExampleReader(labelField);
        foreach (var path in paths.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            reader.ReadFile(path, format);
        }
        reader.RefuseBrokenRows();
        if (reader._examples.Count == 0) throw CommandLineException.BadInput($"{paths}: no messages.");
        foreach (var (field, (first, rows)) in reader._unknownFields) reader._report.Add("unknown columns, not read", $"'{field}' in {rows} rows from {first}");
        if (notes is not null) reader._report.Write(notes);
        return reader._examples;
    }

    /// <summary>Subject and body of a JSON object; a missing or null field is an empty text.</summary>
    /// <exception cref="JsonException">Not a JSON object, or a field is not a string.</exception>
    public static (string Subject, string Body, JsonElement Row) ParseMessage(string line)
    {
        using var document = JsonDocument.Parse(line);
        var row = document.RootElement.Clone();
        if (row.ValueKind != JsonValueKind.Object) throw new JsonException("the line is not a JSON object");
        return (Field(row, "subject"), Field(row, "body"), row);
    }

    private static string Field(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return "";
        if (value.ValueKind != JsonValueKind.String) throw new JsonException($"'{name}' is not a string");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException($"'{name}' holds half a surrogate pair");
        }
    }

    private void ReadFile(string path, string? format)
    {
        if (!File.Exists(path)) throw CommandLineException.BadInput($"{path}: no such file.");
        var encoding = TextEncoding.Detect(path);
        if (encoding is not UTF8Encoding) _report.Add("files in GBK, converted", path);
        using var reader = new StreamReader(path, encoding);
        switch (format ?? (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "jsonl"))
        {
            case "jsonl": ReadJsonLines(reader, path); break;
            case "csv": ReadCsv(reader, path); break;
            default: throw CommandLineException.Usage($"--format is jsonl or csv, not '{format}'.");
        }
    }

    private void ReadJsonLines(TextReader reader, string path)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            var where = $"{path}, line {++number}";
            if (string.IsNullOrWhiteSpace(line))
            {
                _report.Add("empty lines, left out", where);
                continue;
            }
            try
            {
                var (subject, body, row) = ParseMessage(line);
                foreach (var property in row.EnumerateObject()) NoteField(property.Name, where);
                var id = row.TryGetProperty("id", out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
                Add(id, subject, body, Field(row, _labelField), where);
            }
            catch (JsonException e)
            {
                _broken.Add($"{where}: broken JSON: {e.Message}");
            }
        }
    }

    private void ReadCsv(TextReader reader, string path)
    {
        var rows = CsvRows.Read(reader, path).GetEnumerator();
        if (!rows.MoveNext()) return;
        var header = rows.Current.Fields;
        int subject = header.IndexOf("subject"), body = header.IndexOf("body"), label = header.IndexOf(_labelField), id = header.IndexOf("id");
        if (label < 0 || (subject < 0 && body < 0))
        {
            throw CommandLineException.BadInput($"{path}, line 1: the header needs '{_labelField}' and 'subject' or 'body'.");
        }
        while (rows.MoveNext())
        {
            var (line, fields) = rows.Current;
            var where = $"{path}, line {line}";
            if (fields.Count != header.Count)
            {
                _broken.Add($"{where}: {fields.Count} fields where the header has {header.Count}.");
                continue;
            }
            foreach (var field in header) NoteField(field, where);
            string At(int column) => column < 0 ? "" : fields[column];
            Add(At(id), At(subject), At(body), At(label), where);
        }
    }

    private void NoteField(string name, string where)
    {
        if (_knownFields.Contains(name)) return;
        _unknownFields[name] = _unknownFields.TryGetValue(name, out var seen) ? (seen.First, seen.Rows + 1) : (where, 1);
    }

    private void Add(string id, string subject, string body, string label, string where)
    {
        _report.Rows++;
        if (string.IsNullOrWhiteSpace(label))
        {
            _broken.Add($"{where}: no '{_labelField}'.");
            return;
        }
        if (string.IsNullOrWhiteSpace(subject) && string.IsNullOrWhiteSpace(body))
        {
            _report.Add("rows without text, left out", where);
            return;
        }
        if (id.Length > 0 && !_ids.TryAdd(id, (where, label, subject, body)))
        {
            var first = _ids[id];
            if ((first.Label, first.Subject, first.Body) == (label, subject, body))
            {
                _report.Add("rows given twice with the same id, the second left out", $"'{id}' in {first.Where} and {where}");
                return;
            }
            _report.Add("duplicate ids on different rows, both used", $"'{id}' in {first.Where} and {where}");
        }
        if (!_texts.TryAdd((subject, body), (where, label)) && _texts[(subject, body)] is var known && known.Label != label)
        {
            _report.Add("identical texts with conflicting labels, both used", $"'{known.Label}' in {known.Where} and '{label}' in {where}");
        }
        _report.Used++;
        _examples.Add(new Example(subject, body, label));
    }

    private void RefuseBrokenRows()
    {
        if (_broken.Count == 0) return;
        var more = _broken.Count > BrokenRowsNamed ? $"\n... and {_broken.Count - BrokenRowsNamed} more rows that cannot be used" : "";
        throw CommandLineException.BadInput(string.Join('\n', _broken.Take(BrokenRowsNamed)) + more);
    }
}
