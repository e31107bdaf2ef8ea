namespace Hotline.Classifier;

/// <summary>Scores every training message by a model that has not seen it, beside the model that has seen all.</summary>
internal static class CrossValidation
{
    /// <summary>Solves one model per fold and one on everything, side by side; each is independent, so the result does not depend on timing.</summary>
    /// <param name="solver">The solver over the messages.</param>
    /// <param name="folds">The fold of each message.</param>
    /// <param name="foldCount">Number of folds.</param>
    /// <param name="solved">Called after each model, from any thread.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>One row of held-out label scores per message, and the weights of the model on everything.</returns>
    public static (float[][] Scores, LaneWeights Weights) Solve(
        OneVersusRest solver, int[] folds, int foldCount, Action solved, CancellationToken ct)
    {
        var scores = new float[folds.Length][];
        LaneWeights? all = null;
        Parallel.For(0, foldCount + 1, new ParallelOptions { CancellationToken = ct }, fold =>
        {
            var weights = solver.Solve(RowsWhere(folds, f => f != fold), ct);
            if (fold == foldCount) all = weights;
            foreach (var row in RowsWhere(folds, f => f == fold)) scores[row] = solver.Score(row, weights);
            solved();
        });
        return (scores, all!);
    }

    /// <summary>
    /// Deals each label's messages out in a shuffled order, so every fold has its share of every label. Messages of the same
    /// text go together: a model is not to be judged by what it has seen.
    /// </summary>
    public static int[] AssignFolds(IReadOnlyList<Example> data, int[] labels, TrainingOptions options)
    {
        var order = Enumerable.Range(0, data.Count).ToArray();
        new SeededShuffle(options.Seed).Apply(order);
        var folds = new int[order.Length];
        var dealt = 0;
        var known = new Dictionary<(string, string), int>();
        foreach (var row in order.OrderBy(row => labels[row]))
        {
            var text = (data[row].Subject, data[row].Body);
            if (!known.TryGetValue(text, out var fold)) known[text] = fold = dealt++ % options.Folds;
            folds[row] = fold;
        }
        return folds;
    }

    private static int[] RowsWhere(int[] folds, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, folds.Length).Where(row => wanted(folds[row]))];
}
