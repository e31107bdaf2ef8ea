namespace Hotline.Channels;

/// <summary>
/// What residents write to the city's account at a provider that has to be asked for it. The caller keeps the place where the
/// reading stands: it hands the cursor in, stores what was read, and keeps the new cursor only then. So a page is never held
/// but one at a time, and what could not be stored is read again.
/// </summary>
public interface IMentionSource
{
    /// <summary>Names the account; one part of the identity of its messages.</summary>
    string Account { get; }

    bool IsConfigured { get; }

    /// <summary>Names the configuration key that is missing or wrong; null when the source is ready.</summary>
    string? WhyNotConfigured { get; }

    /// <summary>Lists that are read one by one, each with a cursor of its own.</summary>
    IReadOnlyList<string> Feeds { get; }

    /// <summary>How often a feed is asked when nothing hints at news.</summary>
    TimeSpan Every { get; }

    /// <summary>
    /// Reads one page of what is new, oldest first where the provider allows. Never throws for a provider's refusal, a broken
    /// network or a payload of whatever form; throws only <see cref="OperationCanceledException"/> when <paramref name="ct"/> is cancelled.
    /// </summary>
    /// <param name="feed">One of <see cref="Feeds"/>.</param>
    /// <param name="cursor">What the last page gave; null at the very first reading, which begins at the present end.</param>
    /// <param name="ct">Cancels the reading.</param>
    Task<MentionPage> Read(string feed, string? cursor, CancellationToken ct);

    /// <summary>
    /// Waits for news and calls <paramref name="hint"/> for each, until the connection ends; the result says why it did. A hint
    /// carries nothing: what it is about comes by <see cref="Read"/>, so a lost one costs time and no message. Null at once: no such thing here.
    /// </summary>
    Task<string?> Listen(Action hint, CancellationToken ct);

    /// <summary>When the access token runs out; null when it does not, or the provider did not say.</summary>
    Task<DateTimeOffset?> AskTokenEnd(CancellationToken ct);
}

/// <summary>A source that can also list what it received in the past, so that what the reading passed over is found and fetched.</summary>
public interface IMentionHistory : IMentionSource
{
    /// <summary>
    /// The <see cref="IncomingMessage.ProviderId"/> of every message that <see cref="IMentionSource.Read"/> would have given from
    /// <paramref name="since"/> until before <paramref name="until"/>. Throws only when <paramref name="ct"/> is cancelled.
    /// </summary>
    /// <param name="since">By the provider's clock.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="cursor">Where the reading stands; what lies beyond is still to be read and not missing.</param>
    /// <param name="ct">Cancels the question.</param>
    Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, string? cursor, CancellationToken ct);

    /// <summary>One of those, as <see cref="IMentionSource.Read"/> gives it. Throws only when <paramref name="ct"/> is cancelled.</summary>
    Task<Fetched<Mention>> Fetch(string providerId, CancellationToken ct);
}

/// <summary>A page of mentions.</summary>
/// <param name="Mentions">Messages of people, to be stored.</param>
/// <param name="Cursor">Where the next page begins once these are stored; null: where this one did.</param>
/// <param name="More">True when another page waits already.</param>
/// <param name="Ignored">Entries passed over: the account's own, machines', and what has no identity.</param>
/// <param name="Failure">For staff: why nothing could be read; null when all is well.</param>
/// <param name="Wait">How long to wait at least before the next call; null leaves it to the caller.</param>
public sealed record MentionPage(IReadOnlyList<Mention> Mentions, string? Cursor, bool More, int Ignored, string? Failure, TimeSpan? Wait)
{
    internal static MentionPage Failed(string why, TimeSpan? wait = null) => new([], null, false, 0, why, wait);

    /// <summary>True when the provider was not asked: it is not time yet.</summary>
    public bool NotAsked { get; private init; }

    internal static MentionPage NotYet(TimeSpan wait) => new([], null, false, 0, null, wait) { NotAsked = true };
}

/// <summary>A message to the city's account.</summary>
/// <param name="Message">What was written; its sender is the writer's identity at the provider.</param>
/// <param name="ReplyTo">Where an answer in the same place goes, for <see cref="OutgoingMessage.To"/>; keeps the message's visibility.</param>
/// <param name="PrivateReplyTo">Where an answer goes that its writer alone can read; null when the provider has no such thing.</param>
/// <param name="InReplyTo">The message it answers, by the provider's identity; null for none.</param>
public sealed record Mention(IncomingMessage Message, string ReplyTo, string? PrivateReplyTo, string? InReplyTo);
