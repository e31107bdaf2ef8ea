using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Hotline.Classifier.CommandLine;

/// <summary>Shows how time and memory of training grow with the number of messages.</summary>
internal static class CurveCommand
{
    private static readonly int[] s_sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000];

    public static void Run(ReadOnlySpan<string> words, TextWriter output, TextWriter error)
    {
        var arguments = new Arguments(words, ["--sizes", "--labels", "--seed"], ["--json"]);
        var labels = arguments.Number("--labels", 400);
        if (labels < 2) throw CommandLineException.Usage("--labels needs at least 2.");
        var seed = arguments.Number("--seed", 1);
        if (!arguments.Has("--json")) output.WriteLine("messages  labels  seconds  peak MB  features  model MB  accuracy (held out)");
        foreach (var size in ReadSizes(arguments.Find("--sizes")).Order()) // rising, as the peak of a process never falls
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} messages"));
            using var messages = new MessageSpool();
            foreach (var message in GeneratedMessages.Make(size, labels, seed)) messages.Add(message);
            var started = Stopwatch.GetTimestamp();
            var model = LinearTextTrainer.Train(messages, new TrainingOptions(), new ProgressLine(error));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var peak = PeakMegabytes();
            var megabytes = ModelFile.Size(model) / 1e6;
            output.WriteLine(arguments.Has("--json")
                ? JsonSerializer.Serialize(new { Messages = size, Labels = model.Card.Labels.Count, Seconds = seconds, PeakMegabytes = peak, model.Card.FeatureCount, ModelMegabytes = megabytes, Accuracy = model.Card.CrossValidatedAccuracy }, JsonSerializerOptions.Web)
                : string.Create(CultureInfo.InvariantCulture, $"{size,8} {model.Card.Labels.Count,7} {seconds,8:F1} {peak,8:F0} {model.Card.FeatureCount,9} {megabytes,9:F0} {model.Card.CrossValidatedAccuracy,9:F4}"));
        }
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static int[] ReadSizes(string? text)
    {
        if (text is null) return s_sizes;
        var sizes = new List<int>();
        foreach (var word in text.Split(','))
        {
            if (!int.TryParse(word, CultureInfo.InvariantCulture, out var size) || size < 100) throw CommandLineException.Usage($"--sizes needs numbers of at least 100, not '{word}'.");
            sizes.Add(size);
        }
        return [.. sizes];
    }
}
