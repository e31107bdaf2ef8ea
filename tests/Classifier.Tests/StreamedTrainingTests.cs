namespace Hotline.Classifier.Tests;

public class StreamedTrainingTests
{
    private static readonly TrainingOptions s_streamed = InventedMessages.Options with { StreamFrom = 10 };

    [Fact]
    public void Streamed_messages_teach_the_same_as_messages_in_memory()
    {
        var model = LinearTextTrainer.Train(InventedMessages.Examples(), s_streamed, ct: TestContext.Current.CancellationToken);
        foreach (var example in InventedMessages.Examples())
        {
            model.Predict(example.Subject, example.Body).Labels[0].Label.ShouldBe(example.Label);
        }
    }

    [Fact]
    public void Streaming_is_as_repeatable()
    {
        var first = LinearTextTrainer.Train(InventedMessages.Examples(), s_streamed, ct: TestContext.Current.CancellationToken);
        var second = LinearTextTrainer.Train(InventedMessages.Examples(), s_streamed, ct: TestContext.Current.CancellationToken);
        InventedMessages.BytesOf(second).ShouldBe(InventedMessages.BytesOf(first));
        InventedMessages.BytesOf(first).ShouldNotBe(InventedMessages.BytesOf(InventedMessages.Model));
    }

    [Fact]
    public void More_labels_than_fit_a_lane_are_learnt_by_either_solver()
    {
        var data = InventedMessages.Examples().SelectMany(example => Enumerable.Range(0, 7).Select(i => example with
        {
            Body = example.Body + new string((char)('甲' + i), 3),
            Label = $"{example.Label}{i}",
        })).ToArray();
        foreach (var streamFrom in new[] { 10, 10_000 })
        {
            var model = LinearTextTrainer.Train(data, InventedMessages.Options with { StreamFrom = streamFrom }, ct: TestContext.Current.CancellationToken);
            data.Count(example => model.Predict(example.Subject, example.Body, 1, evidence: false).Labels[0].Label == example.Label)
                .ShouldBeGreaterThan(data.Length * 9 / 10, $"streamed from {streamFrom}");
        }
    }
}
