namespace Hotline.Channels;

/// <summary>A message that a provider says it received for us.</summary>
/// <param name="Id">Its <see cref="IncomingMessage.ProviderId"/>.</param>
/// <param name="Place">Where the provider has it, when its identity alone does not lead there; what could not be had is known by it.</param>
public sealed record Received(string Id, string? Place = null);

/// <summary>What a provider says it received in a span of time: all of it or a failure, never a part.</summary>
/// <param name="Messages">The oldest first: what one writer adds follows what it belongs to. Empty when it failed.</param>
/// <param name="Failure">For staff: why the provider could not tell; null when it did.</param>
public sealed record ReceivedList(IReadOnlyList<Received> Messages, string? Failure)
{
    /// <summary>Our own reader has not come so far: nothing can be called missing yet.</summary>
    public static ReceivedList NotReadYet { get; } = new([], null) { IsNotReadYet = true };

    public bool IsNotReadYet { get; private init; }

    public static ReceivedList Failed(string why) => new([], why);
}

/// <summary>Something fetched at the provider's.</summary>
/// <param name="Message">Null when it failed.</param>
/// <param name="Failure">For staff: why not; null when it was fetched.</param>
public sealed record Fetched<T>(T? Message, string? Failure)
    where T : class;
