using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Channels.WeChat;

/// <summary>WeChat answers 200 also to a refusal: the number says what happened.</summary>
internal sealed record WeChatAnswer(
    [property: JsonPropertyName("errcode")] int Code,
    [property: JsonPropertyName("errmsg")] string? Text,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] int? ExpiresIn,
    [property: JsonPropertyName("video_url")] string? VideoUrl)
{
    /// <summary>The token was replaced or has run out before its time: a new one helps.</summary>
    public bool IsTokenRejected => Code is 40001 or 40014 or 42001;
}

/// <summary>What WeChat's numbers mean for a message. Source: WeChat's list of global return codes.</summary>
internal static class WeChatApi
{
    // WeChat shows \u escapes of a JSON text to the reader as they are.
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SendResult Refusal(WeChatAnswer answer)
    {
        var code = answer.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return answer.Code switch
        {
            -1 => SendResult.RetryLater(code, answer.Text),
            45009 or 45011 => SendResult.RetryLater(code, answer.Text, TimeSpan.FromHours(1)),
            45015 => SendResult.Refused("wechat.window_closed", "WeChat: no message from this person within 48 hours"),
            45047 => SendResult.Refused("wechat.answers_used_up", "WeChat: too many answers to one message"),
            _ when answer.IsTokenRejected => SendResult.RetryLater(code, answer.Text, TimeSpan.FromMinutes(1)),
            _ => SendResult.Refused(code, answer.Text),
        };
    }

    /// <summary>Null when the body is no JSON object.</summary>
    public static async Task<WeChatAnswer?> Read(HttpContent content, CancellationToken ct)
    {
        try
        {
            return await content.ReadFromJsonAsync<WeChatAnswer>(ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
