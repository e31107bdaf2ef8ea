using System.Net.Http.Json;

namespace Hotline.Channels.WeChat;

/// <summary>A token, or why there is none.</summary>
internal sealed record WeChatToken(string? Value, SendResult? Failure);

/// <summary>
/// The one keeper of the account's access token: asked for once however many wait, renewed before it runs out, and renewed by force,
/// at most once a minute, when WeChat says it is no good. Other programs of the same account must not fetch tokens of their own
/// by the older <c>/cgi-bin/token</c>, which would end this one.
/// </summary>
internal sealed class WeChatTokens(IHttpClientFactory clients, WeChatOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenForced = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _value;
    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;
    private DateTimeOffset _forcedAt = DateTimeOffset.MinValue;

    /// <summary>The token in force, fetched when there is none or it is about to run out.</summary>
    /// <param name="rejected">A token WeChat has just refused: another one is fetched unless somebody has done so already.</param>
    /// <param name="ct">Ends the wait, not the fetch of another waiter.</param>
    public async Task<WeChatToken> Get(string? rejected, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            var force = rejected is not null && rejected == _value;
            if (_value is { } known && now < _renewAt && !force)
            {
                return new(known, null);
            }

            if (force && now - _forcedAt < BetweenForced)
            {
                return new(null, SendResult.RetryLater("40001", "the access token was refused again within a minute", BetweenForced));
            }

            if (force)
            {
                _forcedAt = now;
            }

            return await Fetch(force, now, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<WeChatToken> Fetch(bool force, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            using var http = clients.CreateClient(WeChatOptions.HttpClient);
            var body = new { grant_type = "client_credential", appid = options.AppId, secret = options.AppSecret, force_refresh = force };
            using var response = await http.PostAsJsonAsync(new Uri(options.ApiBaseUrl, "/cgi-bin/stable_token"), body, WeChatApi.Json, ct);
            if (!response.IsSuccessStatusCode || await WeChatApi.Read(response.Content, ct) is not { } answer)
            {
                return new(null, SendResult.RetryLater($"http.{(int)response.StatusCode}", "no access token"));
            }

            if (answer is not { AccessToken.Length: > 0, ExpiresIn: > 0 })
            {
                return new(null, WeChatApi.Refusal(answer));
            }

            var life = TimeSpan.FromSeconds(answer.ExpiresIn.Value);
            (_value, _renewAt) = (answer.AccessToken, now + (life > RenewBefore * 2 ? life - RenewBefore : life / 2));
            return new(_value, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, SendResult.RetryLater("http.timeout", "no access token in time"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, SendResult.RetryLater("http.unreachable", e.Message));
        }
    }
}
