using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Channels.Twilio;

/// <summary>Asks Twilio's message list what came in for our number, and fetches what our door never saw.</summary>
internal sealed class TwilioReceived(HttpClient http, TwilioOptions options) : IReconcilable
{
    private const int PageSize = 1000;

    // An hour of a city's hotline fits many times; more is a fault that would keep asking for ever.
    private const int MostPages = 50;

    public ChannelKind Channel => ChannelKind.Sms;

    public string Account => options.IsConfigured ? options.AccountSid! : "";

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public async Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        if (WhyNotConfigured is { } why)
        {
            return ReceivedList.Failed(why);
        }

        // Twilio filters by whole days of DateSent, which of a message received is the moment it came: the exact part is done here.
        var query = $"?To={Uri.EscapeDataString(options.PhoneNumber!)}&DateSent%3E={Day(since)}&DateSent%3C={Day(until.AddDays(1))}&PageSize={PageSize}";
        var next = $"/2010-04-01/Accounts/{options.AccountSid}/Messages.json{query}";
        var ids = new List<string>();
        for (var pages = 0; pages < MostPages; pages++)
        {
            var (page, failure) = await Get<MessagePage>(next, ct);
            if (failure is not null)
            {
                return ReceivedList.Failed(failure);
            }

            if (page!.Messages is null)
            {
                return ReceivedList.Failed("the answer has no messages");
            }

            ids.AddRange(page.Messages
                .Where(m => m.Direction == "inbound" && TwilioSid.IsMessage(m.Sid) && m.SentAt is { } at && at >= since && at < until)
                .Select(m => m.Sid!));
            if (page.NextPageUri is not { Length: > 0 } following)
            {
                return new(ids, null);
            }

            if (!following.StartsWith('/'))
            {
                return ReceivedList.Failed("the next page is not at the provider's");
            }

            next = following;
        }

        return ReceivedList.Failed("more messages than can be listed");
    }

    public async Task<FetchedMessage> Fetch(string providerId, DateTimeOffset now, CancellationToken ct)
    {
        if (WhyNotConfigured is { } why)
        {
            return new(null, why);
        }

        if (!TwilioSid.IsMessage(providerId))
        {
            return new(null, "not a message's identity");
        }

        var path = $"/2010-04-01/Accounts/{options.AccountSid}/Messages/{providerId}";
        var (message, failure) = await Get<Received>($"{path}.json", ct);
        if (failure is not null)
        {
            return new(null, failure);
        }

        // The same fields the webhook would have had, read by the same reader: a fetched message is no other kind of message.
        var fields = new List<KeyValuePair<string, string>>
        {
            new("MessageSid", message!.Sid ?? ""), new("AccountSid", message.AccountSid ?? ""),
            new("From", message.From ?? ""), new("To", message.To ?? ""), new("Body", message.Body ?? ""), new("NumMedia", message.NumMedia ?? "0"),
        };
        if (message.NumMedia is { } count && count != "0")
        {
            var (list, mediaFailure) = await Get<MediaPage>($"{path}/Media.json", ct);
            if (mediaFailure is not null)
            {
                return new(null, mediaFailure);
            }

            var media = (list!.MediaList ?? []).Where(m => m.Uri?.EndsWith(".json", StringComparison.Ordinal) == true).ToList();
            fields.RemoveAll(f => f.Key == "NumMedia");
            fields.Add(new("NumMedia", media.Count.ToString(CultureInfo.InvariantCulture)));
            for (var i = 0; i < media.Count; i++)
            {
                fields.Add(new($"MediaUrl{i}", new Uri(options.ApiBaseUrl, media[i].Uri![..^5]).AbsoluteUri));
                fields.Add(new($"MediaContentType{i}", media[i].ContentType ?? ""));
            }
        }

        return TwilioSms.TryReadMessage(UrlForm.Of(fields), now, out var read, out var error) ? new(read, null) : new(null, $"{error.Field} {error.Reason}");
    }

    private async Task<(T? Answer, string? Failure)> Get<T>(string path, CancellationToken ct)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.ApiBaseUrl, path));
        request.Headers.Authorization = TwilioCredentials.Of(options);
        try
        {
            using var response = await http.SendAsync(request, ct);
            if (!response.IsSuccessStatusCode)
            {
                return (null, $"HTTP {(int)response.StatusCode}");
            }

            return await response.Content.ReadFromJsonAsync<T>(ct) is { } answer ? (answer, null) : (null, "the answer is empty");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, "no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return (null, e.Message);
        }
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Received(
        string? Sid,
        [property: JsonPropertyName("account_sid")] string? AccountSid,
        string? From,
        string? To,
        string? Body,
        string? Direction,
        [property: JsonPropertyName("num_media")] string? NumMedia,
        [property: JsonPropertyName("date_sent")] string? DateSent)
    {
        [JsonIgnore]
        public DateTimeOffset? SentAt =>
            DateTimeOffset.TryParseExact(DateSent, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
    }

    private sealed record MessagePage(List<Received>? Messages, [property: JsonPropertyName("next_page_uri")] string? NextPageUri);

    private sealed record Media(string? Sid, [property: JsonPropertyName("content_type")] string? ContentType, string? Uri);

    private sealed record MediaPage([property: JsonPropertyName("media_list")] List<Media>? MediaList);
}
