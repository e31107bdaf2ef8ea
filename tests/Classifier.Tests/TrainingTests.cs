namespace Hotline.Classifier.Tests;

public class TrainingTests
{
    [Fact]
    public void The_same_data_and_seed_give_the_same_bytes()
    {
        var first = Train(InventedMessages.Options);
        var second = Train(InventedMessages.Options);
        InventedMessages.BytesOf(second).ShouldBe(InventedMessages.BytesOf(first));
    }

    [Fact]
    public void Another_seed_gives_another_model()
    {
        var other = Train(InventedMessages.Options with { Seed = 99 });
        InventedMessages.BytesOf(other).ShouldNotBe(InventedMessages.BytesOf(InventedMessages.Model));
    }

    [Fact]
    public void The_card_tells_how_the_model_was_made()
    {
        var at = new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.FromHours(8));
        var card = Train(InventedMessages.Options with { TrainedAt = at }).Card;

        card.TrainedAt.ShouldBe(at);
        card.DataCount.ShouldBe(48);
        card.Labels.ShouldBe([new("噪声", 16), new("教育", 16), new("道路", 16)]);
        card.CrossValidatedAccuracy.ShouldBeGreaterThan(0.95);
        card.Temperature.ShouldBeGreaterThan(0);
        card.DataSha256.Length.ShouldBe(64);
    }

    [Fact]
    public void The_fingerprint_changes_with_any_training_text()
    {
        var data = InventedMessages.Examples();
        data[5] = data[5] with { Body = data[5].Body + "！" };
        var card = LinearTextTrainer.Train(data, InventedMessages.Options, ct: TestContext.Current.CancellationToken).Card;
        card.DataSha256.ShouldNotBe(InventedMessages.Model.Card.DataSha256);
    }

    [Fact]
    public void One_label_is_refused()
    {
        Example[] data = [new("一", "今天停水", "水务"), new("二", "明天停水", "水务")];
        Should.Throw<TrainingDataException>(() => LinearTextTrainer.Train(data, InventedMessages.Options)).Message.ShouldContain("two labels");
    }

    [Fact]
    public void Messages_that_share_no_text_are_refused()
    {
        Example[] data = [new("", "甲乙丙", "一"), new("", "丁戊己", "二")];
        Should.Throw<TrainingDataException>(() => LinearTextTrainer.Train(data, InventedMessages.Options));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    public void An_impossible_option_is_named(int folds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Train(InventedMessages.Options with { Folds = folds }))
            .ParamName.ShouldBe(nameof(TrainingOptions.Folds));

    [Fact]
    public void More_folds_than_messages_still_train()
    {
        Example[] data = [new("", "路灯不亮", "灯"), new("", "路灯坏了", "灯"), new("", "家里水管漏水", "水"), new("", "水管又漏水", "水")];
        var model = LinearTextTrainer.Train(data, new TrainingOptions { Folds = 20 }, ct: TestContext.Current.CancellationToken);
        model.Predict("", "水管漏水").Labels[0].Label.ShouldBe("水");
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => LinearTextTrainer.Train(
            InventedMessages.Examples(), InventedMessages.Options, ct: source.Token));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var seen = new Recorder();
        LinearTextTrainer.Train(InventedMessages.Examples(), InventedMessages.Options, seen, TestContext.Current.CancellationToken);
        seen.Fractions.ShouldBe(seen.Fractions.Order());
        seen.Fractions[^1].ShouldBe(1);
    }

    private static LinearTextModel Train(TrainingOptions options) =>
        LinearTextTrainer.Train(InventedMessages.Examples(), options, ct: TestContext.Current.CancellationToken);

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<double> Fractions { get; } = [];

        public void Report(TrainingProgress value) => Fractions.Add(value.Fraction);
    }
}
