namespace Hotline.Channels;

/// <summary>How far a sent message has come, in order; <see cref="Delivered"/> and <see cref="Failed"/> are final.</summary>
public enum DeliveryState
{
    Pending,
    Sent,
    Delivered,
    Failed,
}

/// <summary>A provider's word on a message it had accepted. Reports arrive repeated and out of order, without a sequence number.</summary>
/// <param name="ProviderId">The identity <see cref="SendResult.ProviderId"/> gave.</param>
/// <param name="State">The state reported.</param>
/// <param name="Failure">For <see cref="DeliveryState.Failed"/>: whether a new attempt can help and when; otherwise null.</param>
public sealed record DeliveryReport(string ProviderId, DeliveryState State, SendResult? Failure);
