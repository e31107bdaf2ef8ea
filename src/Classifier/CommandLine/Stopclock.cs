using System.Diagnostics;

namespace Hotline.Classifier.CommandLine;

/// <summary>Measures how fast a model predicts, on one thread.</summary>
internal static class Stopclock
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(1);

    /// <summary>Messages per second over whole passes through the data, after the code has been compiled for good.</summary>
    public static double MessagesPerSecond(ITicketClassifier model, IReadOnlyList<Example> data)
    {
        Run(model, data, s_warmUp);
        return Run(model, data, s_measured);
    }

    private static double Run(ITicketClassifier model, IReadOnlyList<Example> data, TimeSpan atLeast)
    {
        var started = Stopwatch.GetTimestamp();
        for (var passes = 1L; ; passes++)
        {
            foreach (var example in data) model.Predict(example.Subject, example.Body, top: 1, evidence: false);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed >= atLeast) return passes * data.Count / elapsed.TotalSeconds;
        }
    }
}
