namespace Hotline.Channels;

/// <summary>
/// A channel whose provider can tell what it received for us, so that what never reached our door is found and fetched. A channel
/// takes part by registering this contract; who compares, when, and what becomes of the missing is not its business.
/// </summary>
public interface IReconcilable
{
    ChannelKind Channel { get; }

    /// <summary>The <see cref="IncomingMessage.ChannelAccount"/> of its messages; empty while the channel is not configured.</summary>
    string Account { get; }

    /// <summary>Names the configuration key that is missing or wrong; null when the provider can be asked.</summary>
    string? WhyNotConfigured { get; }

    /// <summary>
    /// The <see cref="IncomingMessage.ProviderId"/> of every message the provider received for us from <paramref name="since"/> until
    /// before <paramref name="until"/>. All or a failure, never a part. Throws only when <paramref name="ct"/> is cancelled.
    /// </summary>
    Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct);

    /// <summary>One message whole, as the door would have read it. Throws only when <paramref name="ct"/> is cancelled.</summary>
    /// <param name="providerId">One of <see cref="ListReceived"/>.</param>
    /// <param name="now">Becomes <see cref="IncomingMessage.ReceivedAt"/>.</param>
    Task<FetchedMessage> Fetch(string providerId, DateTimeOffset now, CancellationToken ct);
}

/// <summary>What a provider says it received.</summary>
/// <param name="Ids">Empty when it failed.</param>
/// <param name="Failure">For staff: why the provider could not tell; null when it did.</param>
public sealed record ReceivedList(IReadOnlyList<string> Ids, string? Failure)
{
    public static ReceivedList Failed(string why) => new([], why);
}

/// <summary>A message fetched at the provider's.</summary>
/// <param name="Message">Null when it failed.</param>
/// <param name="Failure">For staff: why not; null when it was fetched.</param>
public sealed record FetchedMessage(IncomingMessage? Message, string? Failure);
