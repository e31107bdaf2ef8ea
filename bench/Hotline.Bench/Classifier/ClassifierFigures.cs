namespace Hotline.Bench.Classifier;

/// <summary>What one classifier did in a run.</summary>
/// <param name="Name">The classifier and its setting.</param>
/// <param name="Accuracy">Share of right answers on the test messages.</param>
/// <param name="TrainingSeconds">From reading the texts to the finished model.</param>
/// <param name="MessagesPerSecond">Predictions on one thread, turning text into features included.</param>
internal sealed record ClassifierFigures(string Name, double Accuracy, double TrainingSeconds, double MessagesPerSecond);

/// <summary>What only our classifier is asked for.</summary>
/// <param name="WithEvidencePerSecond">Predictions with evidence for the top three.</param>
/// <param name="Milliseconds">Time of one prediction with evidence on messages of 500 characters.</param>
/// <param name="BytesPerPrediction">Memory allocated by a prediction without evidence.</param>
/// <param name="BytesWithEvidence">The same with evidence.</param>
/// <param name="Features">Number of n-grams.</param>
internal sealed record OwnFigures(double WithEvidencePerSecond, Percentiles Milliseconds, long BytesPerPrediction, long BytesWithEvidence, int Features);
