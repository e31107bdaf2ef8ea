using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public class DangerWordsTests
{
    private static readonly DangerWords Words = new(
    [
        new("Gas", ["煤气", "燃气泄漏", "gas leak"], NotWithin: ["煤气费", "煤气公司"]),
        new("Fire", ["着火", "起火"], NotAfter: ["没有", "防止"]),
    ]);

    [Fact]
    public void Finds_the_kinds_and_where_they_stand()
    {
        var found = Words.Find("楼下煤气味很重，好像着火了");

        found.ShouldBe([new("Gas", "煤气", 2, 2), new("Fire", "着火", 10, 2)]);
        Words.Kinds("着火了，起火了").ShouldBe(["Fire"]);
    }

    [Theory]
    [InlineData("煤气费怎么交")]
    [InlineData("请问煤气公司电话")]
    [InlineData("目前没有着火")]
    [InlineData("怎样防止起火")]
    [InlineData("")]
    [InlineData(null)]
    public void A_phrase_around_or_before_voids_a_word(string? text) => Words.Find(text).ShouldBeEmpty();

    [Theory]
    [InlineData("煤气费没交，现在煤气漏了", "Gas")]
    [InlineData("没有着火，又起火了", "Fire")]
    [InlineData("A GAS Leak in the kitchen", "Gas")]
    [InlineData("ｇａｓ　ｌｅａｋ", "Gas")]
    public void A_voided_word_does_not_void_another(string text, string kind) => Words.Kinds(text).ShouldBe([kind]);

    [Fact]
    public void Rules_without_words_are_refused()
    {
        Should.Throw<ArgumentException>(() => new DangerWords([new("Gas", [])]));
        Should.Throw<ArgumentException>(() => new DangerWords([new("Gas", [" "])]));
    }
}
