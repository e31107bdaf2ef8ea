using Hotline.Classifier.CommandLine;

namespace Hotline.Classifier.Tests;

/// <summary>Holds the quality on public messages that may not be redistributed; skipped where they are not at hand.</summary>
public class RealMessagesTests
{
    [Fact]
    public void Seven_departments_are_told_apart_as_well_as_the_baselines()
    {
        var folder = FindData();
        Assert.SkipWhen(folder is null, "shared/data with taidi_train.jsonl and taidi_dev.jsonl is not beside the repository.");
        var model = LinearTextTrainer.Train(
            ExampleReader.Read(Path.Combine(folder, "taidi_train.jsonl"), format: null, "label"),
            new TrainingOptions { Folds = 2 }, ct: TestContext.Current.CancellationToken);
        var report = Evaluation.Measure(
            model, ExampleReader.Read(Path.Combine(folder, "taidi_dev.jsonl"), format: null, "label"), TestContext.Current.CancellationToken);

        report.Accuracy.ShouldBeGreaterThanOrEqualTo(0.915);
        report.MacroF1.ShouldBeGreaterThanOrEqualTo(0.91);
        report.PrecisionAtThreshold.ShouldBeGreaterThanOrEqualTo(0.96);
        report.CoverageAtThreshold.ShouldBeGreaterThanOrEqualTo(0.6);
    }

    private static string? FindData()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(data, "taidi_train.jsonl")) && File.Exists(Path.Combine(data, "taidi_dev.jsonl"))) return data;
        }
        return null;
    }
}
