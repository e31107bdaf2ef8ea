using System.Text.Json;
using Hotline.Classifier.CommandLine;

namespace Hotline.Classifier.Tests;

public sealed class PlaceDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("classifier-places-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("青石镇的路坏了", "青石镇")]
    [InlineData("家住红枫街道，离青石镇很远", "红枫街道", "青石镇")]
    [InlineData("城镇居民和小城镇建设")]
    [InlineData("镇上停水")]
    [InlineData("長樂鎮", "长乐镇")]
    [InlineData("云 镇很吵")]
    public void Places_are_found_by_name_and_by_ending_and_words_that_are_none_are_not(string text, params string[] places) =>
        Places().Find("", text).Select(place => place.Name).ShouldBe(places);

    [Fact]
    public void A_name_goes_before_an_ending_and_each_place_is_told_once() =>
        Places().Find("青石镇停水", "青石镇又停水").ShouldBe([new NamedPlace("青石镇", InventedMessages.School)]);

    [Fact]
    public void A_named_place_draws_the_message_to_its_unit_and_an_unnamed_one_away_from_it()
    {
        const string text = "半夜工地噪音太大";
        var placed = new PlacedClassifier(InventedMessages.Model, Places(), 4);
        double ProbabilityOf(ITicketClassifier model, string body, string label) => model.Predict("", body).Labels.Single(score => score.Label == label).Probability;
        double OddsOf(ITicketClassifier model, string body) => ProbabilityOf(model, body, InventedMessages.Road) / ProbabilityOf(model, body, InventedMessages.Noise);
        OddsOf(placed, text + "，红枫街道").ShouldBe(4 * OddsOf(InventedMessages.Model, text + "，红枫街道"), 1e-9);
        OddsOf(placed, text).ShouldBe(OddsOf(InventedMessages.Model, text) / 4, 1e-9);
        placed.Predict("", text, top: 3).Labels.Sum(label => label.Probability).ShouldBe(1, 1e-9);
        placed.Predict("", text, top: 1).Labels.Count.ShouldBe(1);
    }

    [Fact]
    public void The_abstention_follows_the_new_probability()
    {
        const string text = "半夜工地噪音太大，红枫街道";
        InventedMessages.Model.Predict("", text).Labels[0].Label.ShouldBe(InventedMessages.Noise);
        var placed = new PlacedClassifier(InventedMessages.Model, Places(), 1000).Predict("", text);
        placed.Labels[0].Label.ShouldBe(InventedMessages.Road);
        placed.Abstained.ShouldBe(placed.Labels[0].Probability < InventedMessages.Model.Card.AbstentionThreshold);
        new PlacedClassifier(InventedMessages.Model, Places(), 4).Predict("", "").AbstainReason.ShouldBe(AbstainReasons.Empty);
    }

    [Fact]
    public void Predict_names_the_places_it_went_by()
    {
        var run = Run("青石镇小学报名\n", "predict", "--model", WriteModel(), "--directory", WriteDirectory());
        run.ExitCode.ShouldBe(0, run.Error);
        var places = JsonDocument.Parse(run.Output).RootElement.GetProperty("places");
        places[0].GetProperty("name").GetString().ShouldBe("青石镇");
        Run("", "predict", "--model", WriteModel(), "--directory", WriteDirectory(), "--level", "1").ExitCode.ShouldBe(2);
        Run("", "predict", "--model", WriteModel(), "--place-factor", "0").ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"name\":\"青石镇\",\"department\":\"不存在\"}", "line 1: the model has no label '不存在'")]
    [InlineData("\n{\"name\":\"*\",\"department\":\"道路\"}", "line 2: no 'name'")]
    [InlineData("{\"name\":5}", "line 1: broken JSON")]
    [InlineData("{\"name\":\"城镇\"}", "no places")]
    public void A_row_that_cannot_be_used_is_named(string row, string message)
    {
        var path = Path.Combine(_folder, "bad.jsonl");
        File.WriteAllText(path, row);
        var run = Run("", "predict", "--model", WriteModel(), "--directory", path);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(message);
    }

    private static (int ExitCode, string Output, string Error) Run(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Cli.Run(args, new StringReader(input), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private PlaceDirectory Places() => PlaceDirectory.Read(WriteDirectory(), [InventedMessages.Noise, InventedMessages.Road, InventedMessages.School]);

    private string WriteModel()
    {
        var path = Path.Combine(_folder, "model.bin");
        File.WriteAllBytes(path, InventedMessages.BytesOf(InventedMessages.Model));
        return path;
    }

    private string WriteDirectory()
    {
        var path = Path.Combine(_folder, "places.jsonl");
        File.WriteAllText(path, """
            {"name":"*镇","department":"道路"}
            {"name":"*街道","department":"道路"}
            {"name":"青石镇","department":"教育"}
            {"name":"城镇"}

            """);
        return path;
    }
}
