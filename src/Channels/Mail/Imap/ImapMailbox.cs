using System.Globalization;
using System.Net.Sockets;

namespace Hotline.Channels.Mail.Imap;

/// <summary>One mail of the mailbox.</summary>
/// <param name="Uid">Its number; never given twice while the mailbox keeps its UIDVALIDITY.</param>
/// <param name="Bytes">As the server has it; of one above <see cref="MimeReader.LargestMail"/> the beginning only.</param>
/// <param name="Size">What the server says it measures, in bytes.</param>
/// <param name="Whole">False when <paramref name="Bytes"/> is only the beginning.</param>
public sealed record MailboxMail(uint Uid, ReadOnlyMemory<byte> Bytes, long Size, bool Whole);

/// <summary>Why the conversation with the mailbox ended.</summary>
/// <param name="Code">Such as <c>mail.silent</c>; <c>mailbox.released</c> when the follower ended it.</param>
/// <param name="Text">For staff; without personal data.</param>
/// <param name="Uid">The mail that was being fetched; null when it was none.</param>
public sealed record MailboxEnd(string Code, string Text, uint? Uid);

/// <summary>Whoever keeps the mails and remembers how far the mailbox has been read.</summary>
public interface IMailboxFollower
{
    /// <summary>The mailbox is open. The last mail taken under this UIDVALIDITY; 0 for none yet; null to leave the mailbox alone.</summary>
    Task<uint?> Begin(uint uidValidity, CancellationToken ct);

    /// <summary>A mail; true once it is durable, and it is then never handed over again. False ends the conversation.</summary>
    Task<bool> Take(MailboxMail mail, CancellationToken ct);

    /// <summary>All that was there is taken. False ends the conversation.</summary>
    Task<bool> Rest(CancellationToken ct);
}

/// <summary>
/// Reads a mailbox over IMAP4rev1 (RFC 3501) without changing it: the folder is opened read-only, no flag is set, nothing is
/// deleted. How far it has been read is the follower's to know, by UID and UIDVALIDITY.
/// </summary>
public sealed class ImapMailbox(MailOptions options, TimeProvider clock)
{
    /// <summary>What is read of a mail that is too large: its head and the beginning of its text.</summary>
    private const int Beginning = 256 * 1024;

    /// <summary>A server that trickles is as good as silent.</summary>
    private static readonly TimeSpan MostForOneMail = TimeSpan.FromMinutes(15);

    /// <summary>
    /// One conversation: signs in, hands over every mail that is new, waits for more, until something ends it. Never throws for
    /// what the server or the network does; throws only <see cref="OperationCanceledException"/>, and what the follower throws.
    /// </summary>
    public async Task<MailboxEnd> Follow(IMailboxFollower follower, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(follower);
        if (options.WhyNoMailbox is { } missing)
        {
            return new MailboxEnd("channel.not_configured", missing, null);
        }

        uint? fetching = null;
        try
        {
            await using var session = await ImapSession.Open(options.Imap, clock, ct);
            var place = await session.Examine(options.Imap.Folder, ct);
            if (await follower.Begin(place.UidValidity, ct) is not { } last)
            {
                return Released;
            }

            if (last == 0 && options.Imap.Since is { } day)
            {
                last = await session.LastBefore(day, place, ct);
            }

            while (true)
            {
                var fresh = await session.After(last, ct);
                foreach (var (uid, size) in fresh)
                {
                    fetching = uid;
                    var mail = await Fetch(session, uid, size, ct);
                    fetching = null;
                    // Somebody may have deleted it in the meantime.
                    if (mail is not null && !await follower.Take(mail, ct))
                    {
                        return Released;
                    }

                    last = uid;
                }

                if (!await follower.Rest(ct))
                {
                    return Released;
                }

                if (fresh.Count == 0)
                {
                    await session.Wait(options.Imap.Every, ct);
                }
            }
        }
        catch (MailServerException e)
        {
            return new MailboxEnd(e.Code, e.Message, fetching);
        }
        catch (SocketException e)
        {
            return new MailboxEnd("mail.cut_off", e.SocketErrorCode.ToString(), fetching);
        }
    }

    private static MailboxEnd Released => new("mailbox.released", "the mailbox was left to others", null);

    private async Task<MailboxMail?> Fetch(ImapSession session, uint uid, long size, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(MostForOneMail, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var whole = size <= MimeReader.LargestMail;
        try
        {
            return await session.Body(uid, whole ? null : Beginning, both.Token) is { } bytes ? new MailboxMail(uid, bytes, Math.Max(size, bytes.Length), whole) : null;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new MailServerException("mail.silent", string.Create(CultureInfo.InvariantCulture, $"one mail took longer than {MostForOneMail.TotalMinutes:0} minutes"), e);
        }
    }
}
