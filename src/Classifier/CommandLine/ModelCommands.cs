using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>The commands that ask a finished model: evaluate, predict, explain and card.</summary>
internal static class ModelCommands
{
    public static void Evaluate(ReadOnlySpan<string> words, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", "--data", "--format", "--label"], ["--json"]);
        var model = Load(arguments);
        var data = ExampleReader.Read(arguments.Get("--data"), arguments.Find("--format"), arguments.Find("--label") ?? "label");
        var report = Evaluation.Measure(model, data);
        var rate = Stopclock.MessagesPerSecond(model, data);
        if (arguments.Has("--json")) Reports.WriteEvaluationJson(report, rate, output);
        else Reports.WriteEvaluation(report, rate, output);
    }

    public static void Predict(ReadOnlySpan<string> words, TextReader input, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", "--top"], ["--evidence"]);
        var model = Load(arguments);
        var top = ReadTop(arguments);
        var number = 0;
        while (input.ReadLine() is { } line)
        {
            number++;
            var (subject, body) = ReadMessage(line, number);
            Reports.WritePredictionJson(model.Predict(subject, body, top, arguments.Has("--evidence")), output);
        }
    }

    public static void Explain(ReadOnlySpan<string> words, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", "--text", "--subject", "--top"], []);
        var model = Load(arguments);
        var subject = arguments.Find("--subject") ?? "";
        var body = arguments.Get("--text");
        Reports.WriteExplanation(model.Predict(subject, body, ReadTop(arguments)), subject, body, output);
    }

    public static void Card(ReadOnlySpan<string> words, TextWriter output) =>
        Reports.WriteCardJson(Load(new Arguments(words, ["--model"], [])).Card, output);

    private static LinearTextModel Load(Arguments arguments)
    {
        var path = arguments.Get("--model");
        if (!File.Exists(path)) throw CommandLineException.BadInput($"{path}: no such file.");
        using var file = File.OpenRead(path);
        return LinearTextModel.Load(file);
    }

    private static int ReadTop(Arguments arguments)
    {
        var top = arguments.Number("--top", 3);
        return top >= 1 ? top : throw CommandLineException.Usage("--top needs a number of at least 1.");
    }

    private static (string Subject, string Body) ReadMessage(string line, int number)
    {
        if (!line.StartsWith('{')) return ("", line);
        try
        {
            var (subject, body, _) = ExampleReader.ParseMessage(line);
            return (subject, body);
        }
        catch (JsonException e)
        {
            throw CommandLineException.BadInput($"standard input, line {number}: broken JSON: {e.Message}");
        }
    }
}
