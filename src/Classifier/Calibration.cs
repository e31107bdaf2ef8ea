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

    /// <summary>The pair with the least negative log-likelihood.</summary>
    /// <param name="scores">One row of label scores per message.</param>
    /// <param name="labels">True label index of each row.</param>
    public static Calibration Fit(float[][] scores, int[] labels)
    {
        var (best, bestLoss) = (default(Calibration), double.PositiveInfinity);
        for (var step = 0; step <= FloorSteps; step++)
        {
            var (candidate, loss) = FitTemperature(scores, labels, LargestFloor * step / FloorSteps);
            if (loss < bestLoss) (best, bestLoss) = (candidate, loss);
        }
        return best;
    }

    /// <summary>The probability of every label.</summary>
    public double[] Probabilities(ReadOnlySpan<float> scores)
    {
        var probabilities = new double[scores.Length];
        var highest = Highest(scores);
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++) sum += probabilities[c] = Math.Exp((scores[c] - highest) / Temperature);
        foreach (ref var probability in probabilities.AsSpan())
        {
            probability = ((1 - ErrorFloor) * probability / sum) + (ErrorFloor / scores.Length);
        }
        return probabilities;
    }

    /// <summary>
    /// The lowest top-probability at which the messages at or above it are right at the wanted rate. When no threshold
    /// reaches the rate, a value just above 1: the model then abstains always.
    /// </summary>
    public static double FitThreshold(IReadOnlyList<Judgement> judgements, double targetPrecision)
    {
        var threshold = Math.BitIncrement(1.0);
        foreach (var (confidence, _, precision) in PrecisionCurve.Of(judgements))
        {
            if (precision >= targetPrecision) threshold = confidence;
        }
        return threshold;
    }

    /// <summary>Golden-section search on the logarithm of the temperature.</summary>
    private static (Calibration Best, double Loss) FitTemperature(float[][] scores, int[] labels, double floor)
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
        return (new Calibration(Math.Exp((low + high) / 2), floor), Math.Min(leftLoss, rightLoss));
    }

    private double Loss(float[][] scores, int[] labels)
    {
        var loss = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var highest = Highest(scores[i]);
            var sum = 0.0;
            foreach (var score in scores[i]) sum += Math.Exp((score - highest) / Temperature);
            var truth = Math.Exp((scores[i][labels[i]] - highest) / Temperature) / sum;
            loss -= Math.Log(Math.Max(((1 - ErrorFloor) * truth) + (ErrorFloor / scores[i].Length), double.Epsilon));
        }
        return loss;
    }

    private static float Highest(ReadOnlySpan<float> scores)
    {
        var highest = float.NegativeInfinity;
        foreach (var score in scores) highest = Math.Max(highest, score);
        return highest;
    }
}
