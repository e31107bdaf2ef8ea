using System.Text;
using System.Text.Json;
using Hotline.Classifier.CommandLine;

namespace Hotline.Classifier.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("classifier-bad-input-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Odd_rows_are_named_with_their_lines_and_counted()
    {
        var data = Write("""
            {"id":"1","subject":"路灯不亮","body":"","label":"灯","source":"web"}

            {"id":"2","subject":" ","body":"","label":"灯"}
            {"id":"1","subject":"路灯不亮","body":"","label":"灯"}
            {"id":"1","subject":"水管漏水","body":"","label":"水"}
            {"id":"3","subject":"路灯不亮","body":"","label":"水"}
            """);
        using var notes = new StringWriter();
        ExampleReader.Read(data, format: null, "label", notes).Count.ShouldBe(3);
        var text = notes.ToString();
        text.ShouldContain($"unknown columns, not read: 1 ('source' in 1 rows from {data}, line 1)");
        text.ShouldContain($"empty lines, left out: 1 ({data}, line 2)");
        text.ShouldContain($"rows without text, left out: 1 ({data}, line 3)");
        text.ShouldContain($"rows given twice with the same id, the second left out: 1 ('1' in {data}, line 1 and {data}, line 4)");
        text.ShouldContain($"duplicate ids on different rows, both used: 1 ('1' in {data}, line 1 and {data}, line 5)");
        text.ShouldContain($"identical texts with conflicting labels, both used: 1 ('灯' in {data}, line 1 and '水' in {data}, line 6)");
        text.ShouldContain("5 rows read, 3 used, 2 left out.");
        text.ShouldNotContain("same label");
    }

    [Fact]
    public void Every_row_that_cannot_be_used_is_named_before_the_run_stops()
    {
        var data = Write("{broken\n{\"subject\":\"一\",\"label\":\"甲\"}\n{\"subject\":\"二\"}\n" + string.Concat(Enumerable.Repeat("[]\n", 12)));
        var error = Should.Throw<CommandLineException>(() => ExampleReader.Read(data, format: null, "label"));
        error.ExitCode.ShouldBe(1);
        error.Message.ShouldContain("line 1: broken JSON");
        error.Message.ShouldContain("line 3: no 'label'");
        error.Message.ShouldContain("14 of 15 rows cannot be used");
        error.Message.ShouldNotContain("more rows");
        data = Write(string.Concat(Enumerable.Repeat("[]\n", 24)));
        error = Should.Throw<CommandLineException>(() => ExampleReader.Read(data, format: null, "label"));
        error.Message.ShouldContain("line 20: broken JSON");
        error.Message.ShouldContain("and 4 more rows");
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_left_out_and_counted_when_asked()
    {
        var data = Write("{broken\n{\"subject\":\"一\",\"label\":\"甲\"}\n{\"subject\":\"二\"}\n" + string.Concat(Enumerable.Repeat("[]\n", 30)));
        using var notes = new StringWriter();
        using var findings = new StringWriter();
        ExampleReader.Read(data, format: null, "label", notes, skipBadRows: true, findings).ShouldBe([new("一", "", "甲")]);
        notes.ToString().ShouldContain($"rows that cannot be used, left out: 32 ({data}, line 1: broken JSON");
        notes.ToString().ShouldContain("and 12 more)");
        notes.ToString().ShouldContain("33 rows read, 1 used, 32 left out.");
        notes.ToString().ShouldContain($"a single label: 1 (on all 1 rows from {data}, line 2)");
        findings.ToString().ShouldContain($"{data}, line 3: no 'label'");
        findings.ToString().ShouldContain($"{data}, line 33: broken JSON");
    }

    [Fact]
    public void The_program_leaves_rows_out_and_writes_each_down_when_asked()
    {
        var data = Path.Combine(_folder, "some.jsonl");
        File.WriteAllLines(data, ["[]", .. InventedMessages.Examples().Select(example => JsonSerializer.Serialize(new { subject = example.Subject, body = example.Body, label = example.Label }))]);
        var findings = Path.Combine(_folder, "findings.txt");
        using var error = new StringWriter();
        string[] command = ["crossval", "--data", data, "--folds", "3"];
        Cli.Run(command, TextReader.Null, TextWriter.Null, error).ShouldBe(1);
        error.ToString().ShouldContain("1 of 49 rows cannot be used");
        Cli.Run([.. command, "--skip-bad-rows", "--findings", findings], TextReader.Null, TextWriter.Null, error).ShouldBe(0);
        error.ToString().ShouldContain("49 rows read, 48 used, 1 left out.");
        File.ReadAllText(findings).ShouldContain("some.jsonl, line 1: broken JSON");
    }

    [Fact]
    public void Gbk_is_converted_and_said_so()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var data = Path.Combine(_folder, "gbk.csv");
        File.WriteAllText(data, "subject,label\n小区路灯不亮,灯\n水管漏水了,水\n", Encoding.GetEncoding("GB18030"));
        using var notes = new StringWriter();
        ExampleReader.Read(data, format: null, "label", notes).ShouldBe([new("小区路灯不亮", "", "灯"), new("水管漏水了", "", "水")]);
        notes.ToString().ShouldContain($"files in GBK, converted: 1 ({data}, 2 rows)");
    }

    [Theory]
    [InlineData("utf-16", "the file is UTF-16")]
    [InlineData("iso-8859-1", "neither UTF-8 nor GBK")]
    public void Other_encodings_are_refused(string encoding, string message)
    {
        var data = Path.Combine(_folder, "other.csv");
        File.WriteAllText(data, "subject,label\nStraße für Räder größer,äu\n", Encoding.GetEncoding(encoding));
        Should.Throw<CommandLineException>(() => ExampleReader.Read(data, format: null, "label")).Message.ShouldContain(message);
    }

    [Fact]
    public void A_single_class_is_named()
    {
        Example[] data = [new("一", "今天停水", "水务"), new("二", "明天停水", "水务")];
        Should.Throw<TrainingDataException>(() => LinearTextTrainer.Train(data, InventedMessages.Options)).Message.ShouldContain("'水务' on all 2 messages");
    }

    [Fact]
    public void A_word_list_line_without_a_kind_is_named()
    {
        var words = Path.Combine(_folder, "words.txt");
        File.WriteAllText(words, "# 注释\ndanger: 着火，漏气\n起火\n");
        Should.Throw<CommandLineException>(() => WatchedWordsReader.Read(words)).Message.ShouldContain("words.txt, line 3");
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllText(path, content);
        return path;
    }
}
