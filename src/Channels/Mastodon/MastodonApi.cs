using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hotline.Channels.Mastodon;

/// <summary>What the server answered: a JSON value, or why there is none.</summary>
internal sealed record MastodonAnswer(JsonElement Body, SendResult? Failure)
{
    public static MastodonAnswer Failed(SendResult failure) => new(default, failure);
}

/// <summary>One request to the server, with its limits kept and its refusals read.</summary>
internal sealed class MastodonApi(IHttpClientFactory clients, MastodonOptions options, MastodonLimits limits)
{
    public Task<MastodonAnswer> Get(string path, CancellationToken ct) => Ask(HttpMethod.Get, path, null, null, ct);

    /// <param name="path">With its query.</param>
    /// <param name="body">Written as JSON.</param>
    /// <param name="idempotencyKey">The same key within the hour is the same request for the server.</param>
    /// <param name="ct">Cancels the request; its outcome is then unknown.</param>
    public Task<MastodonAnswer> Post(string path, object body, string idempotencyKey, CancellationToken ct) => Ask(HttpMethod.Post, path, body, idempotencyKey, ct);

    private async Task<MastodonAnswer> Ask(HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken ct)
    {
        var posting = body is not null;
        if (limits.Wait(posting) is { } wait)
        {
            return MastodonAnswer.Failed(SendResult.RetryLater("mastodon.limit_reached", "the server's limit is used up for now", wait));
        }

        try
        {
            using var http = clients.CreateClient(MastodonOptions.HttpClient);
            using var request = new HttpRequestMessage(method, new Uri(options.ApiBaseUrl!, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.AccessToken);
            request.Headers.Accept.Add(new("application/json"));
            if (body is not null)
            {
                request.Content = JsonContent.Create(body);
                request.Headers.Add("Idempotency-Key", idempotencyKey);
            }

            using var response = await http.SendAsync(request, ct);
            var after = limits.Saw(posting, (int)response.StatusCode, response.Headers);
            var json = JsonFields.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            return response.IsSuccessStatusCode
                ? json is { } read ? new(read, null) : MastodonAnswer.Failed(SendResult.Unknown("response.unreadable", "the answer is not Mastodon's"))
                : MastodonAnswer.Failed(Refusal(response.StatusCode, json?.Text("error"), after));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MastodonAnswer.Failed(SendResult.Unknown("http.timeout", "no answer in time"));
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return MastodonAnswer.Failed(SendResult.RetryLater("http.unreachable", e.Message));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return MastodonAnswer.Failed(SendResult.Unknown("response.unreadable", e.Message));
        }
    }

    private static SendResult Refusal(HttpStatusCode status, string? error, TimeSpan? after)
    {
        var (code, text) = ($"http.{(int)status}", error is null ? null : PlainText.Cut(PlainText.Clean(error), 300));
        return status switch
        {
            HttpStatusCode.TooManyRequests => SendResult.RetryLater(code, text, after),
            HttpStatusCode.Unauthorized => SendResult.Refused("mastodon.token_refused", text),
            HttpStatusCode.NotFound => SendResult.Refused("mastodon.status_gone", text),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout => SendResult.Refused(code, text),
            _ => SendResult.Unknown(code, text),
        };
    }
}
