namespace Hotline.Classifier.Tests;

public class CalibrationTests
{
    [Fact]
    public void The_temperature_makes_confidence_match_the_rate_of_right_answers()
    {
        // Of a thousand messages scored alike, eight in ten are right: the fitted confidence must be 0.8.
        var scores = Enumerable.Range(0, 1000).Select(_ => new float[] { 3, 0 }).ToArray();
        var labels = Enumerable.Range(0, 1000).Select(i => i % 5 == 0 ? 1 : 0).ToArray();
        Calibration.Fit(scores, labels).Probabilities(scores[0])[0].ShouldBe(0.8, 0.002);
    }

    [Fact]
    public void A_few_messages_without_an_error_do_not_make_certainty()
    {
        var scores = Enumerable.Range(0, 10).Select(_ => new float[] { 3, 0 }).ToArray();
        Calibration.Fit(scores, new int[10]).Probabilities([3, 0])[0].ShouldBeInRange(0.9, 0.98);
    }

    [Fact]
    public void Wrong_labels_on_clear_texts_keep_the_top_probability_down()
    {
        // Half the scores are clear, the other half clearer still, and one in twenty is wrong among either.
        var scores = Enumerable.Range(0, 400).Select(i => new float[] { i % 2 == 0 ? 2 : 6, 0 }).ToArray();
        var labels = Enumerable.Range(0, 400).Select(i => i % 40 < 2 ? 1 : 0).ToArray();
        var calibration = Calibration.Fit(scores, labels);
        calibration.ErrorFloor.ShouldBeGreaterThan(0.05);
        calibration.Probabilities([2, 0])[0].ShouldBe(0.95, 0.01);
        calibration.Probabilities([6, 0])[0].ShouldBe(0.95, 0.01);
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_keeps_the_wanted_precision_by_a_standard_error()
    {
        // At 0.9 all 300 are right, down to 0.7 it is 390 of 400: a rate of 0.975, give or take a hundredth.
        Judgement[] judgements = [.. Enumerable.Repeat(Right(0.9), 300), .. Enumerable.Repeat(Right(0.7), 90), .. Enumerable.Repeat(Wrong(0.7), 10)];
        Calibration.FitThreshold(judgements, 0.95).ShouldBe(0.7);
        Calibration.FitThreshold(judgements, 0.97).ShouldBe(0.9);
        Calibration.FitThreshold(judgements, 1.0).ShouldBe(0.9);
        Calibration.FitThreshold([Wrong(0.9)], 0.5).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Metrics_agree_with_a_count_by_hand()
    {
        // Truths a a a b; given a a b b, with confidences whose bins are known.
        Judgement[] judgements = [new(0, 0, 0.95), new(0, 0, 0.95), new(0, 1, 0.55), new(1, 1, 0.55)];
        var report = Evaluation.Summarise(judgements, ["a", "b"]);
        report.Accuracy.ShouldBe(0.75);
        report.Labels[0].ShouldBe(new LabelQuality("a", 3, Precision: 1, Recall: 2.0 / 3, F1: 0.8));
        report.Labels[1].ShouldBe(new LabelQuality("b", 1, Precision: 0.5, Recall: 1, F1: 2.0 / 3));
        report.MacroF1.ShouldBe((0.8 + (2.0 / 3)) / 2, 1e-12);
        report.Ece.ShouldBe(((2 - 1.9) + (1.1 - 1)) / 4, 1e-12);
        report.CoverageAtPrecision98.ShouldBe(0.5);
        report.Confusion.ShouldBe([[2, 1], [0, 1]]);
    }

    [Fact]
    public void A_label_the_model_never_saw_counts_as_wrong()
    {
        var report = Evaluation.Measure(
            InventedMessages.Model, [new("", "半夜工地噪音太大", "从未见过"), new("", "半夜工地噪音太大", InventedMessages.Noise)],
            TestContext.Current.CancellationToken);
        report.Accuracy.ShouldBe(0.5);
        report.UnknownLabels.ShouldBe(1);
    }

    private static Judgement Right(double confidence) => new(0, 0, confidence);

    private static Judgement Wrong(double confidence) => new(1, 0, confidence);
}
