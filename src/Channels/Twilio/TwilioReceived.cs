using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Channels.Twilio;

/// <summary>An inbound call as Twilio's list has it.</summary>
/// <param name="From">The caller's number; null when withheld, or no telephone's.</param>
/// <param name="Raw">What was read, as a form.</param>
public sealed record RungCall(string? From, DateTimeOffset At, string Raw);

/// <summary>
/// Asks Twilio's lists what came in for our number, and fetches what our doors never saw. Throws only when the caller cancels.
/// </summary>
public sealed class TwilioReceived(HttpClient http, TwilioOptions options)
{
    private const int PageSize = 1000;

    // An hour of a city's hotline fits many times; more is a fault that would keep asking for ever.
    private const int MostPages = 50;

    /// <summary>Texts received from <paramref name="since"/> until before <paramref name="until"/>, by the identity the door reads.</summary>
    public Task<ReceivedList> ListMessages(DateTimeOffset since, DateTimeOffset until, CancellationToken ct) => List("Messages", "DateSent", e => TwilioSid.IsMessage(e.Sid), since, until, ct);

    /// <summary>Calls that rang in that time, by their CallSid; what our own browsers' telephones dial is none.</summary>
    public Task<ReceivedList> ListCalls(DateTimeOffset since, DateTimeOffset until, CancellationToken ct) =>
        List("Calls", "StartTime", e => TwilioSid.IsCall(e.Sid) && e.From?.StartsWith("client:", StringComparison.Ordinal) != true, since, until, ct);

    private async Task<ReceivedList> List(string resource, string time, Func<Entry, bool> counts, DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return ReceivedList.Failed(why);
        }

        // Twilio filters by whole days; of a message received DateSent is the moment it came. The exact part is done here.
        var query = $"?To={Uri.EscapeDataString(options.PhoneNumber!)}&{time}%3E={Day(since)}&{time}%3C={Day(until.AddDays(1))}&PageSize={PageSize}";
        var next = $"/2010-04-01/Accounts/{options.AccountSid}/{resource}.json{query}";
        var found = new List<Entry>();
        for (var pages = 0; pages < MostPages; pages++)
        {
            var (page, failure) = await Get<Page>(next, ct);
            if (failure is not null)
            {
                return ReceivedList.Failed(failure);
            }

            if ((page!.Messages ?? page.Calls) is not { } entries)
            {
                return ReceivedList.Failed("the answer is no list");
            }

            found.AddRange(entries.Where(e => e.Direction == "inbound" && counts(e) && e.At is { } at && at >= since && at < until));
            if (page.NextPageUri is not { Length: > 0 } following)
            {
                return new([.. found.OrderBy(e => e.At).Select(e => new Received(e.Sid!))], null);
            }

            if (!following.StartsWith('/'))
            {
                return ReceivedList.Failed("the next page is not at the provider's");
            }

            next = following;
        }

        return ReceivedList.Failed("more than can be listed");
    }

    /// <summary>A call of <see cref="ListCalls"/>.</summary>
    public async Task<Fetched<RungCall>> FetchCall(string sid, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return new(null, why);
        }

        if (!TwilioSid.IsCall(sid))
        {
            return new(null, "not a call's identity");
        }

        var (call, failure) = await Get<Entry>($"/2010-04-01/Accounts/{options.AccountSid}/Calls/{sid}.json", ct);
        if (failure is not null)
        {
            return new(null, failure);
        }

        // Read by the door's own reader: what is a withheld number is known there.
        var form = UrlForm.Of([new("CallSid", sid), new("AccountSid", options.AccountSid!), new("From", call!.From ?? ""), new("To", call.To ?? "")]);
        return call.At is not { } at ? new(null, "the call has no time")
            : TwilioVoice.TryRead(form, out var read, out var error) ? new(new(read.Caller == CallerKind.Number ? read.From : null, at, form.Raw), null)
            : new(null, $"{error.Field} {error.Reason}");
    }

    /// <summary>A text of <see cref="ListMessages"/>, whole, as the door would have read it.</summary>
    /// <param name="providerId">Its identity.</param>
    /// <param name="now">Becomes <see cref="IncomingMessage.ReceivedAt"/>.</param>
    /// <param name="ct">Cancels the request.</param>
    public async Task<Fetched<IncomingMessage>> FetchMessage(string providerId, DateTimeOffset now, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return new(null, why);
        }

        if (!TwilioSid.IsMessage(providerId))
        {
            return new(null, "not a message's identity");
        }

        var path = $"/2010-04-01/Accounts/{options.AccountSid}/Messages/{providerId}";
        var (message, failure) = await Get<Entry>($"{path}.json", ct);
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

    private sealed record Entry(
        string? Sid,
        [property: JsonPropertyName("account_sid")] string? AccountSid,
        string? From,
        string? To,
        string? Body,
        string? Direction,
        [property: JsonPropertyName("num_media")] string? NumMedia,
        [property: JsonPropertyName("date_sent")] string? DateSent,
        [property: JsonPropertyName("start_time")] string? StartTime)
    {
        [JsonIgnore]
        public DateTimeOffset? At =>
            DateTimeOffset.TryParseExact(DateSent ?? StartTime, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
    }

    private sealed record Page(List<Entry>? Messages, List<Entry>? Calls, [property: JsonPropertyName("next_page_uri")] string? NextPageUri);

    private sealed record Media(string? Sid, [property: JsonPropertyName("content_type")] string? ContentType, string? Uri);

    private sealed record MediaPage([property: JsonPropertyName("media_list")] List<Media>? MediaList);
}
