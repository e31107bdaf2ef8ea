namespace Hotline.Channels;

/// <summary>Downloads media that a message refers to, with the provider's credentials, from the provider's hosts only.</summary>
public interface IMediaSource
{
    /// <summary>True for an address of this provider: of several sources the one that serves it is asked.</summary>
    bool Serves(Uri remote);

    /// <summary>
    /// Copies the medium into <paramref name="destination"/>. Never throws for a provider's refusal or a broken network;
    /// a fault of the destination itself is the caller's to see. Unless the outcome is <see cref="MediaOutcome.Fetched"/> the destination may hold a part of it and must be thrown away.
    /// </summary>
    Task<MediaResult> Fetch(Uri remote, Stream destination, CancellationToken ct);
}

/// <summary>What became of a download.</summary>
public enum MediaOutcome
{
    Fetched,

    /// <summary>Not there yet (a recording appears some seconds after the call), or the provider or the network had a fault.</summary>
    RetryLater,

    /// <summary>Not an address of the provider, or the provider will not give it out.</summary>
    Refused,

    /// <summary>More than the limit (20 MB).</summary>
    TooLarge,
}

/// <summary>The result of a download.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="ContentType">As the provider declared it, without parameters; null unless fetched.</param>
/// <param name="Size">Bytes written; null unless fetched.</param>
/// <param name="Sha256">Lower-case hexadecimal digest of the bytes; null unless fetched.</param>
/// <param name="Reason">For staff: why it was not fetched; null when fetched.</param>
public sealed record MediaResult(MediaOutcome Outcome, string? ContentType, long? Size, string? Sha256, string? Reason);
