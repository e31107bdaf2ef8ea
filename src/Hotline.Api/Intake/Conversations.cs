using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>
/// A message that goes on with an open ticket becomes a supplement of it, when its sender's address is the one the ticket's resident
/// gave: a number alone is no proof. Any other is a matter of its own that names the number.
/// </summary>
internal sealed class Conversations(PersonalData personal, City city)
{
    /// <summary>Inside the writer's transaction; true when a known ticket was changed.</summary>
    public async Task<bool> Join(HotlineDb db, List<PreparedMessage> fresh)
    {
        var joined = false;
        for (var i = 0; i < fresh.Count; i++)
        {
            if (fresh[i] is not { Ticket: { } born, Request.Follows: { Count: > 0 } numbers } message) continue;
            if (await Open(db, message, numbers) is { } ticket)
            {
                Add(db, ticket, message);
                fresh[i] = message with { Ticket = null };
                joined = true;
            }
            else
            {
                fresh[i] = message with { Ticket = born with { Body = $"{born.Body}\n\n（来件提到的工单 / Tickets named：{string.Join('、', numbers)}）".Trim() } };
            }
        }
        return joined;
    }

    private async Task<Ticket?> Open(HotlineDb db, PreparedMessage message, IReadOnlyList<string> numbers)
    {
        foreach (var number in numbers)
        {
            if (await db.Tickets.Include(t => t.Deadlines).SingleOrDefaultAsync(t => t.Number == number) is not { } ticket || !await Wrote(db, ticket, message)) continue;
            if (ticket.Supplement(city.Clock, message.Stored.StoredAt) is null) return ticket;
        }
        return null;
    }

    private async Task<bool> Wrote(HotlineDb db, Ticket ticket, PreparedMessage message)
    {
        if (ticket.ResidentId is not { } id || message.Resident is not { } sender) return false;
        if (id == sender.Id) return true;
        // Known by telephone, with the mail address beside it.
        var resident = await db.Residents.AsNoTracking().SingleAsync(r => r.Id == id);
        return resident.Email is { } sealedEmail && personal.Open(sealedEmail).Equals(message.Request.Email, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The message, with all that came with it, becomes a supplement of the ticket, which has been told so.</summary>
    public static void Add(HotlineDb db, Ticket ticket, PreparedMessage message)
    {
        var (stored, born) = (message.Stored, message.Ticket!);
        db.Supplements.Add(TicketSupplement.Of(ticket.Id, born.Body.Length > 0 ? born.Body : born.Subject, stored.StoredAt));
        IntakeWriter.Attach(db, ticket.Id, message, stored.StoredAt);
        (stored.TicketId, stored.TicketNumber) = (ticket.Id, ticket.Number);
    }
}
