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
    [InlineData("學校門口車輛亂停", "学校门口车辆乱停")]
    [InlineData("後來環衛處來過", "后来环卫处来过")]
    [InlineData("", "")]
    public void Texts_that_mean_the_same_become_the_same(string text, string expected) => Normalize(text).Text.ShouldBe(expected);

    [Fact]
    public void Half_a_surrogate_pair_vanishes_and_a_whole_one_stays() => // not InlineData: metadata cannot hold one
        Normalize("a\uD83Db\uDE00😀").Text.ShouldBe("ab😀");

    [Fact]
    public void Every_unit_knows_where_it_came_from() =>
        Normalize(" Ａ\u200B １😀").Origins.ShouldBe([1, 3, 4, 5, 6]);

    [Fact]
    public void No_traditional_character_is_given_twice_and_no_simplified_one_is_changed()
    {
        var pairs = TraditionalCharacters.Pairs.ToArray();
        pairs.Length.ShouldBeGreaterThan(1000);
        pairs.Select(pair => pair.Traditional).ShouldBeUnique();
        pairs.Select(pair => pair.Simplified).Intersect(pairs.Select(pair => pair.Traditional)).ShouldBeEmpty();
        pairs.ShouldAllBe(pair => pair.Traditional >= '\u4E00' && pair.Simplified >= '\u4E00');
    }

    private static (string Text, int[] Origins) Normalize(string text)
    {
        var output = new char[text.Length];
        var origins = new int[text.Length];
        var length = TextNormalizer.Normalize(text, output, origins);
        return (new string(output, 0, length), origins[..length]);
    }
}
