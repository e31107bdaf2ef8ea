namespace Hotline.Channels;

/// <summary>
/// One message from a resident, as a channel delivered it. (<see cref="ChannelAccount"/>, <see cref="ProviderId"/>)
/// identifies a message for ever: a provider that delivers twice yields the same pair twice.
/// </summary>
/// <param name="Channel">The door it came through.</param>
/// <param name="ChannelAccount">The city's own account at the provider (Twilio: the account's SID; the mailbox: its name).</param>
/// <param name="ProviderId">The provider's identity of the message, unique within the account.</param>
/// <param name="Sender">An address an answer can go to (E.164 number, e-mail address); null when withheld or not given.</param>
/// <param name="SenderName">The name the sender gave; null when none was given.</param>
/// <param name="Subject">Empty on channels that have no subject.</param>
/// <param name="Body">Plain text without control characters other than line feed and tab.</param>
/// <param name="ReceivedAt">When the city's own door received it, not when the provider says it was sent.</param>
/// <param name="Attachments">Media that belong to the message; those with a remote address are not fetched yet.</param>
/// <param name="RawPayload">What arrived, unchanged except that a NUL is percent-encoded, for evidence and replay.</param>
/// <param name="RawContentType">The media type of <paramref name="RawPayload"/>.</param>
public sealed record IncomingMessage(
    ChannelKind Channel,
    string ChannelAccount,
    string ProviderId,
    string? Sender,
    string? SenderName,
    string Subject,
    string Body,
    DateTimeOffset ReceivedAt,
    IReadOnlyList<IncomingAttachment> Attachments,
    string RawPayload,
    string RawContentType);

/// <summary>A file that belongs to an <see cref="IncomingMessage"/>.</summary>
/// <param name="FileName">A name that is safe to store: never taken from a remote address.</param>
/// <param name="ContentType">As declared by the sender or provider: a claim, not a fact.</param>
/// <param name="RemoteUrl">Where <see cref="IMediaSource"/> can fetch it; null when the file is already stored.</param>
/// <param name="Sha256">Lower-case hexadecimal digest of the bytes; null until they are known.</param>
/// <param name="Size">Length in bytes; null until known.</param>
public sealed record IncomingAttachment(string FileName, string ContentType, Uri? RemoteUrl, string? Sha256, long? Size);

/// <summary>Why a payload could not be read: the field at fault and what is wrong with it, never its value.</summary>
public sealed record FieldError(string Field, string Reason);
