using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Search;

namespace Hotline.Domain.Tests.Search;

public class SearchTokensTests
{
    [Theory]
    [InlineData("路灯不亮", "路灯 灯不 不亮")]
    [InlineData("路", "路")]
    [InlineData("路，灯坏了", "路 灯坏 坏了")]
    [InlineData("WiFi信号差 ５Ｇ", "wifi 信号 号差 5g")]
    [InlineData("No. 12-B, Elm Street", "no 12 b elm street")]
    [InlineData("𠮷野家", "𠮷野 野家")]
    [InlineData(" ，。!", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Cuts_text_into_tokens(string? text, string tokens) => SearchTokens.Indexed(text).ShouldBe(tokens);

    [Fact]
    public void Stops_at_the_limit() => SearchTokens.Of(new string('路', 50), 10).Count.ShouldBe(10);

    [Fact]
    public void Asks_both_databases_for_every_token()
    {
        SearchTokens.ToFts5("路灯坏 LED").ShouldBe("\"路灯\" \"灯坏\" \"led\"");
        SearchTokens.ToTsQuery("路灯坏 LED").ShouldBe("'路灯' & '灯坏' & 'led'");
    }

    [Fact]
    public void A_lone_character_matches_the_pairs_it_begins()
    {
        SearchTokens.ToFts5("路").ShouldBe("\"路\"*");
        SearchTokens.ToTsQuery("路").ShouldBe("'路':*");
    }

    [Fact]
    public void Nothing_to_search_for_is_no_query()
    {
        SearchTokens.ToFts5("\"' * :").ShouldBeNull();
        SearchTokens.ToTsQuery("&|!()").ShouldBeNull();
    }

    [Fact]
    public void No_typed_text_reaches_the_query_syntax() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), typed =>
        {
            foreach (var token in SearchTokens.Query(typed))
                token.EnumerateRunes().ShouldAllBe(rune => System.Text.Rune.IsLetterOrDigit(rune));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_part_of_a_text_finds_the_text() =>
        Prop.ForAll(Gen.Choose(0, 12).ToArbitrary(), Gen.Choose(2, 8).ToArbitrary(), (start, length) =>
        {
            const string text = "和平路红绿灯坏了三天一直没有人来修理它们";
            SearchTokens.Query(text.Substring(start, length)).ShouldBeSubsetOf(SearchTokens.Of(text));
        }).QuickCheckThrowOnFailure();
}
