namespace Hotline.Channels;

/// <summary>
/// Writes the request that a channel's provider would send for a message from a resident, signed as the provider signs, so that an
/// operator can see the real door at work. What becomes of the message is not its business.
/// </summary>
public interface IDoorProbe
{
    ChannelKind Channel { get; }

    /// <summary>Names the configuration key that is missing or wrong; null when a request can be written.</summary>
    string? WhyNotConfigured { get; }

    /// <summary>One message that nobody sent.</summary>
    /// <param name="id">Ours; the message's identity is made of it.</param>
    /// <param name="publicBaseUrl"><c>Hotline:PublicBaseUrl</c> without the path: what providers sign.</param>
    /// <param name="now">When it is sent.</param>
    DoorProbeRequest Write(Guid id, string publicBaseUrl, DateTimeOffset now);
}

/// <summary>A request as it goes to the door.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Account">The <see cref="IncomingMessage.ChannelAccount"/> of the message in it.</param>
/// <param name="ProviderId">Its <see cref="IncomingMessage.ProviderId"/>.</param>
public sealed record DoorProbeRequest(string Target, string ContentType, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers, string Account, string ProviderId)
{
    /// <summary>What the message says; the same on every channel.</summary>
    public const string Text = "渠道测试，请勿处理 / channel test, nothing to do";
}
