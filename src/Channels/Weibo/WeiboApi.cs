using System.Globalization;
using System.Text.Json;

namespace Hotline.Channels.Weibo;

/// <summary>What Weibo answered: a JSON object, or why there is none.</summary>
internal sealed record WeiboAnswer(JsonElement Body, SendResult? Failure)
{
    public static WeiboAnswer Failed(SendResult failure) => new(default, failure);
}

/// <summary>
/// One request to Weibo, its refusals read. Sources: Weibo's documentation of the calls, of the error codes and of rate limits; the
/// numbers have changed over the years and no account was reached.
/// </summary>
internal sealed class WeiboApi(IHttpClientFactory clients, WeiboOptions options)
{
    public Task<WeiboAnswer> Get(string path, IEnumerable<KeyValuePair<string, string>> query, CancellationToken ct) =>
        Ask(() => new HttpRequestMessage(HttpMethod.Get, Address(path + "?" + string.Join('&', WithToken(query).Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}")))), ct);

    public Task<WeiboAnswer> Post(string path, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) =>
        Ask(() => new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = new FormUrlEncodedContent(WithToken(form)) }, ct);

    private Uri Address(string path) => new(options.ApiBaseUrl, path);

    private IEnumerable<KeyValuePair<string, string>> WithToken(IEnumerable<KeyValuePair<string, string>> fields) => fields.Prepend(new("access_token", options.AccessToken!));

    private async Task<WeiboAnswer> Ask(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        try
        {
            using var http = clients.CreateClient(WeiboOptions.HttpClient);
            using var request = make();
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            var json = JsonFields.Parse(body);
            // Weibo answers some refusals with 200; the number is a text here and a number there.
            if (json?.Text("error_code") is { Length: > 0 } code)
            {
                return WeiboAnswer.Failed(Refusal(code, json.Value.Text("error")));
            }

            return (int)response.StatusCode switch
            {
                >= 200 and < 300 when json is { ValueKind: JsonValueKind.Object } read => new(read, null),
                // An account that asked too much is answered with nothing: that is no word on whether there are messages.
                >= 200 and < 300 => WeiboAnswer.Failed(SendResult.Unknown("response.unreadable", body.Length == 0 ? "Weibo's answer is empty" : "the answer is not Weibo's")),
                429 => WeiboAnswer.Failed(SendResult.RetryLater("http.429", null, TimeSpan.FromHours(1))),
                >= 400 and < 500 and not 408 => WeiboAnswer.Failed(SendResult.Refused(Http((int)response.StatusCode), null)),
                var status => WeiboAnswer.Failed(SendResult.Unknown(Http(status), null)),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return WeiboAnswer.Failed(SendResult.Unknown("http.timeout", "no answer in time"));
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return WeiboAnswer.Failed(SendResult.RetryLater("http.unreachable", e.Message));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return WeiboAnswer.Failed(SendResult.Unknown("response.unreadable", e.Message));
        }
    }

    private static string Http(int status) => string.Create(CultureInfo.InvariantCulture, $"http.{status}");

    private static SendResult Refusal(string code, string? error)
    {
        var text = PlainText.Cut(PlainText.Clean(error), 300);
        code = PlainText.Cut(PlainText.Clean(code), 20);
        return code switch
        {
            "10022" or "10023" or "10024" => SendResult.RetryLater(code, text, TimeSpan.FromHours(1)),
            "20016" => SendResult.RetryLater(code, text, TimeSpan.FromMinutes(10)),
            "10001" or "10002" or "10009" or "10010" or "10011" => SendResult.RetryLater(code, text, TimeSpan.FromMinutes(10)),
            // The token has to be made anew by a person: until then nothing is lost by waiting.
            _ when IsToken(code) => SendResult.RetryLater("weibo.token_refused", $"{code} {text}".TrimEnd(), TimeSpan.FromHours(6)),
            _ => SendResult.Refused(code, text),
        };
    }

    private static bool IsToken(string code) => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is 10006 or 21301 or (>= 21314 and <= 21332);
}
