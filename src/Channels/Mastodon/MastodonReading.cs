using System.Text.Json;

namespace Hotline.Channels.Mastodon;

/// <summary>Reads statuses as messages.</summary>
internal static class MastodonReading
{
    private const int MostFiles = 16;
    private const int MostText = 20_000;

    /// <summary>The message in a notification; null when it is none of a person's.</summary>
    public static Mention? Mention(JsonElement notification, MastodonFacts facts, string account, DateTimeOffset now) =>
        notification.Text("type") == "mention" && notification.Child("status") is { } status ? Message(status, facts, account, now) : null;

    /// <summary>A status that mentions the account; null when it is none of a person's.</summary>
    public static Mention? Message(JsonElement status, MastodonFacts facts, string account, DateTimeOffset now)
    {
        if (status.Child("account") is not { } writer || writer.Text("acct") is not { } acct || !MastodonAddress.IsAcct(acct) || !MastodonAddress.IsId(status.Text("id"))
            || writer.Text("id") == facts.AccountId || writer.Flag("bot") || status.Child("reblog") is not null)
        {
            return null;
        }

        var visibility = status.Text("visibility") is "public" or "unlisted" or "private" ? status.Text("visibility")! : MastodonAddress.Direct;
        var address = new MastodonAddress(status.Text("id")!, visibility, acct);
        var warning = PlainText.Clean(status.Text("spoiler_text")).Trim();
        var text = WithoutGreeting(PlainText.Cut(PlainText.Clean(HtmlText.Of(PlainText.Cut(status.Text("content") ?? "", MostText * 5))).Trim(), MostText), status, facts);
        var body = warning.Length == 0 ? text : $"{PlainText.Cut(warning, 500)}\n{text}";
        var name = PlainText.Cut(PlainText.Clean(writer.Text("display_name")).Trim(), 80);
        var files = status.Child("media_attachments").Items().Select(File).OfType<IncomingAttachment>().Take(MostFiles).ToList();
        var message = new IncomingMessage(ChannelKind.Microblog, account, status.Text("id")!, acct, name.Length > 0 ? name : acct, "", body, now, files,
            status.GetRawText().Replace("\0", "%00", StringComparison.Ordinal), "application/json");
        return new(message, address.ToString(), (address with { Visibility = MastodonAddress.Direct }).ToString(),
            status.Text("in_reply_to_id") is { } parent && MastodonAddress.IsId(parent) ? parent : null);
    }

    /// <summary>The names at the beginning, which only say to whom it goes.</summary>
    private static string WithoutGreeting(string text, JsonElement status, MastodonFacts facts)
    {
        var names = status.Child("mentions").Items().Where(m => m.Text("id") == facts.AccountId).SelectMany(m => new[] { m.Text("acct"), m.Text("username") }).OfType<string>().Where(n => n.Length > 0)
            .Select(n => "@" + n).OrderByDescending(n => n.Length).ToList();
        while (names.Find(n => text.StartsWith(n, StringComparison.OrdinalIgnoreCase) && (text.Length == n.Length || !(char.IsAsciiLetterOrDigit(text[n.Length]) || text[n.Length] is '_'))) is { } greeting)
        {
            text = text[greeting.Length..].TrimStart(' ', '\n', '\t', ',', '，', '：', ':');
        }

        return text;
    }

    private static IncomingAttachment? File(JsonElement media, int place)
    {
        // What is not copied to the server yet has no address there; the original's host is nobody we know, and is told to staff as not fetched.
        if (!Uri.TryCreate(media.Text("url") ?? media.Text("remote_url"), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            return null;
        }

        var type = Path.GetExtension(address.AbsolutePath).ToLowerInvariant() switch
        {
            ".jpg" or ".jpeg" => "image/jpeg",
            ".png" => "image/png",
            ".gif" => "image/gif",
            ".webp" => "image/webp",
            ".mp4" => "video/mp4",
            ".mp3" => "audio/mpeg",
            ".ogg" => "audio/ogg",
            _ => MediaTypes.Read(null),
        };
        return new($"media-{place + 1}{MediaTypes.ExtensionOf(type)}", type, address, null, null);
    }
}
