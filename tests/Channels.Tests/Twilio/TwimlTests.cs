using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwimlTests
{
    private static readonly Twiml Flow = new("https://hotline.example/");

    private static readonly TwilioOptions Account = new() { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };

    private static Uri At(string what) => new($"https://hotline.example/v/{what}?a=1&b=2");

    public static TheoryData<string, string> Documents => new()
    {
        { nameof(Twiml.Greeting), Flow.Greeting("/v/menu?a=1&b=2", "/v/recorded", "/v/ready") },
        { nameof(Twiml.AskTicketNumber), Flow.AskTicketNumber("/v/number") },
        { nameof(Twiml.AskQueryCode), Flow.AskQueryCode("/v/code?n=20260302") },
        { nameof(Twiml.SayTicketState), Twiml.SayTicketState("工单正在办理。", "In progress.") },
        { nameof(Twiml.RecordMessage), Flow.RecordMessage("/v/recorded", "/v/ready") },
        { nameof(Twiml.Goodbye), Twiml.Goodbye() },
        { nameof(TwilioRelayTwiml.Bridge), TwilioRelayTwiml.Bridge(Account, "+8613900002222", At("notice"), At("leg"), At("done"), At("recording")) },
        { nameof(TwilioRelayTwiml.Notice), TwilioRelayTwiml.Notice() },
        { nameof(TwilioRelayTwiml.Over), TwilioRelayTwiml.Over(reached: false) },
        { nameof(TwilioWebhook.EmptyResponse), TwilioWebhook.EmptyResponse },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Fits_the_vendors_table(string name, string xml)
    {
        using var table = SharedSpecs.Open("twiml-voice.json");
        new TwimlTable(table.RootElement).Faults(xml).ShouldBeEmpty(name);
    }

    [Theory]
    [InlineData("<Response><Dail/></Response>")]
    [InlineData("<Response><Gather input='voice'/></Response>")]
    [InlineData("<Response><Gather><Hangup/></Gather></Response>")]
    [InlineData("<Response><Say lang='zh-CN'>x</Say></Response>")]
    [InlineData("<Response><Record maxLength='long'/></Response>")]
    [InlineData("<Say>x</Say>")]
    public void The_table_catches_planted_faults(string xml)
    {
        using var table = SharedSpecs.Open("twiml-voice.json");
        new TwimlTable(table.RootElement).Faults(xml).ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_address_is_absolute_and_ours(string name, string xml)
    {
        var addresses = XDocument.Parse(xml).Descendants().Attributes()
            .Where(a => a.Name == "action" || a.Name == "recordingStatusCallback").Select(a => a.Value);
        addresses.ShouldAllBe(a => a.StartsWith("https://hotline.example/v/"), name);
    }

    [Fact]
    public void The_greeting_asks_for_one_key_and_falls_through_to_the_tone()
    {
        var verbs = XDocument.Parse(Flow.Greeting("/v/menu?a=1&b=2", "/v/recorded", "/v/ready")).Root!.Elements().ToList();
        verbs[0].Name.ShouldBe("Gather");
        ((string?)verbs[0].Attribute("action")).ShouldBe("https://hotline.example/v/menu?a=1&b=2");
        ((string?)verbs[0].Attribute("numDigits")).ShouldBe("1");
        verbs[0].Elements("Say").Select(s => (string?)s.Attribute("language")).ShouldBe(["zh-CN", "en-US"]);
        ((string?)verbs[0].Element("Say")!.Attribute("voice")).ShouldBe("Polly.Zhiyu");
        var record = verbs.Single(v => v.Name == "Record");
        ((string?)record.Attribute("recordingStatusCallback")).ShouldBe("https://hotline.example/v/ready");
        verbs[^1].Name.ShouldBe("Hangup");
    }

    [Fact]
    public void Escapes_and_cleans_whatever_is_said() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<string>().Select(s => (s ?? "") + "<Dial>&\u0000\u001b\uD83D]]>\"路😀").ToArbitrary(),
        text =>
        {
            var response = XDocument.Parse(Twiml.SayTicketState(text, "")).Root!;
            response.Elements().Select(e => e.Name.ToString()).ShouldBe(["Say", "Say", "Say", "Say", "Hangup"]);
            response.Element("Say")!.Value.ShouldBe(PlainText.Clean(text));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cuts_a_long_text_without_splitting_a_character()
    {
        var said = XDocument.Parse(Twiml.SayTicketState("a" + string.Concat(Enumerable.Repeat("😀", 2000)), "")).Root!.Element("Say")!.Value;
        said.Length.ShouldBe(1499);
        char.IsLowSurrogate(said[^1]).ShouldBeTrue();
    }

    [Fact]
    public void Refuses_an_address_of_somebody_else() => Should.Throw<ArgumentException>(() => Flow.AskTicketNumber("https://attacker.example/"));
}
