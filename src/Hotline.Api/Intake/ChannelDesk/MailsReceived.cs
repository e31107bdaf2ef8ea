using Hotline.Api.Data;
using Hotline.Channels;
using Hotline.Channels.Mail;
using Hotline.Channels.Mail.Imap;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>Mails in the mailbox that the reading passed over. What has a number above its cursor is still to be read.</summary>
internal sealed class MailsReceived(ImapMailbox mailbox, MailOptions options, MailIntake mails, IDbContextFactory<HotlineDb> contexts) : IReconcilable
{
    public ChannelKind Channel => ChannelKind.Email;

    public string Account => mails.Account;

    public string? WhyNotConfigured => options.WhyNoMailbox;

    public async Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        if (WhyNotConfigured is { } why) return ReceivedList.Failed(why);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (name, account) = (mails.Mailbox, Account);
        var read = await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == name, ct) ?? new MailboxCursor();
        var places = ImapMailbox.PlaceOf(read.UidValidity, 0)[..^1];
        var passed = await db.Messages.AsNoTracking().Where(m => m.ChannelAccount == account && m.ProviderId.StartsWith(places)).Select(m => m.ProviderId).ToListAsync(ct);
        return await mailbox.ListReceived(since, until, new MailboxPosition((uint)read.UidValidity, (uint)read.LastUid, passed.ToHashSet()), ct);
    }

    public async Task<string?> Recover(Received message, CancellationToken ct)
    {
        var fetched = await mailbox.Fetch(message.Place!, ct);
        return fetched.Message is { } mail ? (await mails.Take(mail.Bytes.ToArray(), mail.Whole, ct)).Error?.Code : fetched.Failure;
    }
}
