using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// Compares signatures with Twilio's own library. Runs when it is installed at or above this project:
/// <c>npm install --no-save twilio@6.2.0</c>.
/// </summary>
public sealed class TwilioOracleTests
{
    // One JSON request a line in, one JSON answer a line out.
    private const string Script = """
        const t = require('twilio');
        for (const line of require('fs').readFileSync(0, 'utf8').split('\n').filter(l => l)) {
          const r = JSON.parse(line);
          console.log(JSON.stringify({ Signature: t.getExpectedTwilioSignature(r.Token, r.Signed, r.Fields), Valid: t.validateRequest(r.Token, r.Ours, r.Seen, r.Fields) }));
        }
        """;

    [Fact]
    public async Task Signs_and_judges_like_the_vendors_own_library()
    {
        var folder = FolderWithLibrary();
        var random = new Random(20260302);
        var requests = Enumerable.Range(0, 400).Select(_ => Question.Random(random)).ToList();
        var answers = await Ask(folder, requests);

        answers.Count.ShouldBe(requests.Count);
        foreach (var (request, answer) in requests.Zip(answers))
        {
            request.Ours.ShouldBe(answer.Signature, request.Signed);
            TwilioSignature.IsValid(request.Token, answer.Signature, request.Seen, request.Flat).ShouldBe(answer.Valid, $"{request.Signed} seen as {request.Seen}");
        }

        answers.Count(a => a.Valid).ShouldBeInRange(100, 399, "the cases must hold both verdicts");
    }

    private static async Task<List<Answer>> Ask(string folder, List<Question> requests)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Script);
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(string.Join('\n', requests.Select(r => JsonSerializer.Serialize(r))));
        node.StandardInput.Close();
        var lines = await output;
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<Answer>(l)!)];
    }

    private static string FolderWithLibrary()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "node_modules", "twilio", "package.json")))
            {
                return folder.FullName;
            }
        }

        Assert.Skip("npm's twilio is not installed at or above the test directory");
        throw new InvalidOperationException("Skip does not return.");
    }

    private sealed record Answer(string Signature, bool Valid);

    /// <summary>An address as it was signed, as it was seen, and the fields by key.</summary>
    private sealed record Question(string Token, string Signed, string Seen, Dictionary<string, string[]> Fields, string Ours)
    {
        public KeyValuePair<string, string>[] Flat => [.. Fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v)))];

        public static Question Random(Random random)
        {
            string Pick(params string[] from) => from[random.Next(from.Length)];
            string Text() => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick("a", "路灯", "😀", "𠮷", " ", "+", "&", "=", "'", "%", "سۇ", "0")));

            var scheme = Pick("https", "http");
            var user = Pick("", "", "user:pass@");
            var host = Pick("mycompany.com", "MyCompany.com", "h.gov.example", "[2001:db8::1]");
            var rest = Pick("/", "/a", "/a%20b") + Pick("", "?x=1&y=2", "?Body=It%27s", "?Body=It's", "?q=%E8%B7%AF%E7%81%AF", "?a=%22", "?b=(1)!*&a=x+y&b=%28", "?a&b=");
            string Address() => $"{scheme}://{user}{Pick(host, host, host.ToLowerInvariant())}{Pick("", "", ":443", ":80", ":1234")}{rest}";

            var token = Pick("12345", "令牌", new string('k', 80));
            var fields = Enumerable.Range(0, random.Next(6)).Select(_ => Pick("Body", "body", "From", "Digits", "Z", "键", "MediaUrl0", "MediaUrl10"))
                .Distinct().ToDictionary(k => k, _ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text()).ToArray());
            var question = new Question(token, Address(), Address(), fields, "");
            return question with { Ours = TwilioSignature.Compute(token, question.Signed, question.Flat) };
        }
    }
}
