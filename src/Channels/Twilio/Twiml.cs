using System.Globalization;
using System.Xml.Linq;

namespace Hotline.Channels.Twilio;

/// <summary>
/// The documents of the telephone's call flow: a greeting, the state of a ticket for one who has its number and query code, and
/// a message after the tone. Spoken in Chinese, then shortly in English.
/// </summary>
/// <param name="publicBaseUrl"><c>Hotline:PublicBaseUrl</c>: every address in the documents is absolute and starts with it.</param>
public sealed class Twiml(string publicBaseUrl)
{
    // Twilio refuses more than 4,096 characters in one Say; nobody listens to half as many.
    private const int MostSpoken = 1500;

    private const int MostRecordedSeconds = 180;

    private readonly string baseUrl = publicBaseUrl.TrimEnd('/');

    /// <summary>Key 1 asks for a ticket; any other key is posted too; silence falls through to the tone.</summary>
    /// <param name="action">Path that receives the key.</param>
    /// <param name="recorded">Path that receives the message left.</param>
    /// <param name="recordingStatus">Path that hears when the recording can be fetched.</param>
    public string Greeting(string action, string recorded, string recordingStatus) => Document(
        // Digits are spelled out: a voice would read 12345 as a quantity.
        Gather(action, 5, "1", Say(
            "您好，这里是一二三四五政务服务便民热线。查询诉求办理情况请按一，留言请按其他键或稍候。",
            "Hello, this is the 1 2 3 4 5 government hotline. To hear the state of a ticket, press 1. To leave a message, press any other key or wait.")),
        Recording(recorded, recordingStatus));

    /// <summary>Asks for the ticket's number, ended with the hash key.</summary>
    public string AskTicketNumber(string action) => Document(
        Gather(action, 10, null, Say("请输入工单编号，按井号键结束。", "Please enter the ticket number, then press hash.")),
        NothingEntered());

    /// <summary>Asks for the query code; a letter is entered with the key that carries it, see <see cref="PhoneKeypad"/>.</summary>
    public string AskQueryCode(string action) => Document(
        Gather(action, 15, null, Say(
            "请输入查询码，字母请按对应的数字键，按井号键结束。",
            "Please enter the query code. For a letter, press the key that carries it. Then press hash.")),
        NothingEntered());

    /// <summary>Speaks the state and hangs up; each text is cut at 1,500 characters.</summary>
    public static string SayTicketState(string chinese, string english) => Document(Say(chinese, english), Farewell());

    /// <summary>Invites a message of up to three minutes after the tone.</summary>
    public string RecordMessage(string recorded, string recordingStatus) => Document(Recording(recorded, recordingStatus));

    /// <summary>Thanks and hangs up.</summary>
    public static string Goodbye() => Document(Farewell());

    private IEnumerable<XElement> Recording(string recorded, string recordingStatus) =>
    [
        .. Say("请在提示音后留言，说完请按井号键。", "Please leave your message after the tone, then press hash."),
        new("Record",
            new XAttribute("maxLength", MostRecordedSeconds),
            new XAttribute("timeout", 5),
            new XAttribute("finishOnKey", "#"),
            new XAttribute("playBeep", "true"),
            new XAttribute("action", Url(recorded)),
            new XAttribute("method", "POST"),
            new XAttribute("recordingStatusCallback", Url(recordingStatus)),
            new XAttribute("recordingStatusCallbackMethod", "POST")),
        // Reached only when nothing was said: Record then asks its action for nothing.
        .. Say("没有听到您的留言，再见。", "We did not hear a message. Goodbye."),
        new("Hangup"),
    ];

    private XElement Gather(string action, int timeoutSeconds, string? digits, IEnumerable<XElement> prompt) => new(
        "Gather",
        new XAttribute("input", "dtmf"),
        digits is null ? new XAttribute("finishOnKey", "#") : new XAttribute("numDigits", digits),
        new XAttribute("timeout", timeoutSeconds.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("action", Url(action)),
        new XAttribute("method", "POST"),
        prompt);

    private static IEnumerable<XElement> NothingEntered() =>
        [.. Say("没有收到您的输入，再见。", "We did not receive an entry. Goodbye."), new("Hangup")];

    private static IEnumerable<XElement> Farewell() => [.. Say("感谢您的来电，再见。", "Thank you for calling. Goodbye."), new("Hangup")];

    private static IEnumerable<XElement> Say(string chinese, string english) =>
        [Spoken("zh-CN", "Polly.Zhiyu", chinese), Spoken("en-US", "Polly.Joanna", english)];

    private static XElement Spoken(string language, string voice, string text) => new(
        "Say", new XAttribute("language", language), new XAttribute("voice", voice), PlainText.Cut(PlainText.Clean(text), MostSpoken));

    private string Url(string path) =>
        path.StartsWith('/') ? baseUrl + path : throw new ArgumentException("A path starts with a slash.", nameof(path));

    private static string Document(params object[] verbs) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + new XElement("Response", verbs).ToString(SaveOptions.DisableFormatting);
}
