namespace Hotline.Channels.Mastodon;

/// <summary>What the account and its server are like, asked once a day.</summary>
/// <param name="AccountId">The city's own account; what it wrote itself is no message.</param>
/// <param name="MostCharacters">In one status.</param>
/// <param name="CharactersPerUrl">What any address counts.</param>
/// <param name="Streaming">Where hints of news come from; null when the server names no safe place.</param>
internal sealed record MastodonFacts(string AccountId, int MostCharacters, int CharactersPerUrl, Uri? Streaming);

/// <summary>Keeps those facts.</summary>
internal sealed class MastodonServer(MastodonApi api, MastodonOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    private volatile Tuple<MastodonFacts, DateTimeOffset>? _known;

    public async Task<(MastodonFacts? Facts, SendResult? Failure)> Get(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known is { } known && now - known.Item2 < Fresh)
        {
            return (known.Item1, null);
        }

        var account = await api.Get("/api/v1/accounts/verify_credentials", ct);
        var server = account.Failure is null ? await api.Get("/api/v2/instance", ct) : account;
        if (server.Failure is { } failure)
        {
            return _known is { } old ? (old.Item1, null) : (null, failure);
        }

        if (account.Body.Text("id") is not { } id)
        {
            return (null, SendResult.Unknown("response.unreadable", "the account has no id"));
        }

        var configuration = server.Body.Child("configuration");
        var statuses = configuration?.Child("statuses");
        var facts = new MastodonFacts(id, Math.Clamp(statuses?.Number("max_characters") ?? 500, 100, 20_000), Math.Clamp(statuses?.Number("characters_reserved_per_url") ?? 23, 1, 1000),
            StreamingOf(configuration?.Child("urls")?.Text("streaming")));
        _known = Tuple.Create(facts, now);
        return (facts, null);
    }

    /// <summary>The server may name another host, and the token goes there: only its own, or one below it.</summary>
    private Uri? StreamingOf(string? named)
    {
        var own = options.ApiBaseUrl!;
        if (named is null || !Uri.TryCreate(named, UriKind.Absolute, out var uri))
        {
            return own;
        }

        var scheme = uri.Scheme is "ws" or "http" ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        var http = new UriBuilder(uri) { Scheme = scheme, Port = uri.IsDefaultPort ? -1 : uri.Port }.Uri;
        return MastodonOptions.IsSafe(http) && (http.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase) || http.Host.EndsWith("." + own.Host, StringComparison.OrdinalIgnoreCase)) ? http : own;
    }
}
