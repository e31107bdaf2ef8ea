using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>What goes with a ticket when somebody acts on it: its parts, and the tickets merged into it.</summary>
internal static class TicketCompany
{
    /// <summary>The parts of a ticket that has any; nothing is asked of the database otherwise.</summary>
    public static async Task LoadParts(this HotlineDb db, Ticket ticket, CancellationToken ct)
    {
        if (ticket.SubTaskCount == 0 || ticket.SubTasks.Count > 0) return;
        if (db.Entry(ticket).State == EntityState.Detached)
            ticket.SubTasks.AddRange(await db.SubTasks.AsNoTracking().Where(s => s.TicketId == ticket.Id).ToListAsync(ct));
        else await db.Entry(ticket).Collection(t => t.SubTasks).LoadAsync(ct);
    }

    /// <summary>
    /// The master has just been closed: its members are closed with it, in the same save. Taken back by its own resident it
    /// leaves nobody behind: the members wait in the queue again.
    /// </summary>
    public static async Task MembersFollow(this HotlineDb db, Ticket master, DateTimeOffset now, CancellationToken ct)
    {
        if (master.MemberCount == 0 || master.State is not (TicketState.Closed or TicketState.Answered or TicketState.Redirected or TicketState.Withdrawn)) return;
        var members = await db.Tickets.Include(t => t.Deadlines).Where(t => t.MasterId == master.Id && t.State == TicketState.Merged).ToListAsync(ct);
        foreach (var member in members)
            if (master.State == TicketState.Withdrawn) member.Unmerge(master, Actor.System, now);
            else member.Settle(now);
    }
}
