using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hotline.Classifier.CommandLine;

namespace Hotline.Classifier.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("classifier-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_evaluate_predict_explain_and_card_work_together()
    {
        var data = WriteData();
        var model = PathOf("model.bin");

        var trained = Run("", "train", "--data", data, "--out", model, "--folds", "3", "--trained-at", "2026-01-31T00:00:00Z", "--valid", data);
        trained.ExitCode.ShouldBe(0, trained.Error);
        trained.Error.ShouldContain("solved 1 of 4 models");
        trained.Output.ShouldContain("accuracy");

        var evaluated = Run("", "evaluate", "--model", model, "--data", data, "--json");
        evaluated.ExitCode.ShouldBe(0, evaluated.Error);
        using (var report = JsonDocument.Parse(evaluated.Output))
        {
            string[] keys = ["accuracy", "macroF1", "ece", "coverageAtPrecision98", "precisionAtThreshold", "messagesPerSecond", "count"];
            foreach (var key in keys) report.RootElement.GetProperty(key).ValueKind.ShouldBe(JsonValueKind.Number);
            report.RootElement.GetProperty("accuracy").GetDouble().ShouldBe(1);
            report.RootElement.GetProperty("count").GetInt32().ShouldBe(48);
        }

        var predicted = Run("半夜工地噪音太大\n{\"subject\":\"路面坑洼\",\"body\":\"请修补道路\"}\n\n", "predict", "--model", model, "--top", "1", "--evidence");
        predicted.ExitCode.ShouldBe(0, predicted.Error);
        var lines = predicted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        lines.Length.ShouldBe(3);
        lines[0].GetProperty("labels")[0].GetProperty("label").GetString().ShouldBe(InventedMessages.Noise);
        lines[1].GetProperty("labels")[0].GetProperty("label").GetString().ShouldBe(InventedMessages.Road);
        lines[1].GetProperty("labels")[0].GetProperty("evidence")[0].GetProperty("field").GetString().ShouldBeOneOf("Subject", "Body");
        lines[2].GetProperty("abstainReason").GetString().ShouldBe(AbstainReasons.Empty);

        var explained = Run("", "explain", "--model", model, "--text", "半夜工地噪音太大");
        explained.Output.ShouldContain("噪");
        explained.Output.ShouldContain("Body");

        using var card = JsonDocument.Parse(Run("", "card", "--model", model).Output);
        card.RootElement.GetProperty("dataCount").GetInt32().ShouldBe(48);
        card.RootElement.GetProperty("trainedAt").GetDateTimeOffset().Year.ShouldBe(2026);
    }

    [Fact]
    public void Predict_adds_level_words_and_requests_when_asked()
    {
        var model = PathOf("model.bin");
        using (var file = File.Create(model)) InventedMessages.Model.Save(file);
        var words = PathOf("words.txt");
        File.WriteAllText(words, "danger: 噪音, 着火 # 例\n");
        var run = Run("半夜工地噪音太大\n", "predict", "--model", model, "--words", words, "--requests", "--level", "1");
        run.ExitCode.ShouldBe(0, run.Error);
        var row = JsonDocument.Parse(run.Output).RootElement;
        row.GetProperty("language").GetString().ShouldBe(Languages.Chinese);
        row.GetProperty("words")[0].GetProperty("word").GetString().ShouldBe("噪音");
        row.GetProperty("requests").GetArrayLength().ShouldBe(1);
        row.GetProperty("level")[0].GetProperty("label").GetString().ShouldBe("噪");
        JsonDocument.Parse(Run("噪音太大\n", "predict", "--model", model).Output).RootElement.TryGetProperty("words", out _).ShouldBeFalse();
    }

    [Fact]
    public void Risk_coverage_rises_to_all_messages()
    {
        var data = WriteData();
        var model = PathOf("model.bin");
        using (var file = File.Create(model)) InventedMessages.Model.Save(file);
        var run = Run("", "risk-coverage", "--model", model, "--data", data, "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        var coverages = JsonDocument.Parse(run.Output).RootElement.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("coverage").GetDouble()).ToArray();
        coverages.ShouldBe(coverages.Order());
        coverages[^1].ShouldBe(1);
        Run("", "risk-coverage", "--model", model, "--data", data).Output.ShouldContain("at the model's threshold");
    }

    [Fact]
    public void The_curve_tells_time_and_memory_per_size()
    {
        var run = Run("", "curve", "--sizes", "300,200", "--labels", "4", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        var rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        rows.Select(row => row.GetProperty("messages").GetInt32()).ShouldBe([200, 300]);
        rows[0].GetProperty("peakMegabytes").GetDouble().ShouldBePositive();
        Run("", "curve", "--sizes", "few").ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Cross_validation_reports_without_writing_a_model()
    {
        var run = Run("", "crossval", "--data", WriteData(), "--folds", "3", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonDocument.Parse(run.Output).RootElement.GetProperty("crossValidatedAccuracy").GetDouble().ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Csv_and_jsonl_hold_the_same_messages()
    {
        var csv = PathOf("data.csv");
        File.WriteAllText(csv, "label,subject,body\n甲,\"一, \"\"二\"\"\",\"三\n四\"\n乙,,五\n");
        var jsonl = PathOf("data.jsonl");
        File.WriteAllText(jsonl, """
            {"subject":"一, \"二\"","body":"三\n四","label":"甲"}
            {"subject":null,"body":"五","label":"乙"}
            """);
        ExampleReader.Read(csv, format: null, "label").ShouldBe(ExampleReader.Read(jsonl, format: null, "label"));
        ExampleReader.Read($"{csv},{jsonl}", format: null, "label").Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("{\"subject\":\"一\",\"body\":\"二\",\"label\":\"三\"}\n{broken", "line 2: broken JSON")]
    [InlineData("{\"subject\":\"一\",\"body\":\"二\"}", "line 1: no 'label'")]
    [InlineData("\n{\"subject\":\"一\",\"label\":null}", "line 2: no 'label'")]
    [InlineData("[1]", "line 1: broken JSON")]
    [InlineData("{\"subject\":5,\"label\":\"一\"}", "line 1: broken JSON: 'subject' is not a string")]
    [InlineData("{\"body\":\"\\ud800\",\"label\":\"一\"}", "line 1: broken JSON")]
    [InlineData("", "no messages")]
    public void A_bad_row_is_named_by_file_and_line(string content, string message)
    {
        var data = PathOf("bad.jsonl");
        File.WriteAllText(data, content);
        var run = Run("", "train", "--data", data, "--out", PathOf("model.bin"));
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("bad.jsonl");
        run.Error.ShouldContain(message);
        run.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("body\n一\n", "line 1: the header needs")]
    [InlineData("body,label\n一,二\n三\n", "line 3: 1 fields where the header has 2")]
    [InlineData("body,label\n\"一,二\n", "line 2: a quote is never closed")]
    public void A_bad_csv_row_is_named_by_line(string content, string message)
    {
        var data = PathOf("bad.csv");
        File.WriteAllText(data, content);
        Should.Throw<CommandLineException>(() => ExampleReader.Read(data, format: null, "label")).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(2, "Unknown command 'fly'", "fly")]
    [InlineData(2, "--model is required", "card")]
    [InlineData(2, "Unknown option '--modle'", "card", "--modle", "x")]
    [InlineData(2, "--model needs a value", "card", "--model")]
    [InlineData(2, "--model is given twice", "card", "--model", "x", "--model=y")]
    [InlineData(1, "no such file", "card", "--model", "absent.bin")]
    public void Wrong_usage_is_told_apart_from_bad_files(int exitCode, string message, params string[] args)
    {
        var run = Run("", args);
        run.ExitCode.ShouldBe(exitCode);
        run.Error.ShouldContain(message);
    }

    [Theory]
    [InlineData("--folds", "many")]
    [InlineData("--folds", "1")]
    [InlineData("--trained-at", "yesterday")]
    public void A_value_that_makes_no_sense_is_wrong_usage(string option, string value)
    {
        var run = Run("", "train", "--data", WriteData(), "--out", PathOf("model.bin"), option, value);
        run.ExitCode.ShouldBe(2);
        File.Exists(PathOf("model.bin")).ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var run = Run("", "explain", "--model", WriteData(), "--text", "路面");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("not a Hotline classifier model file");
    }

    [Fact]
    public async Task The_program_itself_speaks_utf8_and_returns_exit_codes()
    {
        var model = PathOf("model.bin");
        using (var file = File.Create(model)) InventedMessages.Model.Save(file);
        var program = Path.ChangeExtension(typeof(LinearTextModel).Assembly.Location, ".dll");
        var start = new ProcessStartInfo("dotnet", [program, "predict", "--model", model])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("半夜工地噪音太大");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
        output.ShouldContain(InventedMessages.Noise);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string WriteData()
    {
        var path = PathOf("train.jsonl");
        File.WriteAllLines(path, InventedMessages.Examples().Select(example =>
            JsonSerializer.Serialize(new { subject = example.Subject, body = example.Body, label = example.Label })));
        return path;
    }

    private static (int ExitCode, string Output, string Error) Run(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Cli.Run(args, new StringReader(input), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
