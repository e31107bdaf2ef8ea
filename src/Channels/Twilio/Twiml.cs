using System.Globalization;
using System.Xml.Linq;

namespace Hotline.Channels.Twilio;

/// <summary>Words for the telephone, in one language.</summary>
/// <param name="Language"><c>zh-CN</c> or <c>en</c>.</param>
/// <param name="Text">What the voice says.</param>
/// <param name="SoundPath">Path of a recording to play instead; null without one.</param>
public sealed record SpokenWords(string Language, string Text, string? SoundPath = null);

/// <summary>How a part in a talk takes part.</summary>
/// <param name="Name">The talk's name, 1 to 64 characters.</param>
/// <param name="Label">Who it is, unique within the talk.</param>
public sealed record ConferencePart(string Name, string Label)
{
    /// <summary>The talk begins when this part comes; before, they hear the wait path.</summary>
    public bool Starts { get; init; } = true;

    /// <summary>The talk ends for everybody when this part leaves.</summary>
    public bool Ends { get; init; }

    /// <summary>Hears and is not heard.</summary>
    public bool Muted { get; init; }

    /// <summary>Heard by this call alone (its identity at Twilio); null for everybody.</summary>
    public string? Coaches { get; init; }

    /// <summary>Path that hears what happens in the talk; the first part's counts.</summary>
    public required string Happenings { get; init; }

    /// <summary>Path that hears when the recording can be fetched; null records nothing.</summary>
    public string? Recording { get; init; }

    /// <summary>Path of what is heard until the talk begins.</summary>
    public required string Wait { get; init; }
}

/// <summary>
/// One TwiML document, verb by verb. Every address in it is absolute and below <c>Hotline:PublicBaseUrl</c>; texts are cleaned of
/// what XML cannot carry and cut at 1,500 characters. Source of names and values: the vendor's typings (<c>VoiceResponse</c>).
/// </summary>
/// <param name="publicBaseUrl"><c>Hotline:PublicBaseUrl</c>.</param>
public sealed class Twiml(string publicBaseUrl)
{
    // Twilio refuses more than 4,096 characters in one Say; nobody listens to half as many.
    private const int MostSpoken = 1500;

    // Twilio refuses more in the hints of one Gather.
    private const int MostHints = 100;

    private readonly string baseUrl = publicBaseUrl.TrimEnd('/');
    private readonly XElement response = new("Response");

    public override string ToString() => "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + response.ToString(SaveOptions.DisableFormatting);

    public Twiml Say(params IEnumerable<SpokenWords> words)
    {
        response.Add(words.Select(Voice));
        return this;
    }

    /// <summary>Listens while the words are spoken and some seconds after; the answer, also an empty one, goes to the action.</summary>
    /// <param name="action">Path that receives <c>Digits</c> or <c>SpeechResult</c>.</param>
    /// <param name="seconds">How long to listen after the words.</param>
    /// <param name="speechLanguage">Listens for speech in it too; null for keys only.</param>
    /// <param name="keys">False for speech only.</param>
    /// <param name="most">Most keys; null for as many as come until the end key.</param>
    /// <param name="endKey">Ends the keys; null when their number does.</param>
    /// <param name="hints">Words to expect.</param>
    /// <param name="words">Spoken meanwhile.</param>
    /// <param name="music">Path of a sound to play after the words; null for none.</param>
    public Twiml Ask(string action, int seconds, string? speechLanguage, bool keys, int? most, char? endKey, IEnumerable<string> hints, IEnumerable<SpokenWords> words, string? music = null)
    {
        var gather = new XElement(
            "Gather",
            new XAttribute("input", (keys, speechLanguage) switch { (true, null) => "dtmf", (false, not null) => "speech", _ => "dtmf speech" }),
            new XAttribute("timeout", Number(seconds)),
            new XAttribute("action", Url(action)),
            new XAttribute("method", "POST"),
            new XAttribute("actionOnEmptyResult", "true"));
        if (keys)
        {
            if (most is { } number)
            {
                gather.Add(new XAttribute("numDigits", Number(number)));
            }

            gather.Add(new XAttribute("finishOnKey", endKey?.ToString() ?? ""));
        }

        if (speechLanguage is not null)
        {
            gather.Add(new XAttribute("language", speechLanguage == "en" ? "en-US" : "cmn-Hans-CN"), new XAttribute("speechTimeout", "auto"));
            var expected = string.Join(',', hints.Select(h => PlainText.Clean(h).Replace(',', ' ')).Take(MostHints));
            if (expected.Length > 0)
            {
                gather.Add(new XAttribute("hints", expected));
            }
        }

        gather.Add(words.Select(Voice));
        if (music is not null)
        {
            gather.Add(new XElement("Play", Url(music)));
        }

        response.Add(gather);
        return this;
    }

