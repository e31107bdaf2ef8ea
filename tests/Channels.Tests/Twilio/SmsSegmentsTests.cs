using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class SmsSegmentsTests
{
    [Theory]
    [InlineData("", 1, 0)]
    [InlineData("a", 1, 1)]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("€", 152, 2)] // 76 to a segment: an escape is not split, so the 153rd septet stays empty
    [InlineData("€", 153, 3)]
    [InlineData("路", 70, 1)]
    [InlineData("路", 71, 2)]
    [InlineData("路", 134, 2)]
    [InlineData("路", 135, 3)]
    [InlineData("😀", 35, 1)]
    [InlineData("😀", 36, 2)]
    [InlineData("😀", 66, 2)] // 33 to a segment: a pair is not split, so the 67th unit stays empty
    [InlineData("😀", 67, 3)]
    [InlineData("𠮷", 66, 2)]
    public void Counts_by_the_table(string unit, int times, int segments) =>
        SmsSegments.Count(string.Concat(Enumerable.Repeat(unit, times))).ShouldBe(segments);

    [Fact]
    public void One_hanzi_turns_the_whole_text_into_ucs2() => SmsSegments.Count(new string('a', 70) + "路").ShouldBe(2);

    [Fact]
    public void Counts_a_lone_surrogate_as_one_unit() => SmsSegments.Count(new string('\uD83D', 70)).ShouldBe(1);

    [Fact]
    public void Agrees_with_cutting_the_text_up() => Prop.ForAll(
        Gen.Elements("a", "路", "😀", "𠮷", "€", "~", "\n", "\uD83D").ListOf().Select(p => string.Concat(p)).Resize(400).ToArbitrary(),
        text => SmsSegments.Count(text).ShouldBe(CutUp(text))).QuickCheckThrowOnFailure();

    // Cuts greedily from the front, moving a cut back when it would fall inside a character.
    private static int CutUp(string text)
    {
        var gsm = text.All(c => c is 'a' or '\n' or '€' or '~');
        var units = gsm ? text.Replace("€", "\u001b€").Replace("~", "\u001b~") : text;
        if (units.Length == 0)
        {
            return 0;
        }

        var (single, part) = gsm ? (160, 153) : (70, 67);
        var count = 0;
        for (var at = 0; at < units.Length && units.Length > single; count++)
        {
            var end = Math.Min(at + part, units.Length);
            var splits = end < units.Length && (gsm ? units[end - 1] == '\u001b' : char.IsSurrogatePair(units[end - 1], units[end]));
            at = splits ? end - 1 : end;
        }

        return Math.Max(count, 1);
    }
}
