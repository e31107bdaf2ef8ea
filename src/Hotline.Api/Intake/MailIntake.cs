using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Mail;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>What the mail server's log may hold.</summary>
/// <param name="TicketNumber">Null for machines' mail and for what went to quarantine.</param>
/// <param name="Duplicate">The mail was known.</param>
/// <param name="Origin">Only a person's mail opens a ticket.</param>
internal sealed record MailReceipt(string? TicketNumber, bool Duplicate, MailOrigin Origin);

/// <summary>The one way of a mail in, whether a mail server brought it or it was fetched from the mailbox.</summary>
internal sealed class MailIntake(HotlineOptions hotline, IntakePipeline intake, AttachmentStore attachments, MailDeliveries deliveries, TimeProvider clock, ILogger<MailIntake> log)
{
    /// <summary>Kept as it is for the record; nobody needs to look at it.</summary>
    public const string Report = "mail.report";
    public const string ContentType = "message/rfc822";
    private const int MostFiles = 20;

    /// <summary>A mail of 30 MB needs several times that while it is read and sealed: others wait with their senders.</summary>
    private static readonly SemaphoreSlim Turn = new(2);

    /// <summary>One part of the identity of mails.</summary>
    public string Account => $"mail:{Thread.Address}";

    /// <summary>The mailbox that is read, as <see cref="MailboxCursor.Name"/>.</summary>
    public string Mailbox => $"{Imap.User}@{Imap.Host}:{Imap.Port}/{Imap.Folder}";

    private ImapOptions Imap => hotline.Channels.Mail.Imap;
    private MailThread Thread => new(hotline.Channels.Mail.Address!);

    /// <summary>Returns when the mail is durable.</summary>
    /// <param name="raw">At most <see cref="MimeReader.LargestMail"/> bytes.</param>
    /// <param name="whole">False when these are the first bytes of a mail that is too large: its text counts, its files do not.</param>
    public async Task<Result<MailReceipt>> Take(byte[] raw, bool whole, CancellationToken ct)
    {
        await Turn.WaitAsync(ct);
        try
        {
            if (Read(raw) is not { } mail) return await Submit(Unread(MailMessage.IdentityOf(null, raw), PayloadOf(raw), "mail.unreadable"), MailOrigin.Person);
            var origin = MailOrigins.Of(mail, Thread);
            var report = origin == MailOrigin.Bounce ? MailReports.Read(mail, Thread) : null;
            var reason = report is not null && await deliveries.Knows(report, ct) ? Report : $"mail.{origin.ToString().ToLowerInvariant()}";
            var request = await Request(mail, raw, whole, origin == MailOrigin.Person ? null : reason, clock.GetUtcNow(), ct);
            var stored = await Submit(request, origin);
            // After the mail is kept: when this breaks off, the mail comes again and so does its news.
            if (stored.Error is null && report is not null) await deliveries.Note(report, ct);
            return stored;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>A mail that the mailbox does not give out: named in quarantine, so that somebody looks at it there.</summary>
    public Task<Result<MailReceipt>> Miss(string identity, string why) => Submit(Unread(identity, "", why), MailOrigin.Person);

    /// <summary>Reads a stored mail once more, now as a person's; anything else stays as it was stored.</summary>
    public async Task<IntakeRequest> Again(IntakeRequest stored, CancellationToken ct)
    {
        var message = stored.Message;
        if (message.RawContentType != ContentType || message.RawPayload.Length == 0 || hotline.Channels.Mail.Address is null) return stored with { SetAside = null };
        var raw = Encoding.Latin1.GetBytes(message.RawPayload.Replace("%00", "\0", StringComparison.Ordinal));
        if (Read(raw) is not { } mail) return stored;
        var read = await Request(mail, raw, whole: true, null, message.ReceivedAt, ct);
        return read with { Message = read.Message with { ProviderId = message.ProviderId, ChannelAccount = message.ChannelAccount, RawPayload = message.RawPayload } };
    }

    private async Task<Result<MailReceipt>> Submit(IntakeRequest request, MailOrigin origin)
    {
        Result<IntakeReceipt> stored;
        try { stored = await intake.Submit(request); }
#pragma warning disable CA1031 // whatever it is about this mail, the next ones must not wait for it
        catch (Exception e) when (request.Unready is null)
#pragma warning restore CA1031
        {
            // When the database has nothing against a shorter message, it is this mail; otherwise the fault is told to whoever brought it.
            log.LogWarning(e, "A mail cannot be stored; putting its name into quarantine");
            stored = await intake.Submit(Unread(request.Message.ProviderId, "", "mail.not_stored"));
        }
        return stored.Error is { } full ? full : new MailReceipt(stored.Value!.TicketNumber, stored.Value.Duplicate, origin);
    }

    private MailMessage? Read(byte[] raw)
    {
        try { return MimeReader.TryRead(raw, out var mail, out _) ? mail : throw new BadHttpRequestException("a mail of at most 30 MB is expected", 413); }
#pragma warning disable CA1031 // the reader is made never to throw; should it, the mail waits for a person and the next one is read
        catch (Exception e) when (e is not BadHttpRequestException)
#pragma warning restore CA1031
        {
            log.LogError(e, "A mail could not be read; it goes to quarantine");
            return null;
        }
    }

    private IntakeRequest Unread(string identity, string payload, string why) =>
        new(new IncomingMessage(ChannelKind.Email, Account, identity, null, null, "", "", clock.GetUtcNow(), [], payload, ContentType)) { Unready = why };

    private async Task<IntakeRequest> Request(MailMessage mail, byte[] raw, bool whole, string? setAside, DateTimeOffset now, CancellationToken ct)
    {
        var person = setAside is null;
        var (files, refused) = person && whole ? await Save(mail, ct) : ([], person ? mail.Attachments.Select(a => a.FileName).ToList() : []);
        var text = refused.Count == 0 ? mail.Text : $"{mail.Text}\n\n（未收的附件 / Files not taken：{string.Join('、', refused)}）".Trim();
        if (person && !whole) text = $"{text}\n\n（邮件超过 30 MB，只收了开头，原件在邮箱中 / The mail is above 30 MB: only its beginning was taken, the mailbox has it whole）".Trim();
        var message = new IncomingMessage(ChannelKind.Email, Account, MailMessage.IdentityOf(mail, raw), mail.From?.Address, mail.From?.Name, mail.Subject, text, now, [], PayloadOf(raw), ContentType);
        return new IntakeRequest(message)
        {
            Email = mail.From?.Address, Files = files, SetAside = setAside,
            Follows = person ? [.. Thread.Numbers(mail).Where(n => TicketNumber.TryParse(n, out _))] : [],
        };
    }

    /// <summary>One character for each byte: the mail comes back as it was, in whatever charset.</summary>
    private static string PayloadOf(byte[] raw) => Encoding.Latin1.GetString(raw).Replace("\0", "%00", StringComparison.Ordinal);

    /// <summary>A file that is not what it says, or of a kind that is not taken, does not keep the resident's words out; the raw mail has it.</summary>
    private async Task<(List<StoredFile> Files, List<string> Refused)> Save(MailMessage mail, CancellationToken ct)
    {
        var files = new List<StoredFile>();
        var refused = new List<string>();
        foreach (var file in mail.Attachments)
        {
            using var content = new MemoryStream(file.Content.ToArray());
            var saved = files.Count < MostFiles ? await attachments.Save(content, file.FileName, ct) : Error.Field("file", "attachment.too_many");
            if (saved.Value is { } taken) files.Add(taken);
            else refused.Add(file.FileName);
        }
        return (files, refused);
    }
}
