using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>The commands that ask a finished model: evaluate, predict, explain and card.</summary>
internal static class ModelCommands
{
    public static void Evaluate(ReadOnlySpan<string> words, TextWriter output, TextWriter error)
    {
        var arguments = new Arguments(words, ["--model", "--data", "--format", "--label"], ["--json"]);
        var model = Load(arguments);
        var data = ReadData(arguments, error);
        var report = Evaluation.Measure(model, data);
        var rate = Stopclock.MessagesPerSecond(model, data);
        if (arguments.Has("--json")) Reports.WriteEvaluationJson(report, rate, output);
        else Reports.WriteEvaluation(report, rate, output);
    }

    public static void Predict(ReadOnlySpan<string> words, TextReader input, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", "--top", "--words", "--level"], ["--evidence", "--requests", "--json"]);
        var model = Load(arguments);
        var top = ReadTop(arguments);
        var watched = arguments.Find("--words") is { } path ? WatchedWordsReader.Read(path) : null;
        var level = arguments.Number("--level", 0);
        if (level < 0) throw CommandLineException.Usage("--level needs the number of characters of a label that name the level.");
        var number = 0;
        while (input.ReadLine() is { } line)
        {
            number++;
            var (subject, body) = ReadMessage(line, number);
            var predicted = new PredictedMessage(model.Predict(subject, body, top, arguments.Has("--evidence")))
            {
                Level = level == 0 ? null : model.PredictLevel(subject, body, level, top),
                Words = watched?.Find(subject, body),
                Requests = arguments.Has("--requests") ? RequestSplitter.Split(model, subject, body) : null,
            };
            Reports.WritePredictionJson(predicted, output);
        }
    }

    public static void Explain(ReadOnlySpan<string> words, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", "--text", "--subject", "--top"], ["--json"]);
        var model = Load(arguments);
        var subject = arguments.Find("--subject") ?? "";
        var body = arguments.Get("--text");
        var prediction = model.Predict(subject, body, ReadTop(arguments));
        if (arguments.Has("--json")) Reports.WritePredictionJson(new PredictedMessage(prediction), output);
        else Reports.WriteExplanation(prediction, subject, body, output);
    }

    public static void Card(ReadOnlySpan<string> words, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model"], ["--json", "--text"]);
        var card = Load(arguments).Card;
        if (arguments.Has("--text")) Reports.WriteCard(card, output);
        else Reports.WriteCardJson(card, output);
    }

    public static void RiskCoverage(ReadOnlySpan<string> words, TextWriter output, TextWriter error)
    {
        var arguments = new Arguments(words, ["--model", "--data", "--format", "--label"], ["--json"]);
        var model = Load(arguments);
        var report = Evaluation.Measure(model, ReadData(arguments, error));
        if (arguments.Has("--json")) Reports.WriteRiskCoverageJson(model.Card, report, output);
        else Reports.WriteRiskCoverage(model.Card, report, output);
    }

    private static List<Example> ReadData(Arguments arguments, TextWriter notes) =>
        ExampleReader.Read(arguments.Get("--data"), arguments.Find("--format"), arguments.Find("--label") ?? "label", notes);

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
