using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;

namespace Hotline.Channels.Twilio;

/// <summary>Rings the first leg of a relayed call over Twilio's public HTTP API (2010-04-01, Calls).</summary>
internal sealed class TwilioRelay(HttpClient http, TwilioOptions options) : IRelayCaller
{
    public string? WhyNotConfigured => options.WhyNotConfigured;

    public async Task<SendResult> Call(RelayCallOrder order, CancellationToken ct)
    {
        if (WhyNotConfigured is { } why)
        {
            return SendResult.Refused("channel.not_configured", why);
        }

        if (!TwilioOptions.IsE164(order.To))
        {
            return SendResult.Refused("relay.number_malformed", "the number is not in E.164 form");
        }

        KeyValuePair<string, string>[] fields =
        [
            new("To", order.To), new("From", options.PhoneNumber!),
            new("Url", order.Answer.AbsoluteUri), new("Method", "POST"),
            new("StatusCallback", order.Status.AbsoluteUri), new("StatusCallbackMethod", "POST"), new("StatusCallbackEvent", "completed"),
            new("Timeout", TwilioRelayTwiml.RingSeconds), new("TimeLimit", TwilioRelayTwiml.LongestSeconds),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiBaseUrl, $"/2010-04-01/Accounts/{options.AccountSid}/Calls.json"))
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Authorization = TwilioCredentials.Of(options);
        try
        {
            using var response = await http.SendAsync(request, ct);
            var answer = await Read(response, ct);
            return response.IsSuccessStatusCode
                ? TwilioSid.IsCall(answer?.Sid) ? SendResult.Accepted(answer!.Sid!) : SendResult.Unknown("response.unreadable", "the answer has no sid")
                : TwilioErrors.OfRequest((int)response.StatusCode, answer?.Code, answer?.Message, response.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return SendResult.Unknown("http.timeout", "no answer in time");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return SendResult.RetryLater("http.unreachable", e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return SendResult.Unknown("response.unreadable", e.Message);
        }
    }

    private static async Task<CallView?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<CallView>(ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record CallView(string? Sid, int? Code, string? Message);
}

/// <summary>What the two legs of a relayed call hear, and reading what Twilio reports of them.</summary>
public static class TwilioRelayTwiml
{
    /// <summary>How long each leg rings.</summary>
    internal const string RingSeconds = "40";

    /// <summary>Nobody talks longer; a leg that nobody hangs up ends.</summary>
    internal const string LongestSeconds = "1800";

    /// <summary>To the first leg when it is answered: says that it is recorded, then rings the second with the hotline's own number.</summary>
    /// <param name="options">The account; its number is what the second leg sees.</param>
    /// <param name="resident">The second leg's number in E.164 form; leaves the platform in this document alone.</param>
    /// <param name="notice">Absolute address of <see cref="Notice"/>.</param>
    /// <param name="leg">Absolute address that hears how the second leg went.</param>
    /// <param name="done">Absolute address asked when the second leg is over.</param>
    /// <param name="recording">Absolute address that hears when the recording can be fetched.</param>
    public static string Bridge(TwilioOptions options, string resident, Uri notice, Uri leg, Uri done, Uri recording) => Document(
    [
        .. Say("正在为您转接诉求人，通话将被录音。", "We are connecting you to the resident. This call is recorded."),
        new("Dial",
            new XAttribute("callerId", options.PhoneNumber!),
            new XAttribute("timeout", RingSeconds),
            new XAttribute("timeLimit", LongestSeconds),
            new XAttribute("record", "record-from-answer-dual"),
            new XAttribute("recordingStatusCallback", recording.AbsoluteUri),
            new XAttribute("recordingStatusCallbackMethod", "POST"),
            new XAttribute("action", done.AbsoluteUri),
            new XAttribute("method", "POST"),
            new XElement("Number",
                new XAttribute("url", notice.AbsoluteUri),
                new XAttribute("method", "POST"),
                new XAttribute("statusCallback", leg.AbsoluteUri),
                new XAttribute("statusCallbackEvent", "answered completed"),
                new XAttribute("statusCallbackMethod", "POST"),
                resident)),
    ]);

    /// <summary>To the second leg before it is connected.</summary>
    public static string Notice() => Document([.. Say(
        "您好，这里是一二三四五热线，承办单位就您的诉求与您通话。您的号码不会告知对方，通话将被录音。",
        "This is the 1 2 3 4 5 hotline. The department handling your request is on the line. It does not see your number. This call is recorded.")]);

    /// <summary>To the first leg when the second is over, or could not be reached.</summary>
    /// <param name="reached">Whether the second leg was connected.</param>
    public static string Over(bool reached) => Document(
    [
        .. reached ? [] : Say("暂时无法接通诉求人，请稍后再试。", "The resident could not be reached. Please try again later."),
        new("Hangup"),
    ]);

    /// <summary>Reads a report on one leg; of the answer to Dial (<c>DialCallStatus</c>) the second leg's.</summary>
    public static bool TryReadReport(UrlForm form, [NotNullWhen(true)] out RelayLegReport? report, [NotNullWhen(false)] out FieldError? error)
    {
        report = null;
        var dial = form["DialCallStatus"];
        var (sid, status, length) = dial is { Length: > 0 }
            ? (form["CallSid"], dial, form["DialCallDuration"])
            : (form["CallSid"], form["CallStatus"], form["CallDuration"]);
        var seconds = 0;
        error =
            !TwilioSid.IsCall(sid) ? new("CallSid", string.IsNullOrEmpty(sid) ? "is missing" : "is malformed")
            : !string.IsNullOrEmpty(length) && !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) ? new("CallDuration", "is not a number")
            : string.IsNullOrEmpty(status) ? new("CallStatus", "is missing")
            : null;
        if (error is not null)
        {
            return false;
        }

        RelayLegEnd? end = status switch
        {
            "completed" => RelayLegEnd.Completed,
            "answered" when dial is { Length: > 0 } => RelayLegEnd.Completed,
            "busy" => RelayLegEnd.Busy,
            "no-answer" or "canceled" => RelayLegEnd.NoAnswer,
            "failed" => RelayLegEnd.Failed,
            _ => null, // queued, ringing, in-progress, and words that are new
        };
        report = new(sid!, end, string.IsNullOrEmpty(length) ? null : seconds);
        return true;
    }

    private static IEnumerable<XElement> Say(string chinese, string english) => [Spoken("zh-CN", "Polly.Zhiyu", chinese), Spoken("en-US", "Polly.Joanna", english)];

    private static XElement Spoken(string language, string voice, string text) => new("Say", new XAttribute("language", language), new XAttribute("voice", voice), text);

    private static string Document(IEnumerable<XElement> verbs) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + new XElement("Response", verbs).ToString(SaveOptions.DisableFormatting);
}
