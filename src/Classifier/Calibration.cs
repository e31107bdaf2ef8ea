using System.Numerics.Tensors;

namespace Hotline.Classifier;

/// <summary>
/// Turns scores into probabilities one may act on: a softmax at a temperature, mixed with a little of the uniform
/// distribution for the share of messages whose label is wrong or arbitrary, however clear the text. Both numbers are
/// fitted on scores of messages the scoring model has not seen.
/// </summary>
/// <param name="Temperature">Scores are divided by it before the softmax; above 0.</param>
/// <param name="ErrorFloor">Share of the uniform distribution, 0 to below 1.</param>
internal readonly record struct Calibration(double Temperature, double ErrorFloor)
{
    private const double Coldest = 0.02;
    private const double Hottest = 50;
    private const double LargestFloor = 0.1;
    private const int FloorSteps = 20;

    /// <summary>For each floor the likeliest temperature; of these pairs the one whose confidence is off by least.</summary>
    /// <param name="scores">One row of label scores per message.</param>
    /// <param name="labels">True label index of each row.</param>
    public static Calibration Fit(float[][] scores, int[] labels)
    {
        var (best, leastError) = (default(Calibration), double.PositiveInfinity);
        for (var step = 0; step <= FloorSteps; step++)
        {
            var candidate = FitTemperature(scores, labels, LargestFloor * step / FloorSteps);
            var error = Evaluation.CalibrationError(candidate.Judge(scores, labels));
            if (error < leastError) (best, leastError) = (candidate, error);
        }
        return best;
    }

    /// <summary>Turns held-out scores into judgements.</summary>
    public Judgement[] Judge(float[][] scores, int[] labels)
    {
        var judgements = new Judgement[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var probabilities = Probabilities(scores[i]);
            var best = Array.IndexOf(probabilities, probabilities.Max());
            judgements[i] = new Judgement(labels[i], best, probabilities[best]);
        }
        return judgements;
    }

    /// <summary>The probability of every label.</summary>
    public double[] Probabilities(ReadOnlySpan<float> scores)
    {
        var probabilities = new double[scores.Length];
        Fill(scores, probabilities);
        return probabilities;
    }

    /// <summary>Writes the probability of every label.</summary>
    public void Fill(ReadOnlySpan<float> scores, Span<double> probabilities)
    {
        var highest = TensorPrimitives.Max(scores);
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++) sum += probabilities[c] = Math.Exp((scores[c] - highest) / Temperature);
        foreach (ref var probability in probabilities) probability = ((1 - ErrorFloor) * probability / sum) + (ErrorFloor / scores.Length);
    }

    /// <summary>
    /// The lowest top-probability at which the messages at or above it are right at the wanted rate by more than the luck of
    /// the draw: one standard error. When no threshold is that good, a value just above 1: the model then abstains always.
    /// </summary>
    public static double FitThreshold(IReadOnlyList<Judgement> judgements, double targetPrecision)
    {
        var threshold = Math.BitIncrement(1.0);
        foreach (var (confidence, coverage, precision) in PrecisionCurve.Of(judgements))
        {
            var standardError = Math.Sqrt(targetPrecision * (1 - targetPrecision) / (coverage * judgements.Count));
            if (precision >= Math.Min(1, targetPrecision + standardError)) threshold = confidence;
        }
        return threshold;
    }

    /// <summary>Golden-section search on the logarithm of the temperature.</summary>
    private static Calibration FitTemperature(float[][] scores, int[] labels, double floor)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        double low = Math.Log(Coldest), high = Math.Log(Hottest);
        double LossAt(double logTemperature) => new Calibration(Math.Exp(logTemperature), floor).Loss(scores, labels);
        var left = high - (ratio * (high - low));
        var right = low + (ratio * (high - low));
        double leftLoss = LossAt(left), rightLoss = LossAt(right);
        while (high - low > 1e-3)
        {
            if (leftLoss < rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                left = high - (ratio * (high - low));
                leftLoss = LossAt(left);
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                right = low + (ratio * (high - low));
                rightLoss = LossAt(right);
            }
        }
        return new Calibration(Math.Exp((low + high) / 2), floor);
    }

    /// <summary>
    /// Negative log-likelihood. As in Platt's rule of succession, one answer in N + 2 is taken to be any label: without
    /// it a small set without a single error would be fitted by certainty.
    /// </summary>
    private double Loss(float[][] scores, int[] labels)
    {
        var loss = 0.0;
        var doubt = 1.0 / (scores.Length + 2);
        var lowest = Math.Log(ErrorFloor / scores[0].Length);
        var scaled = new float[scores[0].Length];
        var exponentials = new float[scaled.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            TensorPrimitives.Subtract(scores[i], TensorPrimitives.Max<float>(scores[i]), scaled);
            TensorPrimitives.Multiply(scaled, (float)(1 / Temperature), scaled);
            TensorPrimitives.Exp<float>(scaled, exponentials);
            var sum = TensorPrimitives.Sum<float>(exponentials);
            var truth = ((1 - ErrorFloor) * exponentials[labels[i]] / sum) + (ErrorFloor / scaled.Length);
            var anyLabel = Math.Max((TensorPrimitives.Sum<float>(scaled) / scaled.Length) - Math.Log(sum), lowest); // about the mean logarithm
            loss -= ((1 - doubt) * Logarithm(truth)) + (doubt * anyLabel);
        }
        return loss;
    }

    private static double Logarithm(double probability) => Math.Log(Math.Max(probability, double.Epsilon));
}
