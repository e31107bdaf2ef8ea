using System.Globalization;

namespace Hotline.Classifier.CommandLine;

/// <summary>Shows how far a training run is, one line per step.</summary>
internal sealed class ProgressLine(TextWriter error) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Fraction,4:P0} {value.Step}"));
}
