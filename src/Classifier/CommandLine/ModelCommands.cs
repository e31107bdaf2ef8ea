using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>The commands that ask a finished model: evaluate, predict, explain and card.</summary>
internal static class ModelCommands
{
    // What a named place says on the public messages of docs/classifier.md: named 3.2 times as often where a street office answers.
    private const double PlaceFactor = 3;

    private static readonly string[] s_placing = ["--directory", "--place-factor"];

    public static void Evaluate(ReadOnlySpan<string> words, TextWriter output, TextWriter error)
    {
        var arguments = new Arguments(words, ["--model", .. s_placing, .. DataSource.Options], ["--json", DataSource.SkipBadRows]);
        var (model, _) = LoadPlaced(arguments);
        using var source = new DataSource(arguments, error);
        var data = source.Read();
        var report = Evaluation.Measure(model, data);
        var rate = Stopclock.MessagesPerSecond(model, data);
        if (arguments.Has("--json")) Reports.WriteEvaluationJson(report, rate, output);
        else Reports.WriteEvaluation(report, rate, output);
    }

    public static void Predict(ReadOnlySpan<string> words, TextReader input, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", .. s_placing, "--top", "--words", "--level"], ["--evidence", "--requests", "--json"]);
        var (model, directory) = LoadPlaced(arguments);
        var top = ReadTop(arguments);
        var watched = arguments.Find("--words") is { } path ? WatchedWordsReader.Read(path) : null;
        var level = arguments.Number("--level", 0);
        if (level < 0) throw CommandLineException.Usage("--level needs the number of characters of a label that name the level.");
        if (level > 0 && directory is not null) throw CommandLineException.Usage("--level and --directory exclude each other: levels are of categories, a directory is of departments.");
        var number = 0;
        while (input.ReadLine() is { } line)
        {
            number++;
            var (subject, body) = ReadMessage(line, number);
            var predicted = new PredictedMessage(model.Predict(subject, body, top, arguments.Has("--evidence")))
            {
                Level = level > 0 && model is LinearTextModel categories ? categories.PredictLevel(subject, body, level, top) : null,
                Places = directory?.Find(subject, body),
                Words = watched?.Find(subject, body),
                Requests = arguments.Has("--requests") ? RequestSplitter.Split(model, subject, body) : null,
            };
            Reports.WritePredictionJson(predicted, output);
        }
    }

    public static void Explain(ReadOnlySpan<string> words, TextWriter output)
    {
        var arguments = new Arguments(words, ["--model", .. s_placing, "--text", "--subject", "--top"], ["--json"]);
        var (model, directory) = LoadPlaced(arguments);
        var subject = arguments.Find("--subject") ?? "";
        var body = arguments.Get("--text");
        var prediction = model.Predict(subject, body, ReadTop(arguments));
        if (arguments.Has("--json")) Reports.WritePredictionJson(new PredictedMessage(prediction) { Places = directory?.Find(subject, body) }, output);
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
        var arguments = new Arguments(words, ["--model", .. s_placing, .. DataSource.Options], ["--json", DataSource.SkipBadRows]);
        var (model, _) = LoadPlaced(arguments);
        using var source = new DataSource(arguments, error);
        var report = Evaluation.Measure(model, source.Read());
        if (arguments.Has("--json")) Reports.WriteRiskCoverageJson(model.Card, report, output);
        else Reports.WriteRiskCoverage(model.Card, report, output);
    }

    private static LinearTextModel Load(Arguments arguments)
    {
        var path = arguments.Get("--model");
        if (!File.Exists(path)) throw CommandLineException.BadInput($"{path}: no such file.");
        using var file = File.OpenRead(path);
        return LinearTextModel.Load(file);
    }

    /// <summary>The model, behind the place directory when one is given.</summary>
    private static (ITicketClassifier Model, PlaceDirectory? Directory) LoadPlaced(Arguments arguments)
    {
        var model = Load(arguments);
        var factor = arguments.Number("--place-factor", PlaceFactor);
        if (factor is not (>= 1 and <= 1000)) throw CommandLineException.Usage("--place-factor needs a number from 1 to 1000.");
        if (arguments.Find("--directory") is not { } path) return (model, null);
        var directory = PlaceDirectory.Read(path, [.. model.Card.Labels.Select(label => label.Label)]);
        return (new PlacedClassifier(model, directory, factor), directory);
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
