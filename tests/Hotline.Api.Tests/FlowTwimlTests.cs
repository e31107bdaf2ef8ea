using System.Diagnostics;
using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Api.Telephony;
using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Tests.CallFlows;

namespace Hotline.Api.Tests;

/// <summary>Every document that flows can produce, against the table of the vendor's typings and against the checker made of them.</summary>
public sealed class FlowTwimlTests
{
    private const int Flows = 300;
    private const int InputsEach = 40;
    /// <summary>The checker is started once for each document.</summary>
    private const int ShownToTheChecker = 40;

    [Fact]
    public void Fits_the_vendors_table()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Spec("twiml-voice.json")));
        var table = new TwimlTable(json.RootElement);
        var documents = Documents().ToList();
        foreach (var (seed, xml) in documents) table.Faults(xml).ShouldBeEmpty($"flow {seed}: {xml}");
        // Every kind of answer is among them.
        foreach (var verb in new[] { "<Gather", "<Record", "<Conference", "<Number", "<Redirect", "<Hangup", "speech" }) documents.ShouldContain(d => d.Xml.Contains(verb, StringComparison.Ordinal), verb);
    }

    [Fact]
    public async Task Passes_the_checker()
    {
        var script = Spec("twiml-check.mjs");
        if (Modules() is not { } modules) { Assert.Skip("fast-xml-parser is not installed (npm install --no-save fast-xml-parser in tests/Channels.Tests)"); return; }
        using var folder = new TemporaryFolder();
        // The checker looks for its parser beside itself.
        File.Copy(script, Path.Combine(folder.Path, "twiml-check.mjs"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "node_modules"), modules);
        (await Checked(folder.Path, "<Response><Dail/></Response>")).ShouldContain("unknown element");
        var distinct = Documents().DistinctBy(d => System.Text.RegularExpressions.Regex.Replace(d.Xml, ">[^<]+<|\"[^\"]*\"", "")).Take(ShownToTheChecker).ToList();
        distinct.Count.ShouldBeGreaterThan(10);
        foreach (var (seed, xml) in distinct) (await Checked(folder.Path, xml)).Trim().ShouldBe("OK", $"flow {seed}: {xml}");
    }

    private static IEnumerable<(int Seed, string Xml)> Documents()
    {
        var hotline = new HotlineOptions { PublicBaseUrl = new Uri("https://12345.example.gov/tel"), City = { Folder = Path.Combine(Repository.Folder, "config") } };
        var twilio = new TwilioOptions { AccountSid = "AC" + new string('0', 32), AuthToken = "secret", PhoneNumber = "+15005550009", EmergencyNumbers = { ["110"] = "+15005550110" } };
        var addresses = new TwilioAddresses(hotline, twilio);
        for (var seed = 0; seed < Flows; seed++)
        {
            var flow = CallFlowText.Parse(RandomFlows.Json(seed));
            var random = new Random(seed);
            var state = FlowState.At(flow);
            CallInput input = new CallInput.Began();
            for (var i = 0; i < InputsEach && !state.Ended; i++, input = RandomFlows.Input(random))
            {
                var step = CallFlowRun.Step(flow, state, input, RandomFlows.Moment(random));
                if (step.Then is CallThen.LookUp) step = CallFlowRun.Step(flow, step.State, new CallInput.TicketState("办理中 <&>"), RandomFlows.Moment(random));
                state = step.State;
                yield return (seed, addresses.Render(Guid.NewGuid(), i + 1, step));
            }
        }
        yield return (-1, addresses.Join(Guid.NewGuid(), Guid.NewGuid(), true, "CA" + new string('1', 32), true, []));
        yield return (-2, addresses.Join(Guid.NewGuid(), Guid.NewGuid(), false, null, false, [new SpokenWords("zh-CN", "来电人使用中文。")]));
        yield return (-3, addresses.Document().Pause(60).Redirect(TwilioAddresses.Wait).ToString());
        yield return (-4, addresses.Document().Reject().ToString());
    }

    private static async Task<string> Checked(string folder, string xml)
    {
        using var node = Process.Start(new ProcessStartInfo("node", "twiml-check.mjs")
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["TWIML_SCHEMA"] = Spec("twiml-voice.json") },
        })!;
        await node.StandardInput.WriteAsync(xml);
        node.StandardInput.Close();
        var (told, wrong) = (node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await told + await wrong;
    }

    private static string Spec(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "specs", file) is var path && File.Exists(path)) return path;
        Assert.Skip($"shared/specs/{file} was not found above the test directory");
        throw new InvalidOperationException("Skip does not return.");
    }

    /// <summary>The packages of the contract tests, or those of the console's own tools.</summary>
    private static string? Modules() => new[] { "tests/Channels.Tests/Contract/peers", "tests/Channels.Tests", "src/Agent.Web" }
        .Select(p => Path.Combine(Repository.Folder, p, "node_modules")).FirstOrDefault(m => Directory.Exists(Path.Combine(m, "fast-xml-parser")));
}
