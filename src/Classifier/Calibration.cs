namespace Hotline.Classifier;

/// <summary>Turns scores into probabilities one may act on: a softmax whose temperature is fitted on held-out scores.</summary>
internal static class Calibration
{
    private const double Coldest = 0.02;
    private const double Hottest = 50;

    /// <summary>The temperature with the least negative log-likelihood (golden-section search; the loss has one minimum).</summary>
    /// <param name="scores">One row of label scores per message, from models that did not see the message.</param>
    /// <param name="labels">True label index of each row.</param>
    public static double FitTemperature(float[][] scores, int[] labels)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        double low = Math.Log(Coldest), high = Math.Log(Hottest);
        var left = high - (ratio * (high - low));
        var right = low + (ratio * (high - low));
        double leftLoss = Loss(scores, labels, Math.Exp(left)), rightLoss = Loss(scores, labels, Math.Exp(right));
        while (high - low > 1e-4)
        {
            if (leftLoss < rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                left = high - (ratio * (high - low));
                leftLoss = Loss(scores, labels, Math.Exp(left));
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                right = low + (ratio * (high - low));
                rightLoss = Loss(scores, labels, Math.Exp(right));
            }
        }
        return Math.Exp((low + high) / 2);
    }

    /// <summary>Softmax of scores divided by the temperature.</summary>
    public static double[] Probabilities(ReadOnlySpan<float> scores, double temperature)
    {
        var probabilities = new double[scores.Length];
        var highest = double.NegativeInfinity;
        foreach (var score in scores) highest = Math.Max(highest, score);
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++) sum += probabilities[c] = Math.Exp((scores[c] - highest) / temperature);
        for (var c = 0; c < scores.Length; c++) probabilities[c] /= sum;
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

    private static double Loss(float[][] scores, int[] labels, double temperature)
    {
        var loss = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var highest = double.NegativeInfinity;
            foreach (var score in scores[i]) highest = Math.Max(highest, score);
            var sum = 0.0;
            foreach (var score in scores[i]) sum += Math.Exp((score - highest) / temperature);
            loss += Math.Log(sum) - ((scores[i][labels[i]] - highest) / temperature);
        }
        return loss;
    }
}
