using System.Globalization;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Channels.Twilio;
using Hotline.Domain.CallFlows;

namespace Hotline.Api.Telephony;

/// <summary>The paths of the voice door, and the flow's steps in TwiML.</summary>
internal sealed class TwilioAddresses(HotlineOptions hotline, TwilioOptions twilio)
{
    public const string Door = "/webhooks/twilio/voice";
    public const string Carrier = "twilio";

    public static string Step(Guid call, int step) => string.Create(CultureInfo.InvariantCulture, $"{Door}/step?call={call:N}&n={step}");
    public static string Of(string what, Guid call) => $"{Door}/{what}?call={call:N}";
    public static string OfLeg(string what, Guid leg) => $"{Door}/{what}?leg={leg:N}";
    public const string Wait = $"{Door}/wait";

    /// <summary>The talk's name at Twilio.</summary>
    public static string TalkOf(Guid call) => $"call-{call:N}";

    public static string IdentityOf(Guid account) => $"client:{Softphone.IdentityOf(account)}";

    public Uri Absolute(string path) => new($"{Base}{path}");

    public Twiml Document() => new(Base);

    /// <summary>The number to dial for a number as flows and agents name it; null for one that Twilio cannot reach.</summary>
    public string? Dialable(string number) => number.StartsWith('+') ? number : twilio.EmergencyNumbers.TryGetValue(number, out var real) ? real : null;

    /// <summary>A step in TwiML.</summary>
    public string Render(Guid callId, int next, FlowStep step)
    {
        var action = Step(callId, next);
        var words = step.Words.Select(w => new SpokenWords(w.Language, w.Text, w.Recording is { } file && SoundOf(file) is not null ? $"{Door}/sounds/{file}" : null)).ToList();
        var document = Document();
        return (step.Then switch
        {
            CallThen.Ask ask => document.Ask(action, ask.Seconds, ask.By == AnswerBy.Keys ? null : ask.Language, ask.By != AnswerBy.Speech, ask.Most, ask.EndKey, ask.Hints, words),
            CallThen.Wait wait => document.Ask(action, wait.Music is null ? wait.Seconds : 1, null, true, 1, null, [], words, wait.Music is { } music && SoundOf(music) is not null ? $"{Door}/sounds/{music}" : null),
            CallThen.Record record => document.Say(words).Record(record.Seconds, action, Of("message", callId)).Redirect(action),
            CallThen.Talk => document.Conference(Caller(callId), action),
            CallThen.Dial dial when Dialable(dial.Number) is { } number => document.Say(words).DialNumber(number, dial.Seconds, twilio.PhoneNumber!, action),
            CallThen.Dial => document.Say(words).Redirect(action),
            _ => document.Say(words).HangUp(),
        }).ToString();
    }

    /// <summary>What an agent, a third party or a supervisor hears who answers: the whisper, then the talk.</summary>
    public string Join(Guid callId, Guid leg, bool silent, string? coaches, bool listens, IEnumerable<SpokenWords> whisper) =>
        Document().Say(whisper).Conference(Part(callId, $"leg-{leg:N}") with { Starts = false, Muted = silent, Coaches = coaches, Recording = listens ? null : Of("recording", callId) }, null).ToString();

    private static ConferencePart Caller(Guid callId) => Part(callId, "caller") with { Ends = true, Recording = Of("recording", callId) };

    private static ConferencePart Part(Guid callId, string label) => new(TalkOf(callId), label) { Happenings = Of("talk", callId), Wait = Wait };

    /// <summary>The file of a city's own recording; null when it is not there: the text is spoken instead.</summary>
    public string? SoundOf(string file)
    {
        if (!file.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || file.StartsWith('.') || !(file.EndsWith(".wav", StringComparison.Ordinal) || file.EndsWith(".mp3", StringComparison.Ordinal))) return null;
        var path = Path.Combine(hotline.City.Folder!, "callflows", "recordings", file);
        return File.Exists(path) ? path : null;
    }

    private string Base => hotline.PublicBaseUrl is { } site ? site.GetLeftPart(UriPartial.Authority) + site.AbsolutePath.TrimEnd('/') : "";
}
