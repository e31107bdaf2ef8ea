using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Channels.Twilio;

/// <summary>A call to be made.</summary>
/// <param name="To">E.164, or <c>client:identity</c>.</param>
/// <param name="Url">Asked for what to do when it is answered.</param>
/// <param name="StatusCallback">Hears how it goes.</param>
/// <param name="Seconds">How long it may ring.</param>
public sealed record CallOrder(string To, Uri Url, Uri StatusCallback, int Seconds);

/// <summary>
/// Makes and steers calls over Twilio's public HTTP API (2010-04-01). No method throws for what Twilio answers or fails to answer:
/// <see cref="SendOutcome.Unknown"/> means that the request may have been carried out.
/// </summary>
public sealed class TwilioCalls(HttpClient http, TwilioOptions options)
{
    /// <summary>Twilio's code for a call that is over and cannot be redirected.</summary>
    public const string CallIsOver = "21220";

    private const int PageSize = 50;

    // Twilio's clock and ours may differ by this much.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <summary>Names the key that is missing; null when calls can be made.</summary>
    public string? WhyNotConfigured => options.WhyNotConfigured;

    /// <summary>Makes a call. There is no idempotency key: after <see cref="SendOutcome.Unknown"/> ask <see cref="Find"/> before trying again.</summary>
    public Task<SendResult> Call(CallOrder order, CancellationToken ct) => Post(
        "Calls.json", Created, ct,
        ("To", order.To), ("From", options.PhoneNumber), ("Url", order.Url.AbsoluteUri), ("Method", "POST"), ("Timeout", Number(order.Seconds)),
        ("StatusCallback", order.StatusCallback.AbsoluteUri), ("StatusCallbackMethod", "POST"),
        ("StatusCallbackEvent", "initiated"), ("StatusCallbackEvent", "ringing"), ("StatusCallbackEvent", "answered"), ("StatusCallbackEvent", "completed"));

    /// <summary>Looks for a call of which it is not known whether Twilio took it on: the oldest one to the address since then that is not among the known.</summary>
    public Task<SendResult> Find(string to, DateTimeOffset firstTriedAt, IReadOnlyCollection<string> known, CancellationToken ct)
    {
        var since = firstTriedAt - ClockSkew;
        return Get<CallList>($"Calls.json?To={Uri.EscapeDataString(to)}&From={Uri.EscapeDataString(options.PhoneNumber ?? "")}&StartTime%3E={since.UtcDateTime:yyyy-MM-dd}&PageSize={PageSize}", list =>
        {
            if (list.Calls is null)
            {
                return SendResult.Unknown("response.unreadable", "the answer has no calls");
            }

            var found = list.Calls.Where(c => c.Sid is { Length: > 0 } sid && !known.Contains(sid) && (c.CreatedAt is not { } at || at >= since)).OrderBy(c => c.CreatedAt).FirstOrDefault();
            return found is not null ? SendResult.Accepted(found.Sid!)
                : list.NextPageUri is { Length: > 0 } ? SendResult.Unknown("reconcile.incomplete", "too many calls to this address to be sure")
                : SendResult.RetryLater("reconcile.not_found", "Twilio does not have the call", TimeSpan.Zero);
        }, ct);
    }

    /// <summary>The status of a call, such as <c>in-progress</c>, in place of its identity.</summary>
    public Task<SendResult> Status(string callSid, CancellationToken ct) => Get<CallView>($"Calls/{callSid}.json", call =>
        call.Status is { Length: > 0 } status ? SendResult.Accepted(status) : SendResult.Unknown("response.unreadable", "the answer has no status"), ct);

    /// <summary>Lets a call in progress go on at another address.</summary>
    public Task<SendResult> Redirect(string callSid, Uri url, CancellationToken ct) => Post($"Calls/{callSid}.json", Created, ct, ("Url", url.AbsoluteUri), ("Method", "POST"));

    /// <summary>Ends a call, whether it rings or is in progress.</summary>
    public Task<SendResult> HangUp(string callSid, CancellationToken ct) => Post($"Calls/{callSid}.json", Created, ct, ("Status", "completed"));

    /// <summary>Stops a call that rings; one that was answered meanwhile goes on.</summary>
    public Task<SendResult> Cancel(string callSid, CancellationToken ct) => Post($"Calls/{callSid}.json", Created, ct, ("Status", "canceled"));

    /// <summary>The identity of the talk of that name that is going on.</summary>
    public Task<SendResult> FindConference(string name, CancellationToken ct) => Get<ConferenceList>($"Conferences.json?FriendlyName={Uri.EscapeDataString(name)}&Status=in-progress&PageSize=1", list =>
        list.Conferences is [{ Sid: { Length: > 0 } sid }, ..] ? SendResult.Accepted(sid) : SendResult.Refused("conference.none", "no such talk is going on"), ct);

