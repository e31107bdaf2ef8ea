using System.Globalization;
using System.Text.Json;

namespace Hotline.Channels.Mastodon;

/// <summary>
/// Reads mentions of the account from its notifications, oldest first, by <c>min_id</c>: however many come at once, one page is
/// held, and the next is asked for when this one is stored. The open connection only hints that there is something.
/// </summary>
internal sealed class MastodonMentions(IHttpClientFactory clients, MastodonApi api, MastodonServer server, MastodonOptions options, TimeProvider clock) : IMentionHistory
{
    private const int PageSize = 40;

    // Each page costs one of 300 calls in five minutes, which answers need too.
    private const int MostPages = 100;
    private const string Kind = "/api/v1/notifications?types[]=mention&include_filtered=true";

    // The server sends a heartbeat every 15 seconds.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    public string Account => $"mastodon:{options.ApiBaseUrl?.Authority}";

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public IReadOnlyList<string> Feeds { get; } = ["mentions"];

    public TimeSpan Every => options.Every;

    public async Task<MentionPage> Read(string feed, string? cursor, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return MentionPage.Failed(why);
        }

        var (facts, unknown) = await server.Get(ct);
        if (facts is null)
        {
            return Failed(unknown!);
        }

        var answer = await api.Get(cursor is null ? $"{Kind}&limit=1" : $"{Kind}&min_id={Uri.EscapeDataString(cursor)}&limit={PageSize}", ct);
        if (answer.Failure is { } failure)
        {
            return Failed(failure);
        }

        if (answer.Body.ValueKind != JsonValueKind.Array)
        {
            return MentionPage.Failed("response.unreadable the answer is no list");
        }

        var entries = answer.Body.EnumerateArray().Select(e => (Id: e.Text("id"), Entry: e)).Where(e => MastodonAddress.IsId(e.Id)).OrderBy(e => e.Id, ById).ToList();
        var newest = entries.Count > 0 ? entries[^1].Id! : cursor ?? "0";
        if (cursor is null)
        {
            return new([], newest, false, 0, null, null);
        }

        var mentions = entries.Select(e => MastodonReading.Mention(e.Entry, facts, Account, clock.GetUtcNow())).OfType<Mention>().ToList();
        var all = answer.Body.GetArrayLength();
        // A page whose entries have no identity would come again for ever: the caller waits then.
        return new(mentions, newest, all >= PageSize && newest != cursor, all - mentions.Count, null, null);
    }

    public async Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, string? cursor, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return ReceivedList.Failed(why);
        }

        var (facts, unknown) = await server.Get(ct);
        if (facts is null)
        {
            return ReceivedList.Failed(Words(unknown!));
        }

        var found = new List<Received>();
        string? before = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var answer = await api.Get($"{Kind}&limit={PageSize}{(before is null ? "" : $"&max_id={before}")}", ct);
            if (answer.Failure is { } failure)
            {
                return ReceivedList.Failed(Words(failure));
            }

            if (answer.Body.ValueKind != JsonValueKind.Array)
            {
                return ReceivedList.Failed("response.unreadable the answer is no list");
            }

            var (oldest, done) = (before, answer.Body.GetArrayLength() == 0);
            foreach (var entry in answer.Body.EnumerateArray())
            {
                // What has no identity is no message for the reader either.
                if (entry.Text("id") is not { } id || !MastodonAddress.IsId(id))
                {
                    continue;
                }

                if (!DateTimeOffset.TryParse(entry.Text("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                {
                    return ReceivedList.Failed("response.unreadable a notification has no time");
                }

                oldest = oldest is null || ById.Compare(id, oldest) < 0 ? id : oldest;
                done |= at < since;
                if (at < since || at >= until || MastodonReading.Mention(entry, facts, Account, at) is not { } mention)
                {
                    continue;
                }

                if (cursor is null || ById.Compare(id, cursor) > 0)
                {
                    return ReceivedList.NotReadYet;
                }

                found.Add(new(mention.Message.ProviderId));
            }

            if (done)
            {
                found.Reverse();
                return new(found, null);
            }

            if (oldest == before)
            {
                return ReceivedList.Failed("response.unreadable the list goes in a circle");
            }

            before = oldest;
        }

        return ReceivedList.Failed("more mentions than can be listed");
    }

    public async Task<Fetched<Mention>> Fetch(string providerId, CancellationToken ct)
    {
        if (options.WhyNotConfigured is { } why)
        {
            return new(null, why);
        }

        if (!MastodonAddress.IsId(providerId))
        {
            return new(null, "not a message's identity");
        }

        var (facts, unknown) = await server.Get(ct);
        if (facts is null)
        {
            return new(null, Words(unknown!));
        }

        var answer = await api.Get($"/api/v1/statuses/{providerId}", ct);
        return answer.Failure is { } failure ? new(null, Words(failure))
            : MastodonReading.Message(answer.Body, facts, Account, clock.GetUtcNow()) is { } mention && mention.Message.ProviderId == providerId ? new(mention, null)
            : new(null, "response.unreadable the answer is no person's message");
    }

    public async Task<string?> Listen(Action hint, CancellationToken ct)
    {
        if (!options.Streaming || options.WhyNotConfigured is not null)
        {
            return null;
        }

        var (facts, unknown) = await server.Get(ct);
        if (facts is null)
        {
            return unknown!.ErrorCode;
        }

        try
        {
            using var http = clients.CreateClient(MastodonOptions.HttpClient);
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct);
            silence.CancelAfter(LongestSilence);
            http.Timeout = Timeout.InfiniteTimeSpan;
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(facts.Streaming!, "/api/v1/streaming/user/notification"));
            request.Headers.Authorization = new("Bearer", options.AccessToken);
            request.Headers.Accept.Add(new("text/event-stream"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (!response.IsSuccessStatusCode)
            {
                return $"http.{(int)response.StatusCode}";
            }

            hint(); // what came while nobody listened
            await using var stream = await response.Content.ReadAsStreamAsync(silence.Token);
            var buffer = new byte[4096];
            for (int read; (read = await stream.ReadAsync(buffer, silence.Token)) > 0;)
            {
                silence.CancelAfter(LongestSilence);
                // Lines that begin with a colon are heartbeats; anything else is news. A piece of a long event counts again, which
                // costs a question without an answer and no memory.
                if (buffer.AsSpan(0, read).TrimStart("\r\n"u8) is [not (byte)':', ..])
                {
                    hint();
                }
            }

            return "the server ended the connection";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "http.timeout";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return e.Message;
        }
    }

    /// <summary>Tokens of Mastodon have no end.</summary>
    public Task<DateTimeOffset?> AskTokenEnd(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>Identities are numbers of any length.</summary>
    private static Comparer<string?> ById { get; } = Comparer<string?>.Create((a, b) => a!.Length != b!.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b));

    private static string Words(SendResult failure) => $"{failure.ErrorCode} {failure.ErrorText}".TrimEnd();

    private static MentionPage Failed(SendResult failure) => MentionPage.Failed(Words(failure), failure.Outcome == SendOutcome.RetryLater ? failure.RetryAfter : null);
}
