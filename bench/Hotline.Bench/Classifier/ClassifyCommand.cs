using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Hotline.Bench.Classifier;

/// <summary><c>classify</c>: our classifier beside fastText and scikit-learn on the same texts in the same run.</summary>
internal static class ClassifyCommand
{
    private static readonly Option<string?> Train = new("--train") { Description = "Labelled messages to learn from (JSON Lines); the demo city's when absent" };
    private static readonly Option<string?> Test = new("--test") { Description = "Labelled messages to be asked about; every fifth of the demo city's when absent" };
    private static readonly Option<string> Label = new("--label") { Description = "The field that holds the label", DefaultValueFactory = _ => "label" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the figures as JSON" };

    public static Command Create()
    {
        var command = new Command("classify", "Accuracy and speed of the classifier beside fastText and scikit-learn.") { Train, Test, Label, Json };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken ct)
    {
        var messages = LabelledMessages.Read(given.GetValue(Train), given.GetValue(Test), given.GetValue(Label)!);
        var (figures, own) = OwnClassifier.Measure(messages);
        var peers = new (string Name, string Package, ClassifierFigures? Figures)[]
        {
            ("fastText", "fasttext", await Peers.FastText(messages, ct)),
            ("scikit-learn", "python3-sklearn", await Peers.ScikitLearn(messages, ct)),
        };
        if (given.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(new { Figures = figures, Own = own, Peers = peers.Select(p => p.Figures).Where(f => f is not null) }, JsonSerializerOptions.Web));
            return 0;
        }
        Print($"{messages.Training.Count} messages to learn from, {messages.Test.Count} to judge, mean length {messages.Test.Average(m => m.Subject.Length + m.Body.Length):F0}");
        Print($"{"",-48} {"accuracy",9} {"train s",9} {"messages/s",11} {"ours/theirs",12}");
        Print($"{figures.Name,-48} {figures.Accuracy,9:F4} {figures.TrainingSeconds,9:F1} {figures.MessagesPerSecond,11:F0}");
        foreach (var (name, package, peer) in peers)
        {
            if (peer is null) Print($"{name} is not installed here and was not measured (Debian: apt-get install {package})");
            else Print($"{peer.Name,-48} {peer.Accuracy,9:F4} {peer.TrainingSeconds,9:F1} {peer.MessagesPerSecond,11:F0} {figures.MessagesPerSecond / peer.MessagesPerSecond,11:F1}x");
        }
        Print($"with evidence for three labels: {own.WithEvidencePerSecond:F0} messages/s");
        Print($"one prediction with evidence, 500 characters: p50 {Percentiles.Show(own.Milliseconds.P50)} ms, p99 {Percentiles.Show(own.Milliseconds.P99)} ms, max {Percentiles.Show(own.Milliseconds.Max)} ms");
        Print($"allocated per prediction: {own.BytesPerPrediction} bytes, with evidence {own.BytesWithEvidence} bytes; {own.Features} n-grams");
        return 0;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
