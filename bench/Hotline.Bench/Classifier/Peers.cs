using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hotline.Bench.Servers;
using Hotline.Classifier;

namespace Hotline.Bench.Classifier;

/// <summary>fastText and scikit-learn as Debian packages them, on the same texts, on one thread for prediction.</summary>
internal static class Peers
{
    private const int Repeats = 20; // the test messages so many times over, so that starting the program weighs little

    private const string ScikitScript = """
        import json, sys, time
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC
        read = lambda name: [json.loads(line) for line in open(name, encoding='utf-8')]
        train, test = read(sys.argv[1]), read(sys.argv[2])
        started = time.time()
        vectors = TfidfVectorizer(analyzer='char', ngram_range=(1, 4), min_df=2, sublinear_tf=True)
        model = LinearSVC(C=1).fit(vectors.fit_transform([r['text'] for r in train]), [r['label'] for r in train])
        trained = time.time() - started
        started = time.time()
        given = model.predict(vectors.transform([r['text'] for r in test]))
        seconds = time.time() - started
        right = sum(g == r['label'] for g, r in zip(given, test))
        print(json.dumps({'accuracy': right / len(test), 'training': trained, 'rate': len(test) / seconds}))
        """;

    /// <summary>Null when fastText is not installed.</summary>
    public static async Task<ClassifierFigures?> FastText(LabelledMessages messages, CancellationToken ct)
    {
        if (!await Runs("fasttext", [])) return null;
        using var folder = new TemporaryFolder();
        string At(string name) => Path.Combine(folder.Path, name);
        var labels = messages.Training.Select(m => m.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        string Name(Example message) => $"__label__{labels.IndexOf(message.Label)}";
        // Characters apart, as fastText knows no Chinese words; up to four of them together.
        static string Line(Example message) => string.Join(' ', LabelledMessages.Joined(message).EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)));
        await File.WriteAllLinesAsync(At("train.txt"), messages.Training.Select(m => $"{Name(m)} {Line(m)}"), ct);
        await File.WriteAllLinesAsync(At("one.txt"), messages.Test.Take(1).Select(Line), ct);
        await File.WriteAllLinesAsync(At("test.txt"), messages.Test.Select(Line), ct);
        await File.WriteAllLinesAsync(At("many.txt"), Enumerable.Repeat(messages.Test, Repeats).SelectMany(t => t).Select(Line), ct);

        var (training, _) = await Timed("fasttext",
            ["supervised", "-input", At("train.txt"), "-output", At("model"), "-wordNgrams", "4", "-epoch", "25", "-lr", "0.5", "-dim", "50", "-bucket", "500000", "-thread", "2", "-verbose", "0"], ct);
        var (_, given) = await Timed("fasttext", ["predict", At("model.bin"), At("test.txt")], ct);
        var (loading, _) = await Timed("fasttext", ["predict", At("model.bin"), At("one.txt")], ct);
        var (many, _) = await Timed("fasttext", ["predict", At("model.bin"), At("many.txt")], ct);
        var right = given.Split('\n', StringSplitOptions.RemoveEmptyEntries).Zip(messages.Test).Count(pair => pair.First.Trim() == Name(pair.Second));
        var rate = messages.Test.Count * Repeats / Math.Max(0.001, (many - loading).TotalSeconds);
        return new ClassifierFigures("fastText, characters 1-4", right / (double)messages.Test.Count, training.TotalSeconds, rate);
    }

    /// <summary>Null when scikit-learn is not installed.</summary>
    public static async Task<ClassifierFigures?> ScikitLearn(LabelledMessages messages, CancellationToken ct)
    {
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3"; // where Debian's packages are seen
        if (!await Runs(python, ["-c", "import sklearn"], mustSucceed: true)) return null;
        using var folder = new TemporaryFolder();
        string At(string name) => Path.Combine(folder.Path, name);
        static string Line(Example message) => JsonSerializer.Serialize(new { text = LabelledMessages.Joined(message), label = message.Label });
        await File.WriteAllLinesAsync(At("train.jsonl"), messages.Training.Select(Line), ct);
        await File.WriteAllLinesAsync(At("test.jsonl"), messages.Test.Select(Line), ct);
        var (_, output) = await Timed(python, ["-c", ScikitScript, At("train.jsonl"), At("test.jsonl")], ct);
        using var result = JsonDocument.Parse(output);
        double Number(string name) => result.RootElement.GetProperty(name).GetDouble();
        return new ClassifierFigures("scikit-learn, TF-IDF characters 1-4, LinearSVC", Number("accuracy"), Number("training"), Number("rate"));
    }

    private static async Task<bool> Runs(string program, string[] arguments, bool mustSucceed = false)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return !mustSucceed || process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(TimeSpan Elapsed, string Output)> Timed(string program, string[] arguments, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            var error = await errors;
            if (process.ExitCode != 0) throw new BenchException($"{program} ended with {process.ExitCode}: {error}");
            return (Stopwatch.GetElapsedTime(started), await output);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
