namespace Hotline.Classifier.Tests;

public class ModelFileTests
{
    private static readonly LinearTextModel s_model = InventedMessages.Model;

    [Fact]
    public void A_loaded_model_predicts_exactly_like_the_trained_one()
    {
        var loaded = LinearTextModel.Load(new MemoryStream(InventedMessages.BytesOf(s_model)));
        foreach (var example in InventedMessages.Examples())
        {
            var before = s_model.Predict(example.Subject, example.Body);
            var after = loaded.Predict(example.Subject, example.Body);
            after.Abstained.ShouldBe(before.Abstained);
            after.Labels.Count.ShouldBe(before.Labels.Count);
            for (var i = 0; i < after.Labels.Count; i++)
            {
                after.Labels[i].Label.ShouldBe(before.Labels[i].Label);
                after.Labels[i].Probability.ShouldBe(before.Labels[i].Probability);
                after.Labels[i].Evidence.ShouldBe(before.Labels[i].Evidence);
            }
        }
    }

    [Fact]
    public void Saving_a_loaded_model_gives_the_same_bytes()
    {
        var bytes = InventedMessages.BytesOf(s_model);
        InventedMessages.BytesOf(LinearTextModel.Load(new MemoryStream(bytes))).ShouldBe(bytes);
    }

    [Fact]
    public void A_single_changed_byte_is_noticed_anywhere()
    {
        var bytes = InventedMessages.BytesOf(s_model);
        for (var position = 0; position < bytes.Length; position += 97)
        {
            var damaged = bytes.ToArray();
            damaged[position] ^= 0x10;
            Should.Throw<ModelFileException>(() => LinearTextModel.Load(new MemoryStream(damaged)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(41)]
    [InlineData(500)]
    public void A_cut_off_file_is_refused(int length) =>
        Should.Throw<ModelFileException>(() => LinearTextModel.Load(new MemoryStream(InventedMessages.BytesOf(s_model)[..length])));

    [Fact]
    public void A_card_that_cannot_be_is_refused_although_the_checksum_holds()
    {
        var impossible = new LinearTextModel(s_model.Card with { Temperature = 0 }, s_model.Space, s_model.Weights, s_model.Biases);
        Should.Throw<ModelFileException>(() => LinearTextModel.Load(new MemoryStream(InventedMessages.BytesOf(impossible))));
    }

    [Fact]
    public void Weights_that_do_not_fit_the_vocabulary_are_refused()
    {
        var weights = new WeightTable(s_model.Weights.Rows[..^s_model.Weights.Stride].ToArray(), s_model.Weights.Factors.ToArray());
        var crooked = new LinearTextModel(s_model.Card, s_model.Space, weights, s_model.Biases);
        Should.Throw<ModelFileException>(() => LinearTextModel.Load(new MemoryStream(InventedMessages.BytesOf(crooked))));
    }

    [Fact]
    public void A_newer_format_is_refused_by_number()
    {
        var bytes = InventedMessages.BytesOf(s_model);
        bytes[8] = 7;
        Should.Throw<ModelFileException>(() => LinearTextModel.Load(new MemoryStream(bytes))).Message.ShouldContain("format 7");
    }
}