    /// <summary>The part hears music, or the talk again.</summary>
    public Task<SendResult> Hold(string conferenceSid, string callSid, bool hold, Uri music, CancellationToken ct) => hold
        ? Post(Part(conferenceSid, callSid), Created, ct, ("Hold", "true"), ("HoldUrl", music.AbsoluteUri), ("HoldMethod", "POST"))
        : Post(Part(conferenceSid, callSid), Created, ct, ("Hold", "false"));

    /// <summary>How somebody takes part who listens: unheard, heard by one call alone, heard by all.</summary>
    public Task<SendResult> TakePart(string conferenceSid, string callSid, bool muted, string? coaches, CancellationToken ct) => coaches is null
        ? Post(Part(conferenceSid, callSid), Created, ct, ("Muted", muted ? "true" : "false"), ("Coaching", "false"))
        : Post(Part(conferenceSid, callSid), Created, ct, ("Muted", muted ? "true" : "false"), ("Coaching", "true"), ("CallSidToCoach", coaches));

    /// <summary>Silences the recording of a talk, or lets it go on.</summary>
    public Task<SendResult> PauseRecording(string conferenceSid, bool paused, CancellationToken ct) => paused
        ? Post($"Conferences/{conferenceSid}/Recordings/Twilio.CURRENT.json", Created, ct, ("Status", "paused"), ("PauseBehavior", "silence"))
        : Post($"Conferences/{conferenceSid}/Recordings/Twilio.CURRENT.json", Created, ct, ("Status", "in-progress"));

    /// <summary>Deletes a recording at Twilio. One that is gone already is no error.</summary>
    public Task<SendResult> DeleteRecording(string recordingSid, CancellationToken ct) =>
        Ask(new(HttpMethod.Delete, Address($"Recordings/{recordingSid}.json")), (response, _) => Task.FromResult(
            response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound ? SendResult.Accepted(recordingSid) : null), ct);

    private static string Part(string conferenceSid, string callSid) => $"Conferences/{conferenceSid}/Participants/{callSid}.json";

    // What changes something answers with it; of that only a new call's identity is needed.
    private static SendResult Created(CallView answer) => SendResult.Accepted(answer.Sid ?? answer.CallSid ?? "");

    private Task<SendResult> Post(string path, Func<CallView, SendResult> read, CancellationToken ct, params (string Name, string? Value)[] fields) => Ask(
        new(HttpMethod.Post, Address(path)) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) }, Read(read), ct);

    private Task<SendResult> Get<T>(string path, Func<T, SendResult> read, CancellationToken ct)
        where T : class => Ask(new(HttpMethod.Get, Address(path)), Read(read), ct);

    private static Func<HttpResponseMessage, CancellationToken, Task<SendResult?>> Read<T>(Func<T, SendResult> read)
        where T : class => async (response, ct) => !response.IsSuccessStatusCode ? null
            : await response.Content.ReadFromJsonAsync<T>(ct) is { } answer ? read(answer) : SendResult.Unknown("response.unreadable", "the answer is empty");

    private Uri Address(string path) => new(options.ApiBaseUrl, $"/2010-04-01/Accounts/{options.AccountSid}/{path}");

    private async Task<SendResult> Ask(HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<SendResult?>> read, CancellationToken ct)
    {
        using (request)
        {
            if (WhyNotConfigured is { } why)
            {
                return SendResult.Refused("channel.not_configured", why);
            }

            request.Headers.Authorization = TwilioCredentials.Of(options);
            try
            {
                using var response = await http.SendAsync(request, ct);
                if (await read(response, ct) is { } result)
                {
                    return result;
                }

                var error = await Error(response, ct);
                return TwilioErrors.OfRequest((int)response.StatusCode, error?.Code, error?.Message, response.Headers.RetryAfter?.Delta);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return SendResult.Unknown("http.timeout", "no answer in time");
            }
            catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
            {
                return SendResult.RetryLater("http.unreachable", e.Message);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                return SendResult.Unknown("response.unreadable", e.Message);
            }
        }
    }

    private static async Task<ErrorView?> Error(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<ErrorView>(ct);
        }
        catch (JsonException)
        {
            return null; // A proxy's error page: the status alone has to do.
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record CallView(string? Sid, [property: JsonPropertyName("call_sid")] string? CallSid, string? Status, [property: JsonPropertyName("date_created")] string? DateCreated)
    {
        [JsonIgnore]
        public DateTimeOffset? CreatedAt =>
            DateTimeOffset.TryParseExact(DateCreated, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
    }

    private sealed record CallList(List<CallView>? Calls, [property: JsonPropertyName("next_page_uri")] string? NextPageUri);

    private sealed record ConferenceList(List<CallView>? Conferences);

    private sealed record ErrorView(int? Code, string? Message);
}
