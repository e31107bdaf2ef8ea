using System.Net.Http.Json;

namespace Hotline.Channels.WeChat;

/// <summary>Sends texts as customer-service messages (客服消息), which WeChat allows for 48 hours after the resident's last message.</summary>
internal sealed class WeChatClient(HttpClient http, WeChatOptions options, WeChatTokens tokens, TimeProvider clock) : IOutgoingChannel
{
    /// <summary>How long after a resident's last message an answer may go out.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    // WeChat's limit is 2,048 bytes of UTF-8; a Chinese character has three.
    private const int LongestText = 680;

    public ChannelKind Channel => ChannelKind.WeChat;

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public async Task<SendResult> Send(OutgoingMessage message, CancellationToken ct)
    {
        var text = PlainText.Cut(PlainText.Clean(message.Text), LongestText);
        if (WhyItCannotGo(message, text) is { } refused)
        {
            return refused;
        }

        string? rejected = null;
        for (var again = true; ; again = false)
        {
            var token = await tokens.Get(rejected, ct);
            if (token.Value is null)
            {
                return token.Failure!;
            }

            var (answer, failure) = await Post(message.To, text, token.Value, ct);
            if (answer is null)
            {
                return failure!;
            }

            if (answer.Code == 0)
            {
                return SendResult.Accepted($"wechat-{message.Id:N}");
            }

            if (!answer.IsTokenRejected || !again)
            {
                return WeChatApi.Refusal(answer);
            }

            rejected = token.Value;
        }
    }

    /// <summary>WeChat has no way to ask whether it took a message on.</summary>
    public Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct) =>
        Task.FromResult(SendResult.Unknown("reconcile.not_possible", "WeChat cannot be asked whether it has a message"));

    private SendResult? WhyItCannotGo(OutgoingMessage message, string text) =>
        WhyNotConfigured is { } why ? SendResult.Refused("channel.not_configured", why)
        : !WeChatMessages.IsOpenId(message.To) ? SendResult.Refused("wechat.openid_malformed", "the recipient is not an openid")
        : string.IsNullOrWhiteSpace(text) ? SendResult.Refused("wechat.text_empty", "there is nothing to send")
        : message.LastHeardAt is not { } heard || clock.GetUtcNow() - heard >= Window
            ? SendResult.Refused("wechat.window_closed", "the resident's last message by WeChat is more than 48 hours ago")
        : null;

    private async Task<(WeChatAnswer? Answer, SendResult? Failure)> Post(string to, string text, string token, CancellationToken ct)
    {
        try
        {
            var body = new { touser = to, msgtype = "text", text = new { content = text } };
            var address = new Uri(options.ApiBaseUrl, $"/cgi-bin/message/custom/send?access_token={Uri.EscapeDataString(token)}");
            using var response = await http.PostAsJsonAsync(address, body, WeChatApi.Json, ct);
            return !response.IsSuccessStatusCode ? (null, SendResult.Unknown($"http.{(int)response.StatusCode}", null))
                : await WeChatApi.Read(response.Content, ct) is { } answer ? (answer, null)
                : (null, SendResult.Unknown("response.unreadable", "the answer is not WeChat's"));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, SendResult.Unknown("http.timeout", "no answer in time"));
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return (null, SendResult.RetryLater("http.unreachable", e.Message) with { ChannelDown = true });
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, SendResult.Unknown("response.unreadable", e.Message));
        }
    }
}
