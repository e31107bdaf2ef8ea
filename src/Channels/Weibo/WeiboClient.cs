using System.Globalization;
using System.Net;

namespace Hotline.Channels.Weibo;

/// <summary>
/// Answers with comments, which all the world can read. Weibo takes no key against a second sending: before one, the account's
/// own latest comments are looked through, and "repeated content" counts as sent.
/// </summary>
internal sealed class WeiboClient(WeiboApi api, WeiboBudget budget, WeiboOptions options) : IOutgoingChannel
{
    private const int LongestComment = 140;
    private const string RepeatedContent = "20019";

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    public ChannelKind Channel => ChannelKind.Microblog;

    public string Provider => "Weibo";

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public bool Serves(string to) => WeiboAddress.TryParse(to, out _);

    public bool IsPublic(string to) => true;

    public async Task<SendResult> Send(OutgoingMessage message, CancellationToken ct)
    {
        var text = TextOf(message);
        if (WhyItCannotGo(message.To, text, out var address) is { } refused)
        {
            return refused;
        }

        if (await budget.TakeReply(ct) is { } wait)
        {
            return SendResult.RetryLater("weibo.budget_used", "Weibo's calls of this day are used up", wait);
        }

        List<KeyValuePair<string, string>> form = [new("id", address.PostId), new("comment", text)];
        if (address.CommentId is { } comment)
        {
            form.Add(new("cid", comment));
            form.Add(new("without_mention", "0"));
        }

        if (options.OperatorIp is { Length: > 0 } ip)
        {
            form.Add(new("rip", ip));
        }

        var answer = await api.Post(address.CommentId is null ? "/2/comments/create.json" : "/2/comments/reply.json", form, ct);
        return answer.Failure is { ErrorCode: RepeatedContent } ? SendResult.Accepted($"weibo-{message.Id:N}")
            : answer.Failure is { } failure ? failure
            : (answer.Body.Text("idstr") ?? answer.Body.Text("id")) is { } id && WeiboAddress.IsId(id) ? SendResult.Accepted($"comment:{id}")
            : SendResult.Unknown("response.unreadable", "the answer has no id");
    }

    public async Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct)
    {
        var text = TextOf(message);
        if (WhyItCannotGo(message.To, text, out var address) is { } refused)
        {
            return refused;
        }

        if (await budget.TakeReply(ct) is { } wait)
        {
            return SendResult.Unknown("weibo.budget_used", "Weibo's calls of this day are used up") with { RetryAfter = wait };
        }

        var answer = await api.Get("/2/comments/by_me.json", [new("count", "50")], ct);
        if (answer.Failure is { } failure)
        {
            return failure.Outcome == SendOutcome.Accepted ? failure : SendResult.Unknown(failure.ErrorCode!, failure.ErrorText) with { RetryAfter = failure.RetryAfter ?? TimeSpan.FromMinutes(1) };
        }

        if (answer.Body.Child("comments") is not { ValueKind: System.Text.Json.JsonValueKind.Array } list)
        {
            return SendResult.Unknown("response.unreadable", "the answer has no comments");
        }

        var sent = list.EnumerateArray().FirstOrDefault(c => (c.Child("status")?.Text("idstr") ?? c.Child("status")?.Text("id")) == address.PostId
            && WebUtility.HtmlDecode(c.Text("text") ?? "").Trim().EndsWith(text, StringComparison.Ordinal)
            && (!DateTimeOffset.TryParseExact(c.Text("created_at"), "ddd MMM dd HH:mm:ss zzz yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) || at >= firstTriedAt - ClockSkew));
        return (sent.Text("idstr") ?? sent.Text("id")) is { } id ? SendResult.Accepted($"comment:{id}") : SendResult.RetryLater("reconcile.not_found", "Weibo does not have the comment", TimeSpan.Zero);
    }

    // A name in the text would call somebody else.
    private static string TextOf(OutgoingMessage message) => PlainText.Cut(PlainText.Clean(message.Text).Replace('@', '＠').Trim(), LongestComment);

    private SendResult? WhyItCannotGo(string to, string text, out WeiboAddress address)
    {
        var known = WeiboAddress.TryParse(to, out var parsed);
        address = parsed!;
        return WhyNotConfigured is { } why ? SendResult.Refused("channel.not_configured", why)
            : !known ? SendResult.Refused("weibo.address_malformed", "the recipient is not an address at Weibo")
            : text.Length == 0 ? SendResult.Refused("weibo.text_empty", "there is nothing to send")
            : null;
    }
}
