using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>Reads labelled messages from JSON Lines or CSV files. Any bad row stops the read with file and line number.</summary>
internal static class ExampleReader
{
    /// <param name="paths">One or more file names, separated by commas.</param>
    /// <param name="format">"jsonl", "csv", or null to go by the file name.</param>
    /// <param name="labelField">The field that holds the label.</param>
    /// <exception cref="CommandLineException">A file is missing or a row cannot be used.</exception>
    public static List<Example> Read(string paths, string? format, string labelField)
    {
        var examples = new List<Example>();
        foreach (var path in paths.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!File.Exists(path)) throw CommandLineException.BadInput($"{path}: no such file.");
            using var reader = new StreamReader(path);
            switch (format ?? (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "jsonl"))
            {
                case "jsonl": ReadJsonLines(reader, path, labelField, examples); break;
                case "csv": ReadCsv(reader, path, labelField, examples); break;
                default: throw CommandLineException.Usage($"--format is jsonl or csv, not '{format}'.");
            }
        }
        if (examples.Count == 0) throw CommandLineException.BadInput($"{paths}: no messages.");
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

    private static void ReadJsonLines(TextReader reader, string path, string labelField, List<Example> examples)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                var (subject, body, row) = ParseMessage(line);
                Add(examples, subject, body, Field(row, labelField), labelField, path, number);
            }
            catch (JsonException e)
            {
                throw CommandLineException.BadInput($"{path}, line {number}: broken JSON: {e.Message}");
            }
        }
    }

    private static void ReadCsv(TextReader reader, string path, string labelField, List<Example> examples)
    {
        var rows = CsvRows.Read(reader, path).GetEnumerator();
        if (!rows.MoveNext()) return;
        var header = rows.Current.Fields;
        int subject = header.IndexOf("subject"), body = header.IndexOf("body"), label = header.IndexOf(labelField);
        if (label < 0 || (subject < 0 && body < 0))
        {
            throw CommandLineException.BadInput($"{path}, line 1: the header needs '{labelField}' and 'subject' or 'body'.");
        }
        while (rows.MoveNext())
        {
            var (line, fields) = rows.Current;
            if (fields.Count != header.Count)
            {
                throw CommandLineException.BadInput($"{path}, line {line}: {fields.Count} fields where the header has {header.Count}.");
            }
            Add(examples, subject < 0 ? "" : fields[subject], body < 0 ? "" : fields[body], fields[label], labelField, path, line);
        }
    }

    private static void Add(
        List<Example> examples, string subject, string body, string label, string labelField, string path, int line)
    {
        if (string.IsNullOrWhiteSpace(label)) throw CommandLineException.BadInput($"{path}, line {line}: no '{labelField}'.");
        examples.Add(new Example(subject, body, label));
    }
}
