using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Topics;

namespace Hotline.Domain.Tests.Topics;

public sealed class SameMatterTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly string[] s_city =
    [
        "梧桐里小区电梯坏了三天没人修", "请问社保卡丢了怎么补办", "松涛路口红绿灯时间太短，老人过不去", "学校门口早上堵车严重", "楼下烧烤摊油烟大", "暖气不热，室温只有十四度",
        "公交车十二路间隔太长", "垃圾桶满了没有人清运", "咨询公积金贷款的条件", "工地夜间施工扰民", "路灯不亮，晚上走路看不见", "自来水发黄有异味",
    ];

    [Fact]
    public void The_same_matter_in_other_words_scores_above_the_threshold_and_another_matter_below()
    {
        var counts = Counted();
        var one = Of(counts, "投诉云岭花园旁边建搅拌站", "云岭花园旁边在建一个混凝土搅拌站，灰尘和噪音很大，请有关部门查处。");
        var again = Of(counts, "云岭花园业主反对建搅拌站", "搅拌站离云岭花园的居民楼只有五十米，日夜噪音扰民，灰尘很大。");
        var other = Of(counts, "投诉楼下烧烤摊", "每天晚上油烟飘进家里，没法开窗，希望城管管一管。");
        SameMatter.Score(one, again).ShouldBeGreaterThan(SameMatter.Threshold);
        SameMatter.Score(one, other).ShouldBeLessThan(SameMatter.Threshold);
    }

    [Fact]
    public void The_same_place_speaks_for_it_and_another_against()
    {
        var counts = Counted();
        var here = Of(counts, "路灯不亮", "晚上走路看不见", "01");
        SameMatter.Score(here, Of(counts, "路灯坏了", "路上很黑", "01")).ShouldBeGreaterThan(SameMatter.Score(here, Of(counts, "路灯坏了", "路上很黑", "02")));
    }

    [Theory]
    [InlineData("云岭花园停水了", "云岭花园的健身器材生锈")]
    [InlineData("投诉丹枫大道车祸多", "丹枫大道什么时候种树")]
    [InlineData("周小满老师体罚学生", "感谢周小满老师救了老人")]
    [InlineData("Harbour Mill Lane flooded", "Parking permit for Harbour Mill Lane")]
    public void Short_messages_that_share_only_a_rare_name_are_not_the_same_matter(string one, string other)
    {
        var counts = Counted();
        var (left, right) = (Of(counts, one, "", "01"), Of(counts, other, "", "01"));
        SameMatter.Compare(left, right).OnlyName.ShouldBeTrue();
        SameMatter.Score(left, right).ShouldBeLessThan(SameMatter.Threshold);
    }

    [Fact]
    public void The_same_short_message_twice_is_the_same_matter()
    {
        var counts = Counted();
        SameMatter.Score(Of(counts, "云岭花园停电", ""), Of(counts, "云岭花园停电！", "")).ShouldBeGreaterThan(SameMatter.Threshold);
    }

    [Fact]
    public void A_few_common_words_found_in_a_long_message_do_not_make_it_the_same_matter()
    {
        var counts = Counted();
        var few = Of(counts, "噪音扰民", "夜里太吵");
        var lengthy = Of(counts, "反对在望月里门口设洗车场", "洗车场废水横流，噪音扰民，夜里也不停，我们望月里的住户已经写过三次信，请规划部门说明是怎样批准的。");
        SameMatter.Score(few, lengthy).ShouldBeLessThan(SameMatter.Threshold);
    }

    [Fact]
    public void A_copied_text_with_a_word_changed_is_the_same_text_and_a_retold_one_is_not()
    {
        const string campaign = "我们全体业主强烈要求开发商立即兑现承诺，尽快修好小区的地下车库，不要再拖延，让大家安心过年，请政府主持公道。";
        var one = MessageGrams.Of("要求兑现承诺", campaign);
        SameMatter.Overlap(one, MessageGrams.Of("要求兑现承诺", campaign + "谢谢！")).ShouldBeGreaterThan(SameMatter.SameText);
        SameMatter.Overlap(one, MessageGrams.Of("车库问题", "小区地下车库一直没有修好，开发商说话不算数。")).ShouldBeLessThan(SameMatter.SameText);
    }

    [Fact]
    public void Full_width_letters_and_capitals_make_no_difference() =>
        SameMatter.Overlap(MessageGrams.Of("ＡＢＣ大厦", "Bus Line 12"), MessageGrams.Of("abc大厦", "bus line 12")).ShouldBe(1);

    [Fact]
    public void Scores_are_shares_and_do_not_depend_on_the_order()
    {
        var texts = Gen.OneOf(Gen.Elements(s_city), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));
        var pairs = texts.SelectMany(a => texts, (a, b) => (a, b));
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var counts = Counted();
            var (left, right) = (Of(counts, pair.a, pair.b), Of(counts, pair.b, pair.a));
            var (there, back) = (SameMatter.Score(left, right), SameMatter.Score(right, left));
            var overlap = SameMatter.Overlap(left.Grams, right.Grams);
            return there is >= 0 and <= 1 && Math.Abs(there - back) < 1e-9 && overlap is >= 0 and <= 1 && Math.Abs(overlap - SameMatter.Overlap(right.Grams, left.Grams)) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_hundred_thousand_characters_are_read_to_a_limit() =>
        MessageGrams.Of("标题", string.Concat(Enumerable.Range(0, 100_000).Select(i => (char)('一' + i % 20_000)))).Whole.Length.ShouldBeLessThan(MessageGrams.LongestText * 3);

    [Fact]
    public void A_rare_word_weighs_more_than_a_common_one_also_when_the_rarest_are_forgotten()
    {
        var counts = new GramCounts(most: 40);
        for (var i = 0; i < 50; i++) counts.Add(MessageGrams.Of("", "路灯不亮" + (char)('一' + i * 7) + (char)('丁' + i * 11)));
        counts.Held.ShouldBeLessThanOrEqualTo(40);
        var common = Matter.Of(MessageGrams.Of("", "路灯不亮"), counts, null, s_now);
        var rare = Matter.Of(MessageGrams.Of("", "驼峰洼地"), counts, null, s_now);
        SameMatter.Compare(rare, rare).Rarest.ShouldBeGreaterThan(SameMatter.Compare(common, common).Rarest);
    }

    private static GramCounts Counted()
    {
        var counts = new GramCounts();
        foreach (var text in s_city) for (var i = 0; i < 20; i++) counts.Add(MessageGrams.Of(text, ""));
        return counts;
    }

    private static Matter Of(GramCounts counts, string subject, string body, string? place = null) => Matter.Of(MessageGrams.Of(subject, body), counts, place, s_now);
}
