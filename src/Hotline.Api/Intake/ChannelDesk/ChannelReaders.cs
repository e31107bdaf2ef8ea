using Hotline.Api.Data;
using Hotline.Channels;
using Hotline.Channels.Mail;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>An account that is read, where the provider does not come to a door of ours by itself.</summary>
/// <param name="NotConfigured">The configuration key that is missing or wrong; absent when the account is ready.</param>
/// <param name="LookedAt">When the provider last answered; absent before the first time.</param>
/// <param name="TakenAt">When a message was last taken.</param>
/// <param name="Error">Why it cannot be read; absent while it can.</param>
/// <param name="ErrorAt">Since when.</param>
/// <param name="TokenEndsAt">Absent when the token has no end, or the provider did not say.</param>
/// <param name="TokenEnding">True in the token's last week and after: somebody must make a new one.</param>
internal sealed record ChannelReader(string Account, string? NotConfigured, DateTimeOffset? LookedAt, DateTimeOffset? TakenAt, string? Error, DateTimeOffset? ErrorAt, DateTimeOffset? TokenEndsAt, bool TokenEnding)
{
    public bool NeedsSomebody(DateTimeOffset now) => TokenEnding || now - ErrorAt > MentionCheck.Patience;
}

/// <summary>How far the accounts of each channel are read, and what stands in the way.</summary>
internal sealed class ChannelReaders(HotlineDb db, IEnumerable<IMentionSource> microblogs, MailOptions mail, MailIntake mails, TimeProvider clock)
{
    public async Task<IReadOnlyList<ChannelReader>> Of(ChannelKind channel, CancellationToken ct) => channel switch
    {
        ChannelKind.Microblog => await Microblogs(ct),
        ChannelKind.Email when mail.Imap.Host is { Length: > 0 } => [await Mailbox(ct)],
        _ => [],
    };

    private async Task<IReadOnlyList<ChannelReader>> Microblogs(CancellationToken ct)
    {
        var rows = await db.MentionAccounts.AsNoTracking().ToDictionaryAsync(a => a.Account, ct);
        var now = clock.GetUtcNow();
        return [.. microblogs.Select(source => source.IsConfigured && rows.GetValueOrDefault(source.Account) is { } row
            ? new ChannelReader(source.Account, null, row.LookedAt, row.TakenAt, row.Error, row.ErrorAt, row.TokenEndsAt, MentionCheck.TokenEnding(row, now))
            : new ChannelReader(source.Account, source.WhyNotConfigured, null, null, null, null, null, false))];
    }

    private async Task<ChannelReader> Mailbox(CancellationToken ct)
    {
        var name = mails.Mailbox;
        var row = await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == name, ct);
        return new ChannelReader(name, mail.WhyNoMailbox, row?.LookedAt, row?.TakenAt, row?.Error, row?.Error is null ? null : row.ErrorAt, null, false);
    }
}
