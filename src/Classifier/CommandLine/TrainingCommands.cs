using System.Globalization;

namespace Hotline.Classifier.CommandLine;

/// <summary>The commands that learn from data: train and crossval.</summary>
internal static class TrainingCommands
{
    private static readonly string[] s_learning =
    [
        .. DataSource.Options, "--folds", "--seed", "--cost", "--target-precision", "--maximum-gram",
        "--minimum-documents", "--minimum-subjects", "--subject-weight", "--smoothing", "--passes", "--stream-from", "--streamed-passes",
    ];

    public static void Train(ReadOnlySpan<string> words, TextWriter output, TextWriter error)
    {
        var arguments = new Arguments(words, [.. s_learning, "--out", "--valid", "--trained-at"], ["--json", DataSource.SkipBadRows]);
        var path = arguments.Get("--out");
        using var source = new DataSource(arguments, error);
        var validation = arguments.Find("--valid") is { } valid ? source.Read(valid) : null;
        var model = Learn(arguments, source, error);
        var unfinished = path + ".unfinished"; // a reader of the old model never sees half of the new one
        using (var file = File.Create(unfinished)) model.Save(file);
        File.Move(unfinished, path, overwrite: true);
        var quality = validation is null ? null : Evaluation.Measure(model, validation);
        if (arguments.Has("--json"))
        {
            Reports.WriteTrainingJson(model.Card, new FileInfo(path).Length, quality, output);
            return;
        }
        Reports.WriteCard(model.Card, output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"model file           {new FileInfo(path).Length / 1e6:F1} MB"));
        if (quality is not null) Reports.WriteEvaluation(quality, messagesPerSecond: null, output);
    }

    public static void CrossValidate(ReadOnlySpan<string> words, TextWriter output, TextWriter error)
    {
        var arguments = new Arguments(words, s_learning, ["--json", DataSource.SkipBadRows]);
        using var source = new DataSource(arguments, error);
        var card = Learn(arguments, source, error).Card;
        if (arguments.Has("--json")) Reports.WriteCardJson(card, output);
        else Reports.WriteCard(card, output);
    }

    private static LinearTextModel Learn(Arguments arguments, DataSource source, TextWriter error)
    {
        var defaults = new TrainingOptions();
        var options = defaults with
        {
            Folds = arguments.Number("--folds", defaults.Folds),
            Seed = arguments.Number("--seed", defaults.Seed),
            Cost = arguments.Number("--cost", defaults.Cost),
            MaximumGram = arguments.Find("--maximum-gram") is null ? null : arguments.Number("--maximum-gram", 0),
            MinimumDocuments = arguments.Find("--minimum-documents") is null ? null : arguments.Number("--minimum-documents", 0),
            MinimumSubjects = arguments.Number("--minimum-subjects", defaults.MinimumSubjects),
            SubjectWeight = arguments.Number("--subject-weight", defaults.SubjectWeight),
            Smoothing = arguments.Number("--smoothing", defaults.Smoothing),
            StreamFrom = arguments.Number("--stream-from", defaults.StreamFrom),
            StreamedPasses = arguments.Find("--streamed-passes") is null ? null : arguments.Number("--streamed-passes", 0),
            Passes = arguments.Number("--passes", defaults.Passes),
            TargetPrecision = arguments.Number("--target-precision", defaults.TargetPrecision),
            TrainedAt = ReadInstant(arguments.Find("--trained-at")),
        };
        using var messages = new MessageSpool();
        source.Read(messages.Add);
        return LinearTextTrainer.Train(messages, options, new ProgressLine(error));
    }

    private static DateTimeOffset? ReadInstant(string? text)
    {
        if (text is null) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw CommandLineException.Usage($"--trained-at needs an ISO 8601 instant, not '{text}'.");
    }
}
