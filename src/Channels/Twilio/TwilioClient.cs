using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Channels.Twilio;

/// <summary>Sends SMS over Twilio's public HTTP API (2010-04-01).</summary>
internal sealed class TwilioClient(HttpClient http, TwilioOptions options) : IOutgoingChannel
{
    private const int PageSize = 200;

    // Twilio puts this before every text of a trial account, and shows it back in the message.
    private const string TrialPrefix = "Sent from your Twilio trial account - ";

    // Twilio's clock and ours may differ by this much.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    public ChannelKind Channel => ChannelKind.Sms;

    public string Provider => "Twilio";

    public double? PerSecond => options.PerSecond;

    public string? ReportPath => "/webhooks/twilio/sms/status";

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public async Task<SendResult> Send(OutgoingMessage message, CancellationToken ct)
    {
        var text = PlainText.Clean(message.Text);
        if (WhyItCannotGo(message.To, text) is { } refused)
        {
            return refused;
        }

        var fields = new List<KeyValuePair<string, string>>
        {
            new("To", message.To),
            new("From", options.PhoneNumber!),
            new("Body", text),
        };
        if (message.StatusCallback is { } callback)
        {
            fields.Add(new("StatusCallback", callback.AbsoluteUri));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, MessagesUrl("")) { Content = new FormUrlEncodedContent(fields) };
        return await Ask<MessageView>(request, created => created.Sid is { Length: > 0 } sid
            ? SendResult.Accepted(sid)
            : SendResult.Unknown("response.unreadable", "the answer has no sid"), ct);
    }

    public async Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct)
    {
        var text = PlainText.Clean(message.Text);
        if (WhyItCannotGo(message.To, text) is { } refused)
        {
            return refused;
        }

        // Not filtered by DateSent: a message that still waits in Twilio's queue has none, and would be sent twice.
        var query = $"?To={Uri.EscapeDataString(message.To)}&From={Uri.EscapeDataString(options.PhoneNumber!)}&PageSize={PageSize}";
        using var request = new HttpRequestMessage(HttpMethod.Get, MessagesUrl(query));
        return await Ask<MessageList>(request, list => Find(list, text, firstTriedAt - ClockSkew), ct);
    }

    private static SendResult Find(MessageList list, string text, DateTimeOffset since)
    {
        if (list.Messages is null)
        {
            return SendResult.Unknown("response.unreadable", "the answer has no messages");
        }

        var recent = list.Messages.Where(m => m.CreatedAt is not { } at || at >= since).ToList();
        if (recent.Find(m => IsText(m.Body, text)) is { Sid: { Length: > 0 } sid } sent)
        {
            var code = sent.ErrorCode?.ToString(CultureInfo.InvariantCulture);
            return TwilioErrors.StateOf(sent.Status) == DeliveryState.Failed
                ? TwilioErrors.OfDelivery(code) with { ProviderId = sid }
                : SendResult.Accepted(sid);
        }

        // Newest come first: when every one on a full page is recent, there may be more behind it.
        return list.NextPageUri is { Length: > 0 } && recent.Count == list.Messages.Count
            ? SendResult.Unknown("reconcile.incomplete", "too many messages to this number to be sure")
            : SendResult.RetryLater("reconcile.not_found", "Twilio does not have the message", TimeSpan.Zero);
    }

    private static bool IsText(string? body, string text) =>
        body is not null
        && (body.Trim().Equals(text.Trim(), StringComparison.Ordinal) || body.Trim().Equals(TrialPrefix + text.Trim(), StringComparison.Ordinal));

    private SendResult? WhyItCannotGo(string to, string text) =>
        WhyNotConfigured is { } why ? SendResult.Refused("channel.not_configured", why)
        : !TwilioOptions.IsE164(to) ? SendResult.Refused("sms.number_malformed", "the number is not in E.164 form")
        : string.IsNullOrWhiteSpace(text) ? SendResult.Refused("sms.text_empty", "there is nothing to send")
        : null;

    private Uri MessagesUrl(string query) => new(options.ApiBaseUrl, $"/2010-04-01/Accounts/{options.AccountSid}/Messages.json{query}");

    private async Task<SendResult> Ask<T>(HttpRequestMessage request, Func<T, SendResult> read, CancellationToken ct)
        where T : class
    {
        request.Headers.Authorization = TwilioCredentials.Of(options);
        try
        {
            using var response = await http.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<T>(ct) is { } answer
                    ? read(answer)
                    : SendResult.Unknown("response.unreadable", "the answer is empty");
            }

            var error = await ReadError(response, ct);
            return TwilioErrors.OfRequest((int)response.StatusCode, error?.Code, error?.Message, Delay(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return SendResult.Unknown("http.timeout", "no answer in time");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return SendResult.RetryLater("http.unreachable", e.Message) with { ChannelDown = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return SendResult.Unknown("response.unreadable", e.Message);
        }
    }

    private static async Task<ErrorView?> ReadError(HttpResponseMessage response, CancellationToken ct)
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

    private static TimeSpan? Delay(RetryConditionHeaderValue? header) => header?.Delta;

    private sealed record MessageView(
        string? Sid,
        string? Body,
        string? Status,
        [property: JsonPropertyName("error_code")] int? ErrorCode,
        [property: JsonPropertyName("date_created")] string? DateCreated)
    {
        [JsonIgnore]
        public DateTimeOffset? CreatedAt =>
            DateTimeOffset.TryParseExact(DateCreated, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
    }

    private sealed record MessageList(List<MessageView>? Messages, [property: JsonPropertyName("next_page_uri")] string? NextPageUri);

    private sealed record ErrorView(int? Code, string? Message);
}
