namespace Hotline.Classifier.Tests;

public class MessageOutputTests
{
    private static readonly LinearTextModel s_model = InventedMessages.Model;

    [Theory]
    [InlineData("小区门口的路灯坏了，请派人来修", Languages.Chinese)]
    [InlineData("wifi 断了 three days，没人管", Languages.Chinese)]
    [InlineData("學校門口車輛亂停", Languages.Chinese)]
    [InlineData("The street lamp in front of my house is broken.", Languages.English)]
    [InlineData("Die Ampel ist seit Tagen kaputt und niemand kommt", Languages.Other)]
    [InlineData("Straße gesperrt für Radfahrer", Languages.Other)]
    [InlineData("家の前の街灯がこわれています", Languages.Other)]
    [InlineData("Не работает фонарь", Languages.Other)]
    [InlineData("😀 12", Languages.Other)]
    [InlineData("", Languages.Other)]
    public void The_language_is_told_by_script_and_common_words(string text, string language)
    {
        Languages.Detect(text).ShouldBe(language);
        s_model.Predict("", text).Language.ShouldBe(language);
    }

    [Fact]
    public void A_prefix_is_as_likely_as_the_labels_that_begin_with_it()
    {
        Example[] data =
        [
            .. InventedMessages.Examples().Select(example => example with
            {
                Label = example.Label == InventedMessages.Noise ? "0101" : example.Label == InventedMessages.Road ? "0102" : "0201",
            }),
        ];
        var model = LinearTextTrainer.Train(data, InventedMessages.Options, ct: TestContext.Current.CancellationToken);
        const string body = "工地噪音太大，路面坑洼，请修补";
        var labels = model.Predict("", body, top: 3).Labels.ToDictionary(label => label.Label, label => label.Probability);
        var levels = model.PredictLevel("", body, codeLength: 2);
        levels.Select(level => level.Label).ShouldBe(["01", "02"]);
        levels[0].Probability.ShouldBe(labels["0101"] + labels["0102"], 1e-9);
        levels.Sum(level => level.Probability).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Words_of_a_list_are_found_in_any_form_at_their_place()
    {
        var words = new WatchedWords([("danger", "燃气泄漏"), ("urgent", "WIFI断了"), ("danger", "着火")]);
        const string body = "😀樓下　燃氣　洩漏，ｗｉｆｉ断了";
        var found = words.Find("着火了", body);
        found.Select(word => (word.Kind, word.Field)).ShouldBe([("danger", TextField.Subject), ("danger", TextField.Body), ("urgent", TextField.Body)]);
        body.Substring(found[1].Start, found[1].Length).ShouldBe("燃氣　洩漏");
        body.Substring(found[2].Start, found[2].Length).ShouldBe("ｗｉｆｉ断了");
        words.Find("", "平安无事").ShouldBeEmpty();
    }

    [Fact]
    public void Two_marked_requests_of_different_kinds_are_split()
    {
        const string body = "一、东湖小区旁边的工地半夜还在施工，噪音太大，无法睡觉，希望有人来管。广场每天晚上音响开得很大。二、西河街的路面到处是坑洼，电动车经过容易摔倒，请尽快修补路面。路面上还有一个井盖不见了，行人和车辆都很危险，请维修道路。";
        var certain = new LinearTextModel(s_model.Card with { AbstentionThreshold = 0.5 }, s_model.Space, s_model.Weights, s_model.Biases);
        var items = RequestSplitter.Split(certain, "", body);
        items.Select(item => item.Label).ShouldBe([InventedMessages.Noise, InventedMessages.Road]);
        string.Concat(items.Select(item => body.Substring(item.Start, item.Length))).ShouldBe(body);
        body[items[1].Start..].ShouldStartWith("二、");
    }

    [Theory]
    [InlineData("一、工地半夜施工噪音太大，无法睡觉。二、广场舞音响开得很大，噪音吵得老人头痛。")] // two of one kind
    [InlineData("工地半夜施工噪音太大，无法睡觉，路面到处是坑洼，请尽快修补路面。")] // no mark
    [InlineData("工地半夜施工噪音太大，无法睡觉，噪音3.5倍。另外谢谢！")] // nothing of its own after the mark
    [InlineData("")]
    public void Everything_else_stays_one_message(string body) => RequestSplitter.Split(s_model, "噪音扰民", body).Count.ShouldBe(1);

    [Fact]
    public void A_long_list_of_marks_takes_no_more_than_a_look_at_each()
    {
        var body = string.Concat(Enumerable.Repeat("另外，路面到处是坑洼，请修补。", 3000));
        RequestSplitter.Split(s_model, "", body).ShouldHaveSingleItem().Length.ShouldBe(body.Length);
    }
}
