using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>
/// Stores a batch in one transaction: raw message, resident, ticket, history, event, acknowledgement. The pipeline alone calls
/// <see cref="Write"/>, batch after batch, so one connection stays open for it: opening one costs more than the rows of a small batch.
/// </summary>
internal sealed class IntakeWriter(IDbContextFactory<HotlineDb> contexts, City city, PersonalData personal, Acknowledgement acknowledgement, MicroblogReplies microblog, Conversations conversations, SmsConversation texts) : IAsyncDisposable
{
    private HotlineDb? _open;

    internal sealed record Written(Guid MessageId, Guid? TicketId, string? TicketNumber, bool Duplicate, string? Error);

    public async Task<IReadOnlyList<Written>> Write(IReadOnlyList<PreparedMessage> batch)
    {
        var reused = _open is not null;
        try
        {
            return await Store(batch);
        }
        catch
        {
            await DisposeAsync();
            if (!reused) throw;
        }
        // A connection that lay idle may have been cut by the database or the network between. A second try is safe: what a
        // lost answer did commit is found as known.
        return await Store(batch);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_open is { } db) await db.DisposeAsync();
        _open = null;
    }

    private async Task<HotlineDb> Open()
    {
        if (_open is { } known)
        {
            known.ChangeTracker.Clear();
            return known;
        }
        var db = await contexts.CreateDbContextAsync();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.Database.OpenConnectionAsync();
        return _open = db;
    }

    private async Task<IReadOnlyList<Written>> Store(IReadOnlyList<PreparedMessage> batch)
    {
        var db = await Open();
        return await db.Write(() => Store(db, batch));
    }

    private async Task<IReadOnlyList<Written>> Store(HotlineDb db, IReadOnlyList<PreparedMessage> batch)
    {
        var known = await Known(db, batch);
        var fresh = batch.Where(m => !known.ContainsKey(KeyOf(m.Stored))).ToList();
        await UseKnownResidents(db, fresh);
        var joined = await conversations.Join(db, fresh) | await texts.Join(db, fresh);
        foreach (var message in fresh)
            if (message is { Ticket: null, Stored.TicketId: { } followed, Request.Reply: { } reply }) await microblog.Follow(db, followed, reply);
        await Number(db, fresh);
        var tickets = fresh.Select(m => MakeTicket(db, m)).OfType<Ticket>().ToList();
        db.ChangeTracker.AutoDetectChangesEnabled = joined;
        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(); // residents, files, acknowledgements, supplements: few, and not in every batch
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var message in fresh.Where(m => m.Stored.State == MessageState.Quarantined)) db.Emit("MessageQuarantined", "intake", nameof(StoredMessage), message.Stored.Id, message.Stored.StoredAt);
        await db.InsertReceived(fresh.ConvertAll(m => m.Stored), tickets);
        return [.. batch.Select(m => known.TryGetValue(KeyOf(m.Stored), out var old)
            ? new Written(old.Id, old.TicketId, old.TicketNumber, true, old.State == MessageState.Quarantined ? old.Error : null)
            : new Written(m.Stored.Id, m.Stored.TicketId, m.Stored.TicketNumber, false, m.Stored.State == MessageState.Quarantined ? m.Stored.Error : null))];
    }

    /// <summary>
    /// Makes the ticket of a message that was quarantined or set aside, or adds it to the open one it answers, inside the caller's
    /// transaction. False when there is nothing to make one of.
    /// </summary>
    public async Task<bool> Release(HotlineDb db, PreparedMessage message)
    {
        List<PreparedMessage> fresh = [message];
        await UseKnownResidents(db, fresh);
        await conversations.Join(db, fresh);
        await Number(db, fresh);
        if (MakeTicket(db, fresh[0]) is { } ticket) db.Tickets.Add(ticket);
        return message.Stored.TicketId is not null;
    }

    private static (string, string) KeyOf(StoredMessage m) => (m.ChannelAccount, m.ProviderId);

    private static async Task<Dictionary<(string, string), StoredMessage>> Known(HotlineDb db, IReadOnlyList<PreparedMessage> batch)
    {
        var known = new Dictionary<(string, string), StoredMessage>();
        foreach (var account in batch.GroupBy(m => m.Stored.ChannelAccount))
        {
            var ids = account.Select(m => m.Stored.ProviderId).ToArray();
            var seen = db.IsSqlite
                ? await db.Statements.Texts("SELECT provider_id FROM incoming_message WHERE channel_account = $1 AND provider_id IN (SELECT value FROM json_each($2))", default, account.Key, JsonSerializer.Serialize(ids))
                : await db.Statements.Texts("SELECT provider_id FROM incoming_message WHERE channel_account = $1 AND provider_id = ANY($2)", default, account.Key, ids);
            if (seen.Count == 0) continue;
            foreach (var old in await db.Messages.AsNoTracking().Where(m => m.ChannelAccount == account.Key && EF.Parameter(seen).Contains(m.ProviderId)).ToListAsync())
                known[KeyOf(old)] = old;
        }
        return known;
    }

    private static async Task UseKnownResidents(HotlineDb db, List<PreparedMessage> fresh)
    {
        var contacts = fresh.Select(m => m.Resident?.ContactIndex).OfType<string>().Distinct().ToList();
        var byContact = contacts.Count == 0 ? [] : await db.Residents.Where(r => EF.Parameter(contacts).Contains(r.ContactIndex!)).ToDictionaryAsync(r => r.ContactIndex!);
        for (var i = 0; i < fresh.Count; i++)
        {
            if (fresh[i].Resident is not { } resident) continue;
            if (resident.ContactIndex is not { } contact) { db.Residents.Add(resident); continue; }
            if (byContact.TryGetValue(contact, out var old))
            {
                fresh[i] = fresh[i] with { Resident = old, Ticket = fresh[i].Ticket is { } t ? t with { ResidentId = old.Id } : null };
                if (old.Name is null && resident.Name is not null) { old.Name = resident.Name; db.Entry(old).Property(r => r.Name).IsModified = db.Entry(old).State != EntityState.Added; }
                continue;
            }
            byContact[contact] = resident;
            db.Residents.Add(resident);
        }
    }

    /// <summary>Takes the day's next numbers for the whole batch; they go back with the transaction, so there are no gaps.</summary>
    private async Task Number(HotlineDb db, List<PreparedMessage> fresh)
    {
        var places = Enumerable.Range(0, fresh.Count).Where(i => fresh[i].Ticket is not null);
        foreach (var series in places.GroupBy(i => (Day: city.Clock.Calendar.DateOf(fresh[i].Stored.StoredAt), fresh[i].Ticket!.Channel)).ToList())
        {
            var day = series.Key.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var count = series.Count();
            var last = (int)await db.Statements.Number("""
                INSERT INTO ticket_counter (day, channel, last) VALUES ($1, $2, $3)
                ON CONFLICT (day, channel) DO UPDATE SET last = ticket_counter.last + excluded.last RETURNING last
                """, default, day, (int)series.Key.Channel, count);
            var next = last - count;
            foreach (var i in series)
                fresh[i] = fresh[i] with { Ticket = fresh[i].Ticket! with { Number = TicketNumber.Format(city.RegionCode, series.Key.Day, (int)series.Key.Channel, ++next) } };
        }
    }

    /// <summary>The ticket of a message; what comes with it is added to the context, the ticket itself is not.</summary>
    private Ticket? MakeTicket(HotlineDb db, PreparedMessage message)
    {
        if (message.Ticket is not { } born) return null;
        var ticket = Ticket.Receive(born, Actor.Resident);
        (message.Stored.TicketId, message.Stored.TicketNumber) = (ticket.Id, ticket.Number);
        Attach(db, ticket.Id, message, born.StoredAt);
        if (message.Request.Reply is { } reply) microblog.Acknowledge(db, ticket, reply, born.StoredAt);
        else if (acknowledgement.Of(ticket, message.Resident, personal) is { } notice) db.Outgoing.Add(notice);
        return ticket;
    }

    /// <summary>The files that came with a message; those that lie at the provider are fetched afterwards.</summary>
    public static void Attach(HotlineDb db, Guid ticket, PreparedMessage message, DateTimeOffset at)
    {
        foreach (var file in message.Request.Files) db.Attachments.Add(Attachment.OfResident(ticket, file, at));
        foreach (var remote in message.Request.Message.Attachments)
            db.Attachments.Add(new Attachment { Id = Guid.CreateVersion7(), TicketId = ticket, Kind = message.Stored.Channel == Channel.Phone ? AttachmentKind.Recording : AttachmentKind.Resident, State = AttachmentState.Fetching, FileName = remote.FileName, ContentType = remote.ContentType, RemoteUrl = remote.RemoteUrl?.ToString(), AddedAt = at, AddedBy = Actor.Resident.UserName });
    }
}
