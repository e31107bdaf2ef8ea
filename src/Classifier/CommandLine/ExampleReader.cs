using System.Text;
using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>
/// Reads labelled messages from JSON Lines or CSV files. Rows that cannot be read stop the run unless they are to be left out,
/// named by file and line; what is merely odd is reported and counted, so nothing is dropped in silence.
/// </summary>
internal sealed class ExampleReader
{
    private const int BrokenRowsNamed = DataReport.PlacesNamed;

    private readonly string _labelField;
    private readonly Action<Example> _use;
    private readonly bool _skipBadRows;
    private readonly HashSet<string> _knownFields;
    private readonly List<string> _broken = [];
    private readonly DataReport _report;
    private readonly SeenRows _seen = new();
    private readonly Dictionary<string, (string First, int Rows)> _unknownFields = new(StringComparer.Ordinal);
    private int _brokenCount;

    private ExampleReader(string labelField, Action<Example> use, bool skipBadRows, TextWriter? findings)
    {
        _labelField = labelField;
        _use = use;
        _skipBadRows = skipBadRows;
        _report = new DataReport(findings);
        _knownFields = ["id", "subject", "body", "time", "group", "label", "department", labelField];
    }

    /// <summary>Reads all messages, which the reader itself does not keep.</summary>
    /// <param name="paths">One or more file names, separated by commas.</param>
    /// <param name="format">"jsonl", "csv", or null to go by the file name.</param>
    /// <param name="labelField">The field that holds the label.</param>
    /// <param name="use">Gets each message, in order.</param>
    /// <param name="notes">Where oddities and the summary go; null for nowhere.</param>
    /// <param name="skipBadRows">Whether rows that cannot be used are left out and counted; otherwise they stop the run.</param>
    /// <param name="findings">Where every single oddity goes; null for nowhere.</param>
    /// <exception cref="CommandLineException">A file is missing or a row cannot be used.</exception>
    public static void Read(
        string paths, string? format, string labelField, Action<Example> use, TextWriter? notes = null, bool skipBadRows = false, TextWriter? findings = null)
    {
        var reader = new ExampleReader(labelField, use, skipBadRows, findings);
        foreach (var path in paths.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            reader.ReadFile(path, format);
        }
        reader.RefuseBrokenRows();
        reader.NoteColumnsAndLabels();
        if (notes is not null) reader._report.Write(notes);
        if (reader._report.Used == 0) throw CommandLineException.BadInput($"{paths}: no messages.");
    }

    /// <summary>Reads all messages into memory.</summary>
    /// <inheritdoc cref="Read(string, string?, string, Action{Example}, TextWriter?, bool, TextWriter?)"/>
    public static List<Example> Read(
        string paths, string? format, string labelField, TextWriter? notes = null, bool skipBadRows = false, TextWriter? findings = null)
    {
        var examples = new List<Example>();
        Read(paths, format, labelField, examples.Add, notes, skipBadRows, findings);
        return examples;
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
        var before = _report.Rows;
        _seen.StartFile(path);
        using (var reader = new StreamReader(path, encoding))
        {
            switch (format ?? (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "jsonl"))
            {
                case "jsonl": ReadJsonLines(reader, path); break;
                case "csv": ReadCsv(reader, path); break;
                default: throw CommandLineException.Usage($"--format is jsonl or csv, not '{format}'.");
            }
        }
        if (encoding is not UTF8Encoding) _report.Add("files in GBK, converted", $"{path}, {_report.Rows - before} rows");
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
            _report.Rows++;
            try
            {
                var (subject, body, row) = ParseMessage(line);
                var label = Field(row, _labelField);
                foreach (var property in row.EnumerateObject()) NoteField(property.Name, where);
                var id = row.TryGetProperty("id", out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
                Add(id, new Example(subject, body, label), where, number);
            }
            catch (JsonException e)
            {
                AddBroken($"{where}: broken JSON: {e.Message}");
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
            _report.Rows++;
            if (fields.Count != header.Count)
            {
                AddBroken($"{where}: {fields.Count} fields where the header has {header.Count}.");
                continue;
            }
            foreach (var field in header) NoteField(field, where);
            string At(int column) => column < 0 ? "" : fields[column];
            Add(At(id), new Example(At(subject), At(body), At(label)), where, line);
        }
    }

    private void NoteField(string name, string where)
    {
        if (_knownFields.Contains(name)) return;
        _unknownFields[name] = _unknownFields.TryGetValue(name, out var seen) ? (seen.First, seen.Rows + 1) : (where, 1);
    }

    private void Add(string id, Example example, string where, int line)
    {
        if (string.IsNullOrWhiteSpace(example.Label))
        {
            AddBroken($"{where}: no '{_labelField}'.");
            return;
        }
        if (string.IsNullOrWhiteSpace(example.Subject) && string.IsNullOrWhiteSpace(example.Body))
        {
            _report.Add("rows without text, left out", where);
            return;
        }
        if (!_seen.Add(id, example, line, _report)) return;
        _report.Used++;
        _use(example);
    }

    private void AddBroken(string what)
    {
        _brokenCount++;
        if (_skipBadRows) _report.Add("rows that cannot be used, left out", what);
        else if (_broken.Count < BrokenRowsNamed) _broken.Add(what);
    }

    private void RefuseBrokenRows()
    {
        if (_skipBadRows || _brokenCount == 0) return;
        var more = _brokenCount > _broken.Count ? $"\n... and {_brokenCount - _broken.Count} more rows that cannot be used" : "";
        throw CommandLineException.BadInput(
            $"{string.Join('\n', _broken)}{more}\n{_brokenCount} of {_report.Rows} rows cannot be used. Mend them, or leave them out with --skip-bad-rows.");
    }

    private void NoteColumnsAndLabels()
    {
        foreach (var (field, (first, rows)) in _unknownFields) _report.Add("unknown columns, not read", $"'{field}' in {rows} rows from {first}");
        if (_seen.LabelCount == 1) _report.Add("a single label", $"on all {_report.Used} rows from {_seen.First}");
    }
}