    /// <summary>Takes a message after the tone. When nothing was said the next verb follows; otherwise the action is asked, also after hanging up.</summary>
    public Twiml Record(int mostSeconds, string action, string recordingStatus)
    {
        response.Add(new XElement(
            "Record",
            new XAttribute("maxLength", Number(mostSeconds)),
            new XAttribute("timeout", 5),
            new XAttribute("finishOnKey", "#"),
            new XAttribute("playBeep", "true"),
            new XAttribute("action", Url(action)),
            new XAttribute("method", "POST"),
            new XAttribute("recordingStatusCallback", Url(recordingStatus)),
            new XAttribute("recordingStatusCallbackMethod", "POST")));
        return this;
    }

    /// <summary>Takes part in a talk; the action is asked when it is over for this part, and without one the call ends.</summary>
    public Twiml Conference(ConferencePart part, string? action)
    {
        var conference = new XElement(
            "Conference",
            new XAttribute("startConferenceOnEnter", Flag(part.Starts)),
            new XAttribute("endConferenceOnExit", Flag(part.Ends)),
            new XAttribute("participantLabel", part.Label),
            new XAttribute("beep", "false"),
            new XAttribute("muted", Flag(part.Muted)),
            new XAttribute("waitUrl", Url(part.Wait)),
            new XAttribute("waitMethod", "POST"),
            new XAttribute("statusCallback", Url(part.Happenings)),
            new XAttribute("statusCallbackMethod", "POST"),
            new XAttribute("statusCallbackEvent", "start end join leave mute hold"),
            part.Name);
        if (part.Coaches is { } coached)
        {
            conference.Add(new XAttribute("coach", coached));
        }

        if (part.Recording is { } recording)
        {
            conference.Add(
                new XAttribute("record", "record-from-start"),
                new XAttribute("recordingStatusCallback", Url(recording)),
                new XAttribute("recordingStatusCallbackMethod", "POST"),
                new XAttribute("recordingStatusCallbackEvent", "completed"));
        }

        response.Add(Dial(action, null, conference));
        return this;
    }

    /// <summary>Puts the caller through to a number.</summary>
    public Twiml DialNumber(string number, int seconds, string callerId, string action)
    {
        var dial = Dial(action, seconds, new XElement("Number", number));
        dial.Add(new XAttribute("callerId", callerId), new XAttribute("answerOnBridge", "true"));
        response.Add(dial);
        return this;
    }

    public Twiml Play(string soundPath)
    {
        response.Add(new XElement("Play", Url(soundPath)));
        return this;
    }

    public Twiml Pause(int seconds)
    {
        response.Add(new XElement("Pause", new XAttribute("length", Number(seconds))));
        return this;
    }

    public Twiml Redirect(string path)
    {
        response.Add(new XElement("Redirect", new XAttribute("method", "POST"), Url(path)));
        return this;
    }

    public Twiml HangUp()
    {
        response.Add(new XElement("Hangup"));
        return this;
    }

    /// <summary>Refuses the call before it is answered; the first verb or none.</summary>
    public Twiml Reject()
    {
        response.Add(new XElement("Reject"));
        return this;
    }

    private XElement Dial(string? action, int? seconds, XElement whom)
    {
        var dial = new XElement("Dial", whom);
        if (action is not null)
        {
            dial.Add(new XAttribute("action", Url(action)), new XAttribute("method", "POST"));
        }

        if (seconds is { } time)
        {
            dial.Add(new XAttribute("timeout", Number(time)));
        }

        return dial;
    }

    private XElement Voice(SpokenWords words) => words.SoundPath is { } sound ? new("Play", Url(sound)) : new(
        "Say",
        new XAttribute("language", words.Language == "en" ? "en-US" : "zh-CN"),
        new XAttribute("voice", words.Language == "en" ? "Polly.Joanna" : "Polly.Zhiyu"),
        PlainText.Cut(PlainText.Clean(words.Text), MostSpoken));

    private string Url(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) ? baseUrl + path : throw new ArgumentException("A path starts with one slash.", nameof(path));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}
