using System.Text;

namespace Hotline.Classifier.CommandLine;

/// <summary>Comma-separated rows after RFC 4180: fields may be quoted, may hold line breaks, and double a quote to keep it.</summary>
internal static class CsvRows
{
    /// <summary>The rows with the line each starts on, from 1. Empty lines are skipped.</summary>
    /// <exception cref="CommandLineException">A quote is never closed.</exception>
    public static IEnumerable<(int Line, List<string> Fields)> Read(TextReader reader, string path)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            var start = ++number;
            if (line.Length == 0) continue;
            var fields = new List<string>();
            var field = new StringBuilder();
            var quoted = false;
            for (var i = 0; ; i++)
            {
                if (i == line.Length)
                {
                    if (!quoted) break;
                    field.Append('\n');
                    line = reader.ReadLine() ?? throw CommandLineException.BadInput($"{path}, line {start}: a quote is never closed.");
                    number++;
                    i = -1;
                }
                else if (line[i] == '"')
                {
                    if (!quoted || i + 1 >= line.Length || line[i + 1] != '"') quoted = !quoted;
                    else field.Append(line[++i]);
                }
                else if (line[i] == ',' && !quoted)
                {
                    fields.Add(field.ToString());
                    field.Clear();
                }
                else
                {
                    field.Append(line[i]);
                }
            }
            fields.Add(field.ToString());
            yield return (start, fields);
        }
    }
}
