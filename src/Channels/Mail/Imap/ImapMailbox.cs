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

/// <summary>How far a mailbox has been read.</summary>
/// <param name="UidValidity">The numbers that count.</param>
/// <param name="LastUid">The last mail that was taken.</param>
/// <param name="NotGivenOut">The places (<see cref="ImapMailbox.PlaceOf"/>) of mails that were passed because the server did not give them out.</param>
public sealed record MailboxPosition(uint UidValidity, uint LastUid, IReadOnlySet<string> NotGivenOut);

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

    /// <summary>Where most mails have said their Message-ID.</summary>
    private const int Head = 64 * 1024;

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

    /// <summary>Where a mail lies in the mailbox; what cannot be had is known by it.</summary>
    public static string PlaceOf(long uidValidity, uint uid) => string.Create(CultureInfo.InvariantCulture, $"imap:{uidValidity}:{uid}");

    /// <summary>
    /// The identities of the mails that the server received from <paramref name="since"/> until before <paramref name="until"/>, with
    /// their places. A conversation of its own; throws only when <paramref name="ct"/> is cancelled.
    /// </summary>
    public Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, MailboxPosition read, CancellationToken ct) => Look(
        async (session, place, limit) =>
        {
            var mails = await session.Between(since, until, options.Imap.Since, limit);
            if (mails.Any(m => place.UidValidity != read.UidValidity || m.Uid > read.LastUid))
            {
                return ReceivedList.NotReadYet;
            }

            var found = new List<Received>(mails.Count);
            foreach (var (uid, size) in mails)
            {
                var at = PlaceOf(place.UidValidity, uid);
                if (read.NotGivenOut.Contains(at))
                {
                    found.Add(new(at));
                }
                else if (await Identity(session, uid, size, limit) is { } identity)
                {
                    found.Add(new(identity, at));
                }
            }

            return new ReceivedList(found, null);
        },
        ReceivedList.Failed, ct);

    /// <summary>One mail by its place. A conversation of its own; throws only when <paramref name="ct"/> is cancelled.</summary>
    public Task<Fetched<MailboxMail>> Fetch(string place, CancellationToken ct) => Look(
        async (session, now, limit) => uint.TryParse(place.Split(':')[^1], CultureInfo.InvariantCulture, out var uid) && PlaceOf(now.UidValidity, uid) == place && await session.SizeOf(uid, limit) is { } size
            && await Fetch(session, uid, size, limit) is { } mail ? new(mail, null) : new(null, "the mail is not in the mailbox any more"),
        why => new Fetched<MailboxMail>(null, why), ct);

    private async Task<T> Look<T>(Func<ImapSession, ImapPlace, CancellationToken, Task<T>> look, Func<string, T> failed, CancellationToken ct)
    {
        if (options.WhyNoMailbox is { } missing)
        {
            return failed(missing);
        }

        using var limit = new CancellationTokenSource(MostForOneMail, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await using var session = await ImapSession.Open(options.Imap, clock, both.Token);
            return await look(session, await session.Examine(options.Imap.Folder, both.Token), both.Token);
        }
        catch (MailServerException e)
        {
            return failed($"{e.Code} {e.Message}");
        }
        catch (SocketException e)
        {
            return failed($"mail.cut_off {e.SocketErrorCode}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return failed("mail.silent");
        }
    }

    /// <summary>Known from the beginning of the mail, where it has a Message-ID; null when somebody deleted it in the meantime.</summary>
    private async Task<string?> Identity(ImapSession session, uint uid, long size, CancellationToken ct)
    {
        if (await session.Body(uid, Head, ct) is not { } head)
        {
            return null;
        }

        if (MimeReader.TryRead(head, out var mail, out _) && mail.MessageId is { } id)
        {
            return id;
        }

        return await Fetch(session, uid, size, ct) is not { } whole ? null
            : MailMessage.IdentityOf(MimeReader.TryRead(whole.Bytes, out var read, out _) ? read : null, whole.Bytes.Span);
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
