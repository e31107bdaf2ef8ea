using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public class QueryCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("a key for tests only");
    private static readonly Guid Id = new("0193a6c0-0000-7000-8000-000000000001");

    [Fact]
    public void The_alphabet_has_no_two_characters_that_are_confused()
    {
        QueryCode.Alphabet.ShouldBeUnique();
        QueryCode.Alphabet.Intersect("0OQD1IL2Z5S8BUV").ShouldBeEmpty();
    }

    [Fact]
    public void Is_six_characters_of_the_alphabet_and_always_the_same()
    {
        var code = QueryCode.Derive(Key, Id);

        code.Length.ShouldBe(6);
        code.ShouldAllBe(c => QueryCode.Alphabet.Contains(c));
        QueryCode.Derive(Key, Id).ShouldBe(code);
    }

    [Fact]
    public void Depends_on_the_ticket_and_on_the_key()
    {
        QueryCode.Derive(Key, new Guid("0193a6c0-0000-7000-8000-000000000002")).ShouldNotBe(QueryCode.Derive(Key, Id));
        QueryCode.Derive(Encoding.ASCII.GetBytes("another key for tests"), Id).ShouldNotBe(QueryCode.Derive(Key, Id));
    }

    [Fact]
    public void Uses_every_character_equally_often()
    {
        const int codes = 7_000;
        var counts = Enumerable.Range(0, codes)
            .SelectMany(i => QueryCode.Derive(Key, new Guid(i, 0, 0, new byte[8])))
            .GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());

        counts.Count.ShouldBe(QueryCode.Alphabet.Length);
        // 2,000 expected each with a standard deviation of 44; 256 modulo 21 unrejected would give 12 % more to four of them.
        counts.Values.ShouldAllBe(n => n > 1_800 && n < 2_200);
    }

    [Fact]
    public void A_short_key_is_refused() => Should.Throw<ArgumentException>(() => QueryCode.Derive(new byte[15], Id));

    [Theory]
    [InlineData("a3k9pw", true)]
    [InlineData(" A3K 9PW ", true)]
    [InlineData("a3k-9pw", true)]
    [InlineData("Ａ３Ｋ９ＰＷ", true)]
    [InlineData("A3K9PX", false)]
    [InlineData("A3K9P", false)]
    [InlineData("A3K9PWA", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Matches_however_it_is_written(string? typed, bool matches) => QueryCode.Matches("A3K9PW", typed).ShouldBe(matches);

    [Theory]
    [InlineData("235979", true)]
    [InlineData("235970", false)]
    [InlineData("A3K9PW", false)]
    [InlineData(null, false)]
    public void Matches_the_keys_of_a_phone(string? digits, bool matches) => QueryCode.MatchesKeypad("A3K9PW", digits).ShouldBe(matches);

    [Fact]
    public void Every_code_matches_itself() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var code = QueryCode.Derive(Key, new Guid(seed, 1, 2, new byte[8]));
            QueryCode.Matches(code, code.ToLowerInvariant()).ShouldBeTrue();
        }).QuickCheckThrowOnFailure();
}
