using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.Tests.Contract;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwimlTests
{
    private static readonly SpokenWords Hello = new("zh-CN", "您好");
    private static readonly ConferencePart Part = new("call-1", "caller") { Happenings = "/v/talk?call=1", Wait = "/v/wait", Recording = "/v/recording" };

    private static Twiml New() => new("https://hotline.example/");

    private static readonly TwilioOptions Account = new() { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };

    private static Uri At(string what) => new($"https://hotline.example/v/{what}?a=1&b=2");

    public static TheoryData<string, string> Documents => new()
    {
        { "keys", New().Ask("/v/step?a=1&b=2", 5, null, true, 1, null, [], [Hello]).ToString() },
        { "a number", New().Ask("/v/step", 15, null, true, 32, '#', [], [Hello, new("en", "Hello")]).ToString() },
        { "speech", New().Ask("/v/step", 8, "zh-CN", false, null, null, ["投诉", "咨询,建议"], [Hello]).ToString() },
        { "both", New().Ask("/v/step", 8, "en", true, 1, null, ["water"], [Hello]).ToString() },
        { "waiting", New().Ask("/v/step", 1, null, true, 1, null, [], [Hello], "/v/sounds/music.mp3").ToString() },
        { "message", New().Say(Hello).Record(180, "/v/step", "/v/message").Redirect("/v/step").ToString() },
        { "caller", New().Conference(Part with { Ends = true }, "/v/step").ToString() },
        { "agent", New().Say(Hello).Conference(Part with { Label = "agent", Starts = false }, null).ToString() },
        { "coach", New().Conference(Part with { Label = "coach", Recording = null, Coaches = "CA" + new string('1', 32) }, null).ToString() },
        { "through", New().DialNumber("+15005550110", 40, "+15005550009", "/v/step").ToString() },
        { "wait", New().Play("/v/sounds/music.mp3").Pause(60).Redirect("/v/wait").ToString() },
        { "over", New().Say(Hello).HangUp().ToString() },
        { "refused", New().Reject().ToString() },
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
        var addresses = XDocument.Parse(xml).Descendants().Attributes().Where(a => a.Name.ToString() is "action" or "recordingStatusCallback" or "statusCallback" or "waitUrl").Select(a => a.Value);
        addresses.ShouldAllBe(a => a.StartsWith("https://hotline.example/v/"), name);
    }

    [Fact]
    public void A_question_listens_as_it_says()
    {
        var gather = XDocument.Parse(New().Ask("/v/step?a=1&b=2", 8, "zh-CN", true, 1, null, ["投诉", "咨询,建议"], [Hello]).ToString()).Root!.Element("Gather")!;
        string? Value(string name) => (string?)gather.Attribute(name);
        (Value("input"), Value("language"), Value("hints"), Value("numDigits"), Value("finishOnKey"), Value("actionOnEmptyResult"), Value("action"))
            .ShouldBe(("dtmf speech", "cmn-Hans-CN", "投诉,咨询 建议", "1", "", "true", "https://hotline.example/v/step?a=1&b=2"));
        ((string?)gather.Element("Say")!.Attribute("voice")).ShouldBe("Polly.Zhiyu");
    }

    [Fact]
    public void Escapes_and_cleans_whatever_is_said() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<string>().Select(s => (s ?? "") + "<Dial>&\u0000\u001b\uD83D]]>\"路😀").ToArbitrary(),
        text =>
        {
            var response = XDocument.Parse(New().Say(new SpokenWords("zh-CN", text)).HangUp().ToString()).Root!;
            response.Elements().Select(e => e.Name.ToString()).ShouldBe(["Say", "Hangup"]);
            response.Element("Say")!.Value.ShouldBe(PlainText.Clean(text));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cuts_a_long_text_without_splitting_a_character()
    {
        var said = XDocument.Parse(New().Say(new SpokenWords("zh-CN", "a" + string.Concat(Enumerable.Repeat("😀", 2000)))).ToString()).Root!.Element("Say")!.Value;
        said.Length.ShouldBe(1499);
        char.IsLowSurrogate(said[^1]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("//attacker.example/")]
    public void Refuses_an_address_of_somebody_else(string address) => Should.Throw<ArgumentException>(() => New().Redirect(address));
}
