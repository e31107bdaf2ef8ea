using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Hotline.Channels.Weibo;

/// <summary>
/// Reads posts and comments that name the account, and comments on its own posts. Weibo gives the newest first: when a page does
/// not reach back to what is known, the cursor keeps where the gap is, and the next calls fill it.
/// </summary>
internal sealed class WeiboMentions(WeiboApi api, WeiboBudget budget, WeiboOptions options, TimeProvider clock) : IMentionSource
{
    private const int PageSize = 50;
    private const int MostPictures = 9;
    private const int MostText = 20_000;

    private static readonly Dictionary<string, (string Path, string List)> Calls = new(StringComparer.Ordinal)
    {
        ["mentions"] = ("/2/statuses/mentions.json", "statuses"),
        ["comment-mentions"] = ("/2/comments/mentions.json", "comments"),
        ["comments"] = ("/2/comments/to_me.json", "comments"),
    };

    public string Account => $"weibo:{options.Uid}";

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public IReadOnlyList<string> Feeds { get; } = [.. Calls.Keys];

    /// <summary>Each feed has its share of the reading calls.</summary>
    public TimeSpan Every => TimeSpan.FromDays(1) * Feeds.Count / Math.Max(1, options.DailyCalls - options.ReplyReserve);

    public async Task<MentionPage> Read(string feed, string? cursor, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return MentionPage.Failed(why);
        }

        if (await budget.TakeReading(ct) is { } wait)
        {
            return MentionPage.NotYet(wait);
        }

        var place = WeiboCursor.Read(cursor);
        var (path, list) = Calls[feed];
        List<KeyValuePair<string, string>> query = [new("count", cursor is null ? "1" : PageSize.ToString(CultureInfo.InvariantCulture)), new("since_id", Id(place.Since)), new("max_id", Id(place.Below == 0 ? 0 : place.Below - 1))];
        var answer = await api.Get(path, query, ct);
        if (answer.Failure is { } failure)
        {
            return MentionPage.Failed($"{failure.ErrorCode} {failure.ErrorText}".TrimEnd(), failure.Outcome == SendOutcome.RetryLater ? failure.RetryAfter : null);
        }

        if (answer.Body.Child(list) is not { ValueKind: JsonValueKind.Array } entries)
        {
            return MentionPage.Failed("response.unreadable the answer has no list");
        }

        var all = entries.EnumerateArray().Select(e => (Id: WeiboAddress.Number(e.Text("idstr") ?? e.Text("id")), Entry: e)).Where(e => e.Id > 0).OrderBy(e => e.Id).ToList();
        if (cursor is null)
        {
            return new([], new WeiboCursor(all.Count > 0 ? all[^1].Id : 0, 0, 0).ToString(), false, 0, null, null);
        }

        // A list that repeats what is known, whatever was asked for, must not lead in a circle.
        var fresh = all.Where(e => e.Id > place.Since && (place.Below == 0 || e.Id < place.Below)).ToList();
        var mentions = fresh.Select(e => Message(feed, e.Id, e.Entry)).OfType<Mention>().ToList();
        var next = place.After(fresh.Count > 0 ? fresh[0].Id : 0, fresh.Count > 0 ? fresh[^1].Id : 0, full: entries.GetArrayLength() >= PageSize && fresh.Count > 0);
        return new(mentions, next.ToString(), next.Below > 0, entries.GetArrayLength() - mentions.Count, null, null);
    }

    public Task<string?> Listen(Action hint, CancellationToken ct) => Task.FromResult<string?>(null);

    public async Task<DateTimeOffset?> AskTokenEnd(CancellationToken ct)
    {
        if (options.WhyNotConfigured is not null || await budget.TakeReading(ct) is not null)
        {
            return null;
        }

        var answer = await api.Post("/oauth2/get_token_info", [], ct);
        return answer.Failure is null && answer.Body.Number("expire_in") is { } seconds ? clock.GetUtcNow().AddSeconds(seconds) : null;
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private Mention? Message(string feed, long number, JsonElement entry)
    {
        if (entry.Child("user") is not { } user || (user.Text("idstr") ?? user.Text("id")) is not { } uid || !WeiboAddress.IsId(uid) || uid == options.Uid)
        {
            return null;
        }

        var comment = feed != "mentions";
        var post = comment ? entry.Child("status") : entry;
        if ((post?.Text("idstr") ?? post?.Text("id")) is not { } postId || !WeiboAddress.IsId(postId))
        {
            return null;
        }

        var id = Id(number);
        var text = PlainText.Cut(PlainText.Clean(WebUtility.HtmlDecode(entry.Text("text") ?? "")).Trim(), MostText);
        var name = PlainText.Cut(PlainText.Clean(user.Text("screen_name")).Trim(), 80);
        var files = comment ? [] : entry.Child("pic_urls").Items().Select(p => Picture(p.Text("thumbnail_pic"))).OfType<Uri>().Take(MostPictures)
            .Select((p, place) => new IncomingAttachment($"picture-{place + 1}.jpg", "image/jpeg", p, null, null)).ToList();
        // A comment that names the account under one of its own posts stands in two lists: it is one message.
        var message = new IncomingMessage(ChannelKind.Microblog, Account, comment ? $"comment:{id}" : id, uid, name.Length > 0 ? name : uid, "", text, clock.GetUtcNow(), files,
            entry.GetRawText().Replace("\0", "%00", StringComparison.Ordinal), "application/json");
        var answered = entry.Child("reply_comment")?.Text("idstr") ?? entry.Child("reply_comment")?.Text("id");
        return new(message, new WeiboAddress(postId, comment ? id : null).ToString(), null, comment ? WeiboAddress.IsId(answered) ? $"comment:{answered}" : postId : null);
    }

    // The list names the small picture; the large one lies beside it.
    private static Uri? Picture(string? thumbnail) =>
        Uri.TryCreate(thumbnail?.Replace("/thumbnail/", "/large/", StringComparison.Ordinal), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new UriBuilder(address) { Scheme = Uri.UriSchemeHttps, Port = address.IsDefaultPort ? -1 : address.Port }.Uri : null;
}
