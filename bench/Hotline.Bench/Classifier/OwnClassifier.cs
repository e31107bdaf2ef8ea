using System.Diagnostics;
using Hotline.Classifier;

namespace Hotline.Bench.Classifier;

/// <summary>The project's own classifier, in this process, on one thread.</summary>
internal static class OwnClassifier
{
    private const int LatencyLength = 500;
    private const int LatencySamples = 20_000;
    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(3);

    public static (ClassifierFigures Figures, OwnFigures Own) Measure(LabelledMessages messages)
    {
        var started = Stopwatch.GetTimestamp();
        var model = LinearTextTrainer.Train(messages.Training, new TrainingOptions());
        var training = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var accuracy = Evaluation.Measure(model, messages.Test).Accuracy;
        var plain = Rate(model, messages.Test, evidence: false, top: 1);
        var traced = Rate(model, messages.Test, evidence: true, top: 3);
        return (
            new ClassifierFigures("Hotline", accuracy, training, plain.PerSecond),
            new OwnFigures(traced.PerSecond, Latency(model, messages.Test), plain.Bytes, traced.Bytes, model.Card.FeatureCount));
    }

    private static (double PerSecond, long Bytes) Rate(LinearTextModel model, IReadOnlyList<Example> test, bool evidence, int top)
    {
        Run(s_warm);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, elapsed) = Run(s_measured);
        return (count / elapsed.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / count);

        (long Count, TimeSpan Elapsed) Run(TimeSpan atLeast)
        {
            var started = Stopwatch.GetTimestamp();
            for (var passes = 1L; ; passes++)
            {
                foreach (var message in test) model.Predict(message.Subject, message.Body, top, evidence);
                if (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed >= atLeast) return (passes * test.Count, elapsed);
            }
        }
    }

    private static Percentiles Latency(LinearTextModel model, IReadOnlyList<Example> test)
    {
        var text = string.Concat(test.Select(message => message.Body));
        if (text.Length < LatencyLength * 2) return Percentiles.Of([]);
        var bodies = Enumerable.Range(0, 1000).Select(i => text.Substring(i * 379 % (text.Length - LatencyLength), LatencyLength)).ToArray();
        return Percentiles.Of(Enumerable.Range(0, LatencySamples).Select(i =>
        {
            var started = Stopwatch.GetTimestamp();
            model.Predict("", bodies[i % bodies.Length]);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }));
    }
}
