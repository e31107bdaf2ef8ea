namespace Hotline.Classifier;

/// <summary>Scores every training message by a model that has not seen it.</summary>
internal static class CrossValidation
{
    /// <summary>One row of label scores per message.</summary>
    public static float[][] Scores(
        TrainingMatrix matrix, OneVersusRest solver, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var folds = AssignFolds(matrix, options);
        var scores = new float[matrix.RowCount][];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            progress?.Report(new TrainingProgress(
                $"cross-validation {fold + 1} of {options.Folds}", 0.1 + (0.75 * fold / options.Folds)));
            var (weights, biases) = solver.Solve(RowsWhere(folds, f => f != fold), ct);
            foreach (var row in RowsWhere(folds, f => f == fold)) scores[row] = Score(matrix, row, weights, biases);
        }
        return scores;
    }

    /// <summary>Deals each label's messages out in a shuffled order, so every fold has its share of every label.</summary>
    private static int[] AssignFolds(TrainingMatrix matrix, TrainingOptions options)
    {
        var order = Enumerable.Range(0, matrix.RowCount).ToArray();
        new SeededShuffle(options.Seed).Apply(order);
        var folds = new int[order.Length];
        var dealt = 0;
        foreach (var row in order.OrderBy(row => matrix.Labels[row])) folds[row] = dealt++ % options.Folds;
        return folds;
    }

    private static int[] RowsWhere(int[] folds, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, folds.Length).Where(row => wanted(folds[row]))];

    private static float[] Score(TrainingMatrix matrix, int row, float[] weights, float[] biases)
    {
        var scores = biases.ToArray();
        var columns = matrix.Columns(row);
        var values = matrix.Values(row);
        for (var k = 0; k < columns.Length; k++)
        {
            var first = columns[k] * scores.Length;
            for (var c = 0; c < scores.Length; c++) scores[c] += weights[first + c] * values[k];
        }
        return scores;
    }
}
