using System.Text.Json;
using Hotline.Bench.Servers;
using Hotline.Classifier;

namespace Hotline.Bench.Classifier;

/// <summary>The messages every classifier of a run learns from and is asked about.</summary>
internal sealed record LabelledMessages(IReadOnlyList<Example> Training, IReadOnlyList<Example> Test)
{
    private const int TestPart = 5;

    /// <summary>The given files, or the demo city's examples with every fifth held back.</summary>
    public static LabelledMessages Read(string? training, string? test, string label)
    {
        if (training is null != test is null) throw new BenchException("--train and --test go together.");
        if (training is not null) return new(ReadFile(training, label), ReadFile(test!, label));
        var all = ReadFile(Repository.At("config", "training.jsonl"), "label");
        return new([.. all.Where((_, i) => i % TestPart != 0)], [.. all.Where((_, i) => i % TestPart == 0)]);
    }

    /// <summary>The message as peers without subject and body get it: one line.</summary>
    public static string Joined(Example message) => $"{message.Subject} {message.Body}".ReplaceLineEndings(" ");

    private static Example[] ReadFile(string path, string label)
    {
        if (!File.Exists(path)) throw new BenchException($"{path}: no such file.");
        return [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line =>
        {
            using var row = JsonDocument.Parse(line);
            string Field(string name) => row.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            return new Example(Field("subject"), Field("body"), Field(label));
        })];
    }
}
