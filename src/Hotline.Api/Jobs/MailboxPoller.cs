using Hotline.Api.Data;
using Hotline.Api.Intake;
using Hotline.Api.Platform;
using Hotline.Channels.Mail;
using Hotline.Channels.Mail.Imap;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Reads the city's mailbox. Of several nodes the one with the lease reads. A mail is durable before the cursor passes it; one that
/// the server does not give out, try after try, is named in quarantine and passed.
/// </summary>
internal sealed class MailboxPoller(IDbContextFactory<HotlineDb> contexts, ImapMailbox mailbox, MailIntake mails, MailOptions options, TimeProvider clock, ILogger<MailboxPoller> log) : BackgroundService, IMailboxFollower
{
    /// <summary>Longer than any pause between two signs of life of a healthy reader.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private const int MostFailures = 5;

    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly string _name = mails.Mailbox;
    private int _fruitless;
    private long _validity;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pause = options.Imap.Every;
                if (await Claim(stoppingToken))
                {
                    var end = await mailbox.Follow(this, stoppingToken);
                    await Note(end, stoppingToken);
                    if (end.Code != "mailbox.released") pause = BackOff();
                }
                await Task.Delay(pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; }
#pragma warning disable CA1031 // the mails wait in the mailbox until the database works again
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogError(e, "Reading the mailbox failed; trying again");
                await Task.Delay(BackOff(), clock, stoppingToken);
            }
        }
        await Release();
    }

    public async Task<uint?> Begin(uint uidValidity, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == _name && m.Owner == _me, ct) is not { } known) return null;
        _validity = uidValidity;
        if (known.UidValidity == uidValidity) return (uint)known.LastUid;
        // The numbers mean other mails now. What was taken before is recognised by its identity.
        if (known.UidValidity != 0) log.LogWarning("The mailbox has new numbers (UIDVALIDITY {Old} became {New}); it is read from its beginning", known.UidValidity, uidValidity);
        return await Set(s => s.SetProperty(m => m.UidValidity, uidValidity).SetProperty(m => m.LastUid, 0).SetProperty(m => m.FailingUid, (long?)null).SetProperty(m => m.Failures, 0), ct) ? 0 : null;
    }

    public async Task<bool> Take(MailboxMail mail, CancellationToken ct)
    {
        var taken = await mails.Take(mail.Bytes.ToArray(), mail.Whole, ct);
        if (taken.Error is not null) return false;   // the intake is full: the mail stays where it is and comes again
        _fruitless = 0;
        return await Pass(mail.Uid, ct);
    }

    public async Task<bool> Rest(CancellationToken ct)
    {
        _fruitless = 0;
        var now = clock.GetUtcNow();
        return await Set(s => s.SetProperty(m => m.OwnedUntil, now + Lease).SetProperty(m => m.LookedAt, now).SetProperty(m => m.Error, (string?)null), ct);
    }

    private async Task<bool> Pass(uint uid, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await Set(s => s.SetProperty(m => m.LastUid, uid).SetProperty(m => m.FailingUid, (long?)null).SetProperty(m => m.Failures, 0)
            .SetProperty(m => m.OwnedUntil, now + Lease).SetProperty(m => m.LookedAt, now).SetProperty(m => m.TakenAt, now), ct);
    }

    /// <summary>Why the conversation ended; the same mail failing again and again is passed.</summary>
    private async Task Note(MailboxEnd end, CancellationToken ct)
    {
        if (end.Code == "mailbox.released") return;
        log.LogWarning("The mailbox cannot be read now: {Code} {Reason}", end.Code, end.Text);
        var now = clock.GetUtcNow();
        await Set(s => s.SetProperty(m => m.Error, $"{end.Code} {end.Text}").SetProperty(m => m.ErrorAt, now), ct);
        if (end.Uid is not { } uid) return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = await db.Mailboxes.AsNoTracking().SingleAsync(m => m.Name == _name, ct);
        var failures = known.FailingUid == uid ? known.Failures + 1 : 1;
        if (failures < MostFailures)
        {
            await Set(s => s.SetProperty(m => m.FailingUid, uid).SetProperty(m => m.Failures, failures), ct);
            return;
        }
        log.LogError("The mailbox does not give out the mail {Uid}; it is named in quarantine and passed", uid);
        if ((await mails.Miss(ImapMailbox.PlaceOf(_validity, uid), "mail.not_given_out")).Error is null) await Pass(uid, ct);
    }

    /// <summary>Half a second, doubled each time in vain, up to five minutes.</summary>
    private TimeSpan BackOff()
    {
        var pause = TimeSpan.FromSeconds(0.5 * Math.Pow(2, Math.Min(_fruitless++, 12)));
        return pause < LongestBackOff ? pause : LongestBackOff;
    }

    private async Task<bool> Claim(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = now + Lease;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Write(async () =>
        {
            if (await db.Mailboxes.Where(m => m.Name == _name && (m.Owner == _me || m.OwnedUntil == null || m.OwnedUntil < now))
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.Owner, _me).SetProperty(m => m.OwnedUntil, until), ct) == 1) return true;
            if (await db.Mailboxes.AnyAsync(m => m.Name == _name, ct)) return false;
            db.Mailboxes.Add(new MailboxCursor { Name = _name, Owner = _me, OwnedUntil = until });
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateException) { return false; }   // another node was first
            return true;
        }, ct);
    }

    /// <summary>False when another node has the lease by now.</summary>
    private async Task<bool> Set(Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<MailboxCursor>> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Write(() => db.Mailboxes.Where(m => m.Name == _name && m.Owner == _me).ExecuteUpdateAsync(change, ct), ct) == 1;
    }

    /// <summary>Whoever waits need not wait for the lease to run out.</summary>
    private async Task Release()
    {
        try { await Set(s => s.SetProperty(m => m.Owner, (string?)null).SetProperty(m => m.OwnedUntil, (DateTimeOffset?)null), CancellationToken.None); }
#pragma warning disable CA1031 // the program stops; the lease runs out by itself
        catch (Exception e)
#pragma warning restore CA1031
        { log.LogWarning(e, "The mailbox's lease could not be given back"); }
    }
}
