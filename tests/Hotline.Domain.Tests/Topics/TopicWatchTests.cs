using Hotline.Domain.Topics;

namespace Hotline.Domain.Tests.Topics;

public sealed class TopicWatchTests
{
    private static readonly DateTimeOffset s_begin = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] s_everyday = ["社保卡怎么补办", "公交间隔太长", "垃圾没有清运", "路灯不亮", "暖气不热", "工地夜间施工", "学校门口堵车", "电梯坏了没人修"];

    private readonly GramCounts _counts = Counted();
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
    public void A_matter_with_one_message_every_five_days_rises_slowly_by_the_tenth()
    {
        var watch = new TopicWatch(new TopicRules(), _counts);
        var steps = new List<TopicStep>();
        for (var day = 0; day < 200; day++)
        {
            Everyday(watch, day);
            if (day >= 140 && day % 5 == 0) steps.Add(Add(watch, day, $"云岭花园旁边建搅拌站{Tail(day)}", "搅拌站的噪音和灰尘很大，云岭花园的居民没法休息"));
        }
        steps.Select(s => s.Topic).Distinct().ShouldHaveSingleItem();
        steps.FindIndex(s => s.Rising).ShouldBeLessThanOrEqualTo(9);
        steps.FindIndex(s => s.Rising).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void What_came_as_slowly_all_the_time_before_does_not_rise_slowly()
    {
        var watch = new TopicWatch(new TopicRules(), _counts);
        var steps = new List<TopicStep>();
        for (var day = 0; day < 300; day += 5) steps.Add(Add(watch, day, $"云岭花园旁边建搅拌站{Tail(day)}", "搅拌站的噪音和灰尘很大，云岭花园的居民没法休息"));
        steps.Select(s => s.Topic).Distinct().ShouldHaveSingleItem();
        steps.TakeLast(24).ShouldAllBe(s => !s.Rising);
    }

    [Fact]
    public void Pairs_that_are_alike_in_turn_do_not_tie_different_matters_together()
    {
        string[] of = ["路面破损积水严重", "夜宵摊油烟扰民", "楼板开裂漏水", "地下车位捆绑销售", "公交站牌被撞倒", "小学学位不足"];
        var watch = new TopicWatch(new TopicRules(), _counts);
        for (var day = 0; day < 30; day++) Everyday(watch, day);
        var groups = new List<(string Matter, Guid Topic)>();
        for (var i = 0; i < 30; i++) groups.Add((of[i % 6], Add(watch, 30 + i, $"云岭花园{of[i % 6]}{Tail(i)}", $"{of[i % 6]}，请派人来看").Topic));
        groups.GroupBy(g => g.Topic).ShouldAllBe(g => g.Select(x => x.Matter).Distinct().Count() == 1);
        groups.GroupBy(g => g.Matter).ShouldAllBe(g => g.Select(x => x.Topic).Distinct().Count() == 1);
    }

    [Fact]
    public void What_was_told_before_goes_on_under_its_id()
    {
        var (watch, told) = (new TopicWatch(new TopicRules(), _counts), IdOf(1_000_000));
        for (var day = 0; day < 30; day++) Everyday(watch, day);
        for (var i = 0; i < 6; i++) watch.Resume(told, IdOf(_made++), MessageGrams.Of($"云岭花园旁边建搅拌站{Tail(i)}", "搅拌站的噪音和灰尘很大"), null, s_begin.AddDays(30), 10_030);
        var step = Add(watch, 30, "云岭花园旁边建搅拌站", "搅拌站的噪音和灰尘很大");
        (step.Topic, step.Count).ShouldBe((told, 7));
        watch.Members(told).Count.ShouldBe(7);
    }

    [Fact]
    public void A_group_told_under_another_id_becomes_part_of_that_topic()
    {
        var (watch, told) = (new TopicWatch(new TopicRules(), _counts), IdOf(1_000_000));
        for (var day = 0; day < 30; day++) Everyday(watch, day);
        TopicStep Mill(int i) => Add(watch, 30, $"云岭花园旁边建搅拌站{Tail(i)}", "搅拌站的噪音和灰尘很大");
        var found = Mill(0).Topic;
        watch.Join(found, told);
        (Mill(1).Topic, Mill(2).Count).ShouldBe((told, 3));
        watch.Members(found).ShouldBeEmpty();
        var second = Add(watch, 30, "鹭洲湾码头渡轮停航", "鹭洲湾码头的渡轮停航一周").Topic;
        watch.Join(second, told);
        var last = Add(watch, 30, "鹭洲湾码头渡轮停航", "鹭洲湾码头的渡轮停航一周，居民过不了江");
        watch.Members(told).Count.ShouldBe(last.Topic == told ? 5 : 4);
        watch.Members(second).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_messages_in_the_same_order_give_the_same_groups()
    {
        List<TopicStep> Run()
        {
            var (watch, steps) = (new TopicWatch(new TopicRules { MostMessages = 100 }, Counted()), new List<TopicStep>());
            for (var i = 0; i < 300; i++) steps.Add(watch.Add(IdOf(i), MessageGrams.Of(s_everyday[i * 5 % 8] + Tail(i % 3), ""), null, s_begin.AddHours(i), i / 24));
            return steps;
        }
        Run().ShouldBe(Run());
    }

    [Fact]
    public void Only_so_many_messages_are_held_and_the_group_that_grew_longest_ago_goes_first()
    {
        var watch = new TopicWatch(new TopicRules { MostMessages = 100 }, _counts);
        TopicStep Mill(int day) => Add(watch, day, "云岭花园旁边建搅拌站", "搅拌站的噪音和灰尘很大");
        var topic = Mill(0).Topic;
        for (var i = 0; i < 300; i++)
        {
            if (i % 50 == 0) Mill(1).Topic.ShouldBe(topic);
            Add(watch, 1, Different(i), "");
            watch.Messages.ShouldBeLessThanOrEqualTo(100);
        }
        watch.Members(topic).Count.ShouldBe(7);
        watch.Holds(IdOf(1)).ShouldBeTrue();
        watch.Holds(IdOf(2)).ShouldBeFalse();
        watch.Holds(IdOf(_made - 1)).ShouldBeTrue();
    }

    [Fact]
    public void A_large_group_is_stood_for_by_its_newest_messages()
    {
        var watch = new TopicWatch(new TopicRules { MostMessages = 100 }, _counts);
        for (var i = 0; i < 1_200; i++) Add(watch, 0, "云岭花园旁边建搅拌站" + Tail(i % 5), "搅拌站的噪音和灰尘很大，云岭花园的居民没法休息");
        watch.Messages.ShouldBe(8);
        watch.Members(IdOf(0)).Count.ShouldBe(1_000);
        watch.Holds(IdOf(0)).ShouldBeFalse();
        watch.Holds(IdOf(1_199)).ShouldBeTrue();
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

    /// <summary>What a city is used to hear: without it every word would be new, and none rare.</summary>
    private static GramCounts Counted()
    {
        var counts = new GramCounts();
        for (var i = 0; i < 10_000; i++) counts.Add(MessageGrams.Of(s_everyday[i % 8] + Tail(i), "请派人来看"));
        return counts;
    }

    /// <summary>Eight characters that no other number has.</summary>
    private static string Different(int i) => string.Concat(Enumerable.Range(0, 8).Select(k => (char)('一' + i * 31 + k * 4)));

    private static string Tail(int i) => "，" + (char)('甲' + i * 37 % 900) + (char)('乙' + i * 53 % 900);

    private static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);
}
