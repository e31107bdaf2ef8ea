namespace Hotline.Classifier.Tests;

public class TextNormalizerTests
{
    [Theory]
    [InlineData("ＡＢｃ１９！", "abc0!")]
    [InlineData("第12号", "第0号")]
    [InlineData("  噪音 \t\r\n　扰民  ", "噪音扰民")]
    [InlineData("噪\u200B音\0", "噪音")]
    [InlineData("Straße ÄÖÜ", "straße äöü")]
    [InlineData("road 7 b 8 9", "road 0 b 0 0")]
    [InlineData("٣", "0")]
    [InlineData("學校", "學校")]
    [InlineData("", "")]
    public void Texts_that_mean_the_same_become_the_same(string text, string expected) => Normalize(text).Text.ShouldBe(expected);

    [Fact]
    public void Half_a_surrogate_pair_vanishes_and_a_whole_one_stays() => // not InlineData: metadata cannot hold one
        Normalize("a\uD83Db\uDE00😀").Text.ShouldBe("ab😀");

    [Fact]
    public void Every_unit_knows_where_it_came_from() =>
        Normalize(" Ａ\u200B １😀").Origins.ShouldBe([1, 3, 4, 5, 6]);

    private static (string Text, int[] Origins) Normalize(string text)
    {
        var output = new char[text.Length];
        var origins = new int[text.Length];
        var length = TextNormalizer.Normalize(text, output, origins);
        return (new string(output, 0, length), origins[..length]);
    }
}
