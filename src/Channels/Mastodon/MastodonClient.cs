using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Hotline.Channels.Mastodon;

/// <summary>Answers under the status that was written to the account, with the visibility the address names.</summary>
internal sealed partial class MastodonClient(MastodonApi api, MastodonServer server, MastodonOptions options) : IOutgoingChannel
{
    private const int MostParts = 5;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    public ChannelKind Channel => ChannelKind.Microblog;

    public string Provider => "Mastodon";

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public bool Serves(string to) => MastodonAddress.TryParse(to, out _);

    public bool IsPublic(string to) => !MastodonAddress.TryParse(to, out var address) || address.IsPublic;

    public async Task<SendResult> Send(OutgoingMessage message, CancellationToken ct)
    {
        if (WhyItCannotGo(message, out var address) is { } refused)
        {
            return refused;
        }

        var (facts, unknown) = await server.Get(ct);
        if (facts is null)
        {
            // Nothing was sent: whatever the question's own outcome, the text may be tried again.
            return unknown!.Outcome == SendOutcome.Refused ? unknown : SendResult.RetryLater(unknown.ErrorCode!, unknown.ErrorText, unknown.RetryAfter);
        }

        var (under, first) = (address.StatusId, (string?)null);
        var number = 0;
        foreach (var part in Parts(message.Text, address.Acct, facts))
        {
            // Each part has a key of its own, so a second try of the whole adds only what is missing.
            var answer = await api.Post("/api/v1/statuses", new NewStatus(part, under, address.Visibility, LanguageOf(part)), $"{message.Id:N}-{number++}", ct);
            if (answer.Failure is { } failure)
            {
                return failure;
            }

            if (answer.Body.Text("id") is not { Length: > 0 } id)
            {
                return SendResult.Unknown("response.unreadable", "the answer has no id");
            }

            (under, first) = (id, first ?? id);
        }

        return SendResult.Accepted(first!);
    }

    public async Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct)
    {
        if (WhyItCannotGo(message, out var address) is { } refused)
        {
            return refused;
        }

        var (facts, unknown) = await server.Get(ct);
        if (facts is null)
        {
            return unknown!;
        }

        var answer = await api.Get($"/api/v1/statuses/{address.StatusId}/context", ct);
        if (answer.Failure is { } failure)
        {
            return failure.Outcome == SendOutcome.RetryLater ? SendResult.Unknown(failure.ErrorCode!, failure.ErrorText) with { RetryAfter = failure.RetryAfter } : failure;
        }

        var own = answer.Body.Child("descendants").Items()
            .Where(s => s.Child("account")?.Text("id") == facts.AccountId && s.Text("visibility") == address.Visibility
                && (!DateTimeOffset.TryParse(s.Text("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || at >= firstTriedAt - ClockSkew))
            .Select(s => (Id: s.Text("id"), Words: Folded(HtmlText.Of(s.Text("content") ?? "")))).ToList();
        var ids = Parts(message.Text, address.Acct, facts).Select(p => own.Find(s => s.Words == Folded(p)).Id).ToList();
        return ids.TrueForAll(id => id is { Length: > 0 })
            ? SendResult.Accepted(ids[0]!)
            : SendResult.RetryLater("reconcile.not_found", "the server does not have the answer", TimeSpan.Zero);
    }

    private SendResult? WhyItCannotGo(OutgoingMessage message, out MastodonAddress address)
    {
        var known = MastodonAddress.TryParse(message.To, out var parsed);
        address = parsed!;
        return WhyNotConfigured is { } why ? SendResult.Refused("channel.not_configured", why)
            : !known ? SendResult.Refused("mastodon.address_malformed", "the recipient is not an address at Mastodon")
            : string.IsNullOrWhiteSpace(PlainText.Clean(message.Text)) ? SendResult.Refused("mastodon.text_empty", "there is nothing to send")
            : null;
    }

    /// <summary>The text in statuses that fit, each to the writer by name: without the name nobody is told, and a direct one reaches nobody.</summary>
    private static List<string> Parts(string text, string acct, MastodonFacts facts)
    {
        // A name in the text would be told too, and could read a direct status: it is made a word.
        var rest = PlainText.Clean(text).Replace('@', '＠').Trim();
        var greeting = $"@{acct} ";
        var parts = new List<string>();
        while (rest.Length > 0 && parts.Count < MostParts)
        {
            var room = Math.Max(40, facts.MostCharacters - greeting.Length);
            var fits = Fitting(rest, room, facts.CharactersPerUrl);
            var last = parts.Count == MostParts - 1 && fits < rest.Length;
            parts.Add(greeting + (last ? PlainText.Cut(rest, Math.Max(1, fits - 1)) + "…" : rest[..fits].Trim()));
            rest = rest[fits..].TrimStart();
        }

        return parts;
    }

    /// <summary>How many UTF-16 units fit, broken after a sentence or a blank where there is one in the second half, and not within an address.</summary>
    private static int Fitting(string text, int room, int perUrl)
    {
        int Weight(int length) => length + Urls().Matches(text[..length]).Sum(u => Math.Max(0, perUrl - u.Length));
        var length = Math.Min(text.Length, room);
        while (length > 1 && Weight(length) > room)
        {
            length--;
        }

        if (length == text.Length)
        {
            return length;
        }

        var end = text.LastIndexOfAny(['。', '！', '？', '；', '\n', ' '], length - 1);
        length = end >= length / 2 ? end + 1 : length;
        return Urls().Matches(text).FirstOrDefault(u => u.Index > 0 && u.Index < length && u.Index + u.Length > length)?.Index ?? (char.IsHighSurrogate(text[length - 1]) && length > 1 ? length - 1 : length);
    }

    // The server shows blanks and line ends its own way.
    private static string Folded(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string LanguageOf(string text) => text.Any(c => c is >= '\u3400' and <= '\u9fff') ? "zh" : "en";

    private sealed record NewStatus(
        [property: JsonPropertyName("status")] string Status,
        [property: JsonPropertyName("in_reply_to_id")] string InReplyToId,
        [property: JsonPropertyName("visibility")] string Visibility,
        [property: JsonPropertyName("language")] string Language);

    [GeneratedRegex("https?://[^\\s，。；、“”（）]+", RegexOptions.CultureInvariant)]
    private static partial Regex Urls();
}
