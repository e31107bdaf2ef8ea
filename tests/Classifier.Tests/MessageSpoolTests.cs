using Hotline.Classifier.CommandLine;

namespace Hotline.Classifier.Tests;

public class MessageSpoolTests
{
    [Fact]
    public void Messages_come_back_as_they_went_in_in_any_order()
    {
        Example[] data = [new("", "", "空"), new("路灯😀", "半\ud83d截", "灯"), new("", new string('长', 1_500_000), "水"), new("后", "来", "灯")];
        using var spool = new MessageSpool();
        foreach (var example in data) spool.Add(example);
        spool.ShouldBe(data);
        spool[2].ShouldBe(data[2]);
        spool[0].ShouldBe(data[0]);
        spool.Add(new Example("再", "加", "新"));
        spool[4].ShouldBe(new Example("再", "加", "新"));
        spool.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public void A_model_trained_from_the_file_is_the_one_trained_from_memory(int streamFrom)
    {
        var options = InventedMessages.Options with { StreamFrom = streamFrom };
        using var spool = new MessageSpool();
        foreach (var example in InventedMessages.Examples()) spool.Add(example);
        var fromFile = LinearTextTrainer.Train(spool, options, ct: TestContext.Current.CancellationToken);
        var fromMemory = LinearTextTrainer.Train(InventedMessages.Examples(), options, ct: TestContext.Current.CancellationToken);
        InventedMessages.BytesOf(fromFile).ShouldBe(InventedMessages.BytesOf(fromMemory));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(300)]
    public void Tallies_leave_the_counted_sequences_the_same(int minimumTexts)
    {
        var plain = Count(minimumTexts, tallies: false);
        var tallied = Count(minimumTexts, tallies: true);
        tallied.Keys.ToArray().ShouldBe(plain.Keys.ToArray());
        plain.Count.ShouldBeGreaterThan(100);
    }

    private static NgramVocabulary Count(int minimumTexts, bool tallies)
    {
        var counter = new NgramCounter(minimumTexts, longest: 5, tallies);
        for (var length = 1; length <= 5; length++)
        {
            foreach (var example in GeneratedMessages.Make(600, labels: 5, seed: 1)) counter.Count(example.Body, length);
            foreach (var example in Enumerable.Repeat(InventedMessages.Examples(), 50).SelectMany(examples => examples)) counter.Count(example.Body, length);
            counter.Prune();
        }
        return counter.ToVocabulary(int.MaxValue);
    }
}
