namespace Hotline.Channels;

/// <summary>
/// Makes a telephone call of two legs in which neither side sees the other's number: first the one who asked for it, then, when
/// that one has answered, the other. What the second leg is and says is asked for at <see cref="RelayCallOrder.Answer"/>.
/// </summary>
public interface IRelayCaller
{
    /// <summary>Names the configuration key that is missing or wrong; null when calls can be made.</summary>
    string? WhyNotConfigured { get; }

    /// <summary>
    /// Tries once to ring the first leg. Never throws for a provider's refusal or a broken network. After
    /// <see cref="SendOutcome.Unknown"/> the call may ring all the same: it must not be placed again by a machine, and its reports
    /// are believed when they come.
    /// </summary>
    Task<SendResult> Call(RelayCallOrder order, CancellationToken ct);
}

/// <summary>The first leg of a relayed call.</summary>
/// <param name="Id">Our own identity of the call; part of the addresses below.</param>
/// <param name="To">The first leg's number in E.164 form.</param>
/// <param name="Answer">Asked when the first leg is answered; absolute.</param>
/// <param name="Status">Hears of the first leg's end; absolute.</param>
public sealed record RelayCallOrder(Guid Id, string To, Uri Answer, Uri Status);

/// <summary>How one leg of a relayed call ended.</summary>
public enum RelayLegEnd
{
    /// <summary>It was answered and hung up later.</summary>
    Completed,
    Busy,
    NoAnswer,
    Failed,
}

/// <summary>A provider's report on one leg.</summary>
/// <param name="CallId">The provider's identity of the leg.</param>
/// <param name="End">Null while the leg lives.</param>
/// <param name="Seconds">How long it was connected; null when the report does not say.</param>
public sealed record RelayLegReport(string CallId, RelayLegEnd? End, int? Seconds);
