namespace Hotline.Channels;

/// <summary>Sends short texts to residents through one provider.</summary>
public interface IOutgoingChannel
{
    ChannelKind Channel { get; }

    /// <summary>The provider's name as the configuration knows it, such as <c>Twilio</c>; tells two providers of one channel apart.</summary>
    string Provider => Channel.ToString();

    /// <summary>Most messages a second, on average; null where the provider sets no rate.</summary>
    double? PerSecond => null;

    /// <summary>Path of the door that takes the provider's reports on delivery; null when it makes none.</summary>
    string? ReportPath => null;

    bool IsConfigured { get; }

    /// <summary>Names the configuration key that is missing or wrong; null when the channel is ready.</summary>
    string? WhyNotConfigured { get; }

    /// <summary>True for a recipient's address of this provider: of several channels of one kind the one that serves it is asked.</summary>
    bool Serves(string to) => true;

    /// <summary>True when others than the recipient can read what goes to this address: such a text must carry no personal data.</summary>
    bool IsPublic(string to) => false;

    /// <summary>
    /// Tries once. Never throws for a provider's refusal or a broken network; throws only
    /// <see cref="OperationCanceledException"/> when <paramref name="ct"/> is cancelled, and the outcome is then unknown.
    /// </summary>
    Task<SendResult> Send(OutgoingMessage message, CancellationToken ct);

    /// <summary>
    /// After <see cref="SendOutcome.Unknown"/>, and before any retry: asks the provider whether it has the message.
    /// Accepted: it has it. RetryLater: it does not have it, sending again is safe. Refused: it has it and gave it up.
    /// Unknown: the question could not be answered; ask again later.
    /// </summary>
    /// <param name="message">The same message that was sent.</param>
    /// <param name="firstTriedAt">When <see cref="Send"/> was first called for it; older messages with the same text are not it.</param>
    /// <param name="ct">Cancels the question.</param>
    Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct);
}

/// <summary>A text to send.</summary>
/// <param name="Id">Our own identity of the message.</param>
/// <param name="To">The recipient's address; for SMS a number in E.164 form, for WeChat an openid, for mail an address.</param>
/// <param name="Text">Plain text.</param>
/// <param name="StatusCallback">Where the provider reports delivery; absolute; null for no reports.</param>
public sealed record OutgoingMessage(Guid Id, string To, string Text, Uri? StatusCallback)
{
    /// <summary>When the recipient last wrote on this channel; null when never, or not known. Some providers allow answers for a while only.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>What a mail says in its head; null on other channels.</summary>
    public MailHead? Mail { get; init; }
}

/// <summary>The head of a mail to send.</summary>
/// <param name="Conversation">Digits that lead answers back to the matter; they stand in the address answers go to.</param>
/// <param name="Subject">On one line.</param>
/// <param name="InReplyTo">The id of the mail it answers, without angle brackets; null when it answers none.</param>
/// <param name="IsAnswer">A machine's direct answer to a mail, such as an acknowledgement (RFC 3834).</param>
public sealed record MailHead(string Conversation, string Subject, string? InReplyTo, bool IsAnswer);

/// <summary>What became of one attempt to send.</summary>
public enum SendOutcome
{
    /// <summary>The provider has taken the message on; delivery is reported later.</summary>
    Accepted,

    /// <summary>The provider did not take it on; trying again later is safe.</summary>
    RetryLater,

    /// <summary>Trying again cannot help: somebody must change the number, the text or the configuration.</summary>
    Refused,

    /// <summary>It may or may not have been taken on: reconcile before trying again, or a resident gets it twice.</summary>
    Unknown,
}

/// <summary>The result of one attempt.</summary>
/// <param name="Outcome">What to do next.</param>
/// <param name="ProviderId">The provider's identity of the message, when it has one.</param>
/// <param name="ErrorCode">The provider's code, or one of ours with a dot in it (<c>channel.not_configured</c>).</param>
/// <param name="ErrorText">For staff; may quote the provider.</param>
/// <param name="RetryAfter">How long to wait at least; null leaves it to the caller's own back-off.</param>
public sealed record SendResult(SendOutcome Outcome, string? ProviderId, string? ErrorCode, string? ErrorText, TimeSpan? RetryAfter)
{
    /// <summary>The provider says that the recipient wants no more messages.</summary>
    public bool OptedOut { get; init; }

    /// <summary>The fault is the provider's or the network's, not the message's: others would fare no better now.</summary>
    public bool ChannelDown { get; init; }

    /// <summary>Of a delivery that failed: how often at most it is worth sending again.</summary>
    public int MostTimes { get; init; }

    internal static SendResult Accepted(string providerId) => new(SendOutcome.Accepted, providerId, null, null, null);

    internal static SendResult RetryLater(string code, string? text, TimeSpan? after = null) => new(SendOutcome.RetryLater, null, code, text, after);

    internal static SendResult Refused(string code, string? text) => new(SendOutcome.Refused, null, code, text, null);

    // A minute gives a request that is still on its way inside the provider time to become visible to Reconcile.
    internal static SendResult Unknown(string code, string? text) => new(SendOutcome.Unknown, null, code, text, TimeSpan.FromMinutes(1)) { ChannelDown = true };
}
