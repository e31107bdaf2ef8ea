namespace Hotline.Channels;

/// <summary>How far a sent message has come, in order; <see cref="Delivered"/> and <see cref="Failed"/> are final.</summary>
public enum DeliveryState
{
    Pending,
    Sent,
    Delivered,
    Failed,
}

/// <summary>A provider's word on a message it had accepted.</summary>
/// <param name="ProviderId">The identity <see cref="SendResult.ProviderId"/> gave.</param>
/// <param name="State">The state reported.</param>
/// <param name="Failure">For <see cref="DeliveryState.Failed"/>: whether a new attempt can help and when; otherwise null.</param>
public sealed record DeliveryReport(string ProviderId, DeliveryState State, SendResult? Failure)
{
    /// <summary>
    /// Reports arrive repeated and out of order, without a sequence number: one counts only when it is further along than
    /// what is known, and a final state stays.
    /// </summary>
    public bool Supersedes(DeliveryState known) =>
        known is not (DeliveryState.Delivered or DeliveryState.Failed) && State > known;
}
