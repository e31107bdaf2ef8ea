using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hotline.Channels.WeChat;

/// <summary>What WeChat pushed: a resident's message, or a happening such as a new follower.</summary>
/// <param name="Key">Identity within the account: the message's id, or for a happening its sender and time, as WeChat gives it no id.</param>
/// <param name="OpenId">The resident's identity towards this account; personal data.</param>
/// <param name="Account">The account's own name, needed to answer directly.</param>
/// <param name="Message">Null for a happening.</param>
/// <param name="Event">Null for a message; else WeChat's word in lower case: <c>subscribe</c>, <c>unsubscribe</c>, <c>click</c>, <c>location</c>, ...</param>
public sealed record WeChatPush(string Key, string OpenId, string Account, IncomingMessage? Message, string? Event);

/// <summary>Reads what the webhook opened.</summary>
public static class WeChatMessages
{
    /// <summary>
    /// A text, picture, voice, video, place or link, or an event. Unknown fields are ignored; a missing or malformed one that
    /// matters is named in the error.
    /// </summary>
    public static bool TryRead(
        WeChatOptions options, string xml, DateTimeOffset receivedAt, [NotNullWhen(true)] out WeChatPush? push, [NotNullWhen(false)] out FieldError? error)
    {
        push = null;
        if (!WeChatXml.TryRead(xml, out var fields))
        {
            error = new("xml", "is malformed");
            return false;
        }

        var (openId, account, type) = (Field(fields, "FromUserName"), Field(fields, "ToUserName"), Field(fields, "MsgType"));
        error =
            !IsOpenId(openId) ? Missing("FromUserName", openId)
            : account.Length is 0 or > 64 ? Missing("ToUserName", account)
            : type.Length is 0 or > 32 ? Missing("MsgType", type)
            : null;
        if (error is not null)
        {
            return false;
        }

        if (type == "event")
        {
            var (time, happening) = (Field(fields, "CreateTime"), Field(fields, "Event"));
            error = !IsNumber(time) ? Missing("CreateTime", time) : happening.Length is 0 or > 64 ? Missing("Event", happening) : null;
            push = error is null ? new($"{openId}:{time}", openId, account, null, happening.ToLowerInvariant()) : null;
            return push is not null;
        }

        var id = Field(fields, "MsgId");
        if (!IsNumber(id))
        {
            error = Missing("MsgId", id);
            return false;
        }

        if (!TryReadContent(options, fields, type, out var body, out var media, out error))
        {
            return false;
        }

        push = new(id, openId, account,
            new(ChannelKind.WeChat, $"wechat:{options.AppId}", id, openId, null, "", body, receivedAt, media, xml.Replace("\0", "", StringComparison.Ordinal), "text/xml"), null);
        return true;
    }

    /// <summary>Letters, digits, hyphen and underscore, as WeChat makes them.</summary>
    internal static bool IsOpenId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool TryReadContent(
        WeChatOptions options, Dictionary<string, string> fields, string type, out string body, out List<IncomingAttachment> media, [NotNullWhen(false)] out FieldError? error)
    {
        (body, media, error) = ("", [], null);
        switch (type)
        {
            case "text":
                body = Field(fields, "Content");
                error = body.Length == 0 ? Missing("Content", body) : null;
                break;
            case "image":
                error = TryAdd("picture.jpg", "image/jpeg", media);
                break;
            case "voice":
                // Present when the account has speech recognition on; the sound stays the evidence.
                body = Field(fields, "Recognition");
                error = TryAdd("voice.amr", "audio/amr", media);
                break;
            case "video" or "shortvideo":
                error = TryAdd("video.mp4", "video/mp4", media);
                break;
            case "location":
                body = $"{Field(fields, "Label")} ({Coordinate("Location_X")}, {Coordinate("Location_Y")})".Trim();
                break;
            case "link":
                body = string.Join('\n', new[] { Field(fields, "Title"), Field(fields, "Description"), Field(fields, "Url") }.Where(t => t.Length > 0));
                error = body.Length == 0 ? Missing("Url", body) : null;
                break;
            default:
                // A kind WeChat added since: empty here, so that the host keeps it for a person to look at.
                break;
        }

        return error is null;

        FieldError? TryAdd(string fileName, string contentType, List<IncomingAttachment> found)
        {
            var id = Field(fields, "MediaId");
            if (id.Length is 0 or > 256)
            {
                return Missing("MediaId", id);
            }

            found.Add(new(fileName, contentType, WeChatMedia.AddressOf(options, id), null, null));
            return null;
        }

        string Coordinate(string name) =>
            double.TryParse(Field(fields, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= 180
                ? degrees.ToString("0.######", CultureInfo.InvariantCulture) : "?";
    }

    private static string Field(Dictionary<string, string> fields, string name) => PlainText.Clean(fields.GetValueOrDefault(name)).Trim();

    private static bool IsNumber(string text) => text.Length is > 0 and <= 20 && text.All(char.IsAsciiDigit);

    private static FieldError Missing(string field, string value) => new(field, value.Length == 0 ? "is missing" : "is malformed");
}
