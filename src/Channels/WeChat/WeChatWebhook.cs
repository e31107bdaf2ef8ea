using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Channels.WeChat;

/// <summary>What the door should do with a request that claims to come from WeChat.</summary>
public enum WeChatVerdict
{
    /// <summary>Signed, fresh, and readable: <see cref="OpenedWeChat.Xml"/> holds the message.</summary>
    Genuine,

    /// <summary>WeChat is not configured here (503 with the reason).</summary>
    NotConfigured,

    /// <summary>A part of the signature is missing: not from WeChat (400).</summary>
    SignatureMissing,

    /// <summary>Forged, or the token is configured differently at WeChat (403).</summary>
    SignatureWrong,

    /// <summary>Signed more than five minutes away from our clock: recorded and sent again (403).</summary>
    Stale,

    /// <summary>The signature came before with another content (403).</summary>
    Replayed,

    /// <summary>The account uses one mode, this installation the other (400).</summary>
    WrongMode,

    /// <summary>Neither a message nor an envelope that this account's key opens (400).</summary>
    Unreadable,
}

/// <summary>A request and the verdict on it; the text is empty unless the request is genuine.</summary>
public sealed record OpenedWeChat(WeChatVerdict Verdict, string Xml);

/// <summary>The check that stands before the WeChat door. One instance per process: it remembers what it saw.</summary>
public sealed class WeChatWebhook(WeChatOptions options, TimeProvider clock)
{
    /// <summary>How far the time in a request may be away from ours.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>What WeChat takes for "received, nothing to say".</summary>
    public const string Success = "success";

    private const int LongestEcho = 256;

    private readonly WeChatReplays _replays = new(Window);

    /// <summary>The question WeChat asks once when the address is entered; a genuine one is answered with its own <c>echostr</c>, as plain text.</summary>
    public OpenedWeChat Verify(UrlForm query)
    {
        var echo = query["echostr"] ?? "";
        if (options.WhyNotConfigured is not null)
        {
            return new(WeChatVerdict.NotConfigured, "");
        }

        if (echo.Length is 0 or > LongestEcho)
        {
            return new(WeChatVerdict.SignatureMissing, "");
        }

        var verdict = Judge(query, "signature", "", Encoding.UTF8.GetBytes(echo));
        return new(verdict, verdict == WeChatVerdict.Genuine ? echo : "");
    }

    /// <summary>Checks a pushed message and opens its envelope. Any input is answered with a verdict.</summary>
    /// <param name="query">The address's query: <c>signature</c>, <c>timestamp</c>, <c>nonce</c>, in the safe mode also <c>encrypt_type</c> and <c>msg_signature</c>.</param>
    /// <param name="body">All bytes of the body; the door limits their number.</param>
    public OpenedWeChat Open(UrlForm query, ReadOnlySpan<byte> body)
    {
        if (options.WhyNotConfigured is not null)
        {
            return new(WeChatVerdict.NotConfigured, "");
        }

        var encrypted = query["encrypt_type"] == "aes";
        if (body.Length > WeChatXml.MostBytes)
        {
            return new(WeChatVerdict.Unreadable, "");
        }

        var xml = Encoding.UTF8.GetString(body);
        if (!encrypted)
        {
            var plain = Judge(query, "signature", "", body);
            return plain != WeChatVerdict.Genuine ? new(plain, "")
                : options.SafeMode ? new(WeChatVerdict.WrongMode, "")
                : new(WeChatVerdict.Genuine, xml);
        }

        if (!WeChatXml.TryRead(xml, out var envelope) || !envelope.TryGetValue("Encrypt", out var cipher) || cipher.Length == 0)
        {
            return new(WeChatVerdict.Unreadable, "");
        }

        var verdict = Judge(query, "msg_signature", cipher, body);
        return verdict != WeChatVerdict.Genuine ? new(verdict, "")
            : !options.SafeMode ? new(WeChatVerdict.WrongMode, "")
            : WeChatCipher.TryDecrypt(options.EncodingAesKey!, options.AppId!, cipher, out var message) ? new(WeChatVerdict.Genuine, message)
            : new(WeChatVerdict.Unreadable, "");
    }

    /// <summary>A text as the direct answer to a message, in the mode the account uses.</summary>
    /// <param name="to">The openid the message came from.</param>
    /// <param name="from">The account's own name in that message (<c>ToUserName</c>).</param>
    /// <param name="text">Plain text, at most 600 characters of it are sent.</param>
    public string Reply(string to, string from, string text)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var reply = WeChatXml.Write(("ToUserName", to), ("FromUserName", from), ("CreateTime", time), ("MsgType", "text"), ("Content", PlainText.Cut(PlainText.Clean(text), 600)));
        if (!options.SafeMode)
        {
            return reply;
        }

        var cipher = WeChatCipher.Encrypt(options.EncodingAesKey!, options.AppId!, reply);
        var nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
        return WeChatXml.Write(("Encrypt", cipher), ("MsgSignature", WeChatSignature.Compute(options.Token!, time, nonce, cipher)), ("TimeStamp", time), ("Nonce", nonce));
    }

    private WeChatVerdict Judge(UrlForm query, string name, string cipher, ReadOnlySpan<byte> content)
    {
        if (query[name] is not { Length: > 0 } signature || query["timestamp"] is not { Length: > 0 } timestamp || query["nonce"] is not { Length: > 0 } nonce)
        {
            return WeChatVerdict.SignatureMissing;
        }

        var genuine = cipher.Length == 0
            ? WeChatSignature.IsValid(signature, options.Token!, timestamp, nonce)
            : WeChatSignature.IsValid(signature, options.Token!, timestamp, nonce, cipher);
        if (!genuine)
        {
            return WeChatVerdict.SignatureWrong;
        }

        var now = clock.GetUtcNow();
        return !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Window.TotalSeconds ? WeChatVerdict.Stale
            : _replays.Admit(signature, content, now) ? WeChatVerdict.Genuine
            : WeChatVerdict.Replayed;
    }
}
