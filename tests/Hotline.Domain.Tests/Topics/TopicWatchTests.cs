using Hotline.Domain.Topics;

namespace Hotline.Domain.Tests.Topics;

public sealed class TopicWatchTests
{
    private static readonly DateTimeOffset s_begin = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] s_everyday = ["社保卡怎么补办", "公交间隔太长", "垃圾没有清运", "路灯不亮", "暖气不热", "工地夜间施工", "学校门口堵车", "电梯坏了没人修"];

    private readonly GramCounts _counts = new();
    private int _made;

    [Fact]
    public void A_matter_that_many_write_about_at_once_rises_by_the_tenth_message()
    {
        var watch = new TopicWatch(new TopicRules(), _counts);
        for (var day = 0; day < 30; day++) Everyday(watch, day);
        var steps = Enumerable.Range(0, 10).Select(i => Add(watch, 30, $"云岭花园旁边建搅拌站{Tail(i)}", "搅拌站的噪音和灰尘很大，云岭花园的居民没法休息")).ToList();
        steps[^1].Rising.ShouldBeTrue();
        steps[^1].Count.ShouldBe(10);
        steps.Select(s => s.Topic).Distinct().ShouldHaveSingleItem();
        watch.Members(steps[0].Topic).Count.ShouldBe(10);
    }

    [Fact]
    public void What_comes_every_week_in_the_same_measure_does_not_rise()
    {
        var watch = new TopicWatch(new TopicRules(), _counts);
        var last = new List<TopicStep>();
        for (var week = 0; week < 16; week++)
            for (var i = 0; i < 6; i++)
                last.Add(Add(watch, week * 7, $"云岭市场周一早上占道经营{Tail(i)}", "云岭市场门口的摊贩把路都占了"));
        last.Take(12).ShouldContain(s => s.Rising);   // at first it is new
        last.TakeLast(6).ShouldAllBe(s => !s.Rising);
        last[^1].Expected.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void The_same_messages_in_the_same_order_give_the_same_groups()
    {
        List<TopicStep> Run()
        {
            var (watch, steps) = (new TopicWatch(new TopicRules { MostMessages = 100 }, new GramCounts()), new List<TopicStep>());
            for (var i = 0; i < 300; i++) steps.Add(watch.Add(IdOf(i), MessageGrams.Of(s_everyday[i * 5 % 8] + Tail(i % 3), ""), null, s_begin.AddHours(i), i / 24));
            return steps;
        }
        Run().ShouldBe(Run());
    }

    [Fact]
    public void Only_so_many_messages_are_held()
    {
        var watch = new TopicWatch(new TopicRules { MostMessages = 100 }, _counts);
        for (var i = 0; i < 250; i++) watch.Add(IdOf(i), MessageGrams.Of(s_everyday[i % 8], ""), null, s_begin, 0);
        Enumerable.Range(0, 250).Count(i => watch.Holds(IdOf(i))).ShouldBe(100);
        watch.Holds(IdOf(249)).ShouldBeTrue();
    }

    [Fact]
    public void A_topic_is_named_by_what_its_subjects_share_and_others_have_not()
    {
        foreach (var text in s_everyday) for (var i = 0; i < 20; i++) _counts.Add(MessageGrams.Of("请问" + text, ""));
        TopicName.Of(["请问云岭花园搅拌站何时拆除", "投诉云岭花园旁建搅拌站", "云岭花园的搅拌站噪音大"], _counts).ShouldBe("云岭花园 搅拌站");
        TopicName.Of(["Smoke from the Harbour Mill", "harbour noise", "Harbour Mill again"], _counts).ShouldContain("Harbour Mill");
        TopicName.Of(["只有一件"], _counts).ShouldBe("只有一件");
        TopicName.Of([], _counts).ShouldBe("");
    }

    private void Everyday(TopicWatch watch, int day)
    {
        for (var i = 0; i < 4; i++) Add(watch, day, s_everyday[(day + i) % 8] + Tail(day), "");
    }

    private TopicStep Add(TopicWatch watch, int day, string subject, string body) => watch.Add(IdOf(_made++), MessageGrams.Of(subject, body), null, s_begin.AddDays(day), 10_000 + day);

    private static string Tail(int i) => "，" + (char)('甲' + i * 37) + (char)('乙' + i * 53);

    private static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);
}
